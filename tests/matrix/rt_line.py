"""A line to a real Request Tracker that fails as told: each answer passes, is replaced or is lost, before or after RT acts."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from starlette.types import Receive, Scope, Send

from tests.emulators.connectwise.running import served

CALLS: dict[str, tuple[str, re.Pattern[str]]] = {
    "read ticket": ("GET", re.compile(r"/REST/2\.0/ticket/\d+")),
    "add note": ("POST", re.compile(r"/REST/2\.0/ticket/\d+/(?:correspond|comment)")),
    "set status": ("PUT", re.compile(r"/REST/2\.0/ticket/\d+")),
}
HTML = b"<html><body>Sign in</body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """`status` None: the connection is cut in the middle of an answer."""

    commits: bool
    status: int | None
    body: bytes = b'{"message": "broken"}'
    kind: bytes = b"application/json"
    headers: tuple[tuple[bytes, bytes], ...] = ()


FAULTS: dict[str, Fault] = {
    "refused_500": Fault(commits=False, status=500),
    "refused_503": Fault(commits=False, status=503),
    "refused_403": Fault(commits=False, status=403),
    "rate_limited": Fault(commits=False, status=429, headers=((b"retry-after", b"1"),)),
    "cut_before_commit": Fault(commits=False, status=None),
    "committed_then_cut": Fault(commits=True, status=None),
    "committed_then_500": Fault(commits=True, status=500),
    "committed_html": Fault(commits=True, status=200, body=HTML, kind=b"text/html"),
    "committed_empty_object": Fault(commits=True, status=200, body=b"{}"),
    "committed_empty_body": Fault(commits=True, status=200, body=b""),
}


@dataclass
class Line:
    """An ASGI app. The first call of the kind that `call` names meets `fault`."""

    behind: str
    call: str = ""
    fault: str = ""
    met: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body = await read_body(receive)
        fault = self._choose(scope["method"], scope["path"])
        answer = None
        if fault is None or fault.commits:
            answer = await self._forward(scope, body)
        if fault is None:
            assert answer is not None
            kind = answer.headers.get("content-type", "application/json").encode()
            await reply(send, answer.status_code, answer.content, ((b"content-type", kind),))
        elif fault.status is None:
            # Longer than what follows: the server closes the connection in the middle.
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"400")]})
            await send({"type": "http.response.body", "body": b'{"id', "more_body": False})
        else:
            await reply(send, fault.status, fault.body, (*fault.headers, (b"content-type", fault.kind)))

    def _choose(self, method: str, path: str) -> Fault | None:
        if self.met or not self.call:
            return None
        wanted, pattern = CALLS[self.call]
        if method != wanted or not pattern.fullmatch(path):
            return None
        self.met.append(path)
        return FAULTS[self.fault]

    async def _forward(self, scope: Scope, body: bytes) -> httpx2.Response:
        kept = {b"authorization", b"content-type", b"accept", b"if-match"}
        headers = {name.decode(): value.decode() for name, value in scope["headers"] if name in kept}
        async with httpx2.AsyncClient(base_url=self.behind, timeout=30, trust_env=False) as client:
            query = scope["query_string"].decode()
            url = scope["path"] + (f"?{query}" if query else "")
            return await client.request(scope["method"], url, headers=headers, content=body)


async def read_body(receive: Callable[[], Awaitable[Any]]) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def reply(send: Send, status: int, body: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[tuple[Line, str]]:
    """The line, and its own address."""
    line = Line(url)
    with served(line) as address:
        yield line, address
