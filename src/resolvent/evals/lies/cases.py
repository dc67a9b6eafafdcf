"""A true note of a truth, and small edits of notes. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

from resolvent.evals.lies.truths import Known, Tried, Truth, evidence_of
from resolvent.evals.lies.values import Value
from resolvent.evals.lies.writing import write_note, write_plainly
from resolvent.notes.composer import compose
from resolvent.notes.structure import RESOLUTION, TRIED, Claim, Kind, Note, Section, render
from resolvent.sessions.evidence import Evidence


def write_composed(truth: Truth, kind: Kind) -> Note:
    return compose(evidence_of(truth), kind)


WRITERS: dict[str, Callable[[Truth, Kind], Note]] = {
    "composer": write_composed,
    "model-like": write_note,
    "model-like, plain values": write_plainly,
}
DEEDS = {Kind.RESOLUTION: RESOLUTION, Kind.ESCALATION: TRIED}
"""The section that says what was done."""


@dataclass(frozen=True, slots=True)
class Case:
    """One truth, told in one kind of note by one writer."""

    truth: Truth
    kind: Kind
    writer: str
    evidence: Evidence
    note: Note

    def write(self, truth: Truth) -> Note:
        """A (false) truth in the words of this case."""
        return WRITERS[self.writer](truth, self.kind)

    @property
    def name(self) -> str:
        return f"{self.truth.name}/{self.kind}/{self.writer}"


def make_cases(truths: list[Truth]) -> list[Case]:
    return [
        Case(truth, kind, writer, evidence_of(truth), write(truth, kind))
        for truth in truths
        for kind in Kind
        for writer, write in WRITERS.items()
    ]


def leaks_secret(case: Case) -> bool:
    """A note that carries its session's secret is no true note."""
    text = render(case.note)
    return any(fact.secret in text for fact in case.truth.facts if fact.secret)


def with_known(truth: Truth, one: Known) -> Truth:
    return replace(
        truth,
        facts=tuple(one if fact.label == one.label else fact for fact in truth.facts),
        checks=tuple(one if check.label == one.label else check for check in truth.checks),
    )


def with_fix(truth: Truth, one: Tried) -> Truth:
    return replace(truth, fixes=tuple(one if fix.label == one.label else fix for fix in truth.fixes))


def with_value(values: dict[str, Value], slot: str, value: Value) -> dict[str, Value]:
    return values | {slot: value}


def claims_of(note: Note) -> Iterator[tuple[str, Claim]]:
    for section in note.sections:
        for claim in section.claims:
            yield section.title, claim


def changed_claims(before: Note, after: Note) -> list[tuple[Claim | None, Claim]]:
    """Those of `after` that `before` does not have, each with the one in its place when nothing was added or removed."""
    said = {claim.text for _, claim in claims_of(before)}
    changed: list[tuple[Claim | None, Claim]] = []
    for old, new in zip(before.sections, after.sections, strict=True):
        paired = len(old.claims) == len(new.claims)
        changed += [
            (old.claims[place] if paired else None, claim)
            for place, claim in enumerate(new.claims)
            if claim.text not in said
        ]
    return changed


def with_section(note: Note, title: str, claims: tuple[Claim, ...]) -> Note:
    sections = tuple(Section(title, claims) if section.title == title else section for section in note.sections)
    return Note(note.kind, sections)


def section_of(note: Note, title: str) -> tuple[Claim, ...]:
    return next(section.claims for section in note.sections if section.title == title)


def with_claim(note: Note, old: Claim, new: Claim) -> Note:
    """`old` replaced, where it stands first."""
    title = next(title for title, claim in claims_of(note) if claim == old)
    claims = list(section_of(note, title))
    claims[claims.index(old)] = new
    return with_section(note, title, tuple(claims))


def add_claim(note: Note, title: str, claim: Claim) -> Note:
    """At the end of a section; in place of its stock sentence, which the claim would gainsay."""
    return with_section(note, title, (*(one for one in section_of(note, title) if one.evidence), claim))


def cited_text(case: Case, labels: tuple[str, ...]) -> str:
    """All that the cited items say."""
    told = asdict(case.evidence)
    items = [told["ticket"], *told["facts"], *told["checks"], *told["fixes"], *told["generations"]]
    return "\n".join(" ".join(map(str, item.values())) for item in items if item["label"] in labels)
