"""How far each person has seen a session: what happened after that is unread."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.sessions.access import get_session
from resolvent.sessions.models import AISession, SessionSeen


async def mark_seen(db: AsyncSession, actor: Actor, session_id: UUID, event_number: int) -> None:
    """Never backwards, and never past what has happened."""
    session = await get_session(db, actor, session_id)
    statement = insert(SessionSeen).values(
        account_id=actor.account_id,
        user_id=actor.user_id,
        session_id=session_id,
        event_number=min(event_number, session.event_number),
    )
    furthest = func.greatest(SessionSeen.event_number, statement.excluded.event_number)
    keys = [SessionSeen.account_id, SessionSeen.user_id, SessionSeen.session_id]
    await db.execute(statement.on_conflict_do_update(index_elements=keys, set_={"event_number": furthest}))


async def list_unread(db: AsyncSession, actor: Actor, sessions: Sequence[AISession]) -> set[UUID]:
    """Of these sessions, those in which something happened since the actor last had them open. One they never opened is
    unread when another person opened it for them."""
    seen = await db.execute(
        select(SessionSeen.session_id, SessionSeen.event_number).where(
            SessionSeen.account_id == actor.account_id,
            SessionSeen.user_id == actor.user_id,
            SessionSeen.session_id.in_([session.id for session in sessions]),
        )
    )
    numbers = dict(seen.tuples().all())
    return {one.id for one in sessions if is_unread(one, actor.user_id, numbers.get(one.id))}


def is_unread(session: AISession, user_id: UUID, seen: int | None) -> bool:
    if seen is None:
        return session.assignee_id == user_id and session.created_by != user_id
    return session.event_number > seen
