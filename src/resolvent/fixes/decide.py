"""Apply a fix, decide what to do with its script, dismiss it and take the dismissal back."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.outcomes import check_no_note_posted, remember, restore
from resolvent.fixes.suggest import find_active_fix, get_fix
from resolvent.fixes.transitions import Decision, FixStatus, check_apply, check_decision
from resolvent.sessions.access import change_session, lock_session
from resolvent.sessions.models import AISession


async def apply_fix(
    db: AsyncSession, actor: Actor, session_id: UUID, fix_id: UUID, *, seen: int | None
) -> tuple[SuggestedFix, AISession]:
    """The engineer ran it. A repeat changes nothing, not even the version."""
    session = await lock_session(db, actor, session_id)
    fix = await get_fix(db, actor, session_id, fix_id)
    check_apply(FixStatus(fix.status))
    if fix.applied_at is not None:
        return fix, session
    session = await change_session(db, actor, session_id, ["fix"], seen=seen)
    fix.applied_at = datetime.now(UTC)
    trail.record(db, actor, "fix.apply", fix.id)
    return fix, session


async def decide_fix(
    db: AsyncSession,
    actor: Actor,
    session_id: UUID,
    fix_id: UUID,
    decision: Decision,
    *,
    edited_script: str | None,
    reason: str | None,
    seen: int | None,
) -> tuple[SuggestedFix, AISession, str | None]:
    """The fix, its session and, for `one_off`, the script to copy: the edited one if sent, else the drafted, verbatim."""
    session = await change_session(db, actor, session_id, ["fix"], seen=seen)
    fix = await get_fix(db, actor, session_id, fix_id)
    check_decision(
        decision,
        FixStatus(fix.status),
        superseded=fix.superseded_at is not None,
        has_template=fix.template_id is not None,
        has_script=fix.ai_drafted_script is not None,
    )
    trail.record(
        db, actor, "fix.decision", fix.id, before={"decision": fix.decision}, after={"decision": decision.value}
    )
    if decision is Decision.DISMISSED:
        fix.previous = remember(fix)
        fix.status = FixStatus.DISMISSED
        fix.superseded_at = datetime.now(UTC)
        fix.dismiss_reason = reason
        fix.reported_by = "engineer"
        fix.decision = decision
        return fix, session, None
    fix.decision = decision
    fix.edited_script = edited_script
    return fix, session, edited_script if edited_script is not None else fix.ai_drafted_script


async def undo_dismissal(
    db: AsyncSession, actor: Actor, session_id: UUID, fix_id: UUID, *, seen: int | None
) -> tuple[SuggestedFix, AISession]:
    session = await change_session(db, actor, session_id, ["fix"], seen=seen)
    fix = await get_fix(db, actor, session_id, fix_id)
    if fix.status != FixStatus.DISMISSED or fix.previous is None:
        raise Conflict("Only a dismissal can be undone here.", code="nothing_to_undo")
    check_no_note_posted(session)
    if await find_active_fix(db, actor.account_id, session_id) is not None:
        raise Conflict("A newer fix is active; this one stays dismissed.", code="newer_fix_active")
    restore(fix)
    trail.record(db, actor, "fix.decision.undo", fix.id)
    return fix, session
