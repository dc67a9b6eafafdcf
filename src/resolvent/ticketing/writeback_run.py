"""One process's way through one write-back, from its last recovery point to its end."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from resolvent.errors import AppError
from resolvent.ticketing.errors import (
    Ambiguous,
    Conflict,
    Effect,
    PreconditionFailed,
    ProtocolError,
    RateLimited,
    StatusNotAllowed,
    TicketingError,
    Unavailable,
    Unsupported,
    ValidationRejected,
)
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.note_text import same_text
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import (
    VISIBILITY_OF,
    NoteDraft,
    NoteRef,
    NoteType,
    Precondition,
    StatusRef,
    TicketProvider,
    Visibility,
)
from resolvent.ticketing.run_store import RunStore
from resolvent.ticketing.snapshots import to_json
from resolvent.ticketing.steps import DONE, STOPPED, Step
from resolvent.ticketing.verify import Reading, Verdict, judge
from resolvent.ticketing.writeback_words import changed_by_other, describe, unverified
from resolvent.ticketing.writebacks import LostLease

NOTE_TYPES = {"resolution": NoteType.RESOLUTION, "escalation": NoteType.INTERNAL_ANALYSIS}
RENEW_EVERY = 3.0
STATUS_TRIES = 3
PASSING = (Unavailable, RateLimited, Ambiguous, ProtocolError)

log = structlog.get_logger()


def read_clock() -> datetime:
    return datetime.now(UTC)


class Run:
    """One process's way through one write-back, from its last recovery point on."""

    provider: TicketProvider

    def __init__(self, store: RunStore, patience: Patience, now: Callable[[], datetime] = read_clock) -> None:
        """`now` is the wall clock; all waiting goes by the event loop's own time."""
        self._store = store
        self.row = store.row
        self.patience = patience
        self._now = now
        self._exchanges: list[Exchange] = []
        self._last: dict[str, Any] | None = None

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

    @property
    def ticket_id(self) -> str:
        assert self.row.ticket_id is not None
        return self.row.ticket_id

    @property
    def draft(self) -> NoteDraft:
        kind = NOTE_TYPES[self.row.kind]
        return NoteDraft(kind, VISIBILITY_OF[kind], self.row.text, self.row.marker)

    async def send_note(self) -> None:
        await self._reach(Step.NOTE_SENDING, note_sent_at=self._now(), error=None)
        try:
            note = await self.provider.add_note(self.ticket_id, self.draft)
        except TicketingError as error:
            if error.effect is Effect.NONE:
                # Proven: nothing was posted, the plan stands.
                await self._reach(Step.PLANNED, note_sent_at=None)
                raise
            # It may stand there: it is looked for before it is ever sent again.
            await self._save(error=describe(error))
            return
        await self._reach(Step.NOTE_DONE, note_id=note.id, error=None)

    async def find_sent_note(self) -> None:
        """It was sent, or was about to be. Found: it is ours. Not found: wait until it can't arrive any more, then send."""
        found = await self._find_note()
        if found is not None:
            await self._reach(Step.NOTE_DONE, note_id=found.id, error=None)
            return
        assert self.row.note_sent_at is not None
        surely_lost_at = self.row.note_sent_at + timedelta(seconds=self.patience.ambiguity_window)
        left = (surely_lost_at - self._now()).total_seconds()
        if left > 0:
            await asyncio.sleep(min(left, 2.0))
            return
        if await self._find_note() is None:
            await self._reach(Step.PLANNED, note_sent_at=None)

    async def _find_note(self) -> NoteRef | None:
        notes = await self.provider.find_note(self.ticket_id, self.row.marker)
        ours = [note for note in notes if note.by_us and note.marker == self.row.marker]
        return ours[0] if ours else None

    async def prove_note(self) -> None:
        """Reads what stands there. An internal note that the customer can see is taken back and alarmed, and all stops."""
        assert self.row.note_id is not None
        note = await self.provider.read_note(self.ticket_id, self.row.note_id)
        wanted = self.draft.visibility
        if note.visibility is not wanted:
            await self._visibility_failed(note, wanted)
            return
        if not same_text(self.row.text, note.text):
            await self._reach(
                Step.NEEDS_HUMAN,
                error={
                    "code": "note_altered",
                    "detail": "The ticketing system stored another text than was posted. Compare the two, then retry.",
                },
            )
            return
        if self.row.status_id is None:
            ticket = await self.provider.get_ticket(self.ticket_id)
            await self._reach(Step.SKIPPED, actual_status=ticket.status.name, snapshot=to_json(ticket))
            return
        await self._save()  # whoever lost the lease while the note was read stops here
        # Our own note may move the status (a rule reopens the ticket). What stands now is what others may still change.
        ticket = await self.provider.get_ticket(self.ticket_id)
        await self._reach(
            Step.NOTE_PROVEN,
            status_sent_at=None,
            precondition={**self.row.precondition, "after_note": ticket.status.id},
        )

    async def _visibility_failed(self, note: NoteRef, wanted: Visibility) -> None:
        log.error("writeback.visibility", writeback=str(self.row.id), wanted=wanted.value, found=note.visibility.value)
        detail = f"The note should be {wanted} and stands there as {note.visibility}."
        note_id: str | None = note.id
        if wanted is Visibility.INTERNAL:
            try:
                await self.provider.retract_note(self.ticket_id, note.id)
                note_id = None
                detail += " It was taken back."
            except Unsupported:
                detail += " This system can't take notes back: hide it by hand now."
            except TicketingError as error:
                detail += f" Taking it back failed ({error.code}): hide it by hand now."
        await self._reach(Step.NEEDS_HUMAN, note_id=note_id, error={"code": "psa_visibility", "detail": detail})

    async def send_status(self) -> None:
        """The precondition is taken anew: our own note moved the ticket. A status that someone else set since stops us."""
        # Once a status was sent, another one may be its consequence, which verification names.
        expected = self.row.precondition.get("after_note") if self.row.status_sent_at is None else None
        for _ in range(STATUS_TRIES):
            ticket = await self.provider.get_ticket(self.ticket_id)
            if expected is not None and ticket.status.id not in (expected, self._wanted().id):
                error = changed_by_other(ticket)
                await self._reach(Step.NEEDS_HUMAN, actual_status=ticket.status.name, error=error)
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
            except (PreconditionFailed, Conflict):
                continue
            except (StatusNotAllowed, ValidationRejected, Ambiguous, ProtocolError) as refused:
                # Refused or in doubt: reading tells. It is an absolute value, sending it again would harm nothing.
                await self._reach(Step.STATUS_SENT, receipt={"claimed": False, "messages": [refused.detail]})
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
        raise PreconditionFailed("Someone else keeps changing this ticket. Try again in a moment.")

    async def send_status_again(self) -> None:
        """After a take-over: the change may have been made or not; the value is absolute, so it is sent anew if need be."""
        await self._reach(Step.NOTE_PROVEN)

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
        for after in self.patience.read_after:
            await asyncio.sleep(max(0.0, started + after - clock()))
            try:
                ticket = await self.provider.get_ticket(self.ticket_id)
            except PASSING as error:
                await self._save(error=describe(error))
                continue
            readings.append(Reading(clock() - started, ticket.status.id, ticket.status.name, ticket.updated_by))
            self._last = to_json(ticket)
            verdict = judge(readings, wanted=wanted.id, before=before, claimed=claimed, apart=self.patience.apart)
            if verdict is not None:
                await self._conclude(verdict, readings[-1])
                return
        if readings and len({reading.status_id for reading in readings[-2:]}) > 1:
            await self._reach(
                Step.NEEDS_HUMAN,
                actual_status=readings[-1].status_name,
                error={"code": "status_unsettled", "detail": "The ticket's status keeps changing. Look at the ticket."},
            )

    async def _conclude(self, verdict: Verdict, last: Reading) -> None:
        if verdict is Verdict.VERIFIED:
            await self._reach(Step.VERIFIED, actual_status=last.status_name, error=None, snapshot=self._last)
            return
        messages = (self.row.receipt or {}).get("messages") or []
        error = unverified(verdict, self._wanted().name, last, messages)
        await self._reach(Step(verdict.value), actual_status=last.status_name, error=error)

    async def note_error(self, error: AppError) -> None:
        """What stopped us, for whoever looks. A passing fault after the note is out is tried again by itself; what needs a
        person, and a note that never left, wait for Retry."""
        now = self._now()
        passing = isinstance(error, PASSING) and Step(self.row.step) is not Step.PLANNED
        again_at = now + timedelta(seconds=self.patience.again_after)
        ends: dict[str, Any] = {"lease_until": again_at} if passing else {"lease_until": now, "finished_at": now}
        with suppress(LostLease):
            await self._save(error=describe(error), **ends)

    async def keep_renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                await self._save()
            except LostLease:
                return
            except Exception as error:
                # The database may be away for a moment. If it is too long, another one takes over and we stop at our next step.
                log.warning("writeback.renew_failed", writeback=str(self.row.id), error=type(error).__name__)

    def record(self, exchange: Exchange) -> None:
        """Kept until the next recovery point, which stores it."""
        self._exchanges.append(exchange)

    async def _save(self, **values: Any) -> None:
        await self._store.save(self._take_exchanges(), **values)

    async def _reach(self, step: Step, **values: Any) -> None:
        await self._store.reach(self._take_exchanges(), step, **values)

    def _take_exchanges(self) -> list[Exchange]:
        exchanges, self._exchanges = self._exchanges, []
        return exchanges
