"""Rows of watched tickets and of how their connections fare: claimed with a lease, given back with what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.inbound.models import ConnectionInbound, TicketWatch
from resolvent.inbound.pace import Pace
from resolvent.inbound.schemas import TicketLooksOut
from resolvent.sessions.models import AISession

HINT_SETTLES = timedelta(seconds=0.5)
"""Callbacks come in swarms: one look is for all of them."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A ticket that this process looks at until its lease ends."""

    account_id: UUID
    connection_id: UUID
    ticket_id: str
    claimed_at: datetime


async def sync_watches(db: AsyncSession) -> None:
    """Of all accounts: the tickets of active sessions are watched, and no others."""
    await db.execute(text("SELECT resolvent_sync_watches()"))


async def claim_due(db: AsyncSession, pace: Pace, most: int) -> list[list[Claimed]]:
    """Of all accounts, a list for each connection."""
    rows = await db.execute(
        text("SELECT * FROM resolvent_claim_watches(:most, :lease, :read_seconds, :burst)"),
        {"most": most, "lease": pace.lease, "read_seconds": pace.read_seconds, "burst": pace.burst},
    )
    claimed = [Claimed(**row) for row in rows.mappings()]
    claimed.sort(key=lambda one: (one.account_id, one.connection_id))
    return [list(group) for _, group in groupby(claimed, lambda one: (one.account_id, one.connection_id))]


async def get_watch(db: AsyncSession, one: Claimed) -> TicketWatch | None:
    return await db.scalar(select(TicketWatch).where(*_is(one)).execution_options(populate_existing=True))


async def read_looks(db: AsyncSession, session: AISession) -> TicketLooksOut | None:
    """None: the session has no ticket, or nobody looks at it yet."""
    if session.connection_id is None or session.ticket_id is None:
        return None
    row = (
        await db.execute(
            select(TicketWatch, ConnectionInbound)
            .join(
                ConnectionInbound,
                (ConnectionInbound.account_id == TicketWatch.account_id)
                & (ConnectionInbound.connection_id == TicketWatch.connection_id),
            )
            .where(
                TicketWatch.account_id == session.account_id,
                TicketWatch.connection_id == session.connection_id,
                TicketWatch.ticket_id == session.ticket_id,
            )
        )
    ).first()
    if row is None:
        return None
    watch, inbound = row.tuple()
    failing = watch if watch.error is not None else inbound
    return TicketLooksOut(
        looked_at=watch.looked_at,
        failing_since=failing.failing_since,
        error=failing.error,
        poll_seconds=inbound.poll_seconds,
    )


async def get_inbound(db: AsyncSession, account_id: UUID, connection_id: UUID) -> ConnectionInbound:
    """Made with its defaults where there is none."""
    await db.execute(
        insert(ConnectionInbound).values(account_id=account_id, connection_id=connection_id).on_conflict_do_nothing()
    )
    return (
        await db.scalars(
            select(ConnectionInbound)
            .where(ConnectionInbound.account_id == account_id, ConnectionInbound.connection_id == connection_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()


async def save_look(db: AsyncSession, one: Claimed, pace: Pace, **taken: Any) -> None:
    """The look succeeded. `taken`: what all sessions of the ticket know by now."""
    inbound = await get_inbound(db, one.account_id, one.connection_id)
    now = datetime.now(UTC)
    inbound.looked_at, inbound.failures = now, 0
    inbound.failing_since = inbound.error = inbound.try_again_at = None
    await db.flush()
    later = now + timedelta(seconds=inbound.poll_seconds * pace.spread())
    await _give_back(db, one, later, looked_at=now, failures=0, failing_since=None, error=None, **taken)


async def save_failure(db: AsyncSession, one: Claimed, pace: Pace, error: str) -> None:
    """Each failure in a row doubles the wait for this ticket."""
    watch = await get_watch(db, one)
    if watch is None:
        return
    now = datetime.now(UTC)
    later = now + timedelta(seconds=pace.wait_after(watch.failures))
    await _give_back(
        db,
        one,
        later,
        failures=TicketWatch.failures + 1,
        failing_since=func.coalesce(TicketWatch.failing_since, now),
        error=error,
    )


async def save_connection_failure(
    db: AsyncSession, account_id: UUID, connection_id: UUID, pace: Pace, error: str, retry_after: float | None
) -> None:
    """No ticket of the connection is looked at before the wait is over."""
    inbound = await get_inbound(db, account_id, connection_id)
    now = datetime.now(UTC)
    wait = max(pace.wait_after(inbound.failures), min(retry_after or 0.0, pace.longest_wait))
    inbound.failures += 1
    inbound.failing_since = inbound.failing_since or now
    inbound.error, inbound.try_again_at = error, now + timedelta(seconds=wait)
    await db.flush()


async def give_back(db: AsyncSession, rest: Sequence[Claimed]) -> None:
    """Those that were claimed and not looked at."""
    for one in rest:
        await db.execute(update(TicketWatch).where(*_is(one)).values(lease_until=None))


async def hint(db: AsyncSession, account_id: UUID, connection_id: UUID, ticket_id: str) -> bool:
    """Look soon. False: nobody watches this ticket."""
    now = datetime.now(UTC)
    known = await db.scalar(
        update(TicketWatch)
        .where(
            TicketWatch.account_id == account_id,
            TicketWatch.connection_id == connection_id,
            TicketWatch.ticket_id == ticket_id,
        )
        .values(
            hinted_at=now,
            next_look_at=case(
                (TicketWatch.hinted_at.is_(None), func.least(TicketWatch.next_look_at, now + HINT_SETTLES)),
                else_=TicketWatch.next_look_at,
            ),
        )
        .returning(TicketWatch.ticket_id)
    )
    return known is not None


async def _give_back(db: AsyncSession, one: Claimed, later: datetime, **values: Any) -> None:
    """A callback that came since the claim asks for another look."""
    hinted = TicketWatch.hinted_at > one.claimed_at
    await db.execute(
        update(TicketWatch)
        .where(*_is(one))
        .values(
            lease_until=None,
            next_look_at=case((hinted, datetime.now(UTC) + HINT_SETTLES), else_=later),
            hinted_at=case((hinted, TicketWatch.hinted_at), else_=None),
            **values,
        )
        .execution_options(synchronize_session=False)
    )


def _is(one: Claimed) -> tuple[Any, ...]:
    return (
        TicketWatch.account_id == one.account_id,
        TicketWatch.connection_id == one.connection_id,
        TicketWatch.ticket_id == one.ticket_id,
    )
