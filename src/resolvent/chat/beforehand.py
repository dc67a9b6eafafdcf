"""What an answer needs and what hardly changes from one message to the next: found when a session is opened, not while its
engineer waits."""

from typing import Final
from uuid import UUID

from cachetools import TTLCache
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import Similar
from resolvent.scripts.ranking import Shared, read_shared
from resolvent.search.find import find_similar, tell
from resolvent.search.meaning import Meaning
from resolvent.sessions.models import AISession

MOST: Final = 3
KEPT: Final = 500
FRESH: Final = 60.0
"""Seconds."""
TEMPLATES = """
    SELECT concat_ws('/', count(*) FILTER (WHERE archived_at IS NULL), max(updated_at), max(archived_at))
    FROM script_templates WHERE account_id = :account
"""
"""Another text after each change of the account's templates."""


class Beforehand:
    """Of one process."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._similar: TTLCache[tuple[UUID, UUID, str, str | None], tuple[Similar, ...]] = TTLCache(KEPT, FRESH)
        self._shared: TTLCache[tuple[UUID, str, str], Shared] = TTLCache(KEPT, FRESH)

    async def prepare(self, db: AsyncSession, session: AISession) -> None:
        await self.find_similar(db, session)
        templates = await db.scalar(text(TEMPLATES), {"account": session.account_id})
        await self.find_shared(db, session, templates or "")

    async def find_similar(self, db: AsyncSession, session: AISession) -> tuple[Similar, ...]:
        """The same that the page shows. By meaning once the page, or another program, has asked for them: no answer waits for that."""
        told = tell(session)
        near = await self._meaning.recall(db, session.account_id, told)
        key = (session.account_id, session.id, told, near.model if near else None)
        found = self._similar.get(key)
        if found is None:
            rows = await find_similar(db, session, limit=MOST, near=near)
            found = self._similar[key] = tuple(
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

    async def find_shared(self, db: AsyncSession, session: AISession, templates: str) -> Shared:
        """The words that the problem shares with the account's templates, as they are now: `templates` says which."""
        told = tell(session)
        key = (session.account_id, told, templates)
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = await read_shared(db, session.account_id, told)
        return found
