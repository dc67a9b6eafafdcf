"""Take up an escalated session, or give it back with questions: each begins a new round, and happens once."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict
from resolvent.handoffs.models import Handoff
from resolvent.handoffs.queue import find_escalation
from resolvent.masking import mask_deep
from resolvent.sessions.access import change_session, get_session
from resolvent.sessions.lifecycle import begin_round
from resolvent.sessions.models import AISession, SessionStatus, note_was_posted
from resolvent.sessions.secrets import read_secrets


async def pick_up(db: AsyncSession, actor: Actor, session_id: UUID, seen: int | None) -> AISession:
    """The session is the actor's. 409 `not_waiting` names who was quicker."""
    await require_waiting(db, await get_session(db, actor, session_id))
    session = await change_session(db, actor, session_id, ["session"], seen=seen)
    await require_waiting(db, session)
    record(db, actor, session, "pickup", session.round, seconds_since(session.closed_at), None)
    session.assignee_id = actor.user_id
    begin_round(session)
    await db.flush()
    return session


async def give_back(db: AsyncSession, actor: Actor, session_id: UUID, questions: str, seen: int | None) -> AISession:
    """To the one who escalated: while it waits, or after a pick-up as long as nothing was posted since."""
    await require_returnable(db, await get_session(db, actor, session_id))
    session = await change_session(db, actor, session_id, ["session"], seen=seen)
    escalated_round, since = await require_returnable(db, session)
    escalation = await find_escalation(db, session, escalated_round)
    asked = mask_deep(questions.strip(), await read_secrets(db, actor.account_id, session.id))
    record(db, actor, session, "return", escalated_round, seconds_since(since), asked)
    session.assignee_id = escalation.confirmed_by
    begin_round(session)
    await db.flush()
    return session


def record(
    db: AsyncSession, actor: Actor, session: AISession, verb: str, of_round: int, waited: int, questions: str | None
) -> None:
    db.add(
        Handoff(
            account_id=actor.account_id,
            session_id=session.id,
            round=of_round,
            verb=verb,
            by_id=actor.user_id,
            by_name=actor.name,
            questions=questions,
            waited_seconds=waited,
        )
    )
    trail.record(db, actor, f"session.{verb}", session.id, after={"round": of_round, "waited_seconds": waited})


async def require_waiting(db: AsyncSession, session: AISession) -> None:
    if session.status == SessionStatus.ESCALATED:
        return
    last = await find_last(db, session)
    if last is not None and last.verb == "pickup" and last.round == session.round - 1:
        told = f"{last.by_name} picked this session up already."
        raise Conflict(told, code="not_waiting", extra={"by": last.by_name, "at": last.created_at.isoformat()})
    raise Conflict(f"This session is {session.status}; it waits for nobody.", code="not_waiting")


async def require_returnable(db: AsyncSession, session: AISession) -> tuple[int, datetime | None]:
    """(the round that ended escalated, since when it is with the actor's side)."""
    if session.status == SessionStatus.ESCALATED:
        return session.round, session.closed_at
    last = await find_last(db, session)
    picked_up = last is not None and last.verb == "pickup" and last.round == session.round - 1
    if last is None or not picked_up or session.status != SessionStatus.ACTIVE or note_was_posted(session):
        raise Conflict(
            "Only a session that waits in the queue, or was picked up from it, can be returned.", code="not_returnable"
        )
    return last.round, last.created_at


async def find_last(db: AsyncSession, session: AISession) -> Handoff | None:
    return await db.scalar(
        select(Handoff)
        .where(Handoff.account_id == session.account_id, Handoff.session_id == session.id)
        .order_by(Handoff.round.desc(), Handoff.id.desc())
        .limit(1)
    )


def seconds_since(moment: datetime | None) -> int:
    return max(0, int((datetime.now(UTC) - moment).total_seconds())) if moment else 0
