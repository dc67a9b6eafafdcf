"""Request Tracker 5 over its REST2 interface.

A public note is a correspondence (RT mails it to the customer: that cannot be switched off), an internal one a
comment. A note's id is its transaction's. RT answers 200 to a refused change of status, and a Scrip may undo an
accepted one: what `set_status` returns is a claim.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from resolvent.ticketing.errors import (
    ConfigError,
    NotFound,
    PermissionDenied,
    PreconditionFailed,
    ProtocolError,
    TicketingError,
    Unavailable,
    Unsupported,
    ValidationRejected,
)
from resolvent.ticketing.http import Answer, Exchange, VendorHttp
from resolvent.ticketing.note_text import require_sendable
from resolvent.ticketing.provider import (
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
    Visibility,
    tell_nobody,
)
from resolvent.ticketing.providers import rt_read as read
from resolvent.ticketing.providers.rt_check import check_connection
from resolvent.ticketing.providers.rt_settings import RtSettings, credentials

PAGE_SIZE = 100
SEARCH_PAGE_SIZE = 25
MOST_PAGES = 100
"""Of one ticket's history: a server that never ends its pages must not hold us for ever."""
BATCH = 25
"""Transactions asked for in one query: they stand in the address."""
RECENT_NOTES = 10
ENDPOINTS = {Visibility.CUSTOMER: "correspond", Visibility.INTERNAL: "comment"}


