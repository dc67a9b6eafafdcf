"""Record how a fix went, told by the engineer or read by the assistant; take it back until a note was posted."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict, invalid_field
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.suggest import find_active_fix, get_fix
from resolvent.fixes.transitions import SETS_APPLIED, SETS_VERIFIED, FixStatus, check_outcome
from resolvent.sessions.access import change_session
from resolvent.sessions.models import AISession, note_was_posted

ASSISTANT = "assistant"
REMEMBERED = (
    "status",
    "decision",
    "applied_at",
    "verified_at",
    "partial_notes",
    "failure_reason",
    "outcome_notes",
    "reported_by",
    "superseded_at",
    "dismiss_reason",
)


async def record_outcome(
    db: AsyncSession,
    actor: Actor,
    session_id: UUID,
    fix_id: UUID,
    outcome: FixStatus,
    *,
    notes: str | None,
    failure_reason: str | None,
    seen: int | None,
) -> tuple[SuggestedFix, AISession]:
    """What the engineer says. Cached notes of the older version are stale from here on."""
    check_notes(outcome, notes)
    session = await change_session(db, actor, session_id, ["fix"], seen=seen)
    fix = await get_fix(db, actor, session_id, fix_id)
    before = FixStatus(fix.status)
    replaces = fix.reported_by == ASSISTANT and before is not FixStatus.PROPOSED and not note_was_posted(session)
    check_outcome(before, outcome, replaces_assistant=replaces)
    brings_back = replaces and before is FixStatus.DISMISSED and outcome is not FixStatus.DISMISSED
    if brings_back and await find_active_fix(db, actor.account_id, session_id) is None:
        restore(fix)
    set_outcome(fix, outcome, notes=notes, failure_reason=failure_reason, reported_by="engineer")
    trail.record(db, actor, "fix.outcome", fix.id, before={"status": before.value}, after={"status": outcome.value})
    return fix, session


def report_outcome(
    fix: SuggestedFix, outcome: FixStatus, *, notes: str | None, failure_reason: str | None
) -> FixStatus:
    """What the assistant read, under the same rules; raises what breaks them. The caller holds the session's lock."""
    check_notes(outcome, notes)
    before = FixStatus(fix.status)
    check_outcome(before, outcome, replaces_assistant=False)
    set_outcome(fix, outcome, notes=notes, failure_reason=failure_reason, reported_by=ASSISTANT)
    return before


async def undo_outcome(
    db: AsyncSession, actor: Actor, session_id: UUID, fix_id: UUID, *, seen: int | None
) -> tuple[SuggestedFix, AISession]:
    session = await change_session(db, actor, session_id, ["fix"], seen=seen)
    fix = await get_fix(db, actor, session_id, fix_id)
    if fix.status == FixStatus.PROPOSED or fix.previous is None:
        raise Conflict("This fix has no outcome to undo.", code="nothing_to_undo")
    check_no_note_posted(session)
    active_again = fix.superseded_at is not None and fix.previous["superseded_at"] is None
    if active_again and await find_active_fix(db, actor.account_id, session_id) is not None:
        raise Conflict("A newer fix is active; this outcome stays.", code="newer_fix_active")
    before = fix.status
    restore(fix)
    trail.record(db, actor, "fix.outcome.undo", fix.id, before={"status": before}, after={"status": fix.status})
    return fix, session


def check_notes(outcome: FixStatus, notes: str | None) -> None:
    if outcome is FixStatus.PARTIAL and not (notes or "").strip():
        raise invalid_field("notes", "A partial outcome needs notes: what works, and what does not?", "notes_missing")


def check_no_note_posted(session: AISession) -> None:
    if note_was_posted(session):
        raise Conflict("A note that says so was posted already. Reopen the session to go on.", code="note_posted")


def set_outcome(
    fix: SuggestedFix, outcome: FixStatus, *, notes: str | None, failure_reason: str | None, reported_by: str
) -> None:
    now = datetime.now(UTC)
    fix.previous = remember(fix)
    fix.status = outcome
    fix.reported_by = reported_by
    # The notes of an earlier partial outcome stay when a later success or failure says nothing new.
    if outcome is FixStatus.PARTIAL:
        fix.partial_notes = notes
    else:
        fix.outcome_notes = notes
    fix.failure_reason = (failure_reason or notes) if outcome is FixStatus.FAILED else None
    if outcome in SETS_APPLIED and fix.applied_at is None:
        fix.applied_at = now
    fix.verified_at = now if outcome in SETS_VERIFIED else None
    if outcome is FixStatus.DISMISSED and fix.superseded_at is None:
        fix.superseded_at = now


def remember(fix: SuggestedFix) -> dict[str, Any]:
    values = {name: getattr(fix, name) for name in REMEMBERED}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def restore(fix: SuggestedFix) -> None:
    """Undo is one step: what was before the last outcome. A newer suggestion that superseded the fix stays newer."""
    assert fix.previous is not None
    was_dismissed = fix.status == FixStatus.DISMISSED
    for name, value in fix.previous.items():
        if name == "superseded_at" and not was_dismissed:
            continue
        is_time = name.endswith("_at") and value is not None
        setattr(fix, name, datetime.fromisoformat(value) if is_time else value)
    fix.previous = None
