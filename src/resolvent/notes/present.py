"""A written note as the page shows it: with its evidence, and with what it says beyond it. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from resolvent.notes.grounding import check
from resolvent.notes.grounding_nothing import warn_of_nothing
from resolvent.notes.schemas import (
    ClaimOut,
    EvidenceItemOut,
    FindingOut,
    GroundingOut,
    PreviewOut,
    SectionOut,
)
from resolvent.notes.structure import render
from resolvent.notes.writer import Written
from resolvent.sessions.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Origin:
    """Of which state of the session it is, and who wrote it."""

    marker: str
    state_version: int
    ticket_version: str | None
    engine: str


def present(made: Written, evidence: Evidence, origin: Origin) -> PreviewOut:
    note, markdown = made.note, render(made.note)
    found = [*warn_of_nothing(markdown, note.kind), *check(note, evidence)]
    findings = [FindingOut(id=one.id, code=one.code, sentence=one.sentence, reason=one.reason) for one in found]
    return PreviewOut(
        kind=note.kind.value,
        markdown=markdown,
        marker=origin.marker,
        sections=[
            SectionOut(
                title=section.title,
                claims=[ClaimOut(text=claim.text, evidence=list(claim.evidence)) for claim in section.claims],
            )
            for section in note.sections
        ],
        evidence=describe(evidence),
        from_cache=False,
        stale=False,
        state_version=origin.state_version,
        evidence_hash=evidence.digest(),
        engine=origin.engine,
        notice=made.notice,
        grounding=GroundingOut(ok=not findings, findings=findings),
        ticket_version=origin.ticket_version,
        written_at=datetime.now(UTC),
    )


def describe(evidence: Evidence) -> list[EvidenceItemOut]:
    """Each label with a short text, for the page to show beside a sentence."""
    items = [EvidenceItemOut(label=evidence.ticket.label, text=evidence.ticket.summary)]
    items += [EvidenceItemOut(label=fact.label, text=fact.text) for fact in evidence.facts]
    items += [
        EvidenceItemOut(label=one.label, text=f"{one.title}: {one.result or one.status}") for one in evidence.checks
    ]
    items += [EvidenceItemOut(label=fix.label, text=f"{fix.title} ({fix.status})") for fix in evidence.fixes]
    items += [EvidenceItemOut(label=one.label, text=one.template_title) for one in evidence.generations]
    items += [EvidenceItemOut(label=file.label, text=file.name) for file in evidence.files]
    return items
