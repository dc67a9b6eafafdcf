"""Parts of `make bench` that ask over HTTP, as one person or as 32: reading a session, previews of its note, small writes, one event to many."""

import asyncio
import re
import resource
import time
from collections.abc import Sequence
from typing import cast

import aiohttp

from chat import connected, quantile
from note import make_evidence
from resolvent.demo.api import Api

CLIENTS = 32
SUBSCRIBERS, A_SECOND = 1_000, 10
CHANGE = re.compile(rb"id: (\d+)\nevent: state\n")


def once(api: Api, method: str, path: str) -> float:
    """Seconds."""
    began = time.perf_counter()
    api.call(method, path)
    return time.perf_counter() - began


def read_session(api: Api, session: str, times: int = 300) -> list[float]:
    return [once(api, "GET", f"/ai-sessions/{session}") for _ in range(times)]


def read_own_sign_in(api: Api, times: int = 300) -> list[float]:
    """About the least that a signed-in request takes."""
    return [once(api, "GET", "/auth/me") for _ in range(times)]


def preview(api: Api, session: str, *, cached: bool) -> float:
    began = time.perf_counter()
    answer = api.call("POST", f"/ai-sessions/{session}/resolution-note/preview")
    taken = time.perf_counter() - began
    assert answer["from_cache"] == cached, "It was to be the other kind."
    return taken


def measure_previews(api: Api, facts: int = 100, times: int = 300) -> tuple[list[float], list[float]]:
    """(of a note that nothing changed since, of one with a fact more each time), seconds. So many that the p99 is not the slowest."""
    session = api.call("POST", "/ai-sessions", {"problem": "Printer prints nothing"})["id"]
    told = [fact.text for fact in make_evidence(facts + times).facts]
    for text in told[:facts]:
        api.call("POST", f"/ai-sessions/{session}/facts", {"text": text})
    preview(api, session, cached=False)
    cold = []
    for text in told[facts:]:
        added = api.call("POST", f"/ai-sessions/{session}/facts", {"text": text})["fact"]["id"]
        cold.append(preview(api, session, cached=False))
        api.call("DELETE", f"/ai-sessions/{session}/facts/{added}")
    preview(api, session, cached=False)
    return [preview(api, session, cached=True) for _ in range(times)], cold


def measure_first_previews(api: Api, facts: int = 100, times: int = 20) -> list[float]:
    """Seconds of the first one of a session, of facts that no note had before."""
    told = [fact.text for fact in make_evidence(facts * times).facts]
    taken = []
    for number in range(times):
        session = api.call("POST", "/ai-sessions", {"problem": f"Printer {number} prints nothing"})["id"]
        for text in told[number * facts : (number + 1) * facts]:
            api.call("POST", f"/ai-sessions/{session}/facts", {"text": text})
        taken.append(preview(api, session, cached=False))
    return taken


async def write_facts(client: aiohttp.ClientSession, url: str, until: float) -> int:
    written = 0
    while time.monotonic() < until:
        async with client.post(url, json={"text": f"The queue has {written} jobs."}) as answer:
            assert answer.status == 201, await answer.text()
        written += 1
    return written


async def measure_writes(api: Api, address: str, seconds: float, *, sessions: int) -> tuple[float, bool]:
    """(writes a second by 32 clients, whether each of them is one version)."""
    made = [api.call("POST", "/ai-sessions", {"problem": "Many at once"})["id"] for _ in range(sessions)]
    cookies = {one.name: one.value or "" for one in api.cookies()}
    before = sum(api.call("GET", f"/ai-sessions/{one}")["state_version"] for one in made)
    async with connected(cookies, address) as client:
        began = time.monotonic()
        urls = [f"{address}/api/v1/ai-sessions/{made[number % sessions]}/facts" for number in range(CLIENTS)]
        written = sum(await asyncio.gather(*(write_facts(client, url, began + seconds) for url in urls)))
        taken = time.monotonic() - began
    after = sum(api.call("GET", f"/ai-sessions/{one}")["state_version"] for one in made)
    return written / taken, after - before == written


class Reader(asyncio.Protocol):
    """Of one stream of events: when each change was told, by its number."""

    def __init__(self, request: bytes, came: dict[int, list[float]]) -> None:
        self._request, self._came = request, came
        self._rest = b""
        self.opened = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        *events, self._rest = (self._rest + data).split(b"\n\n")
        for event in events:
            if b": open" in event:
                self.opened.set()
            if found := CHANGE.search(event):
                self._came.setdefault(int(found[1]), []).append(time.monotonic())


async def measure_events(api: Api, address: str, seconds: float) -> list[float]:
    """Seconds from asking for a change to its event, at each of 1,000 subscribers, for ten changes a second, whether the last one was told
    or not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Each holds a socket.
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * SUBSCRIBERS)), hard))
    session = api.call("POST", "/ai-sessions", {"problem": "Many look on"})["id"]
    cookies = {one.name: one.value or "" for one in api.cookies()}
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    host, _, port = address.removeprefix("http://").partition(":")
    path = f"/api/v1/ai-sessions/{session}"
    asked = f"GET {path}/events HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    loop, came, began = asyncio.get_running_loop(), dict[int, list[float]](), dict[int, float]()
    readers = []
    for _ in range(SUBSCRIBERS):
        _, reader = await loop.create_connection(lambda: Reader(asked, came), host, int(port))
        await asyncio.wait_for(reader.opened.wait(), 30)
        readers.append(reader)
    first = api.call("GET", f"/ai-sessions/{session}")["event_number"]
    async with connected(cookies, address) as client:
        for number in range(first + 1, first + 1 + int(seconds * A_SECOND)):
            due = time.monotonic() + 1 / A_SECOND
            began[number] = time.monotonic()
            async with client.post(f"{address}{path}/facts", json={"text": f"Told to all: {number}"}) as answer:
                assert answer.status == 201, await answer.text()
            await asyncio.sleep(max(0.0, due - time.monotonic()))
    async with asyncio.timeout(60):
        while sum(map(len, came.values())) < SUBSCRIBERS * len(began):  # noqa: ASYNC110 (what comes is no task of ours)
            await asyncio.sleep(0.05)
    for reader in readers:
        reader.transport.close()
    return [at - began[number] for number, told in came.items() for at in told]


def spell(seconds: Sequence[float], share: float = 0.99) -> str:
    return f"{1000 * quantile(seconds, share):.1f} ms"
