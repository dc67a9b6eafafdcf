"""How long an account keeps what was resolved."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import StaleState
from resolvent.retention.models import Retention
from resolvent.retention.schemas import RetentionOut


async def read_retention(db: AsyncSession, account_id: UUID) -> RetentionOut:
    row = await db.scalar(select(Retention).where(Retention.account_id == account_id))
    if row is None:
        return RetentionOut(days=None, version=1, ran_on=None, deleted={})
    return RetentionOut(days=row.days, version=row.version, ran_on=row.ran_on, deleted=row.deleted)


async def set_retention(db: AsyncSession, actor: Actor, days: int | None, seen: int) -> RetentionOut:
    """A shorter time takes effect with the next run, not at once."""
    await db.execute(insert(Retention).values(account_id=actor.account_id).on_conflict_do_nothing())
    row = await db.scalar(
        select(Retention)
        .where(Retention.account_id == actor.account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert row is not None
    if row.version != seen:
        raise StaleState(
            f"Somebody changed this meanwhile: it is {row.days or 'off'} now. Look at it and try again.",
            extra={"version": row.version, "days": row.days},
        )
    before = row.days
    row.days, row.version = days, row.version + 1
    trail.record(db, actor, "retention.change", actor.account_id, before={"days": before}, after={"days": days})
    await db.flush()
    return await read_retention(db, actor.account_id)
