"""No address that an administrator or a peer names leads into our own network: not one byte is sent there."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from pydantic import HttpUrl, SecretStr

from resolvent.addresses import ForbiddenAddress, PinnedTransport, allowed_addresses, refusal
from resolvent.ticketing.errors import AuthError, ConfigError, Effect, TicketingError, Unavailable
from resolvent.ticketing.http import VendorHttp
from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from resolvent.ticketing.providers.rt import RtProvider
from resolvent.ticketing.providers.rt_settings import RtSettings
from tests.ticketing.connectwise_desk import internal
from tests.ticketing.fault_server import FaultServer, answer, fault_server
from tests.ticketing.test_connectwise import INFO, settings
from tests.ticketing.test_connectwise_callbacks import signature, told

LOOPBACK = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "localhost",
    "LOCALHOST",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
]
"""Ways to write this machine."""
INNER = [
    *("10.0.0.1", "10.1", "0x0a000001", "167772161", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1"),
    *("100.64.0.1", "198.18.0.1", "192.0.0.1", "[fd00::1]", "[fc00::1]", "[fec0::1]", "[::ffff:10.0.0.1]"),
    *("[::ffff:c0a8:1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::1]"),
]
NEVER = [
    *("169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "[fe80::1]", "[::ffff:169.254.169.254]"),
    *("[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "0.0.0.0", "0", "[::]", "255.255.255.255", "224.0.0.1"),
    *("[ff02::1]", "240.0.0.1", "[::ffff:0.0.0.0]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b:1::7f00:1]"),
]
"""Link-local (a cloud's own secrets), broadcast and the like: nobody can open them."""


@pytest.fixture
async def listener() -> AsyncIterator[FaultServer]:
    async with fault_server(answer(200, b"{}")) as server:
        yield server


def port_of(server: FaultServer) -> int:
    return int(server.url.rpartition(":")[2])


def rt_at(url: str, *, allow_private: bool = False) -> TicketProvider:
    password = SecretStr("rt-password")
    return RtProvider(RtSettings(url=HttpUrl(url), user="x", password=password, queue="q", allow_private=allow_private))


def connectwise_at(url: str, *, allow_private: bool = False) -> TicketProvider:
    return ConnectWiseProvider(settings(url, allow_private=allow_private))


PROVIDERS = pytest.mark.parametrize("connect", [connectwise_at, rt_at], ids=["connectwise", "rt"])


@PROVIDERS
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", [*LOOPBACK, *INNER, *NEVER])
async def test_a_connection_to_an_inner_address_is_refused(
    listener: FaultServer, connect: Any, scheme: str, host: str
) -> None:
    provider = connect(f"{scheme}://{host}:{port_of(listener)}")
    try:
        report = await provider.check()
        assert not report.ok
        with pytest.raises((ConfigError, Unavailable)) as refused:
            await provider.add_note("1", internal())
        assert refused.value.effect is Effect.NONE
    finally:
        await provider.close()
    assert listener.requests == []


@pytest.mark.parametrize("host", LOOPBACK)
async def test_the_http_layer_itself_sees_through_every_form(listener: FaultServer, host: str) -> None:
    """Without the settings' own reading of an address before it."""
    with pytest.raises((ConfigError, Unavailable, httpx2.InvalidURL)):
        await VendorHttp(f"http://{host}:{port_of(listener)}", headers={}).get("/", tries=1)
    assert listener.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1"])
async def test_an_administrator_can_open_a_private_address(listener: FaultServer, host: str) -> None:
    http = VendorHttp(f"http://{host}:{port_of(listener)}", headers={}, allow_private=True)
    assert (await http.get("/")).status == 200
    await http.close()
    assert len(listener.requests) == 1


@PROVIDERS
@pytest.mark.parametrize("host", NEVER)
async def test_nobody_can_open_a_link_local_address(connect: Any, host: str) -> None:
    provider = connect(f"http://{host}", allow_private=True)
    with pytest.raises((ConfigError, Unavailable)) as refused:
        await provider.get_ticket("1")
    assert "never used" in refused.value.detail or "could not be resolved" in refused.value.detail
    await provider.close()


@PROVIDERS
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(listener: FaultServer, connect: Any, status: int) -> None:
    for place in (listener.url, f"//127.0.0.1:{port_of(listener)}/", "http://169.254.169.254/latest/meta-data/"):
        async with fault_server(answer(status, b"", Location=place)) as peer:
            provider = connect(peer.url, allow_private=True)
            with pytest.raises(TicketingError):
                await provider.get_ticket("1")
            await provider.close()
            assert peer.requests
    assert listener.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "[::1]", "2130706433"])
