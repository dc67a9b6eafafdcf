"""The daily run: once per account and day, by one process at a time; one that dies is followed by another."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import or_, select, text, true, update

from resolvent.db import Database
from resolvent.retention.deletion import delete_batch
from resolvent.retention.models import Retention

LEASE: Final = timedelta(minutes=2)
"""A batch takes seconds."""
LOOK_EVERY: Final = 600.0
"""Seconds."""
log = structlog.get_logger()


async def list_accounts(database: Database, *, due: bool) -> list[tuple[UUID, date]]:
    """(account, its today) of those that keep sessions for a time; `due`: whose run of today is not done."""
    async with database.transaction() as db:
        rows = (await db.execute(text("SELECT account_id, today, is_due FROM resolvent_retention()"))).all()
    return [(row.account_id, row.today) for row in rows if row.is_due or not due]


async def run_due(database: Database) -> Counter[str]:
    """All accounts whose run of today is not done: how many rows of what were deleted."""
    total: Counter[str] = Counter()
    for account_id, today in await list_accounts(database, due=True):
        total += await run_account(database, account_id, today)
    return total


async def run_account(database: Database, account_id: UUID, today: date) -> Counter[str]:
    """Batch by batch, each in its own transaction: what is done stays done, whenever it ends."""
    total: Counter[str] = Counter()
    while (deleted := await take_batch(database, account_id, today, total)) is not None:
        total += deleted
    if total:
        log.info("retention.deleted", account=str(account_id), **total)
    return total


async def take_batch(database: Database, account_id: UUID, today: date, so_far: Counter[str]) -> Counter[str] | None:
    """None: the day's run is done, or another process is at it. The first batch takes the lease, each one renews it.

    The setting is read anew under its lock: whoever turns it off stops a run between two batches.
    """
    # Who has deleted a batch of this run holds the lease; the row's lock holds off the others while they do.
    free = or_(Retention.lease_until.is_(None), Retention.lease_until < datetime.now(UTC))
    async with database.transaction(account_id) as db:
        row = await db.scalar(
            select(Retention)
            .where(
                Retention.account_id == account_id,
                Retention.days.is_not(None),
                or_(Retention.ran_on.is_(None), Retention.ran_on < today),
                true() if so_far else free,
            )
            .with_for_update(skip_locked=True)
        )
        if row is None or row.days is None:
            return None
        deleted = await delete_batch(db, account_id, row.days)
        ended = not deleted
        # The batch has forgotten the row that it was read into.
        await db.execute(
            update(Retention)
            .where(Retention.account_id == account_id)
            .values(
                {
                    "lease_until": None if ended else datetime.now(UTC) + LEASE,
                    **({"ran_on": today, "deleted": dict(so_far)} if ended else {}),
                }
            )
        )
    return None if ended else deleted


async def keep_retention_running(database: Database) -> None:
    """Until it is cancelled. A run that fails is told, and tried again."""
    while True:
        try:
            await run_due(database)
        except Exception as error:
            log.warning("retention.failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
