"""What every step of a write-back's run stands on: its row, its store, its clock."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from resolvent.errors import AppError
from resolvent.ticketing.errors import Ambiguous, ProtocolError, RateLimited, Unavailable
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import VISIBILITY_OF, NoteDraft, NoteType, TicketProvider
from resolvent.ticketing.run_store import RunStore
from resolvent.ticketing.steps import Step
from resolvent.ticketing.writeback_words import describe
from resolvent.ticketing.writebacks import LostLease

NOTE_TYPES = {"resolution": NoteType.RESOLUTION, "escalation": NoteType.INTERNAL_ANALYSIS}
RENEW_EVERY = 3.0
PASSING = (Unavailable, RateLimited, Ambiguous, ProtocolError)

log = structlog.get_logger()


Wait = Callable[[float], Awaitable[bool]]
"""Waits so many seconds. True: before they were over somebody told that the ticket moved."""


async def wait_out(wait_seconds: float) -> bool:
    await asyncio.sleep(wait_seconds)
    return False


def read_clock() -> datetime:
    return datetime.now(UTC)


class RunBase:
    provider: TicketProvider

    def __init__(
        self, store: RunStore, patience: Patience, now: Callable[[], datetime] = read_clock, wait: Wait = wait_out
    ) -> None:
        """`now` is the wall clock; all waiting goes by the event loop's own time."""
        self._store = store
        self.row = store.row
        self.patience = patience
        self._now = now
        self._wait = wait
        self._exchanges: list[Exchange] = []
        self._last: dict[str, Any] | None = None

    @property
    def ticket_id(self) -> str:
        assert self.row.ticket_id is not None
        return self.row.ticket_id

    @property
    def draft(self) -> NoteDraft:
        kind = NOTE_TYPES[self.row.kind]
        return NoteDraft(kind, VISIBILITY_OF[kind], self.row.text, self.row.marker)

    async def note_error(self, error: AppError) -> None:
        """What stopped us, for whoever looks. A passing fault after the note is out is tried again by itself; what needs a
        person, and a note that never left, wait for Retry."""
        now = self._now()
        passing = isinstance(error, PASSING) and Step(self.row.step) is not Step.PLANNED
        again_at = now + timedelta(seconds=self.patience.again_after)
        ends: dict[str, Any] = {"lease_until": again_at} if passing else {"lease_until": now, "finished_at": now}
        with suppress(LostLease):
            await self._save(error=describe(error), **ends)

    async def keep_renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                await self._save()
            except LostLease:
                return
            except Exception as error:
                # The database may be away for a moment. If it is too long, another one takes over and we stop at our next step.
                log.warning("writeback.renew_failed", writeback=str(self.row.id), error=type(error).__name__)

    def record(self, exchange: Exchange) -> None:
        """Kept until the next recovery point, which stores it."""
        self._exchanges.append(exchange)

    async def _save(self, **values: Any) -> None:
        await self._store.save(self._take_exchanges(), **values)

    async def _reach(self, step: Step, **values: Any) -> None:
        await self._store.reach(self._take_exchanges(), step, **values)

    def _take_exchanges(self) -> list[Exchange]:
        exchanges, self._exchanges = self._exchanges, []
        return exchanges
