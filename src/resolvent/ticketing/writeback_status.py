"""A run's steps from the proven note to the proven status."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from resolvent.ticketing.errors import (
    Ambiguous,
    Conflict,
    PreconditionFailed,
    ProtocolError,
    StatusNotAllowed,
    ValidationRejected,
)
from resolvent.ticketing.provider import Precondition, StatusRef, TicketSnapshot
from resolvent.ticketing.snapshots import to_json
from resolvent.ticketing.steps import Step
from resolvent.ticketing.verify import Reading, Verdict, judge
from resolvent.ticketing.writeback_base import PASSING, RunBase
from resolvent.ticketing.writeback_words import changed_by_other, describe, merged, moved_board, unverified

STATUS_TRIES = 3
MOST_TOLD = 10
"""Readings beside those of our patience: a ticketing system that keeps calling is not read all the time."""


class StatusSteps(RunBase):
    async def send_status(self) -> None:
        """The precondition is taken anew: our own note moved the ticket. A status that someone else set since stops us."""
        # Once a status was sent, another one may be its consequence, which verification names.
        expected = self.row.precondition.get("after_note") if self.row.status_sent_at is None else None
        detail = ""
        for _ in range(STATUS_TRIES):
            ticket = await self.provider.get_ticket(self.ticket_id)
            if stopped := self._what_stops(ticket, expected):
                await self._reach(Step.NEEDS_HUMAN, actual_status=ticket.status.name, error=stopped)
                return
            names = {one.id: one.name for one in await self.provider.list_statuses(ticket)}
            before = {"id": ticket.status.id, "name": ticket.status.name}
            await self._reach(
                Step.STATUS_SENDING,
                status_sent_at=self._now(),
                status_name=names.get(self._wanted().id, self._wanted().name),
                precondition={**self.row.precondition, "before": before},
            )
            wanted = self._wanted()
            if ticket.status.id == wanted.id:
                await self._reach(Step.STATUS_SENT, receipt={"claimed": False, "messages": ["It was set already."]})
                return
            try:
                receipt = await self.provider.set_status(self.ticket_id, wanted, Precondition.of(ticket))
            except (PreconditionFailed, Conflict) as changed:
                detail = changed.detail
                continue
            except (StatusNotAllowed, ValidationRejected, Ambiguous, ProtocolError) as refused:
                # Refused or in doubt: reading tells.
                lost = isinstance(refused, Ambiguous | ProtocolError)
                await self._reach(
                    Step.STATUS_SENT, receipt={"claimed": False, "lost": lost, "messages": [refused.detail]}
                )
                return
            await self._reach(
                Step.STATUS_SENT,
                receipt={
                    "claimed": receipt.claimed,
                    "messages": list(receipt.messages),
                    "request_id": receipt.request_id,
                },
            )
            return
        await self._reach(Step.NOTE_PROVEN)
        raise PreconditionFailed(
            f"The note is posted, the status was not set. {detail} Look at the ticket, then retry."
        )

    def _what_stops(self, ticket: TicketSnapshot, expected: str | None) -> dict[str, Any] | None:
        """`expected`: the status that may still stand there; None: whichever the engineer has seen and retried on."""
        wanted = self._wanted()
        if ticket.id != self.ticket_id:
            return merged(ticket)
        if self.row.precondition.get("board", ticket.board_id) != ticket.board_id:
            return moved_board(ticket, wanted.name)
        if expected is not None and ticket.status.id not in (expected, wanted.id):
            return changed_by_other(ticket)
        return None

    async def send_status_again(self, **marks: bool) -> None:
        """The change may have been made or not; the value is absolute, so it is sent anew if need be.

        Any third status is not of our making, or was made of ours: it is left for a person.
        """
        before = (self.row.precondition.get("before") or {}).get("id")
        precondition = {**self.row.precondition, "after_note": before, **marks}
        await self._reach(Step.NOTE_PROVEN, status_sent_at=None, precondition=precondition)

    def _was_lost(self) -> bool:
        """Its answer did not come and nothing moved: once more, and then it is told."""
        lost = (self.row.receipt or {}).get("lost") is True
        return lost and self.row.precondition.get("sent_again") is not True

    def _wanted(self) -> StatusRef:
        assert self.row.status_id is not None
        return StatusRef(self.row.status_id, self.row.status_name or self.row.status_id)

    async def verify_status(self) -> None:
        """Reads until two equal readings, far enough apart, decide. A read that fails for a while is followed by the next."""
        wanted = self._wanted()
        before = (self.row.precondition.get("before") or {}).get("id", "")
        claimed = bool((self.row.receipt or {}).get("claimed"))
        clock = asyncio.get_running_loop().time
        started = clock()
        readings: list[Reading] = []
        async for _ in self._moments(started):
            try:
                ticket = await self.provider.get_ticket(self.ticket_id)
            except PASSING as error:
                await self._save(error=describe(error))
                continue
            readings.append(Reading(clock() - started, ticket.status.id, ticket.status.name, ticket.updated_by))
            self._last = to_json(ticket)
            verdict = judge(readings, wanted=wanted.id, before=before, claimed=claimed, apart=self.patience.apart)
            if verdict is Verdict.REJECTED and self._was_lost():
                await self.send_status_again(sent_again=True)
                return
            if verdict is not None:
                await self._conclude(verdict, readings[-1])
                return
        if readings and len({reading.status_id for reading in readings[-2:]}) > 1:
            await self._reach(
                Step.NEEDS_HUMAN,
                actual_status=readings[-1].status_name,
                error={"code": "status_unsettled", "detail": "The ticket's status keeps changing. Look at the ticket."},
            )

    async def _moments(self, started: float) -> AsyncIterator[None]:
        """When to read: at the times of our patience, and as soon as somebody tells that the ticket moved."""
        clock = asyncio.get_running_loop().time
        told = 0
        for after in self.patience.read_after:
            while told < MOST_TOLD and await self._wait(max(0.0, started + after - clock())):
                told += 1
                yield
            await asyncio.sleep(max(0.0, started + after - clock()))
            yield

    async def _conclude(self, verdict: Verdict, last: Reading) -> None:
        if verdict is Verdict.VERIFIED:
            looks = [self._now() + timedelta(seconds=after) for after in self.patience.late_after]
            await self._reach(
                Step.VERIFIED,
                actual_status=last.status_name,
                error=None,
                snapshot=self._last,
                late_due_at=looks[0] if looks else None,
            )
            return
        messages = (self.row.receipt or {}).get("messages") or []
        error = unverified(verdict, self._wanted().name, last, messages)
        await self._reach(Step(verdict.value), actual_status=last.status_name, error=error)
