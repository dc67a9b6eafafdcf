"""One process's way through one write-back, from its last recovery point to its end."""

from collections.abc import Awaitable, Callable

from resolvent.ticketing.steps import DONE, STOPPED, Step
from resolvent.ticketing.writeback_base import RunBase, read_clock
from resolvent.ticketing.writeback_note import NoteSteps
from resolvent.ticketing.writeback_status import StatusSteps

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
            await acts[step]()
        assert step in DONE or step in STOPPED
