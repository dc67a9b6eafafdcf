"""The emulator as an ASGI app: one door through which each call goes, in the same order."""

import base64
import json
import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from tests.emulators.connectwise import desk, notes, tickets
from tests.emulators.connectwise.contract import Contract
from tests.emulators.connectwise.control import controlled
from tests.emulators.connectwise.exchange import Answer, Call, Refusal, gone, refusal
from tests.emulators.connectwise.faults import FAULTS
from tests.emulators.connectwise.world import World

TICKET = r"/(?:service|project)/tickets"
ROUTES: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", TICKET, tickets.find),
    ("GET", f"{TICKET}/count", tickets.count),
    ("POST", "/service/tickets", tickets.create),
    ("POST", f"{TICKET}/search", tickets.search),
    ("GET", rf"{TICKET}/(\d+)", tickets.read),
    ("PATCH", rf"{TICKET}/(\d+)", tickets.patch),
    ("GET", rf"{TICKET}/(\d+)/notes", notes.find),
    ("POST", rf"{TICKET}/(\d+)/notes", notes.create),
    ("GET", rf"{TICKET}/(\d+)/notes/count", notes.count),
    ("GET", rf"{TICKET}/(\d+)/notes/(\d+)", notes.read),
    ("DELETE", rf"{TICKET}/(\d+)/notes/(\d+)", notes.delete),
    ("GET", rf"{TICKET}/(\d+)/allNotes", notes.all_notes),
    ("GET", rf"{TICKET}/(\d+)/configurations", desk.devices),
    ("GET", "/time/entries", notes.entries),
    ("POST", "/time/entries", notes.add_entry),
    ("GET", "/service/boards", desk.listing("boards")),
    ("GET", r"/service/boards/(\d+)", desk.reading("boards", "Board")),
    ("GET", r"/service/boards/(\d+)/statuses", desk.statuses),
    ("GET", r"/service/boards/(\d+)/statuses/info", desk.statuses_info),
    ("GET", "/company/companies", desk.listing("companies")),
    ("GET", r"/company/companies/(\d+)", desk.reading("companies", "Company")),
    ("GET", "/company/contacts", desk.listing("contacts")),
    ("GET", r"/company/contacts/(\d+)", desk.reading("contacts", "Contact")),
    ("GET", "/company/configurations", desk.listing("configurations")),
    ("GET", r"/company/configurations/(\d+)", desk.reading("configurations", "Configuration")),
    ("GET", "/system/members", desk.listing("members")),
    ("GET", "/system/info", desk.system_info),
    ("GET", "/system/audittrail", desk.audit_trail),
]
MEDIA_TYPE = re.compile(r"application/vnd\.connectwise\.com\+json; ?version=[\d.]+")


class Emulator:
    def __init__(self, world: World, contract: Contract | None = None) -> None:
        self.world, self._contract = world, contract

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        call = await self._call(request)
        answer = controlled(self.world, call) if call.path.startswith("/_") else self._answered(call)
        await _send(send, call, answer)

    async def _call(self, request: Request) -> Call:
        raw = await request.body()
        url = urlsplit(str(request.url))
        api = f"/{self.world.switches.codebase}apis/3.0"
        below = url.path.startswith(api + "/")
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            body = raw
        path = url.path.removeprefix(api) if below else "!" + url.path
        if url.path.startswith(("/_", "/login/companyinfo/")):
            path = url.path
        headers = {name.lower(): value for name, value in request.headers.items()}
        return Call(
            request.method, path, dict(request.query_params), headers, body, f"{url.scheme}://{url.netloc}{api}"
        )

    def _answered(self, call: Call) -> Answer:
        world = self.world
        world.settle()
        before = world.changes
        name = world.plan.choose(call)
        try:
            act = self._act(call)
            answer = FAULTS[name](world, call, act) if name else act()
        except Refusal as refused:
            answer = refused.answer
        world.record(call, None if answer.cut else answer.status, name, world.changes != before)
        return answer

    def _act(self, call: Call) -> Callable[[], Answer]:
        """What the call does, once it is let in. Raises Refusal."""
        if match := re.fullmatch(r"/login/companyinfo/([^/]+)", call.path):
            company = match[1]
            return lambda: desk.company_info(self.world, call, company)
        self._let_in(call)
        handler, found = _route(call)
        return lambda: self._checked(call, handler, found)

    def _checked(self, call: Call, handler: Callable[..., Answer], found: tuple[str, ...]) -> Answer:
        answer = handler(self.world, call, *found)
        if self._contract is None:
            return answer
        if errors := self._contract.request_errors(call.method, call.path, call.body):
            self.world.breaches.append(f"took {call.method} {call.path}: {errors[0]}")
        if not call.query.get("fields"):
            for error in self._contract.answer_errors(call.method, call.path, answer.status, answer.body):
                self.world.breaches.append(f"answered {call.method} {call.path}: {error}")
        return answer

    def _let_in(self, call: Call) -> None:
        keys = self.world.credentials
        cloud = self.world.switches.hosting == "cloud"
        if call.path.startswith("!"):
            raise Refusal(Answer(404, text="Cannot route. Codebase/company is invalid."))
        if call.path == "/system/info" and not self.world.switches.info_needs_auth:
            return
        token = base64.b64encode(f"{keys.company}+{keys.public}:{keys.private}".encode()).decode()
        given = call.headers.get("authorization", "")
        if self.world.revoked or not secrets.compare_digest(given.encode(), f"Basic {token}".encode()):
            if cloud:
                raise Refusal(Answer(404, text="Cannot route. Codebase/company is invalid."))
            raise refusal(401, "Unauthorized", "Provide valid credentials.")
        if call.headers.get("clientid") != keys.client_id:
            raise refusal(self.world.switches.missing_client_status, "InvalidClientId", "Invalid ClientID.")


def _route(call: Call) -> tuple[Callable[..., Answer], tuple[str, ...]]:
    known = False
    for method, pattern, handler in ROUTES:
        if match := re.fullmatch(pattern, call.path):
            known = True
            if method == call.method:
                return handler, match.groups()
    if known:
        raise refusal(405, "MethodNotAllowed", "The verb is not allowed here.")
    raise gone("Resource", call.path)


def _encoded(call: Call, answer: Answer) -> tuple[bytes, str]:
    if answer.text is not None:
        html = answer.text.startswith("<")
        return answer.text.encode(), "text/html" if html else (
            "application/json" if answer.text[:1] in '{"n' else "text/plain"
        )
    if answer.status == 204:
        return b"", "text/plain"
    pinned = MEDIA_TYPE.fullmatch(call.headers.get("accept", ""))
    return json.dumps(answer.body).encode(), pinned[0] if pinned else "application/json"


async def _send(send: Send, call: Call, answer: Answer) -> None:
    body, kind = _encoded(call, answer)
    headers: dict[str, Any] = {"content-type": kind, "content-length": str(len(body)), "cache-control": "no-cache"}
    headers |= {"x-cw-request-id": secrets.token_hex(8), "api-current-version": "2025.8"}
    headers |= {name.lower(): value for name, value in answer.headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    if answer.cut:
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        raise ConnectionAbortedError("the plan cuts this reply")
    await send({"type": "http.response.body", "body": body})


def make_app(world: World, contract: Contract | None = None) -> Emulator:
    return Emulator(world, contract)
