"""The product's speed, each path beside its goal and beside a limit that is measured in the same run: `make bench` (four minutes).

A fresh instance on its embedded database; its clients, the model's server and the bare relay run on the same machine. Nothing fails here:
what misses its goal is marked. Believe it on a quiet machine only.
"""

import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import asyncpg
import httpx2
import uvloop

from chat import connected, converse, free_port, quantile, relay, running, server_pid, usage
from chat_steady import take_steady
from http_rows import (
    CLIENTS,
    SUBSCRIBERS,
    measure_events,
    measure_first_previews,
    measure_previews,
    measure_writes,
    read_own_sign_in,
    read_session,
    spell,
)
from resolvent.demo.api import Api
from resolvent.demo.play import instance
from resolvent.postgres import EmbeddedPostgres

HERE = Path(__file__).parent
FIRST, STREAMS, SECONDS = 120, 200, 8.0
ASKED = "BENCH n=5 ms=20"
PAUSE = 0.05
"""Seconds of nothing before each message, and before each bare transaction."""


def row(path: str, goal: str, measured: str, beside: str = "", *, met: bool = True) -> None:
    print(f"{path:<44} {goal:<22} {measured:<34} {'' if met else 'MISSED':<7} {beside}", flush=True)


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


async def store_bare(db: asyncpg.Connection) -> float:
    """Seconds of a transaction that locks a row, adds one and changes one, by the driver alone."""
    began = time.perf_counter()
    async with db.transaction():
        await db.fetchrow("SELECT * FROM talk WHERE id = $1 FOR UPDATE", 1)
        await db.execute("INSERT INTO said (told) VALUES ($1)", "It stopped again.")
        await db.execute("UPDATE talk SET n = n + 1 WHERE id = $1", 1)
    return time.perf_counter() - began


async def first_through(client: aiohttp.ClientSession, url: str) -> float:
    """Seconds to the first text, straight from the model's server or through the relay."""
    begin = asyncio.Event()
    begin.set()
    return (await relay(client, url, ASKED, begin)).first


async def first_of_product(client: aiohttp.ClientSession, api: Api, address: str) -> float:
    session, begin = api.call("POST", "/ai-sessions", {"problem": "Bench"})["id"], asyncio.Event()
    talk = asyncio.create_task(converse(client, f"{address}/api/v1", session, ASKED, begin))
    await asyncio.sleep(PAUSE)
    begin.set()
    return (await talk).first


async def take_firsts(api: Api, address: str, upstream: str, through: str, url: str) -> list[list[float]]:
    """Seconds to the first text straight, through the relay and through the product, and of a bare transaction: one of each by turns, so
    that the machine is the same to all four."""
    db = await asyncpg.connect(url)
    await db.execute(
        "CREATE TABLE said (id serial PRIMARY KEY, told text); CREATE TABLE talk (id int PRIMARY KEY, n int)"
    )
    await db.execute("INSERT INTO talk VALUES (1, 0)")
    taken: list[list[float]] = []
    async with connected({one.name: one.value or "" for one in api.cookies()}, address) as client:
        for _ in range(FIRST + 3):
            await asyncio.sleep(PAUSE)
            straight = await first_through(client, upstream)
            await asyncio.sleep(PAUSE)
            relayed = await first_through(client, through)
            product = await first_of_product(client, api, address)
            await asyncio.sleep(PAUSE)
            taken.append([straight, relayed, product, await store_bare(db)])
    await db.close()
    return [list(kind) for kind in zip(*taken[3:], strict=True)]


