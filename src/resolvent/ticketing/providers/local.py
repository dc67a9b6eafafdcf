"""The local desk as a ticketing system: the same questions and the same distrust as for any vendor."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from uuid import UUID

from resolvent import errors
from resolvent.db import Database
from resolvent.ticketing import desk
from resolvent.ticketing.desk_rules import BOARD, STATUSES
from resolvent.ticketing.errors import (
    NotFound,
    PreconditionFailed,
    StatusNotAllowed,
    Unsupported,
    ValidationRejected,
)
from resolvent.ticketing.models import DeskNote, DeskTicket
from resolvent.ticketing.note_text import marker_of_text, require_sendable
from resolvent.ticketing.provider import (
    BoardRef,
    Capabilities,
    CheckStep,
    ConnectionReport,
    NoteDraft,
    NoteRef,
    NoteSource,
    Page,
    Precondition,
    StatusRef,
    Tell,
    TicketContext,
    TicketHint,
    TicketSnapshot,
    TransitionReceipt,
    Visibility,
    tell_nobody,
)

PAGE = 25
AUTHOR = "Resolvent"


class LocalDesk:
    capabilities = Capabilities(server_precondition=True)

    def __init__(self, database: Database, account_id: UUID) -> None:
        self._database = database
        self._account = account_id

    async def check(self, tell: Tell = tell_nobody) -> ConnectionReport:
        tell("Read a ticket")
        async with self._database.transaction(self._account) as db:
            await desk.list_tickets(db, self._account, query=None, before=None, limit=1)
        return ConnectionReport((CheckStep("Read a ticket", True, "The local desk answers."),))

    async def search(self, query: str, cursor: str | None = None) -> Page[TicketSnapshot]:
        before = read_id(cursor) if cursor else None
        async with self._database.transaction(self._account) as db:
            found = await desk.list_tickets(
                db, self._account, query=query.strip() or None, before=before, limit=PAGE + 1
            )
        more = len(found) > PAGE
        items = tuple(snapshot(ticket) for ticket in found[:PAGE])
        return Page(items, items[-1].id if more else None)

    async def get_ticket(self, id: str) -> TicketSnapshot:  # noqa: A002 (the protocol's name)
        async with self._database.transaction(self._account) as db:
            try:
                return snapshot(await desk.get_ticket(db, self._account, read_id(id)))
            except errors.NotFound as error:
                raise NotFound(error.detail) from None

    async def get_context(self, id: str) -> TicketContext:  # noqa: A002
        ticket = await self.get_ticket(id)
        notes = tuple([note async for note in self.list_notes(id)])
        return TicketContext(ticket.company, ticket.contact, ticket.devices, (), notes[-20:])

    async def list_notes(self, id: str, since: datetime | None = None) -> AsyncIterator[NoteRef]:  # noqa: A002
        await self.get_ticket(id)
        async with self._database.transaction(self._account) as db:
            notes = await desk.list_notes(db, self._account, read_id(id))
        for note in notes:
            if since is None or note.created_at >= since:
                yield note_ref(note)

    async def find_note(self, id: str, marker: str) -> list[NoteRef]:  # noqa: A002
        return [note async for note in self.list_notes(id) if note.marker == marker]

    async def add_note(self, id: str, draft: NoteDraft) -> NoteRef:  # noqa: A002
        require_sendable(draft)
        async with self._database.transaction(self._account) as db:
            try:
                note = await desk.add_note(
                    db, self._account, read_id(id), visibility=draft.visibility, text=draft.text, by=AUTHOR
                )
            except errors.NotFound as error:
                raise NotFound(error.detail) from None
        return note_ref(note)

    async def read_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        async for note in self.list_notes(id):
            if note.id == note_id:
                return note
        raise NotFound("There is no such note on this ticket.")

    async def retract_note(self, id: str, note_id: str) -> None:  # noqa: A002, ARG002
        raise Unsupported("The local desk keeps every note.")

    async def list_statuses(self, ticket: TicketSnapshot) -> list[StatusRef]:  # noqa: ARG002 (one board)
        return list(STATUSES.values())

    async def list_boards(self) -> list[BoardRef]:
        return [BOARD]

    async def list_board_statuses(self, board_id: str) -> list[StatusRef]:
        if board_id != BOARD.id:
            raise NotFound(f"The local desk has no board “{board_id}”.")
        return list(STATUSES.values())

    async def set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        if target.id not in STATUSES:
            raise ValidationRejected(f"The local desk has no status “{target.id}”.")
        async with self._database.transaction(self._account) as db:
            try:
                now = await desk.get_ticket(db, self._account, read_id(id), lock=True)
                if not expect.holds_for(snapshot(now)):
                    raise PreconditionFailed("The ticket was changed by someone else meanwhile.")
                _, said = await desk.move_ticket(db, self._account, now.id, target.id, by=AUTHOR)
            except errors.NotFound as error:
                raise NotFound(error.detail) from None
            except errors.Conflict as error:
                raise StatusNotAllowed(error.detail) from None
        return TransitionReceipt(claimed=bool(said), messages=tuple(said), request_id=None)

    async def verify_webhook(self, headers: Mapping[str, str], raw_body: bytes) -> TicketHint:  # noqa: ARG002
        raise Unsupported("The local desk sends no webhooks.")

    async def close(self) -> None:
        """Nothing of its own is open."""


def read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is no such ticket on this desk.") from None


def snapshot(ticket: DeskTicket) -> TicketSnapshot:
    return TicketSnapshot(
        id=str(ticket.id),
        number=str(ticket.number),
        summary=ticket.summary,
        description=ticket.description,
        status=STATUSES[ticket.status],
        board_id=BOARD.id,
        company=ticket.company,
        contact=ticket.contact,
        devices=(ticket.device,) if ticket.device else (),
        version=str(ticket.version),
        updated_at=ticket.updated_at,
        updated_by=ticket.updated_by,
        url=f"/desk/{ticket.id}",
    )


def note_ref(note: DeskNote) -> NoteRef:
    return NoteRef(
        id=str(note.id),
        marker=marker_of_text(note.text),
        visibility=Visibility(note.visibility),
        created_at=note.created_at,
        author=note.author,
        source=NoteSource.NOTE,
        text=note.text,
        by_us=note.author == AUTHOR,
    )
