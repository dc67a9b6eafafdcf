"""Apply a fix, decide what to do with its script, dismiss it and take the dismissal back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict
from resolvent.fixes.drafting import draft_from_script, learn_secrets
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.outcomes import check_no_note_posted, remember, restore
from resolvent.fixes.suggest import find_active_fix, find_usable_template, get_fix
from resolvent.fixes.transitions import Decision, FixStatus, check_apply, check_decision
from resolvent.sessions.access import change_session, lock_session
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import mask_for_session

BUILDER = "/scripts/builder?from_session={session}&fix={fix}"


@dataclass(frozen=True, slots=True)
class Decided:
    fix: SuggestedFix
    session: AISession
    script: str | None = None
    """To copy: the edited one if sent, else the drafted one, verbatim."""
    draft_id: UUID | None = None
    redirect: str | None = None


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
) -> Decided:
    session = await change_session(db, actor, session_id, ["fix"], seen=seen)
    fix = await get_fix(db, actor, session_id, fix_id)
    check_decision(
        decision,
        FixStatus(fix.status),
        superseded=fix.superseded_at is not None,
        has_template=await find_usable_template(db, fix) is not None,
        has_script=fix.ai_drafted_script is not None,
    )
    trail.record(
        db, actor, "fix.decision", fix.id, before={"decision": fix.decision}, after={"decision": decision.value}
    )
    if decision is Decision.DISMISSED:
        dismiss(fix, reason)
        return Decided(fix, session)
    script = edited_script if edited_script is not None else fix.ai_drafted_script or ""
    draft_id = None
    if decision is Decision.DRAFT_TEMPLATE:
        draft_id = (await draft_from_script(db, actor, session, fix, script)).id
    elif edited_script is not None:
        await learn_secrets(db, actor, session, fix, script)
    fix.decision = decision
    fix.edited_script = edited_script and await mask_for_session(db, actor.account_id, session_id, edited_script)
    if decision is Decision.BUILD_TEMPLATE:
        return Decided(fix, session, redirect=BUILDER.format(session=session_id, fix=fix_id))
    return Decided(fix, session, script=script, draft_id=draft_id)


def dismiss(fix: SuggestedFix, reason: str | None) -> None:
    fix.previous = remember(fix)
    fix.status = FixStatus.DISMISSED
    fix.superseded_at = datetime.now(UTC)
    fix.dismiss_reason = reason
    fix.reported_by = "engineer"
    fix.decision = Decision.DISMISSED


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