class RtProvider:
    def __init__(self, settings: RtSettings, record: Callable[[Exchange], None] | None = None) -> None:
        self.capabilities = Capabilities(server_precondition=True)
        self._settings = settings
        self._web_url = str(settings.url).rstrip("/")
        authorization, secrets = credentials(settings)
        self._http = VendorHttp(
            f"{self._web_url}/REST/2.0",
            headers={"Authorization": authorization, "Accept": "application/json"},
            secrets=secrets,
            allow_private=settings.allow_private,
            record=record,
        )
        self._descriptions: dict[str, str] = {}
        """The first text of a ticket never changes; without this each poll of the status would fetch it again."""

    async def close(self) -> None:
        await self._http.close()

    async def check(self, tell: Tell = tell_nobody) -> ConnectionReport:
        return await check_connection(self._http, self._settings, tell)

    async def search(self, query: str, cursor: str | None = None) -> Page[TicketSnapshot]:
        wanted = query.strip()
        clause = f"Queue = {read.quoted(self._settings.queue)}"
        if wanted:
            by_number = f"id = {wanted} OR " if read.is_number(wanted) else ""
            clause += f" AND ({by_number}Subject LIKE {read.quoted(wanted)})"
        page = int(cursor) if cursor is not None and read.is_number(cursor) else 1
        listed = read.mapping(
            await self._http.get(
                "/tickets",
                {
                    "query": clause,
                    "fields": read.TICKET_FIELDS,
                    "orderby": "id",
                    "order": "DESC",
                    "per_page": str(SEARCH_PAGE_SIZE),
                    "page": str(page),
                },
            )
        )
        items = read.items(listed)
        more = len(items) == SEARCH_PAGE_SIZE if listed.get("pages") is None else page < int(listed["pages"])
        return Page(tuple(self._snapshot(item, version=None) for item in items), str(page + 1) if more else None)

    async def get_ticket(self, id: str) -> TicketSnapshot:  # noqa: A002 (the protocol's name)
        answer = await self._read_of_ticket(id, "")
        raw = read.mapping(answer)
        etag = answer.headers.get("etag")
        if id not in self._descriptions:
            self._descriptions[id] = await self._description(id)
        return self._snapshot(raw, version=etag, description=self._descriptions[id])

    async def _description(self, id: str) -> str:  # noqa: A002
        params = {"fields": read.PART_FIELDS, "per_page": "10"}
        first = read.items(read.mapping(await self._read_of_ticket(id, "/attachments", params)))
        return read.texts_by_transaction(first).get(str(first[0].get("TransactionId")), "") if first else ""

    async def get_context(self, id: str) -> TicketContext:  # noqa: A002
        ticket = await self.get_ticket(id)
        texts = [note async for note in self.list_notes(id)]
        parts = await self._parts_of(id, [note.id for note in texts])
        return TicketContext(
            company=await self._company_of(ticket.contact),
            contact=ticket.contact,
            devices=(),
            attachments=read.files_of(parts),
            notes=tuple([note for note in texts if note.source is NoteSource.NOTE][-RECENT_NOTES:]),
        )

    async def _company_of(self, contact: str | None) -> str | None:
        """Many accounts may not look at people; a ticket is complete without it."""
        if contact is None:
            return None
        try:
            person = read.mapping(await self._http.get(f"/user/{read.segment(contact)}"))
        except (PermissionDenied, NotFound):
            return None
        return str(person["Organization"]) if person.get("Organization") else None

    async def list_notes(self, id: str, since: datetime | None = None) -> AsyncIterator[NoteRef]:  # noqa: A002
        async for page in self._pages(id, "history", "Type,Created,Creator", read.ONLY_TEXTS):
            texts = read.texts_by_transaction(await self._parts_of(id, [str(item.get("id")) for item in page]))
            for transaction in page:
                note = read.note_of(transaction, texts.get(str(transaction.get("id")), ""), me=self._settings.user)
                if note is not None and (since is None or note.created_at >= since):
                    yield note

    async def find_note(self, id: str, marker: str) -> list[NoteRef]:  # noqa: A002
        return [note async for note in self.list_notes(id) if note.marker == marker]

    async def add_note(self, id: str, draft: NoteDraft) -> NoteRef:  # noqa: A002
        require_sendable(draft)
        body = {"Content": draft.text, "ContentType": "text/plain"}
        answer = await self._change_of_ticket(id, "POST", f"/{ENDPOINTS[draft.visibility]}", body)
        note_id = answer.headers.get("location", "").rpartition("/transaction/")[2]
        if answer.status != 201 or not read.is_number(note_id):
            raise ProtocolError("Request Tracker did not name the note it made.", request_id=answer.request_id)
        return NoteRef(
            id=note_id,
            marker=draft.marker,
            visibility=draft.visibility,
            created_at=datetime.now(UTC),
            author=self._settings.user,
            source=NoteSource.NOTE,
            text=draft.text,
            by_us=True,
        )

    async def read_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        if not read.is_number(note_id):
            raise NotFound(f"There is no note {note_id}.")
        try:
            transaction = read.mapping(await self._http.get(f"/transaction/{note_id}", tries=1))
        except Unavailable:  # RT fails with 500 on a transaction that does not exist
            return await self._listed_note(id, note_id)
        of = transaction.get("Object") or {}
        if of.get("type") != "ticket" or str(of.get("id")) != id:  # another ticket's, unless the two were merged
            return await self._listed_note(id, note_id)
        listed = await self._http.get(f"/transaction/{note_id}/attachments", {"fields": read.PART_FIELDS})
        text = read.texts_by_transaction(read.items(read.mapping(listed))).get(note_id, "")
        note = read.note_of(transaction, text, me=self._settings.user)
        if note is None:
            raise NotFound(f"Ticket {id} has no note {note_id}.")
        return note

    async def _listed_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        async for note in self.list_notes(id):
            if note.id == note_id:
                return note
        raise NotFound(f"Ticket {id} has no note {note_id}.")

    async def retract_note(self, id: str, note_id: str) -> None:  # noqa: A002, ARG002 (the protocol's names)
        raise Unsupported("Request Tracker keeps every note; an administrator can remove it with rt-shredder.")

    async def list_statuses(self, ticket: TicketSnapshot) -> list[StatusRef]:
        """The configured ones, the ticket's own, and those the lifecycle offers as actions on this ticket."""
        raw = read.mapping(await self._read_of_ticket(ticket.id, ""))
        links = (link for link in raw.get("_hyperlinks") or [] if link.get("ref") == "lifecycle" and link.get("to"))
        names = [*self._settings.statuses, ticket.status.name, *(str(link["to"]) for link in links)]
        return [read.status_of(name, ticket.board_id, self._settings.closed_statuses) for name in dict.fromkeys(names)]

    async def list_boards(self) -> list[BoardRef]:
        """Its queue."""
        queue = read.segment(self._settings.queue)
        return [read.board_of(read.mapping(await self._http.get(f"/queue/{queue}")))]

    async def list_board_statuses(self, board_id: str) -> list[StatusRef]:
        """Those of the newest ticket, which tells more than the settings do."""
        if board_id not in [board.id for board in await self.list_boards()]:
            raise NotFound(f"Queue {board_id} is not this connection's.")
        for newest in (await self.search("")).items[:1]:
            return await self.list_statuses(newest)
        closed = self._settings.closed_statuses
        return [read.status_of(name, board_id, closed) for name in dict.fromkeys(self._settings.statuses)]

    async def set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        version = expect.version
        if version is None:
            ticket = await self.get_ticket(id)
            if not expect.holds_for(ticket):
                raise PreconditionFailed(f"Ticket {id} is now {ticket.status.name}.")
            version = ticket.version
        headers = {} if version is None else {"If-Match": version}
        answer = await self._change_of_ticket(id, "PUT", "", {"Status": target.name}, headers)
        messages = answer.json()
        if not isinstance(messages, list):
            raise ProtocolError("Request Tracker did not say what it changed.", request_id=answer.request_id)
        said = tuple(str(message) for message in messages)
        return TransitionReceipt(read.claims_change(said, target.name), said, answer.request_id)

    async def verify_webhook(self, headers: Mapping[str, str], raw_body: bytes) -> TicketHint:  # noqa: ARG002
        raise Unsupported("Request Tracker sends no signed callbacks.")

    def _snapshot(self, raw: Mapping[str, Any], *, version: str | None, description: str = "") -> TicketSnapshot:
        closed = self._settings.closed_statuses
        return read.ticket_of(raw, web_url=self._web_url, closed=closed, version=version, description=description)

    async def _read_of_ticket(self, id: str, rest: str, params: Mapping[str, str] | None = None) -> Answer:  # noqa: A002
        if not read.is_number(id):
            raise NotFound(f"There is no ticket {id}.")
        try:
            return await self._http.get(f"/ticket/{id}{rest}", params)
        except NotFound as error:
            raise await self._unknown(id, error) from error

    async def _change_of_ticket(
        self,
        id: str,  # noqa: A002
        method: str,
        rest: str,
        body: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        if not read.is_number(id):
            raise NotFound(f"There is no ticket {id}.")
        try:
            return await self._http.change(method, f"/ticket/{id}{rest}", body, headers=headers)
        except NotFound as error:
            raise await self._unknown(id, error) from error
        except ValidationRejected as error:
            if "Permission Denied" not in (error.body or ""):
                raise
            await self._read_of_ticket(id, "")  # says so, if what is missing is the ticket
            raise PermissionDenied(
                f"{self._settings.user} may not write this note on ticket {id}.", request_id=error.request_id
            ) from error

    async def _unknown(self, id: str, error: NotFound) -> TicketingError:  # noqa: A002
        """A 404 may also come from something that is no Request Tracker at all."""
        try:
            read.mapping(await self._http.get("/rt", tries=1))
        except (NotFound, ProtocolError):
            return ConfigError(f"There is no Request Tracker at {self._web_url}.", request_id=error.request_id)
        return NotFound(f"There is no ticket {id}.", request_id=error.request_id)

    async def _parts_of(self, id: str, transactions: list[str]) -> list[Mapping[str, Any]]:  # noqa: A002
        """Texts and files of these transactions, whatever else the ticket holds."""
        parts: list[Mapping[str, Any]] = []
        for start in range(0, len(transactions), BATCH):
            wanted = read.any_of("TransactionId", transactions[start : start + BATCH])
            async for page in self._pages(id, "attachments", read.PART_FIELDS, wanted):
                parts += page
        return parts

    async def _pages(
        self,
        id: str,  # noqa: A002
        what: str,
        fields: str,
        query: str,
    ) -> AsyncIterator[list[Mapping[str, Any]]]:
        """To an account that is no superuser RT gives no total, and leaves out of a page what may not be seen: only
        an empty page is surely beyond the last, and only if the query leaves nothing unseen to fill a page with.
        """
        for page in range(1, MOST_PAGES + 1):
            params = {"fields": fields, "query": query, "per_page": str(PAGE_SIZE), "page": str(page)}
            listed = read.mapping(await self._read_of_ticket(id, f"/{what}", params))
            items = read.items(listed)
            if items:
                yield items
            if not items or (listed.get("pages") is not None and page >= int(listed["pages"])):
                return
        raise ProtocolError(f"The {what} of ticket {id} have no end.")
