"""Brings callbacks to their addresses, one after the other, in the loop that runs the emulator."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any

import httpx2

from tests.emulators.connectwise.deliveries import Delivery, due
from tests.emulators.connectwise.world import World

PATIENCE = 10.0
"""Seconds for one delivery. None is tried again."""


class Courier:
    def __init__(self, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._transport = transport
        self._queue: deque[Delivery] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._expected: set[float] = set()

    def collect(self, world: World) -> None:
        """Takes what is due, now and whenever something planned for later happens."""
        if not world.rows("callbacks"):
            return
        self._queue.extend(due(world))
        if self._queue and not world.delivering:
            world.delivering = True
            self._start(self._bring(world))
        for at in world.due_at() - self._expected:
            self._expected.add(at)
            self._start(self._await(world, at))

    async def idle(self) -> None:
        """Returns when nothing is to be brought and nothing more will happen."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _await(self, world: World, at: float) -> None:
        await world.clock.sleep(at - world.clock.now())
        self._expected.discard(at)
        world.settle()
        self.collect(world)

    async def _bring(self, world: World) -> None:
        try:
            while self._queue:
                delivery = self._queue.popleft()
                world.delivered.append({"url": delivery.url, "status": await self._posted(delivery)})
        finally:
            world.delivering = False

    async def _posted(self, delivery: Delivery) -> int | None:
        """The status; None when nobody answered."""
        async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE, transport=self._transport) as client:
            try:
                answer = await client.post(delivery.url, content=delivery.body, headers=delivery.headers)
            except httpx2.TransportError:
                return None
        return answer.status_code
