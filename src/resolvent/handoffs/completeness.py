"""What the next engineer will miss in what was handover over. Pure rules over the evidence; a guess is none of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from resolvent.fixes.transitions import was_tried
from resolvent.sessions.evidence import Evidence

NAMED = 3
"""Titles in one sentence; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Handover:
    evidence: Evidence
    open_checks: Sequence[str]
    """Titles of those that nobody has answered."""
    question: str | None


def find_missing(handover: Handover) -> list[str]:
    return [sentence for rule in RULES for sentence in rule(handover)]


def miss_facts(handover: Handover) -> Iterable[str]:
    if not handover.evidence.facts:
        yield "No fact is confirmed."


def miss_checks(handover: Handover) -> Iterable[str]:
    if not handover.evidence.checks:
        yield "No check has a result."
    if handover.open_checks:
        yield f"Asked and not answered: {name_some(handover.open_checks)}."


def miss_fixes(handover: Handover) -> Iterable[str]:
    tried = [fix for fix in handover.evidence.fixes if was_tried(fix.status, fix.applied_at)]
    if not tried:
        yield "No fix was tried."
    for fix in tried:
        if fix.status == "proposed":
            yield f"“{fix.title}” was applied; nobody said how it went."
        elif fix.status == "applied_failed" and not (fix.failure_reason or "").strip():
            yield f"“{fix.title}” failed; nobody said why."


def miss_people(handover: Handover) -> Iterable[str]:
    ticket = handover.evidence.ticket
    if ticket.number and not ticket.contact:
        yield "The ticket names nobody to call."


def miss_question(handover: Handover) -> Iterable[str]:
    if not (handover.question or "").strip():
        yield "No question is asked of the next engineer."


RULES: tuple[Callable[[Handover], Iterable[str]], ...] = (
    miss_facts,
    miss_checks,
    miss_fixes,
    miss_people,
    miss_question,
)


def name_some(titles: Sequence[str]) -> str:
    named = ", ".join(f"“{title.strip(' .;')}”" for title in titles[:NAMED])
    return named if len(titles) <= NAMED else f"{named} and {len(titles) - NAMED} more"
