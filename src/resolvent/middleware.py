"""What every request passes: its id, its limits, its line in the log, and the headers that keep a browser safe."""

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
}
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

log = structlog.get_logger("resolvent.http")


class RequestGate:
    def __init__(self, app: ASGIApp, *, max_body: int) -> None:
        self.app = app
        self.max_body = max_body

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
        is_api = scope["path"].startswith("/api/")

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

        refusal = self.refuse(scope)
        try:
            if refusal is not None:
                await render_problem(Request(scope), refusal)(scope, receive, send_with_headers)
            else:
                await self.app(scope, LimitedBody(receive, self.max_body), send_with_headers)
        finally:
            log.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )

    def refuse(self, scope: Scope) -> AppError | None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length) > self.max_body:
            return too_large(self.max_body)
        has_body = length != "0" or "transfer-encoding" in headers
        if scope["method"] in WITH_BODY and has_body and scope["path"].startswith("/api/"):
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                return WrongMediaType("Send the body as application/json.")
        return None


class LimitedBody:
    """A body without a length, or with a false one, is counted while it comes."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = self._left = limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                # The one kind of exception that the framework lets pass while it reads a body.
                raise HTTPException(413, too_large(self._limit).detail)
        return message


def too_large(limit: int) -> TooLarge:
    return TooLarge(f"The request body is larger than {limit:,} bytes.", extra={"limit": limit})
