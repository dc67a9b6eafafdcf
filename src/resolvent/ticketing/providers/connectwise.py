"""ConnectWise PSA over its REST interface 3.0.

The vendor has no precondition: the ticket is read and compared just before its status is changed. Workflow rules run
after each change, so what `set_status` returns is a claim. An answer of 404 may also mean wrong credentials.
"""

import hmac
import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from resolvent.ticketing.errors import (
    AuthError,
    ConfigError,
    NotFound,
    PermissionDenied,
    PreconditionFailed,
    ProtocolError,
    StatusNotAllowed,
    TicketingError,
    Unavailable,
    ValidationRejected,
    VisibilityViolation,
)
from resolvent.ticketing.http import Answer, Exchange, VendorHttp
from resolvent.ticketing.note_text import require_sendable
from resolvent.ticketing.provider import (
    BoardRef,
    Capabilities,
    CheckStep,
    ConnectionReport,
    NoteDraft,
    NoteRef,
    Page,
    Precondition,
    StatusRef,
    TicketContext,
    TicketHint,
    TicketSnapshot,
    TransitionReceipt,
)
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings, credentials, origin_of

PAGE_SIZE = 100
SEARCH_PAGE_SIZE = 25
MOST_PAGES = 100
RECENT_NOTES = 10
MEDIA_TYPE = "application/vnd.connectwise.com+json; version=2025.8"
CODEBASE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*")
CHARGE_TYPES = {"service": "ServiceTicket", "project": "ProjectTicket"}


