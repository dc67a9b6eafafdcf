"""Counts what a check of notes blocks of the lies, and of what is true. Pure; the check is given."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from resolvent.evals.lies.cases import Case, claims_of, leaks_secret
from resolvent.evals.lies.lie import WITHOUT_GOAL, Lie
from resolvent.evals.lies.paraphrases import Paraphrase
from resolvent.evals.stats import Interval
from resolvent.notes.structure import Note
from resolvent.scripts.statistics import wilson
from resolvent.sessions.evidence import Evidence

LIES_BLOCKED, TRUTHS_BLOCKED = 0.95, 0.02
"""The goals: at least, at most."""


class Found(Protocol):
    """What a check has against a note."""

    @property
    def code(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def reason(self) -> str: ...


Check = Callable[[Note, Evidence], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Example:
    kind: str
    where: str
    text: str
    detail: str


@dataclass(slots=True)
class Row:
    """`aside`: not judged, as the true sentence in its place was blocked already."""

    kind: str
    n: int = 0
    blocked: int = 0
    aside: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)
    """Of lies those that passed, of truths those that were blocked."""

    @property
    def share(self) -> float:
        return self.blocked / self.n if self.n else 0.0

    @property
    def interval(self) -> Interval:
        return wilson(self.blocked, self.n)


class Judge:
    """Asks the check, once for each true note."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._known: dict[str, Sequence[Found]] = {}

    def of_case(self, case: Case) -> Sequence[Found]:
        if case.name not in self._known:
            self._known[case.name] = self._check(case.note, case.evidence)
        return self._known[case.name]

    def new(self, case: Case, note: Note) -> list[Found]:
        """What is found in the note and not in the true one of the case."""
        before = {(one.code, one.sentence) for one in self.of_case(case)}
        return [one for one in self._check(note, case.evidence) if (one.code, one.sentence) not in before]

    def blocked_before(self, case: Case, note: Note) -> bool:
        """Whether a true claim that the note changes or lacks was blocked."""
        kept = {(claim.text, claim.evidence) for _, claim in claims_of(note)}
        gone = [claim.text for _, claim in claims_of(case.note) if (claim.text, claim.evidence) not in kept]
        return any(one.sentence and one.sentence in text for one in self.of_case(case) for text in gone)


def judge_lies(lies: Iterable[Lie], judge: Judge) -> list[Row]:
    rows: dict[str, Row] = {}
    for lie in lies:
        row = rows.setdefault(lie.kind, Row(lie.kind))
        if judge.blocked_before(lie.case, lie.note):
            row.aside += 1
            continue
        found = judge.new(lie.case, lie.note)
        row.n += 1
        row.blocked += bool(found)
        row.codes.update({one.code for one in found})
        if not found:
            row.examples.append(Example(lie.kind, lie.case.name, " / ".join(lie.sentences), lie.detail))
    return list(rows.values())


def judge_notes(cases: Iterable[Case], judge: Judge) -> list[Row]:
    """Per writer: whole notes, and their claims. A finding that belongs to no claim counts against the note alone."""
    rows: dict[str, Row] = {}
    for case in cases:
        if leaks_secret(case):
            continue
        found = judge.of_case(case)
        notes = rows.setdefault(f"notes, {case.writer}", Row(f"notes, {case.writer}"))
        claims = rows.setdefault(f"claims, {case.writer}", Row(f"claims, {case.writer}"))
        notes.n += 1
        notes.blocked += bool(found)
        loose = [one for one in found if not any(one.sentence in claim.text for _, claim in claims_of(case.note))]
        record_truth(notes, case, "", loose)
        for _, claim in claims_of(case.note):
            against = [one for one in found if one.sentence and one.sentence in claim.text]
            claims.n += 1
            claims.blocked += bool(against)
            record_truth(claims, case, claim.text, against)
    return sorted(rows.values(), key=lambda row: row.kind)


def judge_paraphrases(paraphrases: Iterable[Paraphrase], judge: Judge) -> list[Row]:
    rows: dict[str, Row] = {}
    for one in paraphrases:
        row = rows.setdefault(one.kind, Row(one.kind))
        found = judge.new(one.case, one.note)
        row.n += 1
        row.blocked += bool(found)
        record_truth(row, one.case, one.claim.text, found)
    return list(rows.values())


def record_truth(row: Row, case: Case, text: str, found: Sequence[Found]) -> None:
    row.codes.update({one.code for one in found})
    if found:
        first = found[0]
        row.examples.append(Example(row.kind, case.name, text or first.sentence, f"{first.code}: {first.reason}"))


def total(kind: str, rows: Iterable[Row]) -> Row:
    rows = list(rows)
    whole = Row(kind, sum(row.n for row in rows), sum(row.blocked for row in rows), sum(row.aside for row in rows))
    for row in rows:
        whole.codes.update(row.codes)
    return whole


def with_goal(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.kind not in WITHOUT_GOAL]


def worst(rows: Iterable[Row], count: int = 20) -> list[Example]:
    """Examples of all rows in turn, those of the worst rows first."""
    left = [list(row.examples) for row in sorted(rows, key=lambda row: -len(row.examples) / max(row.n, 1))]
    chosen: list[Example] = []
    while any(left) and len(chosen) < count:
        chosen += [examples.pop(0) for examples in left if examples][: count - len(chosen)]
    return chosen
