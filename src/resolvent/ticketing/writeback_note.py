"""A run's steps up to the proven note: sent at most once, found after any doubt, read as it stands."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from resolvent.ticketing.errors import (
    Effect,
    NotFound,
    PreconditionFailed,
    TicketingError,
    Unsupported,
    VisibilityViolation,
)
from resolvent.ticketing.note_text import lost_its_end, same_text
from resolvent.ticketing.provider import NoteRef, TicketSnapshot, Visibility
from resolvent.ticketing.snapshots import to_json
from resolvent.ticketing.steps import Step
from resolvent.ticketing.writeback_base import RunBase
from resolvent.ticketing.writeback_words import (
    NOTE_ALTERED,
    changed_by_other,
    changed_since_planned,
    describe,
    merged,
    note_gone,
)

SIDE_EFFECT = timedelta(seconds=5)
"""By the vendor's clock: a status that changes this soon after our note may be what the note itself caused."""

log = structlog.get_logger()


class NoteSteps(RunBase):
    async def send_note(self) -> None:
        await self._check_ticket_unchanged()
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

    async def _check_ticket_unchanged(self) -> None:
        """Between the engineer's look and this moment may lie a crash, a queue, or a night."""
        planned = self.row.precondition
        ticket = await self.provider.get_ticket(self.ticket_id)
        if ticket.id != self.ticket_id:
            raise NotFound(merged(ticket)["detail"])
        version, status = planned.get("version"), planned.get("status")
        if (version is not None and ticket.version != version) or (status is not None and ticket.status.id != status):
            raise PreconditionFailed(changed_since_planned(ticket))

    async def find_sent_note(self) -> None:
        """It was sent, or was about to be. Found: it is ours. Not found: wait until it can't arrive any more, then send."""
        found = await self._find_notes()
        if found:
            await self._adopt(found)
            return
        assert self.row.note_sent_at is not None
        surely_lost_at = self.row.note_sent_at + timedelta(seconds=self.patience.ambiguity_window)
        left = (surely_lost_at - self._now()).total_seconds()
        if left > 0:
            await asyncio.sleep(min(left, 2.0))
            return
        if found := await self._find_notes() or await self._find_cut_notes():
            await self._adopt(found)
            return
        await self._reach(Step.PLANNED, note_sent_at=None)

    async def _find_notes(self) -> list[NoteRef]:
        """Oldest first. Whoever else quotes our reference as a last line is not adopted."""
        notes = await self.provider.find_note(self.ticket_id, self.row.marker)
        ours = [note for note in notes if note.by_us and note.marker == self.row.marker]
        return sorted(ours, key=lambda note: (note.created_at, len(note.id), note.id))

    async def _find_cut_notes(self) -> list[NoteRef]:
        """Ours, stored without its end and so without its reference. Asked last, before the note would be sent again."""
        notes = [note async for note in self.provider.list_notes(self.ticket_id)]
        return [note for note in notes if note.by_us and note.marker is None and lost_its_end(self.row.text, note.text)]

    async def _adopt(self, found: Sequence[NoteRef]) -> None:
        """The oldest with the right visibility is ours; what else carries the reference is alarmed, and hidden if it must be."""
        wanted = self.draft.visibility
        right = [note for note in found if note.visibility is wanted]
        if len(found) > 1:
            log.error("writeback.duplicates", writeback=str(self.row.id), notes=[note.id for note in found])
            if wrong := [note for note in found if note.visibility is not wanted]:
                kept = right[0].id if right else None
                await self._visibility_failed([note.id for note in wrong], wrong[0].visibility, kept)
                return
        await self._reach(Step.NOTE_DONE, note_id=found[0].id, error=None)

    async def prove_note(self) -> None:
        """Reads what stands there. An internal note that is not proven internal is taken back and alarmed, and all stops."""
        assert self.row.note_id is not None
        try:
            note = await self.provider.read_note(self.ticket_id, self.row.note_id)
        except NotFound:
            await self._note_not_found()
            return
        except VisibilityViolation:
            await self._visibility_failed([self.row.note_id], None)
            return
        if note.visibility is not self.draft.visibility:
            await self._visibility_failed([note.id], note.visibility)
            return
        if not same_text(self.row.text, note.text):
            await self._reach(Step.NEEDS_HUMAN, error=NOTE_ALTERED)
            return
        if self.row.status_id is None:
            ticket = await self.provider.get_ticket(self.ticket_id)
            await self._reach(Step.SKIPPED, actual_status=ticket.status.name, snapshot=to_json(ticket))
            return
        await self._save()  # whoever lost the lease while the note was read stops here
        # Our own note may move the status (a rule reopens the ticket). What stands now is what others may still change.
        ticket = await self.provider.get_ticket(self.ticket_id)
        if self._moved_by_other(ticket, note):
            await self._reach(Step.NEEDS_HUMAN, actual_status=ticket.status.name, error=changed_by_other(ticket))
            return
        await self._reach(
            Step.NOTE_PROVEN,
            status_sent_at=None,
            precondition={**self.row.precondition, "after_note": ticket.status.id},
        )

    def _moved_by_other(self, ticket: TicketSnapshot, note: NoteRef) -> bool:
        """Another status than when the note was sent, set too late to be the note's own doing, and not by us."""
        planned = self.row.precondition.get("status")
        return (
            planned is not None
            and ticket.status.id not in (planned, self.row.status_id)
            and ticket.updated_at > note.created_at + SIDE_EFFECT
            and ticket.updated_by is not None
            and ticket.updated_by != note.author
        )

    async def _note_not_found(self) -> None:
        """Under another id (a ticket was merged), or taken away by someone; a ticket that is gone says so itself."""
        ticket = await self.provider.get_ticket(self.ticket_id)
        if found := [note for note in await self._find_notes() if note.id != self.row.note_id]:
            await self._reach(Step.NOTE_DONE, note_id=found[0].id, error=None)
            return
        await self._reach(
            Step.NEEDS_HUMAN, note_id=None, actual_status=ticket.status.name, error=note_gone(self.row.marker)
        )

    async def _visibility_failed(self, wrong: Sequence[str], found: Visibility | None, kept: str | None = None) -> None:
        """`wrong`: ids of notes, `found`: what was read of them, None where the vendor does not tell.

        `kept`: the note that a retry goes on with; where there is none, it is posted anew.
        """
        wanted = self.draft.visibility
        log.error("writeback.visibility", writeback=str(self.row.id), wanted=wanted, found=found)
        stands = f"stands there as {found}" if found else "who sees it is not told"
        detail = f"The note should be {wanted} and {stands}."
        if wanted is Visibility.CUSTOMER:
            kept = kept or wrong[0]
        for note_id in wrong if wanted is Visibility.INTERNAL else ():
            try:
                await self.provider.retract_note(self.ticket_id, note_id)
                detail += " It was taken back."
            except Unsupported:
                kept = kept or note_id
                detail += " This system can't take notes back: hide it by hand now."
            except TicketingError as error:
                kept = kept or note_id
                detail += f" Taking it back failed ({error.code}): hide it by hand now."
        await self._reach(Step.NEEDS_HUMAN, note_id=kept, error={"code": "psa_visibility", "detail": detail})
