"""An event loop whose time is virtual: with nothing ready to run, it jumps to the next timer instead of waiting.

Everything that waits must wait for a timer of the loop: there are no sockets, and no threads to wait for.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")
RESOLUTION = 1e-6
"""Seconds."""


class Deadlock(RuntimeError):
    """Nothing is ready and no timer is set: every task waits for another one."""


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_Jumping(self))
        # The real clock's nanosecond is less than what can be told apart after some weeks: a timer would never be due.
        self._clock_resolution = RESOLUTION

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._now

    def jump(self, seconds: float) -> None:
        self._now += seconds


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop: VirtualTimeLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """The loop asks for what is ready within `timeout` seconds; None: for ever."""
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if ready:
            return ready
        if timeout is None:
            raise Deadlock("nothing is ready and no timer is set")
        self._loop.jump(max(0.0, timeout))
        return ready


def run_in_virtual_time(main: Coroutine[Any, Any, Result]) -> Result:
    """As `asyncio.run`, in no time. Raises Deadlock where that would wait for ever."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)
