"""What others did at a session's ticket, for whoever shows it or tells it to an assistant."""

from uuid import UUID

from sqlalchemy import Integer, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.sessions.models import SessionEvent, TicketNews

MOST = 200
"""The newest that are shown."""


async def list_news(db: AsyncSession, account_id: UUID, session_id: UUID) -> list[TicketNews]:
    """Oldest first."""
    newest = await db.scalars(
        select(TicketNews)
        .where(TicketNews.account_id == account_id, TicketNews.session_id == session_id)
        .order_by(TicketNews.id.desc())
        .limit(MOST)
    )
    return list(newest)[::-1]


async def list_news_since(db: AsyncSession, account_id: UUID, session_id: UUID, seen: int) -> list[TicketNews]:
    """Those that moved the session's version beyond `seen`: who saw that version has not seen them. Oldest first."""
    events = await db.scalars(
        select(SessionEvent.data).where(
            SessionEvent.account_id == account_id,
            SessionEvent.session_id == session_id,
            SessionEvent.name == "ticket_changed",
            SessionEvent.data["state_version"].astext.cast(Integer) > seen,
        )
    )
    ids = [UUID(one) for data in events for one in data["news"]]
    if not ids:
        return []
    return list(
        await db.scalars(
            select(TicketNews)
            .where(TicketNews.account_id == account_id, TicketNews.id.in_(ids))
            .order_by(TicketNews.id)
        )
    )
