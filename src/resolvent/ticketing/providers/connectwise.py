"""ConnectWise PSA over its REST interface 3.0.

The vendor has no precondition: the ticket is read and compared just before its status is changed. Workflow rules run
after each change, so what `set_status` returns is a claim. An answer of 404 may also mean wrong credentials.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import httpx2

from resolvent.ticketing.errors import (
    ConfigError,
    Conflict,
    NotFound,
    PermissionDenied,
    PreconditionFailed,
    ProtocolError,
    StatusNotAllowed,
    ValidationRejected,
)
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.provider import (
    Attachment,
    BoardRef,
    Capabilities,
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
    tell_nobody,
)
from resolvent.ticketing.providers import connectwise_callbacks_admin as callbacks
from resolvent.ticketing.providers import connectwise_query as query_language
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_api import ConnectWiseApi
from resolvent.ticketing.providers.connectwise_callbacks import verify_callback
from resolvent.ticketing.providers.connectwise_check import check_connection
from resolvent.ticketing.providers.connectwise_notes import CHARGE_TYPES, ConnectWiseNotes
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings, site_of

SEARCH_PAGE_SIZE = 25
RECENT_NOTES = 10
MOST_DEVICES = 20
STATUS_TRIES = 2
TICKET_PAGE = "v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid="

Part = TypeVar("Part")


class ConnectWiseProvider:
    """`transport` takes the place of the network."""

    def __init__(
        self,
        settings: ConnectWiseSettings,
        record: Callable[[Exchange], None] | None = None,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.capabilities = Capabilities(webhooks=True, time_entries=settings.notes_as == "time_entry")
        self._settings = settings
        self._api = ConnectWiseApi(settings, record, transport)
        self._notes = ConnectWiseNotes(self._api)
        self._kinds: dict[str, str] = {}
        self._seen: dict[str, Mapping[str, Any]] = {}
        """Each ticket as it was read last: what never changes is taken from there."""
        self._descriptions: dict[str, str] = {}

    async def close(self) -> None:
        await self._api.close()

    async def check(self, tell: Tell = tell_nobody) -> ConnectionReport:
        return await check_connection(self._api, tell)

    async def search(self, query: str, cursor: str | None = None) -> Page[TicketSnapshot]:
        """Service tickets by their summary, newest first, and any ticket by its number."""
        words = query_language.words_of(query)
        if query.strip() and not words:
            return Page(())  # nothing in it can be asked for
        page = int(cursor) if cursor is not None and query_language.is_number(cursor) else 1
        params = {"orderBy": "id desc", "pageSize": str(SEARCH_PAGE_SIZE), "page": str(page)}
        if conditions := query_language.search_conditions(words, self._settings.boards):
            params["conditions"] = conditions
        answer = await self._api.get("/service/tickets", params)
        found = [self._snapshot(raw) for raw in read.items(answer)]
        if page == 1 and len(words) == 1 and query_language.is_number(words[0]):
            found += [one for one in await self._project_ticket(words[0]) if one.id not in [two.id for two in found]]
        following = read.next_page(answer)
        return Page(tuple(found), None if following is None or following <= page else str(following))

    async def _project_ticket(self, number: str) -> list[TicketSnapshot]:
        limit = query_language.one_of("board/id", self._settings.boards) if self._settings.boards else ""
        conditions = query_language.all_of([limit, f"id={number}"])
        with suppress(NotFound, PermissionDenied):
            answer = await self._api.get("/project/tickets", {"conditions": conditions, "pageSize": "1"})
            return [self._snapshot(raw) for raw in read.items(answer)]
        return []

    async def get_ticket(self, id: str) -> TicketSnapshot:  # noqa: A002 (the protocol's name)
        """The description is the first note of its discussion: the vendor gives it back nowhere else.

        It is read once. A status that is read again and again is proven by its own answer, with nothing read after it.
        """
        raw = await self._ticket(id)
        if id not in self._descriptions:
            params = {"orderBy": "id asc", "pageSize": "10"}
            first = read.items(await self._api.get(f"/{self._kinds[id]}/tickets/{id}/notes", params))
            self._descriptions[id] = str(read.mapped(read.description_of(first, raw)).get("text") or "")
        return self._snapshot(raw, self._descriptions[id])

    async def get_context(self, id: str) -> TicketContext:  # noqa: A002
        """What the keys may not read is left out."""
        raw = await self._ticket(id)
        notes = await self._notes.read_all(self._kinds[id], id, raw)
        ticket = self._snapshot(raw)
        return TicketContext(
            company=ticket.company,
            contact=await _unless_denied(self._contact(raw), None) or ticket.contact,
            devices=await _unless_denied(self._devices(id), ()),
            attachments=await _unless_denied(self._documents(id), ()),
            notes=tuple([note for note in notes if note.source is not NoteSource.DESCRIPTION][-RECENT_NOTES:]),
        )

    async def _contact(self, raw: Mapping[str, Any]) -> str | None:
        number = read.mapped(raw.get("contact")).get("id")
        if not isinstance(number, int):
            return None
        return read.contact_of(read.mapping(await self._api.get(f"/company/contacts/{number}")))

    async def _devices(self, id: str) -> tuple[str, ...]:  # noqa: A002
        """By their names where they can be read: an identifier is often another system's number."""
        params = {"pageSize": str(MOST_DEVICES)}
        listed = read.items(await self._api.get(f"/{self._kinds[id]}/tickets/{id}/configurations", params))
        known = {read.number_of(raw): str(raw.get("deviceIdentifier") or "") for raw in listed}
        if known:
            wanted = {"conditions": query_language.one_of("id", sorted(known)), "pageSize": str(MOST_DEVICES)}
            with suppress(NotFound, PermissionDenied):
                for raw in read.items(await self._api.get("/company/configurations", wanted)):
                    known[read.number_of(raw)] = str(raw.get("name") or known.get(read.number_of(raw), ""))
        return tuple(name for name in known.values() if name)

    async def _documents(self, id: str) -> tuple[Attachment, ...]:  # noqa: A002
        """Files; a link leads anywhere, and is none."""
        params = {"recordType": "Ticket", "recordId": id, "pageSize": "100"}
        listed = read.items(await self._api.get("/system/documents", params))
        files = [raw for raw in listed if raw.get("linkFlag") is not True and raw.get("urlFlag") is not True]
        return tuple(read.attachment_of(raw) for raw in files)

    async def list_notes(self, id: str, since: datetime | None = None) -> AsyncIterator[NoteRef]:  # noqa: A002
        for note in await self._where_it_lives(id, lambda kind: self._notes.read_all(kind, id, self._seen[id])):
            if since is None or note.created_at >= since:
                yield note

    async def find_note(self, id: str, marker: str) -> list[NoteRef]:  # noqa: A002
        return [note async for note in self.list_notes(id) if note.marker == marker]

    async def add_note(self, id: str, draft: NoteDraft) -> NoteRef:  # noqa: A002
        await self._writable_ticket(id)
        return await self._notes.add(self._kinds[id], id, draft)

    async def read_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        return await self._where_it_lives(id, lambda kind: self._notes.read(kind, id, note_id))

    async def retract_note(self, id: str, note_id: str) -> None:  # noqa: A002
        await self._where_it_lives(id, lambda kind: self._notes.retract(kind, id, note_id))

    async def list_statuses(self, ticket: TicketSnapshot) -> list[StatusRef]:
        return [] if ticket.board_id is None else await self.list_board_statuses(ticket.board_id)

    async def list_boards(self) -> list[BoardRef]:
        wanted = self._settings.boards
        boards = [raw async for raw in self._api.all("/service/boards") if raw.get("inactiveFlag") is not True]
        return [read.board_of(raw) for raw in boards if not wanted or raw.get("id") in wanted]

    async def list_board_statuses(self, board_id: str) -> list[StatusRef]:
        if not query_language.is_number(board_id):
            raise NotFound(f"There is no board {board_id}.")
        return [read.status_of(raw, board_id) async for raw in self._api.all(f"/service/boards/{board_id}/statuses")]

    async def set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        """A record in use is tried once more, if the ticket still is as expected."""
        for _ in range(STATUS_TRIES - 1):
            with suppress(Conflict):
                return await self._set_status(id, target, expect)
        return await self._set_status(id, target, expect)

    async def _set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        ticket = self._snapshot(await self._writable_ticket(id))
        if not query_language.is_number(target.id):
            raise StatusNotAllowed(f"There is no status {target.id}.")
        if not expect.holds_for(ticket):
            raise PreconditionFailed(f"Ticket {id} is now {ticket.status.name}.")
        if target.inactive or target.board_id not in (None, ticket.board_id):
            raise StatusNotAllowed(f"{target.name} is not a status that ticket {id} can take on its board.")
        patch = [{"op": "replace", "path": "status", "value": {"id": int(target.id)}}]
        try:
            answer = await self._api.change("PATCH", f"/{self._kinds[id]}/tickets/{id}", patch)
        except ValidationRejected as error:
            raise StatusNotAllowed(
                f"ConnectWise refused {target.name} for ticket {id}.", request_id=error.request_id, body=error.body
            ) from error
        status = read.mapped(read.mapping(answer).get("status"))
        return TransitionReceipt(str(status.get("id")) == target.id, (), answer.request_id)

    async def verify_webhook(self, headers: Mapping[str, str], raw_body: bytes) -> TicketHint:
        return await verify_callback(self._api, headers, raw_body)

    async def register_webhook(self, url: str) -> str:
        return await callbacks.register(self._api.change, url)

    async def unregister_webhook(self, registration_id: str) -> None:
        await callbacks.unregister(self._api.get, self._api.change, registration_id)

    def _snapshot(self, raw: Mapping[str, Any], description: str = "") -> TicketSnapshot:
        url = f"{site_of(self._settings)}/{TICKET_PAGE}{raw.get('id')}"
        return read.ticket_of(raw, url=url, description=description)

    async def _ticket(self, id: str) -> Mapping[str, Any]:  # noqa: A002
        """A project's ticket is not found among the service tickets."""
        if not query_language.is_number(id):
            raise NotFound(f"There is no ticket {id}.")
        known = self._kinds.get(id)
        for kind in sorted(CHARGE_TYPES, key=lambda kind: (kind != known, kind == "project")):
            try:
                raw = read.mapping(await self._api.get(f"/{kind}/tickets/{id}"))
            except NotFound:
                continue
            self._seen[id] = raw
            self._kinds[id] = "project" if str(raw.get("recordType")).startswith("Project") else kind
            return raw
        raise NotFound(f"There is no ticket {id}.")

    async def _where_it_lives(self, id: str, call: Callable[[str], Awaitable[Part]]) -> Part:  # noqa: A002
        """Without reading the ticket each time; once more when it was made a project's, or back, meanwhile."""
        known = self._kinds.get(id)
        if known is None:
            await self._ticket(id)
        try:
            return await call(self._kinds[id])
        except NotFound:
            if known is None:
                raise
            await self._ticket(id)
            if self._kinds[id] == known:
                raise
        return await call(self._kinds[id])

    async def _writable_ticket(self, id: str) -> Mapping[str, Any]:  # noqa: A002
        """Another ticket's number, or a parent's: what is written there, nobody who looks at this one would see."""
        raw = await self._ticket(id)
        parent = read.mapped(raw.get("mergedParentTicket")).get("id")
        if str(raw.get("id")) != id:
            parent = raw.get("id")
        if parent:
            raise PreconditionFailed(f"Ticket {id} was merged into ticket {parent}. Nothing was changed.")
        return raw


async def _unless_denied(reading: Awaitable[Part], otherwise: Part) -> Part:
    """A part of the context that these keys may not read, or that this server does not have."""
    with suppress(NotFound, PermissionDenied, ConfigError, ProtocolError, ValidationRejected):
        return await reading
    return otherwise
