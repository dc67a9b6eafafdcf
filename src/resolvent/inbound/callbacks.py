"""Callbacks: taken at once, proven afterwards. A proven one is a hint to look at its ticket, and nothing more."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog

from resolvent.db import Database
from resolvent.errors import AppError
from resolvent.inbound.bell import TicketBell
from resolvent.inbound.watches import get_inbound, hint
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.provider import TicketProvider

Key = tuple[UUID, UUID]
"""Account and connection."""

MOST_WAITING, MOST_OF_ONE = 1_000, 200
"""Callbacks in memory: of the process, and of one connection. What is dropped beyond that, the poller sees later."""
PROVE_LIMIT = 10.0
"""Seconds for one signature: its key may have to be fetched."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Received:
    headers: Mapping[str, str]
    body: bytes


class Callbacks:
    def __init__(self, database: Database, connector: Connector, bell: TicketBell) -> None:
        self._database = database
        self._connector = connector
        self._bell = bell
        self._waiting: dict[Key, deque[Received]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, account_id: UUID, connection_id: UUID, received: Received) -> bool:
        """False: there are too many, and this one is dropped."""
        key = (account_id, connection_id)
        waiting = self._waiting.get(key)
        if sum(map(len, self._waiting.values())) >= MOST_WAITING or (waiting and len(waiting) >= MOST_OF_ONE):
            log.warning("callback.dropped", connection=str(connection_id))
            return False
        if waiting is not None:
            waiting.append(received)
            return True
        self._waiting[key] = deque([received])
        task = asyncio.create_task(self._prove_all(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Returns when all that was taken is proven or refused."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _prove_all(self, key: Key) -> None:
        """One provider for all that came meanwhile, and one look for each ticket that they name."""
        waiting = self._waiting[key]
        try:
            async with self._connector.open(*key) as provider:
                while waiting:
                    await self._prove(provider, key, waiting.popleft())
                # What comes while the provider is closed is no longer ours.
                self._end(key, waiting)
        except AppError as error:
            log.info("callback.failed", connection=str(key[1]), error=error.code)
            await self._note(key, error.detail)
        except Exception as error:
            log.warning("callback.failed", connection=str(key[1]), error=type(error).__name__)
        finally:
            self._end(key, waiting)

    def _end(self, key: Key, waiting: deque[Received]) -> None:
        if self._waiting.get(key) is waiting:
            del self._waiting[key]

    async def _prove(self, provider: TicketProvider, key: Key, received: Received) -> None:
        try:
            async with asyncio.timeout(PROVE_LIMIT):
                told = await provider.verify_webhook(received.headers, received.body)
        except (AppError, TimeoutError) as error:
            log.info("callback.refused", connection=str(key[1]), error=type(error).__name__)
            await self._note(key, error.detail if isinstance(error, AppError) else "Its key did not come in time.")
            return
        await self._note(key, None)
        async with self._database.transaction(key[0]) as db:
            known = await hint(db, *key, told.ticket_id)
        if known:
            await self._bell.ring(*key, told.ticket_id)

    async def _note(self, key: Key, error: str | None) -> None:
        async with self._database.transaction(key[0]) as db:
            inbound = await get_inbound(db, *key)
            inbound.callback_error = error
            if error is None:
                inbound.last_callback_at = datetime.now(UTC)
            await db.flush()