class ConnectWiseProvider:
    def __init__(
        self,
        settings: ConnectWiseSettings,
        record: Callable[[Exchange], None] | None = None,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.capabilities = Capabilities(webhooks=True)
        self._settings = settings
        self._origin = origin_of(settings)
        authorization, secrets = credentials(settings)
        self._http = VendorHttp(
            self._origin,
            headers={"Authorization": authorization, "clientId": settings.client_id, "Accept": MEDIA_TYPE},
            secrets=secrets,
            allow_private=settings.allow_private,
            record=record,
            transport=transport,
        )
        self._codebase: str | None = None
        self._kinds: dict[str, str] = {}
        self._signing_keys: dict[str, str] = {}

    async def close(self) -> None:
        await self._http.close()

    async def check(self) -> ConnectionReport:
        """Whether notes may be written is not tried: that would leave one."""
        steps: list[CheckStep] = []
        for name, path in (("Company ID", None), ("Credentials", "/service/boards"), ("Tickets", "/service/tickets")):
            try:
                if path is None:
                    await self._discover()
                else:
                    read.items(await self._get(path, {"pageSize": "1"}))
            except TicketingError as error:
                steps.append(CheckStep(name, False, error.detail))
                break
            steps.append(CheckStep(name, True, "Works."))
        return ConnectionReport((*steps, CheckStep("Notes", None, "Not tried: a note would stay on a ticket.")))

    async def search(self, query: str, cursor: str | None = None) -> Page[TicketSnapshot]:
        page = int(cursor) if cursor is not None and read.is_number(cursor) else 1
        params = {"orderBy": "id desc", "pageSize": str(SEARCH_PAGE_SIZE), "page": str(page)}
        if conditions := read.search_conditions(query, self._settings.boards):
            params["conditions"] = conditions
        found = read.items(await self._get("/service/tickets", params))
        more = len(found) == SEARCH_PAGE_SIZE
        return Page(tuple(self._snapshot(raw) for raw in found), str(page + 1) if more else None)

    async def get_ticket(self, id: str) -> TicketSnapshot:  # noqa: A002 (the protocol's name)
        raw = await self._ticket(id)
        params = {"orderBy": "id asc", "pageSize": "10"}
        first = read.items(await self._get(f"/{self._kinds[id]}/tickets/{id}/notes", params))
        notes = (note for note in first if note.get("detailDescriptionFlag") is True)
        return self._snapshot(raw, str(next(notes, {}).get("text") or ""))

    async def get_context(self, id: str) -> TicketContext:  # noqa: A002
        ticket = await self.get_ticket(id)
        notes = [note async for note in self.list_notes(id)]
        return TicketContext(ticket.company, ticket.contact, (), (), tuple(notes[-RECENT_NOTES:]))

    async def list_notes(self, id: str, since: datetime | None = None) -> AsyncIterator[NoteRef]:  # noqa: A002
        """Notes and time entries. Keys without a right to time entries see none; we write none."""
        await self._ticket(id)
        kind, me = self._kinds[id], self._settings.member
        notes = [read.note_of(raw, me=me) async for raw in self._all(f"/{kind}/tickets/{id}/notes", "")]
        charged = f'chargeToType="{CHARGE_TYPES[kind]}" AND chargeToId={id} AND '
        with suppress(PermissionDenied):
            notes += [read.time_entry_of(raw, me=me) async for raw in self._all("/time/entries", charged)]
        for note in sorted(notes, key=lambda note: note.created_at):
            if since is None or note.created_at >= since:
                yield note

    async def find_note(self, id: str, marker: str) -> list[NoteRef]:  # noqa: A002
        return [note async for note in self.list_notes(id) if note.marker == marker]

    async def add_note(self, id: str, draft: NoteDraft) -> NoteRef:  # noqa: A002
        require_sendable(draft)
        await self._ticket(id)
        answer = await self._change("POST", f"/{self._kinds[id]}/tickets/{id}/notes", read.note_body(draft))
        try:
            return read.note_of(read.mapping(answer), me=self._settings.member)
        except ProtocolError as error:
            raise ProtocolError("ConnectWise did not name the note it made.", request_id=answer.request_id) from error

    async def read_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        raw = read.mapping(await self._get(await self._note_path(id, note_id)))
        if not all(isinstance(flag, bool) for flag in read.flags_of(raw)):
            raise VisibilityViolation(f"ConnectWise does not tell who sees note {note_id}.")
        return read.note_of(raw, me=self._settings.member)

    async def retract_note(self, id: str, note_id: str) -> None:  # noqa: A002
        await self._change("DELETE", await self._note_path(id, note_id), None)

    async def list_statuses(self, ticket: TicketSnapshot) -> list[StatusRef]:
        return [] if ticket.board_id is None else await self.list_board_statuses(ticket.board_id)

    async def list_boards(self) -> list[BoardRef]:
        wanted = self._settings.boards
        boards = [raw async for raw in self._all("/service/boards", "") if raw.get("inactiveFlag") is not True]
        return [read.board_of(raw) for raw in boards if not wanted or raw.get("id") in wanted]

    async def list_board_statuses(self, board_id: str) -> list[StatusRef]:
        if not read.is_number(board_id):
            raise NotFound(f"There is no board {board_id}.")
        listed = read.items(await self._get(f"/service/boards/{board_id}/statuses", {"pageSize": "1000"}))
        return [read.status_of(raw, board_id) for raw in listed]

    async def set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        if not read.is_number(target.id):
            raise StatusNotAllowed(f"There is no status {target.id}.")
        ticket = self._snapshot(await self._ticket(id))
        if not expect.holds_for(ticket):
            raise PreconditionFailed(f"Ticket {id} is now {ticket.status.name}.")
        patch = [{"op": "replace", "path": "status", "value": {"id": int(target.id)}}]
        try:
            answer = await self._change("PATCH", f"/{self._kinds[id]}/tickets/{id}", patch)
        except ValidationRejected as error:
            raise StatusNotAllowed(
                f"ConnectWise refused {target.name} for ticket {id}.", request_id=error.request_id, body=error.body
            ) from error
        status = read.mapping(answer).get("status") or {}
        return TransitionReceipt(str(status.get("id")) == target.id, (), answer.request_id)

    async def verify_webhook(self, headers: Mapping[str, str], raw_body: bytes) -> TicketHint:
        """The address of the key stands in the message itself: only our own connection's server is asked for it."""
        try:
            body = json.loads(raw_body)
            ticket_id, key_url = str(body["ID"]), urlsplit(str(body["Metadata"]["key_url"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValidationRejected("This is no callback of ConnectWise.") from error
        if f"{key_url.scheme}://{key_url.netloc}" != self._origin or not read.is_number(ticket_id):
            raise AuthError("The callback names a key that is not this connection's.")
        path = key_url.path + (f"?{key_url.query}" if key_url.query else "")
        key = self._signing_keys.get(path) or str(read.mapping(await self._http.get(path)).get("signing_key") or "")
        given = {name.lower(): value for name, value in headers.items()}.get("x-content-signature", "")
        wanted = b64encode(hmac.digest(sha256(key.encode()).digest(), raw_body, "sha256"))
        if not key or not hmac.compare_digest(wanted, given.encode()):
            raise AuthError("The callback's signature is wrong.")
        self._signing_keys[path] = key  # only a proven one: a forger must not fill our memory
        return TicketHint(ticket_id, str(body.get("Action") or ""))

    def _snapshot(self, raw: Mapping[str, Any], description: str = "") -> TicketSnapshot:
        site = str(self._settings.site).rstrip("/")
        url = f"{site}/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid={raw.get('id')}"
        return read.ticket_of(raw, url=url, description=description)

    async def _ticket(self, id: str) -> Mapping[str, Any]:  # noqa: A002
        """A project's ticket is not found among the service tickets."""
        if not read.is_number(id):
            raise NotFound(f"There is no ticket {id}.")
        known = self._kinds.get(id)
        for kind in (known,) if known else tuple(CHARGE_TYPES):
            try:
                raw = read.mapping(await self._get(f"/{kind}/tickets/{id}"))
            except NotFound:
                continue
            self._kinds[id] = kind
            return raw
        raise NotFound(f"There is no ticket {id}.")

    async def _note_path(self, id: str, note_id: str) -> str:  # noqa: A002
        if not read.is_number(note_id):
            raise NotFound(f"There is no note {note_id}.")
        await self._ticket(id)
        return f"/{self._kinds[id]}/tickets/{id}/notes/{note_id}"

    async def _all(self, path: str, conditions: str) -> AsyncIterator[Mapping[str, Any]]:
        """By rising id, so that nothing is skipped or seen twice when the list changes meanwhile."""
        last = 0
        for _ in range(MOST_PAGES):
            params = {"conditions": f"{conditions}id>{last}", "orderBy": "id asc", "pageSize": str(PAGE_SIZE)}
            found = read.items(await self._get(path, params))
            for raw in found:
                yield raw
            if len(found) < PAGE_SIZE:
                return
            last = int(found[-1]["id"])
        raise ProtocolError(f"{path} has no end.")

    async def _get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        before = self._codebase or await self._discover()
        try:
            return await self._http.get(f"/{before}apis/3.0{path}", params)
        except NotFound as error:
            now = await self._discover()
            if now != before:  # the hosted product moves to a new version
                return await self._http.get(f"/{now}apis/3.0{path}", params)
            await self._prove_credentials(error)
            raise

    async def _change(self, method: str, path: str, body: Any) -> Answer:
        before = self._codebase or await self._discover()
        try:
            return await self._http.change(method, f"/{before}apis/3.0{path}", body)
        except NotFound as error:
            if await self._discover() != before:
                raise Unavailable("ConnectWise moved to another version. Nothing was changed.") from error
            await self._prove_credentials(error)
            raise

    async def _prove_credentials(self, error: NotFound) -> None:
        """The hosted product also answers 404 to wrong keys."""
        try:
            await self._http.get(f"/{self._codebase}apis/3.0/service/boards", {"pageSize": "1"})
        except NotFound as again:
            raise AuthError("ConnectWise does not know these credentials.", request_id=error.request_id) from again

    async def _discover(self) -> str:
        company = self._settings.company_id
        info = (await self._http.get(f"/login/companyinfo/{quote(company, safe='')}")).json()
        codebase = str(info.get("Codebase") or "") if isinstance(info, dict) else ""
        if not codebase or not CODEBASE.fullmatch(codebase):
            raise ConfigError(f"ConnectWise does not know the company ID {company}.")
        self._codebase = codebase
        return codebase
