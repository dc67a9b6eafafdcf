"""The HTTP layer against a peer that misbehaves: what is raised, with which effect, and how often it was sent."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from resolvent.ticketing.errors import (
    Ambiguous,
    AuthError,
    ConfigError,
    Conflict,
    Effect,
    NotFound,
    PermissionDenied,
    PreconditionFailed,
    ProtocolError,
    RateLimited,
    TicketingError,
    Unavailable,
    ValidationRejected,
)
from resolvent.ticketing.http import READ_TRIES, Exchange, Timeouts, VendorHttp
from tests.ticketing.fault_server import FaultServer, Plan, answer, drip, fault_server, flood, raw, reset, silence

SECRET = "hunter2-hunter2"
QUICK = Timeouts(connect=0.25, read=0.3, total=0.6)


class Peer:
    def __init__(self, server: FaultServer, http: VendorHttp, exchanges: list[Exchange], pauses: list[float]) -> None:
        self.server, self.http, self.exchanges, self.pauses = server, http, exchanges, pauses

    async def post(self) -> TicketingError:
        with pytest.raises(TicketingError) as raised:
            await self.http.change("POST", "/notes", {"text": "Hello"})
        return raised.value

    async def get(self) -> TicketingError:
        with pytest.raises(TicketingError) as raised:
            await self.http.get("/ticket")
        return raised.value


def client_of(
    url: str, record: Callable[[Exchange], None] | None = None, pauses: list[float] | None = None, **options: bool
) -> VendorHttp:
    async def pause(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)

    return VendorHttp(
        url,
        headers={"Authorization": f"token {SECRET}"},
        secrets=[SECRET],
        allow_private=options.get("allow_private", True),
        timeouts=QUICK,
        limit_bytes=1_000_000,
        record=record,
        pause=pause,
    )


@asynccontextmanager
async def peer(*plans: Plan) -> AsyncIterator[Peer]:
    exchanges: list[Exchange] = []
    pauses: list[float] = []
    async with fault_server(*plans) as server:
        http = client_of(server.url, exchanges.append, pauses)
        try:
            yield Peer(server, http, exchanges, pauses)
        finally:
            await http.close()


AFTER_SENDING: list[Plan] = [
    reset,
    silence,
    drip,
    flood,
    raw(b""),
    raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"),
    raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"),
    raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
    answer(500),
    answer(502, b"<html>Bad gateway</html>"),
    answer(503, retry_after="1"),
    answer(504),
    answer(302, location="https://elsewhere.example/"),
    answer(600),
]


@pytest.mark.parametrize("plan", AFTER_SENDING)
async def test_a_change_without_a_clear_answer_is_of_unknown_effect_and_sent_once(plan: Plan) -> None:
    async with peer(plan) as it:
        error = await it.post()
        assert error.effect is Effect.UNKNOWN
        assert isinstance(error, (Ambiguous, ProtocolError, ConfigError))
        assert len(it.server.requests) == 1


@pytest.mark.parametrize("plan", AFTER_SENDING)
async def test_a_read_has_no_effect_whatever_comes_back(plan: Plan) -> None:
    async with peer(plan) as it:
        assert (await it.get()).effect is Effect.NONE
        assert len(it.server.requests) <= READ_TRIES


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ValidationRejected),
        (401, AuthError),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (412, PreconditionFailed),
        (422, ValidationRejected),
        (429, RateLimited),
    ],
)
async def test_a_refusal_has_no_effect(status: int, kind: type[TicketingError]) -> None:
    async with peer(answer(status, b'{"message":"no"}', x_request_id="abc-1")) as it:
        error = await it.post()
        assert type(error) is kind
        assert (error.effect, error.request_id, error.body) == (Effect.NONE, "abc-1", '{"message":"no"}')
        assert error.status == 502
        assert error.extra == {"effect": "none", "vendor_request_id": "abc-1"}


async def test_a_read_is_tried_again_until_it_succeeds() -> None:
    async with peer(reset, answer(503), answer(200, b'{"a": 1}')) as it:
        assert (await it.http.get("/ticket")).json() == {"a": 1}
        assert len(it.server.requests) == 3
        assert len(it.pauses) == 2
        assert all(pause > 0 for pause in it.pauses)


async def test_a_read_waits_as_long_as_it_is_told_to() -> None:
    async with peer(answer(429, retry_after="2"), answer(200)) as it:
        await it.http.get("/ticket")
        assert 2.0 <= it.pauses[0] <= 2.2


@pytest.mark.parametrize("headers", [{"retry_after": "3600"}, {"retry_after": "Wed, 21 Oct 2099 07:28:00 GMT"}])
async def test_a_read_does_not_wait_for_ever(headers: dict[str, str]) -> None:
    async with peer(answer(429, b"<html>slow down</html>", **headers)) as it:
        error = await it.get()
        assert isinstance(error, RateLimited)
        assert error.retry_after is not None
        assert 60 <= error.retry_after <= 132
        assert len(it.server.requests) == 1
        assert error.headers["Retry-After"].isdigit()


async def test_too_many_without_a_usable_time_still_names_one() -> None:
    async with peer(answer(429, retry_after="soon")) as it:
        error = await it.post()
        assert error.retry_after == 1.0


async def test_an_answer_that_is_not_json_is_said_so() -> None:
    async with peer(answer(200, b"<html>Sign in</html>")) as it:
        got = await it.http.get("/ticket")
        with pytest.raises(ProtocolError) as raised:
            got.json()
        assert raised.value.effect is Effect.NONE
        changed = await it.http.change("POST", "/notes", {})
        with pytest.raises(ProtocolError) as raised:
            changed.json()
        assert raised.value.effect is Effect.UNKNOWN


async def test_a_refused_connection_proves_that_nothing_was_sent() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    http = client_of(f"http://127.0.0.1:{port}")
    with pytest.raises(Unavailable) as raised:
        await http.change("POST", "/notes", {})
    assert raised.value.effect is Effect.NONE
    assert "Nothing was sent" in raised.value.detail
    await http.close()


async def test_an_unknown_name_proves_that_nothing_was_sent() -> None:
    http = client_of("https://no-such-host.invalid")
    with pytest.raises(Unavailable) as raised:
        await http.change("POST", "/notes", {})
    assert raised.value.effect is Effect.NONE
    await http.close()


async def test_a_failed_handshake_proves_that_nothing_was_sent() -> None:
    async with fault_server(answer()) as server:
        http = client_of(server.url.replace("http:", "https:"))
        with pytest.raises(Unavailable) as raised:
            await http.change("POST", "/notes", {})
        assert raised.value.effect is Effect.NONE
        assert server.requests == []
        await http.close()


async def test_a_redirect_is_never_followed() -> None:
    async with fault_server(answer()) as elsewhere, peer(answer(307, location=elsewhere.url)) as it:
        for error in (await it.get(), await it.post()):
            assert isinstance(error, ConfigError)
            assert elsewhere.url in error.detail
        assert elsewhere.requests == []


async def test_no_cookie_is_kept() -> None:
    async with peer(answer(200, set_cookie="session=1; Path=/")) as it:
        await it.http.get("/ticket")
        await it.http.get("/ticket")
        assert b"cookie" not in it.server.requests[1].lower()


async def test_a_private_address_is_refused_before_a_byte_is_sent() -> None:
    async with fault_server(answer()) as server:
        http = client_of(server.url, allow_private=False)
        with pytest.raises(ConfigError) as raised:
            await http.change("POST", "/notes", {})
        assert raised.value.effect is Effect.NONE
        assert server.requests == []
        await http.close()


async def test_the_name_is_kept_while_the_judged_address_is_dialled() -> None:
    async with fault_server(answer(200, b"[]")) as server:
        http = client_of(server.url.replace("127.0.0.1", "localhost"))
        assert (await http.get("/ticket")).json() == []
        assert b"\r\nhost: localhost:" in server.requests[0].lower()
        await http.close()


async def test_each_try_is_recorded_without_the_secret() -> None:
    body = json.dumps({"echo": f"you sent {SECRET}", "nul": "\0"}).encode() + b"\0" + b"x" * 5_000
    async with peer(answer(400, body)) as it:
        with pytest.raises(ValidationRejected) as raised:
            await it.http.change("POST", "/notes", {"text": "Grüße", "secret": SECRET})
        (exchange,) = it.exchanges
        assert (exchange.method, exchange.path, exchange.status) == ("POST", "/notes", 400)
        assert exchange.request == '{"text": "Grüße", "secret": "[redacted]"}'
        assert exchange.response == raised.value.body
        for text in (exchange.response or "", str(raised.value), repr(raised.value.extra)):
            assert SECRET not in text
            assert "\0" not in text
            assert len(text) <= 2_000
        assert exchange.milliseconds >= 0


async def test_a_try_without_an_answer_is_recorded_too() -> None:
    async with peer(reset) as it:
        await it.post()
        assert [(exchange.status, exchange.response) for exchange in it.exchanges] == [(None, "")]


async def test_cancelling_a_call_leaves_the_client_usable() -> None:
    async with peer(silence, answer(200, b"[]")) as it:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await it.http.get("/ticket")
        assert (await it.http.get("/ticket")).json() == []


@pytest.mark.parametrize("plan", AFTER_SENDING)
async def test_asking_without_a_get_has_no_effect_and_is_sent_once(plan: Plan) -> None:
    async with peer(plan) as to:
        with pytest.raises(TicketingError) as raised:
            await to.http.ask("POST", "/query", {"filter": "all"})
        assert raised.value.effect is Effect.NONE
        assert not isinstance(raised.value, Ambiguous)
        assert len(to.server.requests) == 1


async def test_bytes_are_sent_as_they_are_and_headers_go_with_a_read() -> None:
    async with peer(answer()) as to:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        await to.http.ask("POST", "/auth/token", b"grant_type=client_credentials", headers=form)
        await to.http.get("/ticket", headers={"Authorization": "Bearer fetched"})
        signed_in, read = to.server.requests
        assert signed_in.endswith(b"\r\n\r\ngrant_type=client_credentials")
        assert signed_in.lower().count(b"content-type: application/x-www-form-urlencoded") == 1
        assert b"content-type: application/json" not in signed_in.lower()
        assert b"authorization: bearer fetched" in read.lower()
        assert SECRET.encode() not in read


async def test_a_token_fetched_meanwhile_is_redacted_too() -> None:
    async with peer(answer(200, b'{"echo": "fetched-token"}')) as to:
        to.http.hide("fetched-token")
        await to.http.get("/ticket")
        assert [exchange.response for exchange in to.exchanges] == ['{"echo": "[redacted]"}']
