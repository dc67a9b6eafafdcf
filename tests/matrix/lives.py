"""A worker process in virtual time, with the ends that a real one may meet: killed, or frozen longer than its lease.

It can only be seen at its points: each call to the vendor, before it leaves and once it was carried out, and each commit,
before and after. A kill or a freeze happens at the n-th of them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2

from resolvent.ticketing.http import Exchange
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.run_store import RunStore
from resolvent.ticketing.steps import Step
from resolvent.ticketing.writeback import SCAN_EVERY, carry
from resolvent.ticketing.writeback_run import Run
from tests.ticketing.memory_store import MemoryWritebacks

Recorder = Callable[[Exchange], None]
Opens = Callable[[httpx2.AsyncBaseTransport, Recorder], TicketProvider]
KILL = -1.0
"""In place of the seconds of a freeze."""


@dataclass
class Fate:
    """By number of point: KILL, or for how many seconds the whole process is frozen there."""

    at: dict[int, float] = field(default_factory=dict)
    passed: int = 0


class Process:
    """Scans, claims and drives as the product's does; `log` says what became of it."""

    def __init__(
        self,
        table: MemoryWritebacks,
        network: httpx2.AsyncBaseTransport,
        opens: Opens,
        fate: Fate,
        patience: Patience,
        reached: Callable[[Writeback], None],
    ) -> None:
        """`reached` is told of each recovery point once it is stored."""
        self._table, self._network, self._opens, self._fate = table, network, opens, fate
        self._patience, self.reached = patience, reached
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._task: asyncio.Task[None] | None = None
        self.dead = False
        self.log: list[tuple[float, str]] = []
        self.claims: list[tuple[float, UUID]] = []
        self.kills: list[tuple[float, UUID]] = []
        """With the write-back that it held, unfinished."""
        self._row: Writeback | None = None

    def start(self) -> asyncio.Task[None]:
        self._task = asyncio.create_task(self._live())
        return self._task

    async def _live(self) -> None:
        while True:
            for writeback_id in self._table.list_due():
                store = self._table.claim(writeback_id)
                if store is not None:
                    self._row = store.row
                    self.claims.append((asyncio.get_running_loop().time(), writeback_id))
                    self.note(f"claimed {store.row.kind} at {Step(store.row.step)}")
                    run = Run(Watched(store, self), self._patience, self._table.now)
                    await carry(run, self._opened(run.record))
            await asyncio.sleep(SCAN_EVERY)

    @asynccontextmanager
    async def _opened(self, record: Recorder) -> AsyncIterator[TicketProvider]:
        provider = self._opens(Line(self, self._network), record)
        try:
            yield provider
        finally:
            await provider.close()

    def note(self, what: str) -> None:
        self.log.append((asyncio.get_running_loop().time(), what))

    async def point(self, where: str) -> None:
        await self._thawed.wait()
        if self.dead:  # its other task, woken in the same moment
            raise asyncio.CancelledError
        self._fate.passed += 1
        seconds = self._fate.at.get(self._fate.passed)
        if seconds == KILL:
            self._die(where)
            await asyncio.Event().wait()
        elif seconds is not None:
            self.note(f"frozen for {seconds:g} s {where}")
            self._thawed.clear()
            asyncio.get_running_loop().call_later(seconds, self._thawed.set)
            await self._thawed.wait()

    def _die(self, where: str) -> None:
        self.note(f"killed {where}")
        self.dead = True
        assert self._task is not None
        assert self._row is not None
        stored = self._table.rows[self._row.id]
        if stored["finished_at"] is None and stored["fence"] == self._row.fence:
            self.kills.append((asyncio.get_running_loop().time(), self._row.id))
        self._task.cancel()


class Line(httpx2.AsyncBaseTransport):
    """A process's way to the vendor."""

    def __init__(self, process: Process, network: httpx2.AsyncBaseTransport) -> None:
        self._process, self._network = process, network

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        name = f"{request.method} {request.url.path.partition('3.0')[2] or request.url.path}"
        await self._process.point(f"before {name}")
        response = await self._network.handle_async_request(request)
        await self._process.point(f"after {name}")
        return response


class Watched:
    """A store of a process that may die before or after each commit."""

    def __init__(self, store: RunStore, process: Process) -> None:
        self._store, self._process = store, process
        self.row: Writeback = store.row

    async def save(self, exchanges: Sequence[Exchange], **values: Any) -> None:
        await self._process.point("before a save")
        await self._store.save(exchanges, **values)
        await self._process.point("after a save")

    async def reach(self, exchanges: Sequence[Exchange], step: Step, **values: Any) -> None:
        await self._process.point(f"before {step}")
        await self._store.reach(exchanges, step, **values)
        self._process.note(f"{self.row.kind} reached {step}")
        self._process.reached(self.row)
        await self._process.point(f"after {step}")


def recoveries(processes: Sequence[Process]) -> list[float]:
    """Seconds from each kill to the next claim by anybody. What nobody claims again never ends: a violation of its own."""
    claims = [claim for one in processes for claim in one.claims]
    kills = [kill for one in processes for kill in one.kills]
    again = [[at - killed for at, what in claims if at > killed and what == row] for killed, row in kills]
    return [min(waits) for waits in again if waits]
