"""Long work says what it is: after two seconds its name, and at its end how long it took."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

QUIET_SECONDS = 2.0


@contextmanager
def tell_step(name: str, *, after: float = QUIET_SECONDS, out: TextIO | None = None) -> Iterator[None]:
    """Work that takes less than `after` seconds says nothing. Written to standard error: standard output is for answers."""
    stream = out or sys.stderr
    told = threading.Event()

    def say() -> None:
        told.set()
        print(f"{name} …", file=stream, flush=True)

    timer = threading.Timer(after, say)
    timer.daemon = True
    began = time.monotonic()
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if told.is_set():
        print(f"{name}: {time.monotonic() - began:.1f} s", file=stream, flush=True)