def measure_firsts(api: Api, address: str, upstream: str, through: str) -> list[list[float]]:
    with tempfile.TemporaryDirectory(prefix="resolvent-bench-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedPostgres(Path(folder)) as server:
            server.create_database("bare")
            return uvloop.run(take_firsts(api, address, upstream, through, server.url("bare")))


async def stream_through(url: str) -> float:
    """The gap between two texts at p99, of as many streams through the relay."""
    begin = asyncio.Event()
    begin.set()
    async with connected({}, url) as client:
        asked = f"BENCH n={int(SECONDS * 50)} ms=20"
        seen = await asyncio.gather(*(relay(client, url, asked, begin) for _ in range(STREAMS)))
    return quantile([gap for one in seen for _, gap, _ in one.came], 0.99)


@contextmanager
def started(folder: Path) -> Iterator[tuple[Api, str, float]]:
    """A `resolvent run` of its own: signed in, its address, and the seconds until its page was there."""
    began = time.perf_counter()
    with instance(folder) as (address, token):
        api = Api(address)
        assert httpx2.get(address).is_success
        taken = time.perf_counter() - began
        api.sign_in(token)
        yield api, address, taken


def show_chat(api: Api, address: str, upstream: str, through: str) -> None:
    straight, relayed, product, stored = measure_firsts(api, address, upstream, through)
    floor = quantile(straight, 0.5)
    p50, p99 = quantile(product, 0.5) - floor, quantile(product, 0.99) - floor
    row(
        f"chat: added to the first text (n={FIRST})",
        "p50 ≤ 6, p99 ≤ 15 ms",
        f"{ms(p50)}, {ms(p99)}",
        f"bare relay {ms(quantile(relayed, 0.5) - floor)}, a bare transaction {ms(quantile(stored, 0.5))}",
        met=p50 <= 0.006 and p99 <= 0.015,
    )
    gaps, tokens, spent, wall = uvloop.run(take_steady(api, address, server_pid(), STREAMS, SECONDS))
    gap, cores, each = quantile(gaps, 0.99), spent / wall, spent / tokens * 1000
    row(
        f"chat: {STREAMS} streams of 50 tokens/s a core",
        "gap p99 ≤ 40 ms",
        f"{ms(gap)}, {cores:.2f} cores",
        f"bare relay {ms(uvloop.run(stream_through(through)))}",
        met=gap <= 0.04 and cores <= 1,
    )
    row("chat: processor for 1,000 tokens", "≤ 0.12 s", f"{each:.3f} s", met=each <= 0.12)


def show_requests(api: Api, address: str) -> None:
    session = api.call("POST", "/ai-sessions", {"problem": "Printer prints nothing"})["id"]
    for number in range(20):
        api.call("POST", f"/ai-sessions/{session}/facts", {"text": f"Printer {number} prints nothing."})
    reads, least = read_session(api, session), read_own_sign_in(api)
    row(
        f"a session is read (n={len(reads)})",
        "p99 ≤ 15 ms",
        f"{spell(reads)}, p50 {spell(reads, 0.5)}",
        f"who is signed in {spell(least)}, p50 {spell(least, 0.5)}",
        met=quantile(reads, 0.99) <= 0.015,
    )
    new = measure_first_previews(api)
    cached, cold = measure_previews(api)
    row(
        f"preview, cached (n={len(cached)})",
        "p99 ≤ 8 ms",
        f"{spell(cached)}, p50 {spell(cached, 0.5)}",
        met=quantile(cached, 0.99) <= 0.008,
    )
    row(
        f"preview, 100 facts and one new (n={len(cold)})",
        "p99 ≤ 30 ms",
        f"{spell(cold)}, p50 {spell(cold, 0.5)}",
        met=quantile(cold, 0.99) <= 0.03,
    )
    row(
        f"preview, 100 facts that none had (n={len(new)})",
        "p99 ≤ 30 ms",
        f"{spell(new)}, p50 {spell(new, 0.5)}",
        met=quantile(new, 0.99) <= 0.03,
    )
    apart, _ = uvloop.run(measure_writes(api, address, SECONDS, sessions=CLIENTS))
    together, exact = uvloop.run(measure_writes(api, address, SECONDS, sessions=1))
    row(
        f"small writes, {CLIENTS} clients",
        "≥ 300 a second",
        f"{apart:.0f} a second",
        f"in one session {together:.0f}, {'each a version' if exact else 'NOT EACH A VERSION'}",
        met=apart >= 300 and exact,
    )
    events = uvloop.run(measure_events(api, address, 2 * SECONDS))
    row(
        f"10 changes a second to {SUBSCRIBERS:,} subscribers",
        "p99 ≤ 100 ms",
        f"{spell(events)}, p50 {spell(events, 0.5)}",
        f"the slowest {spell(events, 1)}",
        met=quantile(events, 0.99) <= 0.1,
    )


def main() -> None:
    gc.disable()
    load = os.getloadavg()[0]
    print(f"load {load:.1f} on {os.cpu_count()} cores\n")
    row("path", "goal", "measured", "limit beside it")
    up, bare = free_port(), free_port()
    upstream, through = f"http://127.0.0.1:{up}/v1/chat/completions", f"http://127.0.0.1:{bare}/"
    script = [sys.executable, str(HERE / "model_server.py")]
    with (
        tempfile.TemporaryDirectory(prefix="resolvent-bench-") as folder,
        running(*script, "serve", "--port", str(up), port=up),
        running(*script, "relay", "--port", str(bare), "--upstream", upstream, port=bare),
    ):
        Path(folder).chmod(0o711)
        with started(Path(folder)) as (_, _, first):
            pass
        with started(Path(folder)) as (api, address, second):
            row("second start, to the page", "≤ 5 s", f"{second:.1f} s", f"the first {first:.1f} s", met=second <= 5)
            time.sleep(5)
            memory = usage([server_pid()])[1] / 1e6
            row("memory, idle, with its database", "≤ 250 MB", f"{memory:.0f} MB", met=memory <= 250)
            show_requests(api, address)
            model = {
                "name": "fake",
                "provider": "openai",
                "model": "fake",
                "base_url": upstream.removesuffix("/chat/completions"),
            }
            api.call("POST", "/models", {**model, "allow_private": True}, expect=201)
            show_chat(api, address, upstream, through)
    print("\nSimilar sessions: python bench/search.py [--sessions 1000000]; the page: make ui-budgets.")


if __name__ == "__main__":
    main()
