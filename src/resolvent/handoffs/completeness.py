"""What the next engineer will miss in what was handed over. Pure rules over the evidence; a guess is none of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from resolvent.sessions.evidence import Evidence, FixItem

NAMED = 3
"""Titles in one sentence; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Handed:
    evidence: Evidence
    open_checks: Sequence[str]
    """Titles of those that nobody has answered."""
    question: str | None


def find_missing(handed: Handed) -> list[str]:
    return [sentence for rule in RULES for sentence in rule(handed)]


def miss_facts(handed: Handed) -> Iterable[str]:
    if not handed.evidence.facts:
        yield "No fact is confirmed."


def miss_checks(handed: Handed) -> Iterable[str]:
    if not handed.evidence.checks:
        yield "No check has a result."
    if handed.open_checks:
        yield f"Asked and not answered: {name_some(handed.open_checks)}."


def miss_fixes(handed: Handed) -> Iterable[str]:
    tried = [fix for fix in handed.evidence.fixes if was_tried(fix)]
    if not tried:
        yield "No fix was tried."
    for fix in tried:
        if fix.status == "proposed":
            yield f"“{fix.title}” was applied; nobody said how it went."
        elif fix.status == "applied_failed" and not (fix.failure_reason or "").strip():
            yield f"“{fix.title}” failed; nobody said why."


def miss_people(handed: Handed) -> Iterable[str]:
    ticket = handed.evidence.ticket
    if ticket.number and not ticket.contact:
        yield "The ticket names nobody to call."


def miss_question(handed: Handed) -> Iterable[str]:
    if not (handed.question or "").strip():
        yield "No question is asked of the next engineer."


RULES: tuple[Callable[[Handed], Iterable[str]], ...] = (
    miss_facts,
    miss_checks,
    miss_fixes,
    miss_people,
    miss_question,
)


def was_tried(fix: FixItem) -> bool:
    return fix.status.startswith("applied_") or (fix.status == "proposed" and fix.applied_at is not None)


def name_some(titles: Sequence[str]) -> str:
    named = "; ".join(title.rstrip(" .;") for title in titles[:NAMED])
    return named if len(titles) <= NAMED else f"{named}; and {len(titles) - NAMED} more"
