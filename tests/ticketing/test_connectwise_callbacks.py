"""Callbacks: who signed them, and whom we ask for the key."""

import hmac
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from typing import Any

import httpx2
import pytest

from resolvent.ticketing.errors import AuthError, Unavailable, ValidationRejected
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from resolvent.ticketing.providers.connectwise_memory import KEY_LIFE, MOST_KEYS, MOST_SERVERS, Memory, memory_of
from tests.emulators.connectwise.deliveries import KEY_PATH
from tests.emulators.connectwise.running import Running, connectwise_emulator, in_process
from tests.emulators.connectwise.sample import status_id
from tests.emulators.connectwise.switches import Switches
from tests.ticketing.connectwise_desk import connected, settings_for
from tests.ticketing.fault_server import FaultServer, Plan, answer, fault_server
from tests.ticketing.test_connectwise import asked, says, settings

DELIVERED = pytest.mark.parametrize(
    ("fault", "good"),
    [
        (None, 2),
        ("callback_lost", 1),
        ("callback_doubled", 3),
        ("callback_reordered", 2),
        ("callback_badly_signed", 1),
        ("callback_unsigned", 1),
        ("callback_altered", 1),
        ("callback_foreign_key_url", 1),
    ],
)
KEYS = "/v4_6_release/apis/3.0/system/callbacks/keys/1"


@pytest.fixture
def desk() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