async def test_a_callbacks_key_leads_nowhere_else(listener: FaultServer, host: str) -> None:
    async with fault_server(INFO) as peer:
        provider = connectwise_at(peer.url, allow_private=True)
        body = told(f"http://{host}:{port_of(listener)}/k")
        with pytest.raises(AuthError):
            await provider.verify_webhook({"x-content-signature": signature("k", body)}, body)
        await provider.close()
        assert peer.requests == listener.requests == []


async def test_a_next_page_on_another_host_is_asked_of_our_own(listener: FaultServer) -> None:
    link = f'<{listener.url}/steal?page=2>; rel="next", <{listener.url}/steal?page=9>; rel="last"'
    async with fault_server(INFO, answer(200, b"[]", Link=link), answer(200, b"[]")) as peer:
        provider = connectwise_at(peer.url, allow_private=True)
        cursor = (await provider.search("")).next_cursor
        assert cursor == "2"
        assert (await provider.search("", cursor)).next_cursor is None
        await provider.close()
        assert b"/service/tickets?" in peer.requests[-1]
    assert listener.requests == []


@pytest.mark.parametrize("link", ['<x>; rel="next"', "<?page=-1>; rel=next", "<", ""])
async def test_a_link_that_makes_no_sense_is_the_last_page(link: str) -> None:
    async with fault_server(INFO, answer(200, b"[]", Link=link)) as peer:
        provider = connectwise_at(peer.url, allow_private=True)
        assert (await provider.search("")).next_cursor is None
        await provider.close()


class Dialled(httpx2.AsyncBaseTransport):
    """Keeps where it was sent."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.hosts.append(request.url.host)
        return httpx2.Response(200)


def answers(monkeypatch: pytest.MonkeyPatch, *turns: list[str]) -> list[str]:
    """The name server's answers, one for each question; the last stands for all further ones."""
    questions: list[str] = []
    left = list(turns)

    async def look_up(name: str, port: int, **_: Any) -> list[Any]:
        questions.append(name)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    return questions


async def test_a_name_that_rebinds_is_dialled_at_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = answers(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    dialled = Dialled()
    transport = PinnedTransport(dialled, allow_private=False)
    await transport.handle_async_request(httpx2.Request("GET", "https://rebinds.example/"))
    assert (questions, dialled.hosts) == (["rebinds.example"], ["8.8.8.8"])
    with pytest.raises(ForbiddenAddress):
        await transport.handle_async_request(httpx2.Request("GET", "https://rebinds.example/"))
    assert dialled.hosts == ["8.8.8.8"]


@pytest.mark.parametrize("found", [["8.8.8.8", "10.0.0.1"], ["169.254.169.254", "8.8.8.8"], ["::ffff:10.0.0.1"]])
async def test_a_name_with_one_inner_address_is_refused_whole(
    monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    answers(monkeypatch, found)
    with pytest.raises(ForbiddenAddress):
        await allowed_addresses("mixed.example", 443, scheme="https", allow_private=False)


@pytest.mark.parametrize("host", [*INNER, *NEVER])
def test_no_inner_address_is_taken_for_a_public_one(host: str) -> None:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        address = ipaddress.ip_address(socket.inet_ntoa(socket.inet_aton(host)))
    assert refusal(address, scheme="https", allow_private=False)
