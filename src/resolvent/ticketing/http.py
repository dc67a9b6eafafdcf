"""The one HTTP layer under every provider.

A call either returns an `Answer` with a 2xx status or raises a TicketingError whose `effect` is the truth: NONE only
on proof (nothing was sent, or the vendor refused); UNKNOWN whenever a request that changes something was sent and no
clear answer came. Reads are tried again a few times; what changes something is sent once.
"""

import asyncio
import json
import random
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from uuid import uuid4

import httpx2
import structlog

from resolvent.addresses import AddressError, ForbiddenAddress, PinnedTransport
from resolvent.ticketing.errors import Ambiguous, ConfigError, ProtocolError, RateLimited, TicketingError, Unavailable
from resolvent.ticketing.refusals import refusal_of, unclear
from resolvent.ticketing.snapshots import clean

log = structlog.get_logger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD"})
REQUEST_ID_HEADERS = ("x-cw-request-id", "x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray")
SNIPPET_CHARACTERS = 2_000
READ_TRIES = 3
LONGEST_PAUSE = 5.0
"""Seconds a read waits for its next try; whoever asks for more is reported as RateLimited."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `total` spans one try from name resolution to the last byte, however slowly the bytes drip."""

    connect: float = 5.0
    read: float = 20.0
    total: float = 30.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One try, redacted, for administrators."""

    method: str
    path: str
    status: int | None
    request: str | None
    response: str | None
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    request_id: str
    safe: bool
    """To a request that changes nothing."""

    def json(self) -> Any:
        """Without characters that can't be stored. Raises ProtocolError: the call succeeded, and what it says can't be read."""
        try:
            return clean(json.loads(self.body))
        except (ValueError, RecursionError) as error:
            raise ProtocolError(
                "The ticketing system answered with something that is not JSON.",
                effect=unclear(safe=self.safe),
                request_id=self.request_id,
                body=self.body[:200].decode(errors="replace"),
            ) from error


@dataclass(slots=True)
class _Try:
    """What one request has come to, filled in while it runs."""

    method: str
    path: str
    request_id: str
    content: bytes | None
    safe: bool
    sent: bool = False
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    async def trace(self, event: str, _: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            self.sent = True


class VendorHttp:
    """`secrets` never reach a log, a record or an error. `base_url` has no trailing slash.

    `transport` takes the place of the network, and of the guard that stands before it: for a peer in the same process.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str],
        secrets: Sequence[str] = (),
        allow_private: bool = False,
        timeouts: Timeouts = Timeouts(),
        limit_bytes: int = 5_000_000,
        record: Callable[[Exchange], None] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.base_url = base_url
        self._host = httpx2.URL(base_url).host
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)
        self._timeouts = timeouts
        self._limit_bytes = limit_bytes
        self._record = record
        self._pause = pause
        self._traced = transport is None
        """Another transport need not tell when it sends: only what could not connect counts as not sent."""
        self._client = httpx2.AsyncClient(
            transport=transport or network(allow_private=allow_private),
            headers={"User-Agent": "Resolvent", "Accept-Encoding": "identity", "Accept-Language": "en", **headers},
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx2.Timeout(timeouts.read, connect=timeouts.connect),
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        await self._client.aclose()

    def hide(self, secret: str) -> None:
        """One more secret: a token that was fetched meanwhile."""
        self._secrets = sorted({*self._secrets, secret} - {""}, key=len, reverse=True)

    async def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        tries: int = READ_TRIES,
    ) -> Answer:
        """`path` begins with a slash and is appended to the base URL."""
        for remaining in range(tries - 1, 0, -1):
            try:
                return await self._send("GET", path, params=params, headers=headers)
            except (Unavailable, RateLimited) as error:
                wait = error.retry_after or 0.2 * 2 ** (tries - remaining) * random.uniform(0.5, 1.5)
                if wait > LONGEST_PAUSE:
                    raise
                await self._pause(wait)
        return await self._send("GET", path, params=params, headers=headers)

    async def ask(self, method: str, path: str, body: Any, *, headers: Mapping[str, str] | None = None) -> Answer:
        """What changes nothing though it is no GET (a sign-in, a search): sent once, and its errors are a read's."""
        return await self._send(method, path, body=body, headers=headers, safe=True)

    async def change(self, method: str, path: str, body: Any, *, headers: Mapping[str, str] | None = None) -> Answer:
        """POST, PUT, PATCH or DELETE: sent once. The body becomes JSON; bytes are sent as they are."""
        return await self._send(method, path, body=body, headers=headers)

    async def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        safe: bool = False,
    ) -> Answer:
        as_is = body is None or isinstance(body, bytes)
        content = body if as_is else json.dumps(body, ensure_ascii=False).encode()
        safe = safe or method in SAFE_METHODS
        attempt = _Try(method, path, request_id=uuid4().hex, content=content, safe=safe, sent=not self._traced)
        extra = {"X-Request-ID": attempt.request_id, **({"Content-Type": "application/json"} if content else {})}
        request = self._client.build_request(
            method,
            self.base_url + path,
            params=params,
            content=content,
            headers={**extra, **(headers or {})},
            extensions={"trace": attempt.trace},
        )
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self._timeouts.total):
                await self._exchange(request, attempt)
        except AddressError as error:
            kind = ConfigError if isinstance(error, ForbiddenAddress) else Unavailable
            raise kind(str(error), request_id=attempt.request_id) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError) as error:
            raise self._broken(attempt, error) from error
        finally:
            self._keep(attempt, clock() - started)
        if refused := refusal_of(
            self._host,
            attempt.status or 0,
            safe=attempt.safe,
            retry_after=attempt.headers.get("retry-after"),
            location=self._snippet(attempt.headers.get("location", "nowhere").encode()),
        ):
            raise refused.with_answer(request_id=attempt.request_id, body=self._snippet(attempt.body))
        return Answer(attempt.status or 0, attempt.headers, attempt.body, attempt.request_id, attempt.safe)

    async def _exchange(self, request: httpx2.Request, attempt: _Try) -> None:
        response = await self._client.send(request, stream=True)
        try:
            attempt.status = response.status_code
            attempt.headers = response.headers
            named = (response.headers.get(name) for name in REQUEST_ID_HEADERS)
            attempt.request_id = next((value[:200] for value in named if value), attempt.request_id)
            if response.headers.get("content-encoding", "identity") != "identity":
                raise self._wrong(attempt, "sent a compressed answer, which was not asked for")
            received = bytearray()
            async for chunk in response.aiter_bytes():  # nothing is encoded: see above
                received += chunk
                if len(received) > self._limit_bytes:
                    raise self._wrong(attempt, f"sent more than {self._limit_bytes:,} bytes")
            attempt.body = bytes(received)
        finally:
            await response.aclose()

    def _wrong(self, attempt: _Try, words: str) -> ProtocolError:
        return ProtocolError(f"{self._host} {words}.", effect=unclear(safe=attempt.safe), request_id=attempt.request_id)

    def _broken(self, attempt: _Try, error: Exception) -> TicketingError:
        """No answer, or half of one."""
        cause = self._snippet(str(error).encode()) or f"no complete answer within {self._timeouts.total:g} s"
        if not attempt.sent or isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout)):
            return Unavailable(
                f"{self._host} could not be reached: {cause}. Nothing was sent.", request_id=attempt.request_id
            )
        kind = Unavailable if attempt.safe else Ambiguous
        doubt = "" if attempt.safe else " It may still have taken the change."
        return kind(f"{self._host} did not answer: {cause}.{doubt}", request_id=attempt.request_id)

    def _keep(self, attempt: _Try, seconds: float) -> None:
        milliseconds = round(seconds * 1000)
        log.info(
            "ticketing_call",
            method=attempt.method,
            path=attempt.path,
            status=attempt.status,
            vendor_request_id=attempt.request_id,
            milliseconds=milliseconds,
        )
        if self._record is not None:
            request = None if attempt.content is None else self._snippet(attempt.content)
            response = self._snippet(attempt.body)
            self._record(Exchange(attempt.method, attempt.path, attempt.status, request, response, milliseconds))

    def _snippet(self, raw: bytes) -> str:
        """Short, readable, storable, and without any secret; secrets go before the cut, or half of one might stay."""
        text = raw[: SNIPPET_CHARACTERS * 20].decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
        for secret in self._secrets:
            text = text.replace(secret, "[redacted]")
        return text[:SNIPPET_CHARACTERS]


def network(*, allow_private: bool) -> httpx2.AsyncBaseTransport:
    # No kept connections: one that the server closes just then would leave it unknown whether a note was taken.
    limits = httpx2.Limits(max_keepalive_connections=0)
    inner = httpx2.AsyncHTTPTransport(verify=system_authorities(), trust_env=False, limits=limits)
    return PinnedTransport(inner, allow_private=allow_private)


@lru_cache(maxsize=1)
def system_authorities() -> ssl.SSLContext:
    """The system's own authorities, so that a company's can be added where administrators expect it."""
    return ssl.create_default_context()