class Inbox(httpx2.AsyncBaseTransport):
    """Keeps what the emulator's courier would send."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.got.append((dict(request.headers), await request.aread()))
        return httpx2.Response(200)


def signed(desk: Running, **changes: Any) -> tuple[dict[str, str], bytes]:
    """As the vendor would: with its newest key."""
    name = next(reversed(desk.world.signing_keys))
    told = {
        "Action": "updated",
        "ID": 5001,
        "Type": "ticket",
        "CompanyId": "acme",
        "Metadata": {"key_url": f"{desk.base}{KEY_PATH}/{name}"},
        **changes,
    }
    body = json.dumps(told).encode()
    return {"X-Content-Signature": signature(desk.world.signing_keys[name], body)}, body


def signature(key: str, body: bytes) -> str:
    return b64encode(hmac.digest(sha256(key.encode()).digest(), body, "sha256")).decode()


def fetches(desk: Running) -> int:
    return sum(call.path.startswith(KEY_PATH) for call in desk.world.calls)


async def test_a_callback_signed_over_its_raw_bytes_is_a_hint(desk: Running) -> None:
    async with connected(desk) as provider:
        headers, body = signed(desk)
        hint = await provider.verify_webhook(headers, body)
        assert (hint.ticket_id, hint.action) == ("5001", "updated")
        for other in (body + b" ", body.replace(b"5001", b"5002")):
            with pytest.raises(AuthError):
                await provider.verify_webhook(headers, other)


@DELIVERED
async def test_what_the_emulator_delivers_is_told_from_what_somebody_made_of_it(fault: str | None, good: int) -> None:
    inbox = Inbox()
    desk = in_process(deliver=inbox)
    provider = ConnectWiseProvider(settings_for(desk), transport=desk.transport)
    await provider.get_ticket("5001")  # a key's address is under the one the emulator was last reached by
    desk.world.add("callbacks", {"url": "https://resolvent.test/in", "objectId": 1, "type": "ticket", "level": "owner"})
    if fault:
        desk.world.armed.append(fault)
    for status in ("Escalated", "Completed"):
        desk.act("status", ticket=5001, status=status_id(21, status))
        await desk.emulator.courier.idle()
    taken = []
    for headers, body in inbox.got:
        with suppress(AuthError):
            taken.append((await provider.verify_webhook(headers, body)).ticket_id)
    await provider.close()
    assert taken == ["5001"] * good


@pytest.mark.parametrize("headers", [{}, {"x-content-signature": ""}, {"x-content-signature": "forged"}])
async def test_an_unsigned_or_forged_callback_is_refused(desk: Running, headers: dict[str, str]) -> None:
    async with connected(desk) as provider:
        with pytest.raises(AuthError):
            await provider.verify_webhook(headers, signed(desk)[1])


async def test_a_proven_key_is_kept_over_calls_and_a_forger_does_not_fill_it(desk: Running) -> None:
    headers, body = signed(desk)
    async with connected(desk) as provider:
        with pytest.raises(AuthError):
            await provider.verify_webhook({"x-content-signature": "forged"}, body)
    for _ in range(3):  # a provider is made for each call
        async with connected(desk) as provider:
            await provider.verify_webhook(headers, body)
    assert fetches(desk) == 2


async def test_a_changed_key_is_read_again(desk: Running) -> None:
    async with connected(desk) as provider:
        await provider.verify_webhook(*signed(desk))
        desk.world.signing_keys["1"] = "another"
        assert (await provider.verify_webhook(*signed(desk))).ticket_id == "5001"


async def test_the_key_is_asked_without_our_credentials() -> None:
    async with callbacks_of(says({"signing_key": "k"})) as (provider, server):
        body = told(server.url + KEYS)
        await provider.verify_webhook({"x-content-signature": signature("k", body)}, body)
        assert asked(server) == [f"GET {KEYS}"]
        assert b"authorization" not in server.requests[0].lower()
        assert b"clientid" not in server.requests[0].lower()


async def test_a_key_that_strangers_are_denied_proves_nothing() -> None:
    with connectwise_emulator(switches=Switches(keys_need_auth=True)) as desk:
        async with connected(desk) as provider:
            with pytest.raises(AuthError):
                await provider.verify_webhook(*signed(desk))


FOREIGN = [
    "{host}.evil.example/k",
    "{host}@evil.example/k",
    "http://127.0.0.1:1/k",
    "http://localhost/k",
    "https://keys.invalid/k",
    "//{bare}/k",
    "file:///etc/passwd",
    "{host}",
    "/k",
    "{host}/a/../b",
    "{host}/./b",
    "{host}/..?x",
    "{host}/%2e%2e/b",
    "{host}//evil.example/k",
    "{host}/a b",
    "{host}/a\\b",
    "{host}/a#b",
    "{host}/a\r\nX: y",
    "{host}\\@evil.example/k",
    " {host}/k",
    "",
]


@pytest.mark.parametrize("key_url", FOREIGN)
async def test_a_key_is_asked_of_our_own_server_only(key_url: str) -> None:
    async with callbacks_of(says({"signing_key": "k"})) as (provider, server):
        body = told(key_url.format(host=server.url, bare=server.url.removeprefix("http://")))
        with pytest.raises(AuthError):
            await provider.verify_webhook({"x-content-signature": signature("k", body)}, body)
        assert server.requests == []


async def test_a_key_is_not_fetched_from_where_our_server_sends_us() -> None:
    async with fault_server(says({"signing_key": "k"})) as other:
        async with callbacks_of(answer(302, b"", Location=f"{other.url}/k")) as (provider, server):
            body = told(server.url + KEYS)
            with pytest.raises(Exception, match="sends us on"):
                await provider.verify_webhook({"x-content-signature": signature("k", body)}, body)
        assert other.requests == []


@pytest.mark.parametrize("key", [{}, {"signing_key": ""}, {"signing_key": None}, {"signing_key": 5}, [], "k", None])
async def test_an_answer_without_a_key_proves_nothing(key: Any) -> None:
    async with callbacks_of(says(key)) as (provider, server):
        body = told(server.url + KEYS)
        for tried in ("", "None", "5", "k"):
            with pytest.raises(AuthError):
                await provider.verify_webhook({"x-content-signature": signature(tried, body)}, body)


async def test_an_outage_of_the_key_is_no_verdict() -> None:
    async with callbacks_of(answer(503, b"")) as (provider, server):
        body = told(server.url + KEYS)
        with pytest.raises(Unavailable):
            await provider.verify_webhook({"x-content-signature": signature("k", body)}, body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"5",
        b'{"ID": 5}',
        b'{"ID": 5, "Metadata": "x"}',
        b"[" * 100_000,
        b'{"ID": "5/../6", "Metadata": {"key_url": "x"}}',
        b'{"ID": true, "Metadata": {"key_url": "x"}}',
        b'{"ID": 5, "Type": "company", "Metadata": {"key_url": "x"}}',
    ],
)
async def test_what_is_no_callback_about_a_ticket_is_refused(desk: Running, body: bytes) -> None:
    async with connected(desk) as provider:
        with pytest.raises(ValidationRejected):
            await provider.verify_webhook({"x-content-signature": "x"}, body)
    assert fetches(desk) == 0


async def test_another_companys_callback_is_refused(desk: Running) -> None:
    async with connected(desk) as provider:
        with pytest.raises(AuthError):
            await provider.verify_webhook(*signed(desk, CompanyId="other"))


def test_a_kept_key_ends_and_the_memory_is_bounded() -> None:
    memory = Memory()
    memory.keep_key("/k", "key", 100.0)
    assert memory.key("/k", 100.0 + KEY_LIFE - 1) == "key"
    assert memory.key("/k", 100.0 + KEY_LIFE) is None
    for number in range(MOST_KEYS):
        memory.keep_key(f"/{number}", "other", 100.0)
    assert memory.key("/k", 100.0) is None
    assert memory.key("/0", 100.0) == "other"


def test_servers_are_remembered_apart_and_not_for_ever(desk: Running) -> None:
    first = memory_of(settings_for(desk))
    assert memory_of(settings_for(desk, private_key="other")) is first
    assert memory_of(settings_for(desk, company_id="other")) is not first
    assert memory_of(settings_for(desk, site="https://psa.example")) is not first
    for number in range(MOST_SERVERS):
        memory_of(settings_for(desk, company_id=f"company {number}"))
    assert memory_of(settings_for(desk)) is not first


def told(key_url: str) -> bytes:
    return json.dumps({"Action": "updated", "ID": 5, "Metadata": {"key_url": key_url}}).encode()


@asynccontextmanager
async def callbacks_of(*plans: Plan) -> AsyncIterator[tuple[ConnectWiseProvider, FaultServer]]:
    async with fault_server(*plans) as server:
        provider = ConnectWiseProvider(settings(server.url))
        try:
            yield provider, server
        finally:
            await provider.close()
