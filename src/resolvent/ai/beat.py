"""One beat for the answers of a model: what each has to do is done together with the others.

A hundred answers that each wait for their own time wake the process a hundred times. On one beat they wake it once, and it does the same
thing a hundred times over, which takes it less; each has its place in the row, so that its texts come as evenly as before.
"""

import asyncio


class Beat:
    """Of one event loop."""

    def __init__(self, every: float) -> None:
        """`every`: seconds."""
        self._every = every
        self._waiting: list[asyncio.Future[None]] = []
        self._due = 0.0

    async def wait(self) -> None:
        """For the next: the whole time after a beat, less in between."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            # A timer may ring a little before its time: that beat has been.
            self._due = max((loop.time() // self._every + 1) * self._every, self._due + self._every)
            loop.call_at(self._due, self._ring)
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _ring(self) -> None:
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            # Not one that was cancelled.
            if not turn.done():
                turn.set_result(None)
