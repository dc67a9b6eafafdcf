"""What a resolution note costs in CPU time: composed and grounded, with nothing kept and with one more fact than before.

`python bench/note.py [FACTS]`; goal for 100 facts: p99 ≤ 30 ms. The first note of a process is shown aside, as it also compiles
the patterns of secrets.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from resolvent.notes import (
    composer_phrases,
    grounding,
    grounding_leaks,
    grounding_polarity,
    grounding_tokens,
    grounding_words,
    markdown,
)
from resolvent.notes.composer import compose
from resolvent.notes.structure import Kind
from resolvent.sessions.evidence import Evidence, FactItem, FixItem, TicketItem

ROUNDS = 300
START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
WORDS = [
    "spooler",
    "printer",
    "queue",
    "server",
    "site",
    "network",
    "driver",
    "service",
    "drive",
    "user",
    "account",
    "error",
    "event",
    "log",
    "update",
]
KEPT = (
    grounding_tokens.pool_of,
    grounding_tokens.normalise,
    grounding_polarity.statements_of,
    grounding_polarity.clauses_of,
    grounding_leaks.hide_secrets,
    grounding_words.claims_of,
    composer_phrases.as_sentence,
    markdown.plain,
)


def make_evidence(facts: int) -> Evidence:
    def fact(number: int) -> FactItem:
        one, two, three = (WORDS[number * step % len(WORDS)] for step in (1, 3, 7))
        text = (
            f"On SRV-{number:04d} the {one} {two} shows event {7000 + number} {number} times, {three} took {number} ms"
        )
        return FactItem(f"F{number}", text, False, False, "engineer", START + timedelta(minutes=number))

    fix = FixItem(
        label="X1",
        title="Restart the print spooler",
        rationale="",
        confidence=80,
        status="applied_success",
        active=True,
        decision="one_off",
        applied_at=START,
        verified_at=START,
        partial_notes=None,
        failure_reason=None,
        outcome_notes=None,
        created_at=START,
    )
    ticket = TicketItem("T", "1042", "Printer prints nothing", "Nothing since Monday.", None, None, "Open")
    return Evidence(ticket, tuple(map(fact, range(1, facts + 1))), (), (fix,), (), (), (), "Europe/Berlin")


def write(evidence: Evidence) -> None:
    note = compose(evidence, Kind.RESOLUTION)
    assert grounding.check(note, evidence) == []


def measure(name: str, prepare: Callable[[int], Evidence]) -> None:
    times = []
    for number in range(ROUNDS):
        evidence = prepare(number)
        begun = time.process_time()
        write(evidence)
        times.append((time.process_time() - begun) * 1000)
    times.sort()
    print(f"{name:<28} n={ROUNDS}  p50 {statistics.median(times):6.1f} ms  p99 {times[ROUNDS * 99 // 100]:6.1f} ms")


def main() -> None:
    facts = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    whole = make_evidence(facts)
    begun = time.process_time()
    write(whole)
    print(f"{facts} facts, first of a process       {(time.process_time() - begun) * 1000:6.1f} ms")

    def nothing_kept(_: int) -> Evidence:
        for function in KEPT:
            function.cache_clear()
        return whole

    def one_more(number: int) -> Evidence:
        told = f"Then the queue on SRV-X{number} held {number} jobs"
        more = FactItem(f"F{facts + 1}", told, False, False, "engineer", START + timedelta(minutes=facts))
        return replace(whole, facts=(*whole.facts, more))

    measure(f"{facts} facts, nothing kept", nothing_kept)
    write(whole)
    measure(f"{facts} facts and a new one", one_more)


if __name__ == "__main__":
    main()
