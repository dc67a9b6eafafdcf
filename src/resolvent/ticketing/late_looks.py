"""Looks at a ticket 5 minutes and 1 hour after its status was proven: rules with a timer and people move tickets later.

When a look is due stands in the write-back's row, so none is lost with a process. A process that dies while it looks has
moved the time on by a lease: another one looks then.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import Database
from resolvent.errors import AppError
from resolvent.sessions.access import add_event, lock_session_of
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.errors import NotFound, RateLimited, Unavailable
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import TicketSnapshot
from resolvent.ticketing.snapshots import clean

SCAN_EVERY = 5.0
LEASE = timedelta(seconds=90)
AGAIN_AFTER = timedelta(minutes=5)
"""When the ticket could not be read."""
GIVE_UP_AFTER = timedelta(days=1)
READ_SECONDS = 60.0
ACCOUNTS_AT_ONCE = 10
UNREACHABLE = (TimeoutError, Unavailable, RateLimited)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Seen:
    """`status` None: there is no such ticket any more."""

    status: str | None
    by: str | None
    as_wanted: bool


class LateLooks:
    """One per process."""

    def __init__(self, database: Database, patience: Patience) -> None:
        self._database = database
        self._patience = patience

    async def keep_looking(self, connector: Connector) -> None:
        while True:
            try:
                await self.look_at_due(connector)
            except Exception as error:
                log.warning("late_looks.scan_failed", error=type(error).__name__)
            await asyncio.sleep(SCAN_EVERY)

    async def look_at_due(self, connector: Connector) -> None:
        async with self._database.transaction() as db:
            rows = await db.execute(text("SELECT account_id, writeback_id FROM resolvent_due_late_looks()"))
            due = [(row.account_id, row.writeback_id) for row in rows]
        of_account: dict[UUID, list[UUID]] = defaultdict(list)
        for account_id, writeback_id in due:
            of_account[account_id].append(writeback_id)
        slots = asyncio.Semaphore(ACCOUNTS_AT_ONCE)
        await asyncio.gather(*(self._look_at_all(connector, slots, one, ids) for one, ids in of_account.items()))

    async def _look_at_all(
        self, connector: Connector, slots: asyncio.Semaphore, account_id: UUID, due: list[UUID]
    ) -> None:
        """Of one account, one after the other: others do not wait for its systems. One that hangs is asked once."""
        hanging: set[UUID | None] = set()
        async with slots:
            try:
                for writeback_id in due:
                    await self._look(connector, account_id, writeback_id, hanging)
            except Exception as error:
                log.warning("late_looks.failed", account=str(account_id), error=type(error).__name__)

    async def _look(
        self, connector: Connector, account_id: UUID, writeback_id: UUID, hanging: set[UUID | None]
    ) -> None:
        async with self._database.transaction(account_id) as db:
            row = await claim(db, account_id, writeback_id)
        if row is None or row.ticket_id is None:
            return
        if row.connection_id in hanging:
            await self._postpone(row)
            return
        try:
            async with asyncio.timeout(READ_SECONDS), connector.open(account_id, row.connection_id) as provider:
                seen = what_is_seen(row, await provider.get_ticket(row.ticket_id))
        except NotFound:
            seen = Seen(None, None, as_wanted=False)
        except (AppError, TimeoutError) as error:
            log.info("late_looks.unread", writeback=str(writeback_id), error=type(error).__name__)
            if isinstance(error, UNREACHABLE):
                hanging.add(row.connection_id)
            await self._postpone(row)
            return
        async with self._database.transaction(account_id) as db:
            await self._take(db, row, seen)

    async def _postpone(self, row: Writeback) -> None:
        async with self._database.transaction(row.account_id) as db:
            await save(db, row, late_due_at=when_again(row, datetime.now(UTC)))

    async def _take(self, db: AsyncSession, row: Writeback, seen: Seen) -> None:
        now = datetime.now(UTC)
        looks = row.late_looks + 1
        values: dict[str, Any] = {"late_looks": looks, "late_status": seen.status}
        if seen.as_wanted:
            values["late_due_at"] = self._next_due(row, looks)
        else:
            values["late_due_at"] = None
            values["late_change"] = {"status": seen.status, "by": seen.by, "at": now.isoformat()}
        session = await lock_session_of(db, row.account_id, row.session_id)
        reopened = session.round != row.round  # whoever works on it looks at the ticket anyway
        if not await save(db, row, **values) or seen.as_wanted or reopened:
            return
        session.changed_since = now
        told = {"writeback_id": str(row.id), "kind": row.kind, "step": row.step, "status": session.status}
        await add_event(db, session, "writeback", {**told, "late_status": seen.status})
        log.warning("late_looks.changed", writeback=str(row.id), looks=looks)

    def _next_due(self, row: Writeback, looks: int) -> datetime | None:
        assert row.finished_at is not None
        after = self._patience.late_after[looks:]
        return row.finished_at + timedelta(seconds=after[0]) if after else None


def what_is_seen(row: Writeback, ticket: TicketSnapshot) -> Seen:
    """A resolved ticket that a rule has closed since is as resolved as before."""
    still = ticket.status.id == row.status_id or (row.kind == "resolution" and ticket.status.closed)
    return Seen(clean(ticket.status.name), clean(ticket.updated_by), as_wanted=still and ticket.id == row.ticket_id)


def when_again(row: Writeback, now: datetime) -> datetime | None:
    assert row.finished_at is not None
    return now + AGAIN_AFTER if now < row.finished_at + GIVE_UP_AFTER else None


async def claim(db: AsyncSession, account_id: UUID, writeback_id: UUID) -> Writeback | None:
    """None: another process looks at it. Its `late_due_at` is the claim's own number until `save`."""
    now = datetime.now(UTC)
    row = await db.scalar(
        select(Writeback)
        .where(Writeback.account_id == account_id, Writeback.id == writeback_id, Writeback.late_due_at <= now)
        .with_for_update(skip_locked=True)
    )
    if row is not None:
        row.late_due_at = now + LEASE
        await db.flush()
    return row


async def save(db: AsyncSession, row: Writeback, **values: Any) -> bool:
    """False: the claim was lost, and whoever has it tells."""
    saved = await db.scalar(
        update(Writeback)
        .where(Writeback.account_id == row.account_id, Writeback.id == row.id, Writeback.late_due_at == row.late_due_at)
        .values(**values)
        .returning(Writeback.id)
        .execution_options(synchronize_session=False)
    )
    return saved is not None
