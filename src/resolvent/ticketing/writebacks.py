"""Rows of write-backs: read them, claim them with a lease and a fencing number, move them to the next recovery point."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.errors import NotFound
from resolvent.masking import mask_deep
from resolvent.sessions.access import add_event, lock_session_of
from resolvent.sessions.models import SessionStatus
from resolvent.sessions.secrets import read_secrets
from resolvent.ticketing.models import TicketLease, Writeback, WritebackExchange
from resolvent.ticketing.steps import DONE, NOTE_IS_OUT, STOPPED, Step

LEASE = timedelta(seconds=10)
ENDS_AS = {"resolution": SessionStatus.RESOLVED, "escalation": SessionStatus.ESCALATED}


class LostLease(Exception):
    """Another process took over; whoever gets this stops at once and writes nothing more."""


async def list_writebacks(db: AsyncSession, actor: Actor, session_id: UUID) -> list[Writeback]:
    return list(
        await db.scalars(
            select(Writeback)
            .where(Writeback.account_id == actor.account_id, Writeback.session_id == session_id)
            .order_by(Writeback.id)
        )
    )


async def get_writeback(db: AsyncSession, account_id: UUID, session_id: UUID, writeback_id: UUID) -> Writeback:
    found = await db.scalar(
        select(Writeback).where(
            Writeback.account_id == account_id, Writeback.session_id == session_id, Writeback.id == writeback_id
        )
    )
    if found is None:
        raise NotFound("There is no such write-back in this session.")
    return found


async def has_ended(db: AsyncSession, account_id: UUID, writeback_id: UUID) -> bool:
    ended: bool | None = await db.scalar(
        select(Writeback.finished_at.is_not(None)).where(
            Writeback.account_id == account_id, Writeback.id == writeback_id
        )
    )
    return bool(ended)


async def list_exchanges(db: AsyncSession, account_id: UUID, writeback_id: UUID) -> list[WritebackExchange]:
    return list(
        await db.scalars(
            select(WritebackExchange)
            .where(WritebackExchange.account_id == account_id, WritebackExchange.writeback_id == writeback_id)
            .order_by(WritebackExchange.id)
        )
    )


async def claim(db: AsyncSession, account_id: UUID, writeback_id: UUID) -> Writeback | None:
    """The row with a new fencing number, and its ticket's lease; None: it is finished, or another holds it."""
    now = datetime.now(UTC)
    writeback = await db.scalar(
        update(Writeback)
        .where(
            Writeback.account_id == account_id,
            Writeback.id == writeback_id,
            Writeback.finished_at.is_(None),
            or_(Writeback.lease_until.is_(None), Writeback.lease_until < now),
        )
        .values(lease_until=now + LEASE, fence=Writeback.fence + 1)
        .returning(Writeback)
        .execution_options(populate_existing=True)
    )
    if writeback is None or not await claim_ticket(db, writeback, now):
        return None
    return writeback


async def claim_ticket(db: AsyncSession, writeback: Writeback, now: datetime) -> bool:
    """One writer per ticket, over all sessions that are linked to it."""
    taken = await db.scalar(
        insert(TicketLease)
        .values(
            account_id=writeback.account_id,
            connection_id=writeback.connection_id,
            ticket_id=writeback.ticket_id,
            writeback_id=writeback.id,
            fence=1,
            lease_until=now + LEASE,
        )
        .on_conflict_do_update(
            index_elements=["account_id", "connection_id", "ticket_id"],
            set_={"writeback_id": writeback.id, "fence": TicketLease.fence + 1, "lease_until": now + LEASE},
            where=or_(TicketLease.lease_until < now, TicketLease.writeback_id == writeback.id),
        )
        .returning(TicketLease.fence)
    )
    if taken is None:
        # Give our own claim back; a later scan tries again.
        writeback.lease_until = None
        await db.flush()
    return taken is not None


async def save(db: AsyncSession, writeback: Writeback, fence: int, **values: Any) -> None:
    """A recovery point: only the holder of the newest fencing number may write it. Both leases end as `lease_until` says."""
    lease_until = values.get("lease_until", datetime.now(UTC) + LEASE)
    saved = await db.scalar(
        update(Writeback)
        .where(Writeback.account_id == writeback.account_id, Writeback.id == writeback.id, Writeback.fence == fence)
        .values(**{"lease_until": lease_until, **values})
        .returning(Writeback.id)
        .execution_options(synchronize_session=False)
    )
    if saved is None:
        raise LostLease
    await db.execute(
        update(TicketLease)
        .where(
            TicketLease.account_id == writeback.account_id,
            TicketLease.connection_id == writeback.connection_id,
            TicketLease.ticket_id == writeback.ticket_id,
            TicketLease.writeback_id == writeback.id,
        )
        .values(lease_until=lease_until)
    )
    for name, value in values.items():
        setattr(writeback, name, value)


async def reach(
    db: AsyncSession,
    writeback: Writeback,
    fence: int,
    step: Step,
    *,
    snapshot: dict[str, Any] | None = None,
    **values: Any,
) -> None:
    """Save a step, tell the session's readers, and end the session when the step proves that all is done.

    `snapshot`: the ticket as just read, which a session that ends keeps.
    """
    now = datetime.now(UTC)
    ended = step in DONE or step in STOPPED
    if ended:
        values = {**values, "finished_at": now}
    await save(db, writeback, fence, step=step, **values)
    session = await lock_session_of(db, writeback.account_id, writeback.session_id)
    if step in NOTE_IS_OUT or step in DONE:
        session.posted_round = writeback.round
    if step in DONE:
        session.status = ENDS_AS[writeback.kind]
        session.closed_at = now
        if snapshot is not None:
            session.ticket = mask_deep(snapshot, await read_secrets(db, session.account_id, session.id))
    await db.flush()
    await add_event(
        db,
        session,
        "writeback",
        {"writeback_id": str(writeback.id), "kind": writeback.kind, "step": step.value, "status": session.status},
    )
    if ended:
        await release_ticket(db, writeback)


async def release_ticket(db: AsyncSession, writeback: Writeback) -> None:
    await db.execute(
        update(TicketLease)
        .where(TicketLease.account_id == writeback.account_id, TicketLease.writeback_id == writeback.id)
        .values(lease_until=datetime.now(UTC))
    )


async def list_due(db: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(account, write-back) of all accounts whose holder is gone."""
    rows = await db.execute(text("SELECT account_id, writeback_id FROM resolvent_due_writebacks()"))
    return [(row.account_id, row.writeback_id) for row in rows]
