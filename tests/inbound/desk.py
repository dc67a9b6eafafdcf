"""Others at work on a watched ticket of the local desk, and what its session is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update

from resolvent.db import Database
from resolvent.inbound.models import ConnectionInbound, TicketWatch
from resolvent.inbound.pace import Pace
from resolvent.inbound.poller import Poller
from resolvent.sessions.models import TicketNews
from resolvent.sessions.news import list_news
from resolvent.ticketing import desk
from tests.conftest import Tenant
from tests.ticketing.posting import Case

QUICK = Pace(sync_every=0.0, read_seconds=0.0001, burst=1_000, at_once=1_000)


@dataclass
class Watched:
    case: Case
    tenant: Tenant
    database: Database
    poller: Poller
    connection_id: UUID | None = None
    """Other than that of the local desk."""

    @property
    def connection(self) -> UUID:
        return self.connection_id or self.tenant.connection_id

    @property
    def session_id(self) -> UUID:
        return UUID(self.case.session_id)

    async def look(self, poller: Poller | None = None) -> None:
        """All that is watched, whenever it was due."""
        async with self.database.transaction(self.tenant.account_id) as db:
            await db.execute(update(TicketWatch).values(next_look_at=text("clock_timestamp()")))
            await db.execute(update(ConnectionInbound).values(try_again_at=None))
        await asyncio.gather(*await (poller or self.poller).scan())

    async def news(self) -> list[TicketNews]:
        async with self.database.transaction(self.tenant.account_id) as db:
            return await list_news(db, self.tenant.account_id, self.session_id)

    async def watch(self) -> TicketWatch:
        async with self.database.transaction(self.tenant.account_id) as db:
            return (await db.scalars(select(TicketWatch).where(TicketWatch.ticket_id == self.case.ticket_id))).one()

    async def was_looked_at(self) -> bool:
        async with self.database.transaction(self.tenant.account_id) as db:
            return await db.scalar(select(TicketWatch.looked_at)) is not None

    async def inbound(self) -> ConnectionInbound:
        async with self.database.transaction(self.tenant.account_id) as db:
            return (
                await db.scalars(select(ConnectionInbound).where(ConnectionInbound.connection_id == self.connection))
            ).one()

    async def write(self, said: str, by: str = "Maria Lindqvist", visibility: str = "customer") -> None:
        """A note by another hand, a moment after the ticket was last touched."""
        async with self.database.transaction(self.tenant.account_id) as db:
            made = await desk.add_note(
                db, self.tenant.account_id, UUID(self.case.ticket_id), visibility=visibility, text=said, by=by
            )
            await self._later(db, "desk_notes", made.id)

    async def _later(self, db: Any, table: str, row_id: UUID) -> None:
        """So that nothing has to wait for the moment in which two acts count as one."""
        await db.execute(
            text(f"UPDATE {table} SET created_at = created_at + interval '2 seconds' WHERE id = :id"), {"id": row_id}
        )

    async def move(self, status: str, by: str = "Ada") -> None:
        async with self.database.transaction(self.tenant.account_id) as db:
            await desk.move_ticket(db, self.tenant.account_id, UUID(self.case.ticket_id), status, by=by)

    async def events(self) -> list[dict[str, Any]]:
        async with self.database.transaction(self.tenant.account_id) as db:
            rows = await db.execute(
                text(
                    "SELECT data FROM session_events WHERE session_id = :id AND name = 'ticket_changed' ORDER BY number"
                ),
                {"id": self.session_id},
            )
            return [row.data for row in rows]

    async def state_version(self) -> int:
        return int((await self.case.whole())["state_version"])


def told(news: list[TicketNews]) -> list[tuple[str, str | None, str | None]]:
    return [(one.kind, one.author, one.text) for one in news]


def moment(value: datetime | None) -> datetime:
    assert value is not None
    return value


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    while True:
        if await holds():
            return
        await asyncio.sleep(0.02)
