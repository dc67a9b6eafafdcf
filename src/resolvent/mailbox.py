"""What many put in and one task waits for.

For asyncio's queue and timeout in one: each piece of each answer is waited for twice on its way, and those two took more than a tenth
of its processor time.
"""

import asyncio
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """Of one taker at a time."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._closed = False
        self._waiter: asyncio.Future[None] | None = None
        self._due = 0.0
        """When the taker has waited long enough, by the loop's clock."""
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        self._items.append(item)
        self._wake()

    def clear(self) -> None:
        self._items = []

    def close(self) -> None:
        """Nothing more comes: what is there is taken, and after it nothing, without waiting."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self._wake()

    async def take(self, within: float) -> list[Item]:
        """All that is there, oldest first, as soon as there is something. Raises TimeoutError after `within` seconds."""
        if not self._items and not self._closed:
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            self._wait_until(loop.time() + within, loop)
            try:
                await self._waiter
            finally:
                self._waiter = None
        taken, self._items = self._items, []
        return taken

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _wait_until(self, due: float, loop: asyncio.AbstractEventLoop) -> None:
        """A timer that rings too early is set again then: to set one for each wait is what is dear."""
        self._due = due
        if self._timer is not None and self._timer.when() > due:
            self._timer.cancel()
            self._timer = None
        if self._timer is None:
            self._timer = loop.call_at(due, self._ring, loop)

    def _ring(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        if self._waiter is None or self._waiter.done():
            return
        if loop.time() < self._due:
            self._wait_until(self._due, loop)
        else:
            self._waiter.set_exception(TimeoutError())
