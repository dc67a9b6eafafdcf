"""How well the check of notes tells lies from truths: `python bench/grounding.py [--rounds 5] [--seed 1] [--examples 20]`.

Goals: at least 95 % of the planted lies blocked, kind by kind, and at most 2 % of what is true. Shares with 95 % intervals
(Wilson); lies and sentences of one session hang together, so the intervals are rather too narrow.
"""

import argparse
from collections.abc import Iterable

from resolvent.evals.lies.cases import leaks_secret, make_cases
from resolvent.evals.lies.lie import WITHOUT_GOAL
from resolvent.evals.lies.lies import make_lies
from resolvent.evals.lies.measure import (
    LIES_BLOCKED,
    TRUTHS_BLOCKED,
    Example,
    Judge,
    Row,
    judge_lies,
    judge_notes,
    judge_paraphrases,
    total,
    with_goal,
    worst,
)
from resolvent.evals.lies.paraphrases import make_paraphrases
from resolvent.evals.lies.truths import make_truths
from resolvent.notes.grounding import check


def show(row: Row, note: str = "") -> None:
    low, high = row.interval
    aside = f"  {row.aside} set aside" if row.aside else ""
    codes = ", ".join(f"{code} {count}" for code, count in row.codes.most_common(3))
    share = f"{100 * row.share:5.1f} %  [{100 * low:5.1f}, {100 * high:5.1f}]"
    print(f"  {row.kind:40} {row.blocked:5} of {row.n:5}  {share}  {note:9} {codes}{aside}")


def show_examples(title: str, examples: Iterable[Example]) -> None:
    print(f"\n{title}")
    for one in examples:
        print(f"  [{one.kind}] {one.where}\n      {one.text or '(something is missing)'}\n      {one.detail}")


def show_truths(title: str, rows: list[Row]) -> None:
    print(f"\n{title}")
    for row in rows:
        show(row, "" if row.kind.startswith("notes") else "ok" if row.share <= TRUTHS_BLOCKED else "MISSED")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="sessions of each situation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=20)
    chosen = parser.parse_args()
    truths = make_truths(chosen.rounds, chosen.seed)
    cases, judge = make_cases(truths), Judge(check)
    leaking = [case for case in cases if leaks_secret(case)]
    caught = sum(bool(judge.of_case(case)) for case in leaking)
    notes = judge_notes(cases, judge)
    sentences = judge_paraphrases(make_paraphrases(cases), judge)
    lies = sorted(judge_lies(make_lies(cases), judge), key=lambda row: (row.kind in WITHOUT_GOAL, row.share))
    print(f"{len(truths)} sessions, {len(cases)} notes of the truth")
    print(f"{len(leaking)} of them carry a secret and are left out; the check blocks {caught} of these")
    print(f"\nLies blocked (goal: {LIES_BLOCKED:.0%} of each kind)")
    for row in lies:
        show(row, "no goal" if row.kind in WITHOUT_GOAL else "ok" if row.share >= LIES_BLOCKED else "MISSED")
    counted = with_goal(lies)
    show(total("all kinds with a goal", counted))
    show_truths(f"True notes blocked (goal: {TRUTHS_BLOCKED:.0%} of claims)", notes)
    show_truths(f"True sentences in other words blocked (goal: {TRUTHS_BLOCKED:.0%})", sentences)
    truthful = total("all sentences", sentences)
    show(truthful)
    show_examples("Lies that passed", worst(counted, chosen.examples))
    show_examples("Truths that were blocked", worst([*notes, *sentences], chosen.examples))
    true_claims = [row for row in notes if row.kind.startswith("claims")]
    met = all(row.share >= LIES_BLOCKED for row in counted)
    met = met and all(row.share <= TRUTHS_BLOCKED for row in [*true_claims, truthful])
    print("\ngoals met" if met else "\ngoals NOT met")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
