"""The emulator's time: real, moved by a test, or the event loop's own (which may be virtual)."""

import asyncio
import threading
import time
from typing import Protocol

EPOCH = 1_790_000_000.0
"""Where a clock that isn't the real one begins: seconds since 1970."""


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since 1970."""

    async def sleep(self, seconds: float) -> None: ...


class RealClock:
    def now(self) -> float:
        return time.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class LoopClock:
    """The time of an event loop; made while it runs, readable after it has ended."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._start = self._loop.time()

    def now(self) -> float:
        return EPOCH + self._loop.time() - self._start

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class SetClock:
    """A clock that a test moves, from any thread."""

    def __init__(self, at: float = EPOCH) -> None:
        self._at = at
        self._lock = threading.Lock()
        self._sleepers: list[tuple[float, asyncio.AbstractEventLoop, asyncio.Event]] = []

    def now(self) -> float:
        return self._at

    @property
    def sleeping(self) -> int:
        """How many wait for it to be moved."""
        return len(self._sleepers)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.Event()
        with self._lock:
            self._sleepers.append((self._at + seconds, asyncio.get_running_loop(), woken))
        await woken.wait()

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._at += seconds
            due = [sleeper for sleeper in self._sleepers if sleeper[0] <= self._at]
            self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > self._at]
        for _, loop, woken in due:
            if not loop.is_closed():
                loop.call_soon_threadsafe(woken.set)
