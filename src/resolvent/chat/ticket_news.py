"""News of the ticket as an assistant is given it."""

from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import KnownNews
from resolvent.sessions.models import TicketNews
from resolvent.sessions.news import list_news

KINDS: dict[str, Literal["customer note", "internal note"]] = {
    "customer": "customer note",
    "internal": "internal note",
}
MOST = 30
"""The newest."""


async def gather_news(db: AsyncSession, account_id: UUID, session_id: UUID) -> tuple[KnownNews, ...]:
    """Oldest first."""
    return tuple(describe_news(one) for one in await list_news(db, account_id, session_id, most=MOST))


def describe_news(news: TicketNews) -> KnownNews:
    author = news.author or "somebody"
    if news.kind == "note":
        return KnownNews(news.happened_at, author, news.text or "", KINDS[news.visibility or "customer"])
    changes = "; ".join(f"{one['field']}: {one['before']} → {one['after']}" for one in news.changes)
    return KnownNews(news.happened_at, author, changes or news.text or "", "change")
