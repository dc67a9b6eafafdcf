"""What a look at a ticket brings to one of its sessions: the new snapshot, and a row for each piece of news."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.ai.fences import LONGEST_READ, cut_middle
from resolvent.ids import new_id
from resolvent.inbound.compare import Earlier, FieldChange, compare, find_new_notes, is_covered, note_key
from resolvent.masking import mask_deep
from resolvent.sessions.access import add_event, change_session_of, lock_session_of
from resolvent.sessions.models import AISession, SessionStatus, TicketNews
from resolvent.sessions.secrets import read_secrets
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.provider import NoteRef, TicketSnapshot
from resolvent.ticketing.snapshots import clean, to_json

LONG_NOTE = 20_000
"""Characters of a note that are kept here; the whole stands at the ticketing system."""
MOST_NOTES = 50
"""The newest of one look."""


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of a ticket, and the notes that were listed after it."""

    ticket: TicketSnapshot
    notes: Sequence[NoteRef]
    seen: frozenset[str] | None
    """Keys of the notes at the look before."""
    last_listed_at: datetime | None
    """When the notes were last listed, by our clock."""


async def tell_session(db: AsyncSession, account_id: UUID, session_id: UUID, look: Look) -> bool:
    """False: a note of ours is on its way; what changes meanwhile is for the write-back, and is looked at again after it."""
    session = await lock_session_of(db, account_id, session_id)
    if session.status != SessionStatus.ACTIVE or session.ticket is None:
        return True
    posted = await list_posted(db, session)
    if any(one.finished_at is None for one in posted):
        return False
    secrets = await read_secrets(db, account_id, session_id)
    now: dict[str, Any] = mask_deep(to_json(look.ticket), secrets)
    opened_before = look.last_listed_at is not None and session.created_at < look.last_listed_at
    ours = {one.marker for one in await list_posted_on_ticket(db, session)}
    changes = compare(session.ticket, now)
    notes = find_new_notes(look.notes, look.seen, ours, Earlier(session.ticket, opened_before))[-MOST_NOTES:]
    told = [] if is_told_by_writeback(changes, posted) else changed_row(changes, look.ticket)
    rows = [mask_deep(row, secrets) for row in (*told, *map(note_row, notes))]
    news = await add_news(db, session, rows)
    moved = bool(changes) or (bool(news) and not all(is_covered(one, session.ticket) for one in notes))
    if moved:
        session = await change_session_of(db, account_id, session_id, ["ticket"])
        session.ticket = now
        await db.flush()
    if news:
        await tell(db, session, news, changes, session.state_version if moved else None)
    return True


async def tell(
    db: AsyncSession,
    session: AISession,
    news: Sequence[UUID],
    changes: Sequence[FieldChange],
    state_version: int | None,
) -> None:
    """`state_version`: that the news brought; None where the session had the ticket so already."""
    data = {
        "news": [str(one) for one in news],
        "fields": [one.field for one in changes],
        "state_version": state_version,
    }
    await add_event(db, session, "ticket_changed", data)


async def tell_gone(db: AsyncSession, account_id: UUID, session_id: UUID, detail: str) -> None:
    """Once: the ticketing system does not know the ticket any more."""
    session = await lock_session_of(db, account_id, session_id)
    row = {"kind": "gone", "source_id": str(session.ticket_id), "text": detail, "happened_at": datetime.now(UTC)}
    if session.status == SessionStatus.ACTIVE and (news := await add_news(db, session, [row])):
        await tell(db, session, news, (), None)


async def list_posted(db: AsyncSession, session: AISession) -> list[Writeback]:
    return list(
        await db.scalars(
            select(Writeback)
            .where(Writeback.account_id == session.account_id, Writeback.session_id == session.id)
            .order_by(Writeback.id)
        )
    )


async def list_posted_on_ticket(db: AsyncSession, session: AISession) -> list[Writeback]:
    """By any session of the ticket."""
    return list(
        await db.scalars(
            select(Writeback).where(
                Writeback.account_id == session.account_id,
                Writeback.connection_id == session.connection_id,
                Writeback.ticket_id == session.ticket_id,
            )
        )
    )


def is_told_by_writeback(changes: Sequence[FieldChange], posted: Sequence[Writeback]) -> bool:
    """A write-back that was stopped by the status says so itself."""
    last = posted[-1].actual_status if posted else None
    return last is not None and [one.field for one in changes] == ["status"] and changes[0].after == last


def changed_row(changes: Sequence[FieldChange], ticket: TicketSnapshot) -> list[dict[str, Any]]:
    if not changes:
        return []
    return [
        {
            "kind": "changed",
            "source_id": ticket.version or ticket.updated_at.isoformat(),
            "author": ticket.updated_by,
            "changes": [asdict(one) for one in changes],
            "happened_at": ticket.updated_at,
        }
    ]


def note_row(note: NoteRef) -> dict[str, Any]:
    return {
        "kind": "note",
        "source_id": note_key(note),
        "author": note.author,
        "visibility": note.visibility.value,
        # Masking a text of megabytes takes too long.
        "text": cut_middle(note.text, LONGEST_READ),
        "happened_at": note.created_at,
    }


async def add_news(db: AsyncSession, session: AISession, rows: Sequence[dict[str, Any]]) -> list[UUID]:
    """The ids of those that were not told before. Texts are masked already: they are cut here."""
    added = []
    for row in rows:
        values = {"author": None, "visibility": None, "text": None, "changes": [], **clean_row(row)}
        made = await db.scalar(
            insert(TicketNews)
            .values(account_id=session.account_id, id=new_id(), session_id=session.id, **values)
            .on_conflict_do_nothing(index_elements=["account_id", "session_id", "kind", "source_id"])
            .returning(TicketNews.id)
        )
        if made is not None:
            added.append(made)
    return added


def clean_row(row: dict[str, Any]) -> dict[str, Any]:
    """What PostgreSQL can store, and no more than is shown."""
    cleaned: dict[str, Any] = {name: clean(value) for name, value in row.items()}
    if cleaned.get("text") is not None:
        cleaned["text"] = cut_middle(cleaned["text"], LONG_NOTE)
    return cleaned
