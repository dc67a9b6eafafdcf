"""The look at a ticket before anything is sent: what changed, and whether the status can be set. Outside any transaction."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.settings import read_preferences
from resolvent.errors import Conflict, invalid_field
from resolvent.masking import mask_deep
from resolvent.notes.structure import Kind
from resolvent.posting.ticket_changes import changes_of, find_changes
from resolvent.sessions.access import change_session, lock_session
from resolvent.sessions.models import AISession
from resolvent.sessions.news import list_news_since
from resolvent.sessions.secrets import read_secrets
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.connections import get_connection
from resolvent.ticketing.errors import TicketingError, Unavailable
from resolvent.ticketing.provider import NoteRef, StatusRef, TicketProvider, TicketSnapshot
from resolvent.ticketing.snapshots import to_json
from resolvent.ticketing.status_targets import Problem, Target, resolve_target

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TicketLook:
    ticket: TicketSnapshot
    new_notes: tuple[NoteRef, ...]
    """Since the snapshot that the session holds; read only when the ticket has changed."""
    statuses: tuple[StatusRef, ...]


async def look_at_ticket(connector: Connector, session: AISession, give_up_at: float) -> TicketLook:
    """`give_up_at`: the event loop's time. Raises Unavailable when the ticketing system does not answer until then."""
    assert session.ticket_id is not None
    held = session.ticket or {}
    try:
        async with (
            asyncio.timeout_at(give_up_at),
            connector.open(session.account_id, session.connection_id) as provider,
        ):
            ticket = await provider.get_ticket(session.ticket_id)
            changed = held.get("version") != ticket.version
            notes = await read_new_notes(provider, session.ticket_id, held.get("updated_at")) if changed else ()
            return TicketLook(ticket, notes, tuple(await provider.list_statuses(ticket)))
    except TimeoutError:
        raise Unavailable("The ticketing system did not answer in time. Nothing was posted.") from None


async def read_new_notes(provider: TicketProvider, ticket_id: str, since: str | None) -> tuple[NoteRef, ...]:
    """The change is told without its notes where they can't be read."""
    if since is None:
        return ()
    try:
        return tuple([note async for note in provider.list_notes(ticket_id, datetime.fromisoformat(since))])
    except TicketingError as error:
        log.info("posting.notes_unread", ticket=ticket_id, error=error.code)
        return ()


async def take_changes(db: AsyncSession, actor: Actor, session_id: UUID, look: TicketLook) -> list[dict[str, Any]]:
    """What the engineer has not seen; the session takes the new snapshot over, which moves its version."""
    session = await lock_session(db, actor, session_id)
    secrets = await read_secrets(db, actor.account_id, session.id)
    snapshot = mask_deep(to_json(look.ticket), secrets)
    changes = [asdict(one) for one in find_changes(session.ticket or {}, snapshot, look.new_notes)]
    if not changes:
        return []
    changed = await change_session(db, actor, session.id, ["ticket"])
    changed.ticket = snapshot
    await db.flush()
    return [mask_deep(one, secrets) for one in changes]


async def refuse_unseen_news(db: AsyncSession, session: AISession, seen: int) -> None:
    """The session may have taken a change of the ticket over since the engineer looked at the note."""
    if seen < session.state_version:
        news = await list_news_since(db, session.account_id, session.id, seen)
        refuse_changed([asdict(change) for one in news for change in changes_of(one)])


def refuse_changed(changes: list[dict[str, Any]]) -> None:
    if changes:
        raise Conflict(
            "The ticket was changed since this note was written. Nothing was posted: read the changes, then confirm again.",
            code="ticket_changed",
            extra={"changes": changes},
        )


async def resolve(
    db: AsyncSession, actor: Actor, session: AISession, kind: Kind, asked: str | None, look: TicketLook
) -> Target:
    assert session.connection_id is not None
    connection = await get_connection(db, actor.account_id, session.connection_id)
    preferences = await read_preferences(db, actor)
    return resolve_target(preferences, connection, look.ticket.board_id, kind.value, asked, look.statuses)


def refuse_target(target: Target) -> None:
    """A status that surely can't be set is refused before anything leaves; none at all is the engineer's choice."""
    if target.problem not in (None, Problem.NOT_CONFIGURED):
        raise invalid_field("status_id", f"{target.sentence} Nothing was posted.", "status_target_invalid")
