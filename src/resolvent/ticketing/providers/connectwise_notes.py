"""Notes on a ConnectWise ticket: plain ones, and those that are entered with time."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from resolvent.ticketing.errors import ConfigError, NotFound, PermissionDenied, ProtocolError, VisibilityViolation
from resolvent.ticketing.http import Answer
from resolvent.ticketing.note_text import require_sendable
from resolvent.ticketing.provider import NoteDraft, NoteRef, NoteSource, NoteType
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_api import ConnectWiseApi
from resolvent.ticketing.providers.connectwise_query import is_number
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings

CHARGE_TYPES = {"service": "ServiceTicket", "project": "ProjectTicket"}
TIME_ENTRIES = "/time/entries"
ALL_NOTES_PAGE = 1000


class ConnectWiseNotes:
    """`kind` is where the ticket lives: service or project."""

    def __init__(self, api: ConnectWiseApi) -> None:
        self._api = api
        self._me = api.settings.member

    async def read_all(self, kind: str, ticket_id: str, ticket: Mapping[str, Any]) -> list[NoteRef]:
        """Oldest first. Notes and time entries are read each from its own list: there they come in the order of their
        ids, so that no page hides one, and with author and date. The list of both has neither.
        """
        listed = [raw async for raw in self._api.all(f"/{kind}/tickets/{ticket_id}/notes")]
        described = read.description_of(listed, ticket)
        notes = [read.note_of(raw, me=self._me, described=raw is described) for raw in listed]
        return sorted([*notes, *await self._time_entries(kind, ticket_id)], key=lambda note: note.created_at)

    async def _time_entries(self, kind: str, ticket_id: str) -> list[NoteRef]:
        """Keys that may not read time entries still see those that show on the ticket, where the server is new enough.

        Where neither is possible there are none to see, unless we write time entries ourselves: one that was not found
        would be written again.
        """
        of_ticket = f'chargeToType="{CHARGE_TYPES[kind]}" AND chargeToId={ticket_id}'
        try:
            return [read.time_entry_of(raw, me=self._me) async for raw in self._api.all(TIME_ENTRIES, of_ticket)]
        except PermissionDenied:
            try:
                params = {"pageSize": str(ALL_NOTES_PAGE)}
                listed = read.items(await self._api.get(f"/{kind}/tickets/{ticket_id}/allNotes", params))
            except (NotFound, ConfigError, PermissionDenied):  # 404 or 405: an older server
                if self._api.settings.notes_as == "time_entry":
                    raise
                return []
        entries = [raw for raw in listed if raw.get("noteType") == "TimeEntryNote"]
        return [read.listed_time_entry_of(raw, me=self._me) for raw in entries]

    async def add(self, kind: str, ticket_id: str, draft: NoteDraft) -> NoteRef:
        require_sendable(draft)
        if self._api.settings.notes_as == "time_entry" and draft.type is NoteType.RESOLUTION:
            body = time_entry_body(self._api.settings, CHARGE_TYPES[kind], int(ticket_id), draft, datetime.now(UTC))
            answer = await self._api.change("POST", TIME_ENTRIES, body)
            return self._made(answer, read.time_entry_of)
        answer = await self._api.change("POST", f"/{kind}/tickets/{ticket_id}/notes", read.note_body(draft))
        return self._made(answer, read.note_of)

    def _made(self, answer: Answer, note_of: Any) -> NoteRef:
        try:
            note: NoteRef = note_of(read.mapping(answer), me=self._me)
        except ProtocolError as error:
            raise ProtocolError("ConnectWise did not name the note it made.", request_id=answer.request_id) from error
        return note

    async def read(self, kind: str, ticket_id: str, note_id: str) -> NoteRef:
        """Raises VisibilityViolation when the vendor does not say of every flag how it stands."""
        path = note_path(kind, ticket_id, note_id)
        raw = read.mapping(await self._api.get(path))
        source = NoteSource.TIME_ENTRY if path.startswith(TIME_ENTRIES) else NoteSource.NOTE
        if source is NoteSource.TIME_ENTRY and not _is_charged_to(raw, ticket_id):
            raise NotFound(f"Ticket {ticket_id} has no note {note_id}.")
        if not all(isinstance(flag, bool) for flag in read.flags_of(raw, source)):
            raise VisibilityViolation(f"ConnectWise does not tell who sees note {note_id}.")
        note_of = read.time_entry_of if source is NoteSource.TIME_ENTRY else read.note_of
        return note_of(raw, me=self._me)

    async def retract(self, kind: str, ticket_id: str, note_id: str) -> None:
        """A time entry that was approved or billed meanwhile stays."""
        path = note_path(kind, ticket_id, note_id)
        # A time entry's address does not name the ticket: another ticket's must not be taken for this one's.
        if path.startswith(TIME_ENTRIES) and not _is_charged_to(read.mapping(await self._api.get(path)), ticket_id):
            raise NotFound(f"Ticket {ticket_id} has no note {note_id}.")
        await self._api.change("DELETE", path, None)


def note_path(kind: str, ticket_id: str, note_id: str) -> str:
    if entry := read.TIME_ENTRY_ID.fullmatch(note_id):
        return f"{TIME_ENTRIES}/{entry[1]}"
    if not is_number(note_id):
        raise NotFound(f"Ticket {ticket_id} has no note {note_id}.")
    return f"/{kind}/tickets/{ticket_id}/notes/{note_id}"


def _is_charged_to(raw: Mapping[str, Any], ticket_id: str) -> bool:
    return str(raw.get("chargeToId")) == ticket_id and raw.get("chargeToType") in CHARGE_TYPES.values()


def time_entry_body(
    settings: ConnectWiseSettings, charge_type: str, ticket_id: int, draft: NoteDraft, now: datetime
) -> dict[str, Any]:
    """Every flag said. Only for what the customer may read: a time entry's notes may end on an invoice."""
    named = {"workType": settings.work_type, "workRole": settings.work_role}
    return {
        "chargeToType": charge_type,
        "chargeToId": ticket_id,
        "member": {"identifier": settings.member},
        "timeStart": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "actualHours": settings.hours,
        "billableOption": settings.billable,
        "notes": draft.text,
        "addToDetailDescriptionFlag": False,
        "addToInternalAnalysisFlag": False,
        "addToResolutionFlag": True,
        "emailContactFlag": draft.notify,
        "emailResourceFlag": False,
        "emailCcFlag": False,
        **{name: {"name": value} for name, value in named.items() if value},
    }
