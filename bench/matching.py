"""Whether tickets in users' words find their playbook: `make bench-diagnosis`.

`tests/knowledge/labelled/tickets.yaml` was written without a look at the playbooks. Rows of playbooks that are not shipped are left
out. Goals: the right one first 85 %, among the first three 95 %, and 90 % of those that fit none refused. `--development` measures
the tickets instead by which the thresholds are chosen.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.matching import match_playbook
from resolvent.knowledge.playbook import Playbook

KNOWLEDGE = Path(__file__).parents[1] / "tests" / "knowledge"
Ticket = tuple[str | None, str, str]
"""The playbook that fits, title and text."""


def read_labelled() -> list[Ticket]:
    rows: list[dict[str, Any]] = yaml.safe_load((KNOWLEDGE / "labelled" / "tickets.yaml").read_text())
    return [(row["playbook"], row["title"], row.get("text") or "") for row in rows]


def read_development() -> list[Ticket]:
    return [
        (fitting, title, text) for fitting, title, text in yaml.safe_load((KNOWLEDGE / "development.yaml").read_text())
    ]


def first_three(title: str, text: str) -> tuple[bool, list[str]]:
    """Whether one is begun with; and as the engineer gets them: by saying "wrong playbook", and as named where none fits surely."""
    found: list[str] = []
    begun = False
    while len(found) < 3:
        match = match_playbook(load_shipped(), title, text, frozenset(found))
        begun = begun or match.playbook is not None
        found += [match.playbook.id] if match.playbook else [one.id for one in match.near]
        if match.playbook is None:
            break
    return begun, found[:3]


def time_matches(playbooks: Sequence[Playbook]) -> list[float]:
    """Milliseconds of processor time, shortest first, for each ticket that the playbooks heard; all of it was read once before."""
    tickets = [ticket for playbook in playbooks for ticket in playbook.symptoms.heard]
    taken = []
    for again in (False, True):
        for ticket in tickets:
            begun = time.process_time()
            match_playbook(playbooks, ticket[:80], ticket)
            if again:
                taken.append(1_000 * (time.process_time() - begun))
    return sorted(taken)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--told", action="store_true", help="print what was not found, or wrongly")
    options.add_argument(
        "--development", action="store_true", help="measure the tickets by which the thresholds are chosen"
    )
    given = options.parse_args()
    shipped = {playbook.id for playbook in load_shipped()}
    rows = read_development() if given.development else read_labelled()
    found = [
        (fitting, *first_three(title, text), title)
        for fitting, title, text in rows
        if fitting is None or fitting in shipped
    ]
    fitting = [(wanted, begun, three) for wanted, begun, three, _ in found if wanted]
    foreign = [(begun, three) for wanted, begun, three, _ in found if not wanted]
    first = sum(begun and three[0] == wanted for wanted, begun, three in fitting)
    among = sum(wanted in three for wanted, _, three in fitting)
    wrong = sum(begun and three[0] != wanted for wanted, begun, three in fitting)
    refused = sum(not begun for begun, _ in foreign)
    named = sum(bool(three) and not begun for begun, three in foreign)
    print(
        f"{len(shipped)} playbooks, {len(fitting)} tickets that fit one: begun with the right one {first / len(fitting):.1%}"
    )
    print(f"  among the first three {among / len(fitting):.1%}, begun with another one {wrong / len(fitting):.1%}")
    print(
        f"{len(foreign)} tickets that fit none: refused {refused / len(foreign):.1%}, of all near ones named for {named / len(foreign):.1%}"
    )
    taken = time_matches(load_shipped())
    print(
        f"a match takes {statistics.median(taken):.1f} ms, p99 {taken[int(0.99 * len(taken))]:.1f} ms (n = {len(taken)})"
    )
    if given.told:
        for wanted, begun, three, title in found:
            if (three[:1] if begun else []) != ([wanted] if wanted else []):
                print(f"  {wanted or 'none'}: {title} -> {', '.join(three) or 'none'}{'' if begun else ' (named)'}")


if __name__ == "__main__":
    main()
