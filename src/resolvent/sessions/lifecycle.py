"""Open, list, rename, assign, link and reopen sessions."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.audit import trail
from resolvent.errors import BadRequest, Conflict, invalid_field
from resolvent.ids import new_id
from resolvent.masking import mask_deep
from resolvent.sessions.access import change_session, get_session, lock_session
from resolvent.sessions.category import find_category
from resolvent.sessions.models import AISession, SessionStatus
from resolvent.sessions.secrets import read_secrets

TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    """A ticket as read from its system: the snapshot is `TicketSnapshot` as JSON."""

    connection_id: UUID
    ticket_id: str
    snapshot: dict[str, Any]


async def open_session(
    db: AsyncSession, actor: Actor, *, title: str | None, problem: str | None, linked: LinkedTicket | None
) -> AISession:
    """At least a problem or a ticket; the title is taken from them when none is given."""
    if linked is None and not (problem or "").strip():
        raise invalid_field("problem", "Say what the problem is, or pick a ticket.", "problem_or_ticket")
    summary = linked.snapshot.get("summary") if linked else None
    ticket = linked.snapshot if linked else None
    title, problem = shorten(title or summary or problem or ""), (problem or "").strip()
    session = AISession(
        account_id=actor.account_id,
        id=new_id(),
        title=title,
        problem=problem,
        category=find_category(title, problem, ticket),
        connection_id=linked.connection_id if linked else None,
        ticket_id=linked.ticket_id if linked else None,
        ticket=ticket,
        created_by=actor.user_id,
        assignee_id=actor.user_id,
    )
    db.add(session)
    await db.flush()
    await db.refresh(session)
    return session


def shorten(source: str) -> str:
    first = next((line.strip() for line in source.splitlines() if line.strip()), "Untitled")
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rstrip() + "…"


async def change_details(
    db: AsyncSession,
    actor: Actor,
    session_id: UUID,
    *,
    title: str | None,
    assignee_id: UUID | None,
    linked: LinkedTicket | None,
    seen: int | None,
) -> AISession:
    """A new title or owner alters no note; another ticket does."""
    if linked is not None:
        session = await lock_session(db, actor, session_id)
        if session.status != SessionStatus.ACTIVE:
            raise Conflict(f"This session is {session.status}. Reopen it to link a ticket.", code="session_not_active")
        session = await change_session(db, actor, session_id, ["ticket"], seen=seen)
        session.connection_id, session.ticket_id, session.ticket = (
            linked.connection_id,
            linked.ticket_id,
            mask_deep(linked.snapshot, await read_secrets(db, actor.account_id, session_id)),
        )
        session.category = find_category(session.title, session.problem, session.ticket)
    else:
        session = await lock_session(db, actor, session_id)
    if title is not None:
        session.title = title
    if assignee_id is not None:
        await check_user(db, actor, assignee_id)
        session.assignee_id = assignee_id
    trail.record(db, actor, "session.change", session.id, after={"linked": linked is not None})
    await db.flush()
    return session


async def check_user(db: AsyncSession, actor: Actor, user_id: UUID) -> None:
    known = await db.scalar(select(User.id).where(User.account_id == actor.account_id, User.id == user_id))
    if known is None:
        raise invalid_field("assignee_id", "There is no such person in this account.", "unknown_user")


async def reopen(db: AsyncSession, actor: Actor, session_id: UUID, *, seen: int | None) -> AISession:
    """A new round: the session can be resolved or escalated again."""
    session = await get_session(db, actor, session_id)
    if session.status == SessionStatus.ACTIVE:
        raise BadRequest("This session is active already.", code="already_active")
    before = session.status
    session = await change_session(db, actor, session_id, ["session"], seen=seen)
    if session.status == SessionStatus.ACTIVE:
        raise BadRequest("This session is active already.", code="already_active")
    begin_round(session)
    trail.record(db, actor, "session.reopen", session.id, before={"status": before}, after={"round": session.round})
    await db.flush()
    return session


def begin_round(session: AISession) -> None:
    """The caller holds the session's lock."""
    session.status = SessionStatus.ACTIVE
    session.round += 1
    session.closed_at = session.changed_since = None
