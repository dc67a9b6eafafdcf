"""Why a session was handed over, as far as its fixes tell. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from resolvent.fixes.transitions import was_tried

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Fix:
    """What a reason is told from."""

    title: str
    status: str
    applied_at: datetime | None
    failure_reason: str | None
    partial_notes: str | None


def tell_reason(fixes: Sequence[Fix]) -> str:
    """`fixes`: oldest first; the last one that was tried says it."""
    tried = [fix for fix in fixes if was_tried(fix.status, fix.applied_at)]
    if not tried:
        return "No fix was tried."
    fix = tried[-1]
    match fix.status:
        case "applied_failed":
            return with_words(f"“{fix.title}” did not help", fix.failure_reason)
        case "applied_partial":
            return with_words(f"“{fix.title}” helped in part", fix.partial_notes)
        case "applied_success":
            return f"“{fix.title}” worked, and the session was escalated all the same."
        case _:
            return f"“{fix.title}” was applied; nobody said how it went."


def with_words(told: str, words: str | None) -> str:
    flat = " ".join((words or "").split())
    if not flat:
        return f"{told}."
    if len(flat) > LONGEST:
        flat = flat[: LONGEST - 1].rstrip() + "…"
    return f"{told}: {flat}" if flat.endswith((".", "!", "?", "…")) else f"{told}: {flat}."
