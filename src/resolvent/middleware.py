"""What every request passes: its id, its limits, its line in the log, and the headers that keep a browser safe."""

import re
import time
from typing import Final

import structlog
from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resolvent.errors import AppError, TooLarge, WrongMediaType
from resolvent.ids import new_id
from resolvent.problems import render_problem

API_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
PROGRAMS: Final = re.compile(r"/api/.*|/mcp", re.DOTALL)
"""What programs talk to; all else is the page, and the callbacks of ticketing systems."""
HOOKS: Final = "/hooks/"
TOKEN: Final = re.compile(r"(?<=/)(?:rv_)?[\w-]{43}(?=/|$)", re.ASCII)
"""A part of a path that has the form of our own tokens, links and cookies: it was put there by mistake."""
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

log = structlog.get_logger("resolvent.http")


class RequestGate:
    """Bodies are JSON of at most `max_body` bytes; a POST to a path that matches `uploads` brings a file, which may be
    anything of at most `max_file` bytes."""

    def __init__(self, app: ASGIApp, *, max_body: int, uploads: str, max_file: int) -> None:
        self.app = app
        self.max_body = max_body
        self.uploads = re.compile(uploads)
        self.max_file = max_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = new_id().hex
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = 0
        is_api = PROGRAMS.fullmatch(scope["path"]) is not None

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                if is_api:
                    for name, value in API_HEADERS.items():
                        headers.setdefault(name, value)
            await send(message)

        brings_file = scope["method"] == "POST" and self.uploads.fullmatch(scope["path"]) is not None
        limit = self.max_file if brings_file else self.max_body
        refusal = refuse(scope, limit, brings_file=brings_file)
        try:
            if refusal is not None:
                await render_problem(Request(scope), refusal)(scope, receive, send_with_headers)
            else:
                await self.app(scope, LimitedBody(receive, limit, brings_file=brings_file), send_with_headers)
        finally:
            log.info(
                "request",
                method=scope["method"],
                path=loggable(scope["path"]),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )


def loggable(path: str) -> str:
    """The address of a callback is a secret."""
    return HOOKS + "…" if path.startswith(HOOKS) else TOKEN.sub("…", path)


def refuse(scope: Scope, limit: int, *, brings_file: bool) -> AppError | None:
    """By the headers alone."""
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length) > limit:
        return too_large(limit, brings_file=brings_file)
    has_body = length != "0" or "transfer-encoding" in headers
    if scope["method"] in WITH_BODY and has_body and PROGRAMS.fullmatch(scope["path"]):
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if brings_file and kind == "multipart/form-data":
            return WrongMediaType("Send the file itself as the body, not in a form; its name goes into `?name=`.")
        if not brings_file and kind != "application/json":
            return WrongMediaType("Send the body as application/json.")
    return None


class LimitedBody:
    """A body without a length, or with a false one, is counted while it comes."""

    def __init__(self, receive: Receive, limit: int, *, brings_file: bool) -> None:
        self._receive = receive
        self._brings_file = brings_file
        self._limit = self._left = limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                # The one kind of exception that the framework lets pass while it reads a body.
                raise HTTPException(413, too_large(self._limit, brings_file=self._brings_file).detail)
        return message


def too_large(limit: int, *, brings_file: bool) -> TooLarge:
    """Names the limit and what can be done instead."""
    if brings_file:
        told = (
            f"This file is larger than {limit:,} bytes. Add the part of the log around the error, or a smaller picture;"
            " an administrator can raise RESOLVENT_MAX_ATTACHMENT_BYTES."
        )
    else:
        told = f"The request body is larger than {limit:,} bytes. Send a shorter text; in a session, a long log can be added as a file."
    return TooLarge(told, extra={"limit": limit})
