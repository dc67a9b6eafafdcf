"""What others did at a session's ticket, for whoever shows it or tells it to an assistant."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.sessions.models import TicketNews

MOST = 200
"""The newest that are shown."""


async def list_news(db: AsyncSession, account_id: UUID, session_id: UUID, *, most: int = MOST) -> list[TicketNews]:
    """Oldest first."""
    newest = await db.scalars(
        select(TicketNews)
        .where(TicketNews.account_id == account_id, TicketNews.session_id == session_id)
        .order_by(TicketNews.id.desc())
        .limit(most)
    )
    return list(newest)[::-1]
