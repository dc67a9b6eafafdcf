"""Whether a true engineer is led to the right fix, and how soon: `make bench-diagnosis`.

Every cause of every playbook that has labelled answers (`tests/knowledge/labelled/answers`: what an engineer types when asked
each check under each cause, written without a look at likelihoods or patterns). Each text goes through the reader of the
product. With noise, one answer in ten is "no idea" or what somebody with another cause would say. Against asking all checks in
file order, and against trying the likeliest fixes without a question. Minutes are those that the playbook states; an escalation
counts 60. Causes are weighted by their priors, playbooks alike. Goals: 100 % with true answers, 90 % with noise, 30 % fewer
minutes than file order.
"""

import argparse
import random
from collections.abc import Sequence

from tests.knowledge.engineer import Choose, by_diagnosis
from tests.knowledge.typing_engineer import Engineer, Table, load, repair

from resolvent.knowledge.diagnosis import (
    Ask,
    Findings,
    GiveUp,
    Step,
    Try,
    chance_of_cure,
    infer,
    likeliest,
    priors,
)
from resolvent.knowledge.playbook import Playbook


def in_file_order(playbook: Playbook, findings: Findings) -> Step:
    for check in playbook.checks:
        if check.id not in findings.observed and check.id not in findings.skipped:
            return Ask(check, 0.0, None)
    return likeliest_first(playbook, findings)


def likeliest_first(playbook: Playbook, findings: Findings) -> Step:
    belief = infer(playbook, findings)
    left = [fix for fix in playbook.fixes if fix.id not in findings.failed]
    if not left:
        return GiveUp()
    fix = max(left, key=lambda one: chance_of_cure(belief, one))
    cause = likeliest(belief, fix)
    return Try(fix, cause, belief[cause], sure=False)


WAYS: dict[str, Choose] = {
    "diagnosis": by_diagnosis,
    "file order": in_file_order,
    "likeliest first": likeliest_first,
}


def measure(
    playbooks: Sequence[tuple[Playbook, Table]], choose: Choose, runs: int
) -> tuple[float, float, float, list[str]]:
    """(share whose first fix was right, share cured at all, mean minutes, what was not read); `runs` 0: true answers."""
    right = cured = minutes = 0.0
    unread: list[str] = []
    for playbook, table in playbooks:
        weights = priors(playbook)
        total = sum(weights[cause.id] for cause in playbook.causes)
        for cause in playbook.causes:
            dice: list[random.Random | None] = (
                [*(random.Random(f"{playbook.id} {cause.id} {run}") for run in range(runs))] if runs else [None]
            )
            for one in dice:
                ended = repair(playbook, Engineer(table, cause.id, one), choose)
                share = weights[cause.id] / total / len(dice) / len(playbooks)
                right, cured = right + share * ended.right, cured + share * ended.cured
                minutes += share * ended.minutes
                unread += ended.unread
    return right, cured, minutes, list(dict.fromkeys(unread))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=20, help="with noise, for each cause")
    options.add_argument("--told", action="store_true", help="print what the reader did not read")
    given = options.parse_args()
    playbooks = list(load())
    causes = sum(len(playbook.causes) for playbook, _ in playbooks)
    print(f"{len(playbooks)} playbooks, {causes} causes")
    for label, runs in (("true answers", 0), ("one in ten wrong or unknown", given.runs)):
        print(f"{label} (n = {causes * max(runs, 1)})")
        in_order = measure(playbooks, in_file_order, runs)[2]
        for name, choose in WAYS.items():
            right, cured, minutes, unread = measure(playbooks, choose, runs)
            print(
                f"  {name:16} right fix first {right:6.1%}  cured {cured:6.1%}  {minutes:5.1f} minutes"
                f"  {minutes / in_order - 1:+6.1%} against file order"
            )
            if given.told and name == "file order" and not runs:
                print("\n".join(f"    not read: {one}" for one in unread))


if __name__ == "__main__":
    main()
