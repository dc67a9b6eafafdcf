"""Processes for the kill matrix: one that drives a write-back until it is killed at a given call, and one that takes over."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select

from resolvent.db import Database
from resolvent.ticketing.connect import Connector, Recorder
from resolvent.ticketing.errors import Ambiguous, TicketingError, Unavailable
from resolvent.ticketing.http import READ_TRIES
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.writeback import Writebacks
from resolvent.vault import Vault
from tests.conftest import SECRET

WRITES = frozenset({"add_note", "set_status", "retract_note"})
CALLS = WRITES | {"get_ticket", "read_note", "find_note", "list_statuses"}


@dataclass(frozen=True)
class Point:
    """Of death: right before or right after the n-th call of that name."""

    call: str
    number: int
    when: str


@dataclass(frozen=True)
class Weather:
    """Shares of calls whose answer is lost, or which end with a 5xx, on a line that has no faults of its own."""

    lost: float = 0.0
    broken: float = 0.0


class Wired:
    """A provider at the end of a bad line, in a process that may have to die."""

    def __init__(self, provider: TicketProvider, point: Point | None, weather: Weather, seed: int) -> None:
        self._provider, self._point, self._weather = provider, point, weather
        self._random = random.Random(seed)
        self._seen: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._provider, name)
        if name not in CALLS:
            return call

        async def wired(*args: Any) -> Any:
            self._seen[name] = self._seen.get(name, 0) + 1
            self._perhaps_die(name, "before")
            fate = self._draw_fate(name)
            if fate == "before":
                raise _broken(name)
            result = await call(*args)
            self._perhaps_die(name, "after")
            if fate == "after":
                raise _broken(name)
            return result

        return wired

    def _draw_fate(self, name: str) -> str:
        """Half of what is broken fails before it has an effect. A read is tried three times, as the HTTP layer does."""
        fate = ""
        for _ in range(1 if name in WRITES else READ_TRIES):
            drawn = self._random.random()
            after = self._weather.lost + self._weather.broken / 2
            fate = "after" if drawn < after else "before" if drawn < after + self._weather.broken / 2 else ""
            if not fate:
                break
        return fate

    def _perhaps_die(self, name: str, when: str) -> None:
        if self._point == Point(name, self._seen[name], when):
            os.kill(os.getpid(), signal.SIGKILL)


def _broken(name: str) -> TicketingError:
    return Ambiguous("The answer was lost.") if name in WRITES else Unavailable("The answer was lost.")


class WiredConnector(Connector):
    def __init__(self, database: Database, point: Point | None, weather: Weather, seed: int) -> None:
        super().__init__(database, Vault(SECRET))
        self._point, self._weather, self._seed = point, weather, seed

    @asynccontextmanager
    async def open(
        self, account_id: UUID, connection_id: UUID | None, recorder: Recorder | None = None
    ) -> AsyncIterator[TicketProvider]:
        async with super().open(account_id, connection_id, recorder) as provider:
            self._seed += 1
            yield cast(TicketProvider, Wired(provider, self._point, self._weather, self._seed))


class Rescuer(Writebacks):
    """Leaves to the others what nobody began."""

    async def _drive(self, account_id: UUID, writeback_id: UUID) -> None:
        async with self._database.transaction(account_id) as db:
            row = select(Writeback.fence).where(Writeback.account_id == account_id, Writeback.id == writeback_id)
            fence = await db.scalar(row)
        if fence:
            await super()._drive(account_id, writeback_id)


def drive(
    told: Connection,
    url: str,
    account: UUID,
    writeback: UUID,
    point: Point,
    weather: Weather,
    patience: Patience,
    seed: int,
) -> None:
    """Tells "survived" when it was never killed."""

    async def run() -> None:
        database = Database(url, pool_size=2)
        await Writebacks(database, WiredConnector(database, point, weather, seed), patience).wait_for(
            account, writeback
        )

    asyncio.run(run())
    told.send("survived")


def rescue(told: Connection, url: str, weather: Weather, patience: Patience) -> None:
    async def run() -> None:
        database = Database(url, pool_size=10)
        await Rescuer(database, WiredConnector(database, None, weather, 1_000_000), patience).start()
        told.send("watching")
        await asyncio.Event().wait()

    asyncio.run(run())
