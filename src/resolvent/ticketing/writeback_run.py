"""One process's way through one write-back, from its last recovery point to its end."""

import asyncio
from collections.abc import Awaitable, Callable

from resolvent.ticketing.errors import Unavailable
from resolvent.ticketing.steps import DONE, STOPPED, Step
from resolvent.ticketing.writeback_base import RunBase, read_clock
from resolvent.ticketing.writeback_note import NoteSteps
from resolvent.ticketing.writeback_status import StatusSteps

LONGEST_STEP = 300.0
"""Seconds. Each request has its own limit; this one is for pages without end and answers that come one byte at a time."""
__all__ = ["Run", "RunBase", "read_clock"]


class Run(NoteSteps, StatusSteps):
    """One process's way through one write-back, from its last recovery point on."""

    async def go(self) -> None:
        acts: dict[Step, Callable[[], Awaitable[None]]] = {
            Step.PLANNED: self.send_note,
            Step.NOTE_SENDING: self.find_sent_note,
            Step.NOTE_DONE: self.prove_note,
            Step.NOTE_PROVEN: self.send_status,
            Step.STATUS_SENDING: self.send_status_again,
            Step.STATUS_SENT: self.verify_status,
        }
        while (step := Step(self.row.step)) in acts:
            try:
                async with asyncio.timeout(LONGEST_STEP):
                    await acts[step]()
            except TimeoutError:
                raise Unavailable("The ticketing system does not come to an end with its answers.") from None
        assert step in DONE or step in STOPPED
