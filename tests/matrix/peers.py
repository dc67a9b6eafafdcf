"""The ticketing systems of the kill matrix: tickets to work on, and a look at them that is not through our own provider."""

from typing import Protocol
from uuid import UUID

import psycopg

from resolvent.accounts.actor import Actor
from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.ticketing.connections import create_connection
from resolvent.ticketing.models import DeskTicket
from resolvent.vault import Vault
from tests.conftest import SECRET, Tenant
from tests.contract.rt_harness import RtHarness
from tests.emulators.connectwise.running import Running
from tests.emulators.connectwise.sample import status_id
from tests.emulators.connectwise.visibility import entry_visible, visible_to_customer
from tests.matrix.kill_processes import Weather
from tests.rt_server import RtServer
from tests.ticketing.connectwise_connection import connection_to


class Peer(Protocol):
    name: str
    connection_id: UUID
    wanted: dict[str, str]
    """Status ids by kind of note."""
    weather: Weather
    """Of the line, where the system has no faults of its own."""

    async def make_ticket(self) -> str: ...

    async def copies(self, ticket: str, marker: str) -> list[bool]:
        """Of each note with this reference: whether the customer sees it."""
        ...

    async def status(self, ticket: str) -> str: ...


class LocalPeer:
    name = "local"

    def __init__(self, url: str, database: Database, tenant: Tenant, weather: Weather) -> None:
        self._url, self._database, self._tenant = url, database, tenant
        self.connection_id = tenant.connection_id
        self.wanted = {"resolution": "resolved", "escalation": "escalated"}
        self.weather = weather
        self._numbers = 70_000

    async def make_ticket(self) -> str:
        self._numbers += 1
        ticket = DeskTicket(
            account_id=self._tenant.account_id,
            id=new_id(),
            number=self._numbers,
            summary="Nobody can print",
            description="Jobs sit in the queue.",
            status="in_progress",
            updated_by="somebody",
        )
        async with self._database.transaction(self._tenant.account_id) as db:
            db.add(ticket)
        return str(ticket.id)

    async def copies(self, ticket: str, marker: str) -> list[bool]:
        with psycopg.connect(self._url) as db:
            rows = db.execute(
                "SELECT visibility FROM desk_notes WHERE ticket_id = %s AND text LIKE %s", [ticket, f"%{marker}"]
            )
            return [visibility == "customer" for (visibility,) in rows.fetchall()]

    async def status(self, ticket: str) -> str:
        with psycopg.connect(self._url) as db:
            row = db.execute("SELECT status FROM desk_tickets WHERE id = %s", [ticket]).fetchone()
            assert row is not None
            return str(row[0])


class ConnectWisePeer:
    name = "connectwise"

    def __init__(self, running: Running, connection_id: UUID) -> None:
        self._running = running
        self.connection_id = connection_id
        self.wanted = {
            "resolution": str(status_id(21, "Completed")),
            "escalation": str(status_id(21, "Escalated")),
        }
        self.weather = Weather()

    async def make_ticket(self) -> str:
        world = self._running.world
        model = {name: value for name, value in world.rows("tickets")[5001].items() if name != "id"}
        return str(world.add("tickets", model)["id"])

    async def copies(self, ticket: str, marker: str) -> list[bool]:
        rows = self._running.judge.marked(int(ticket), marker)
        return [visible_to_customer(row) or entry_visible(row) for row in rows]

    async def status(self, ticket: str) -> str:
        self._running.world.settle()
        return str(self._running.world.rows("tickets")[int(ticket)]["status"])


class RtPeer:
    name = "rt"

    def __init__(self, server: RtServer, connection_id: UUID, weather: Weather) -> None:
        self._harness = RtHarness(server)
        self.connection_id = connection_id
        self.wanted = {"resolution": "resolved", "escalation": "waiting"}
        self.weather = weather

    async def close(self) -> None:
        await self._harness.close()

    async def make_ticket(self) -> str:
        return await self._harness.make_ticket("Nobody can print")

    async def copies(self, ticket: str, marker: str) -> list[bool]:
        """What the customer's own account is shown counts as visible, whatever our provider says of it."""
        notes = await self._harness.provider().find_note(ticket, marker)
        shown = sum(marker in text for text in await self._harness.seen_by_customer(ticket))
        return [number < shown for number in range(max(len(notes), shown))]

    async def status(self, ticket: str) -> str:
        return (await self._harness.provider().get_ticket(ticket)).status.id


async def connect_rt(database: Database, actor: Actor, server: RtServer, weather: Weather) -> RtPeer:
    settings = {
        "url": server.url,
        "user": "agent",
        "queue": server.queue,
        "statuses": list(server.statuses),
        "allow_private": True,
    }
    secret: dict[str, str | None] = {"password": server.password("agent")}
    async with database.transaction(actor.account_id) as db:
        made = await create_connection(
            db, actor, Vault(SECRET), provider="rt", name="RT", settings=settings, secret=secret, status_targets={}
        )
    return RtPeer(server, made.id, weather)


async def connect_connectwise(database: Database, actor: Actor, running: Running) -> ConnectWisePeer:
    given = connection_to(running)
    async with database.transaction(actor.account_id) as db:
        made = await create_connection(db, actor, Vault(SECRET), status_targets={}, **given)
    return ConnectWisePeer(running, made.id)
