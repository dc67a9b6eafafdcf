"""The emulator's time. What is due happens when the next call comes, so nothing waits in the background."""

import time
from typing import Protocol


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since 1970."""


class RealClock:
    def now(self) -> float:
        return time.time()


class SetClock:
    """A clock that a test moves."""

    def __init__(self, at: float = 1_790_000_000.0) -> None:
        self._at = at

    def now(self) -> float:
        return self._at

    def advance(self, seconds: float) -> None:
        self._at += seconds
