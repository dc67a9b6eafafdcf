"""Earlier sessions of the account that are alike, as an assistant is told of them."""

from typing import Final
from uuid import UUID

from cachetools import TTLCache
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import Similar
from resolvent.search.find import find_similar, tell
from resolvent.search.meaning import Meaning
from resolvent.sessions.models import AISession

MOST: Final = 3
KEPT: Final = 500
FRESH: Final = 60.0
"""Seconds: what is like a session hardly changes from one of its messages to the next."""


class Likenesses:
    """Of one process."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._kept: TTLCache[tuple[UUID, UUID, str, str | None], tuple[Similar, ...]] = TTLCache(KEPT, FRESH)

    async def gather(self, db: AsyncSession, session: AISession) -> tuple[Similar, ...]:
        """The same that the page shows. By meaning once the page, or another program, has asked for them: no answer waits for that."""
        told = tell(session)
        near = await self._meaning.recall(db, session.account_id, told)
        key = (session.account_id, session.id, told, near.model if near else None)
        found = self._kept.get(key)
        if found is None:
            rows = await find_similar(db, session, limit=MOST, near=near)
            found = self._kept[key] = tuple(
                Similar(
                    row.title,
                    row.problem,
                    row.status,
                    tuple((fix["title"], fix["status"]) for fix in row.fixes),
                    row.contact,
                    row.company,
                )
                for row in rows
            )
        return found
