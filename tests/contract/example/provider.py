"""Example over its REST interface. It has no precondition: the ticket is read and compared just before its status is set."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote_plus, urlencode

from resolvent.ticketing.errors import (
    AuthError,
    ConfigError,
    NotFound,
    PreconditionFailed,
    ProtocolError,
    StatusNotAllowed,
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
    CheckStep,
    ConnectionReport,
    NoteDraft,
    NoteRef,
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
from tests.contract.example import read
from tests.contract.example.settings import ExampleSettings

PAGE_SIZE = 100
SEARCH_PAGE_SIZE = 25
MOST_PAGES = 100
RECENT_NOTES = 10
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class ExampleProvider:
    def __init__(self, settings: ExampleSettings, record: Callable[[Exchange], None] | None = None) -> None:
        self.capabilities = Capabilities()
        self._settings = settings
        self._url = str(settings.url).rstrip("/")
        secret = settings.client_secret.get_secret_value()
        open_http = partial(
            VendorHttp,
            self._url,
            headers={"Accept": "application/json"},
            secrets=[secret, quote_plus(secret)],
            allow_private=settings.allow_private,
        )
        self._http = open_http(record=record)
        self._sign_in = open_http()
        """Not recorded: its answer is a secret that is not known yet."""
        self._token: str | None = None

    async def close(self) -> None:
        await self._sign_in.close()
        await self._http.close()

    async def check(self, tell: Tell = tell_nobody) -> ConnectionReport:
        steps: list[CheckStep] = []
        for name, act in (("credentials", self._fetch_token), ("tickets", self._read_one)):
            try:
                await act()
            except TicketingError as error:
                unreached = isinstance(error, (ConfigError, Unavailable))
                return ConnectionReport((*steps, CheckStep("address" if unreached else name, False, error.detail)))
            steps.append(CheckStep(name, True, "Works."))
        return ConnectionReport((*steps, CheckStep("notes", None, "A note would stay on a ticket.")))

    async def _read_one(self) -> None:
        read.items(await self._get("/api/tickets", {"page_size": "1"}), "tickets")

    async def search(self, query: str, cursor: str | None = None) -> Page[TicketSnapshot]:
        page = int(cursor) if cursor is not None and read.is_number(cursor) else 1
        params = {"search": query.strip(), "page_no": str(page), "page_size": str(SEARCH_PAGE_SIZE)}
        found = read.items(await self._get("/api/tickets", params), "tickets")
        statuses = await self._statuses("")
        items = tuple(read.ticket_of(raw, statuses, self._url) for raw in found)
        return Page(items, str(page + 1) if len(found) == SEARCH_PAGE_SIZE else None)

    async def get_ticket(self, id: str) -> TicketSnapshot:  # noqa: A002 (the protocol's name)
        if not read.is_number(id):
            raise NotFound(f"There is no ticket {id}.")
        raw = read.mapping(await self._get(f"/api/tickets/{id}"))
        return read.ticket_of(raw, await self._statuses(str(raw.get("tickettype_id"))), self._url)

    async def get_context(self, id: str) -> TicketContext:  # noqa: A002
        ticket = await self.get_ticket(id)
        notes = [note async for note in self.list_notes(id)]
        return TicketContext(ticket.company, ticket.contact, (), (), tuple(notes[-RECENT_NOTES:]))

    async def list_notes(self, id: str, since: datetime | None = None) -> AsyncIterator[NoteRef]:  # noqa: A002
        await self.get_ticket(id)
        for page in range(1, MOST_PAGES + 1):
            params = {"ticket_id": id, "page_no": str(page), "page_size": str(PAGE_SIZE)}
            found = read.items(await self._get("/api/actions", params), "actions")
            for raw in found:
                note = read.note_of(raw, self._settings.agent)
                if since is None or note.created_at >= since:
                    yield note
            if len(found) < PAGE_SIZE:
                return
        raise ProtocolError(f"The actions of ticket {id} have no end.")

    async def find_note(self, id: str, marker: str) -> list[NoteRef]:  # noqa: A002
        return [note async for note in self.list_notes(id) if note.marker == marker]

    async def add_note(self, id: str, draft: NoteDraft) -> NoteRef:  # noqa: A002
        require_sendable(draft)
        await self.get_ticket(id)
        action = {
            "ticket_id": int(id),
            "note_html": read.html_of_text(draft.text),
            "hiddenfromuser": draft.visibility is Visibility.INTERNAL,
            "sendemail": draft.notify,
        }
        answer = await self._post("/api/actions", [action])
        try:
            (made,) = read.items(answer)
            return read.note_of(made, self._settings.agent)
        except (ProtocolError, ValueError) as error:  # it may stand there all the same: effect UNKNOWN
            raise ProtocolError("Example did not name the note it made.", request_id=answer.request_id) from error

    async def read_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        async for note in self.list_notes(id):
            if note.id == note_id:
                return note
        raise NotFound(f"Ticket {id} has no note {note_id}.")

    async def retract_note(self, id: str, note_id: str) -> None:  # noqa: A002
        raise Unsupported("Example keeps every note.")

    async def list_statuses(self, ticket: TicketSnapshot) -> list[StatusRef]:
        return list((await self._statuses(ticket.board_id or "")).values())

    async def list_boards(self) -> list[BoardRef]:
        types = read.items(await self._get("/api/tickettypes"))
        return [BoardRef(str(raw["id"]), str(raw["name"])) for raw in types]

    async def list_board_statuses(self, board_id: str) -> list[StatusRef]:
        if board_id not in [board.id for board in await self.list_boards()]:
            raise NotFound(f"There is no ticket type {board_id}.")
        return list((await self._statuses(board_id)).values())

    async def set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        if not read.is_number(target.id):
            raise StatusNotAllowed(f"There is no status {target.id}.")
        ticket = await self.get_ticket(id)
        if not expect.holds_for(ticket):
            raise PreconditionFailed(f"Ticket {id} is now {ticket.status.name}.")
        try:
            answer = await self._post("/api/tickets", [{"id": int(id), "status_id": int(target.id)}])
        except ValidationRejected as error:
            raise StatusNotAllowed(
                f"Example refused {target.name} for ticket {id}.", request_id=error.request_id
            ) from error
        said = read.items(answer)
        return TransitionReceipt([str(raw.get("status_id")) for raw in said] == [target.id], (), answer.request_id)

    async def verify_webhook(self, headers: Mapping[str, str], raw_body: bytes) -> TicketHint:
        raise Unsupported("Example sends no signed callbacks.")

    async def _statuses(self, board_id: str) -> dict[str, StatusRef]:
        listed = read.items(await self._get("/api/status"))
        return {status.id: status for status in (read.status_of(raw, board_id) for raw in listed)}

    async def _get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        return await self._signed_in(lambda headers: self._http.get(path, params, headers=headers))

    async def _post(self, path: str, body: Any) -> Answer:
        return await self._signed_in(lambda headers: self._http.change("POST", path, body, headers=headers))

    async def _signed_in(self, call: Callable[[Mapping[str, str]], Awaitable[Answer]]) -> Answer:
        if self._token is not None:
            with suppress(AuthError):  # the token ran out: a refusal, so nothing was done
                return await call({"Authorization": f"Bearer {self._token}"})
        await self._fetch_token()
        return await call({"Authorization": f"Bearer {self._token}"})

    async def _fetch_token(self) -> None:
        secret = self._settings.client_secret.get_secret_value()
        form = {"grant_type": "client_credentials", "client_id": self._settings.client_id, "client_secret": secret}
        try:
            answer = await self._sign_in.ask("POST", "/auth/token", urlencode(form).encode(), headers=FORM)
        except ValidationRejected as error:
            raise AuthError("Example refused the client ID or its secret.", request_id=error.request_id) from error
        except NotFound as error:
            raise ConfigError(f"There is no Example at {self._url}.", request_id=error.request_id) from error
        self._token = str(read.mapping(answer).get("access_token") or "")
        self._http.hide(self._token)
