"""What an answer needs and what hardly changes from one message to the next: found when a session is opened, not while its
engineer waits."""

import asyncio
from typing import Final
from uuid import UUID

import structlog
from cachetools import TTLCache
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import Similar
from resolvent.db import Database
from resolvent.remembered import digest
from resolvent.scripts.ranking import Shared, find_fitting, read_shared
from resolvent.search.find import find_similar, tell
from resolvent.search.meaning import Meaning
from resolvent.sessions.models import AISession

MOST: Final = 3
KEPT: Final = 500
KEPT_WORDS: Final = 100
FRESH: Final = 60.0
"""Seconds."""
AT_ONCE, WAITING = 2, 100
"""Sessions. Of more that are opened at once, as after a restart, each finds what it needs with its first message."""
TEMPLATES = """
    SELECT concat_ws('/', count(*), count(archived_at), sum(version), max(updated_at), max(archived_at))
    FROM script_templates WHERE account_id = :account
"""
"""Another text after each change of the account's templates."""

log = structlog.get_logger()


class Beforehand:
    """Of one process."""

    def __init__(self, database: Database, meaning: Meaning) -> None:
        self._database = database
        self._meaning = meaning
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._similar: TTLCache[tuple[UUID, UUID, bytes, str | None], tuple[Similar, ...]] = TTLCache(KEPT, FRESH)
        self._shared: TTLCache[tuple[UUID, bytes, str], Shared] = TTLCache(KEPT_WORDS, FRESH)

    def begin(self, session: AISession) -> None:
        """Somebody opened it."""
        if len(self._tasks) < WAITING:
            task = asyncio.create_task(self._try(session), name="beforehand")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """What was begun."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _try(self, session: AISession) -> None:
        try:
            async with self._places, self._database.transaction(session.account_id) as db:
                await self.prepare(db, session)
        except Exception as error:
            # The answer finds it by itself.
            log.warning("chat.prepare_failed", error=type(error).__name__)

    async def prepare(self, db: AsyncSession, session: AISession) -> None:
        await self.find_similar(db, session)
        templates = await db.scalar(text(TEMPLATES), {"account": session.account_id})
        await self.find_shared(db, session, templates or "")

    def recall_similar(self, session: AISession) -> tuple[Similar, ...] | None:
        """None: ask `find_similar`."""
        told = tell(session)
        if self._meaning.remembers(session.account_id, told):
            return None
        return self._similar.get((session.account_id, session.id, digest(told), None))

    def fits_nothing(self, session: AISession, templates: str) -> bool:
        """No template does, as far as is known. `templates` as for `find_shared`."""
        shared = self._shared.get((session.account_id, digest(tell(session)), templates))
        return shared is not None and not find_fitting(shared).order

    async def find_similar(self, db: AsyncSession, session: AISession) -> tuple[Similar, ...]:
        """The same that the page shows. By meaning once the page, or another program, has asked for them: no answer waits for that."""
        told = tell(session)
        near = await self._meaning.recall(db, session.account_id, told)
        key = (session.account_id, session.id, digest(told), near.model if near else None)
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
        key = (session.account_id, digest(told), templates)
        found = self._shared.get(key)
        if found is None:
            found = await read_shared(db, session.account_id, told)
            if not found.installed:
                self._shared[key] = found
        return found
