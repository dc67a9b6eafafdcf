"""The chat as a relay of a model's stream: `python bench/chat.py [--tool stream_bench.py] [--levels 50,100,200] [--seconds 8]`.

A fake upstream says one token every 20 ms, each with the time at which it left. Measured on a fresh instance over HTTP, as
the page does it (one stream of events a session, one message sent): what is added to the time to the first text, the time from
one piece of text to the next, processor time of the server with its PostgreSQL, memory. With the tool: its bare aiohttp relay on the same
upstream in the same run.
"""

import argparse
import asyncio
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from yarl import URL

from resolvent.demo.api import Api
from resolvent.demo.play import instance

TOOL = Path(__file__).parents[2] / "shared" / "tools" / "stream_bench.py"
STAMP = re.compile(r"@(\d{6,20});")
TICK, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
MS = 20


@dataclass
class Seen:
    """Of one answer; seconds."""

    first: float = 0.0
    """To the first text."""
    came: list[tuple[float, float, int]] = field(default_factory=list)
    """Each text after the first: when, by the monotonic clock, how long after the one before it, and how many tokens."""
    lags: list[float] = field(default_factory=list)
    """From a token's leaving to its arrival."""
    tokens: int = 0
    events: int = 0


def family(pids: Sequence[int]) -> list[int]:
    """Of these processes and all that they started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat[stat.rfind(")") + 2 :].split()[1]), []).append(int(entry.name))
    found, todo = [], list(pids)
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def usage(pids: Sequence[int]) -> tuple[float, int]:
    """(processor seconds, bytes of memory)."""
    spent, memory = 0.0, 0
    for pid in family(pids):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        values = stat[stat.rfind(")") + 2 :].split()
        spent += (int(values[11]) + int(values[12])) / TICK
        pss = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
        memory += int(pss[1]) * 1024 if pss else 0
    return spent, memory


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(*command: str, env: dict[str, str] | None = None, port: int) -> Iterator[int]:
    process = subprocess.Popen(command, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield process.pid
    finally:
        process.kill()
        process.wait()


async def lines_of(answer: aiohttp.ClientResponse) -> AsyncIterator[str]:
    async for line in answer.content:
        yield line.decode().rstrip("\n")


def take(seen: Seen, text: str, last: list[float]) -> None:
    now = time.monotonic_ns()
    stamps = [int(one) for one in STAMP.findall(text)]
    if not stamps:
        return
    if last:
        seen.came.append((now / 1e9, (now - last[0]) / 1e9, len(stamps)))
    last[:] = [now]
    seen.events += 1
    seen.tokens += len(stamps)
    seen.lags += [(now - one) / 1e9 for one in stamps]


async def converse(client: aiohttp.ClientSession, base: str, session: str, asked: str, begin: asyncio.Event) -> Seen:
    """One message and its answer, through the product."""
    seen, last = Seen(), []  # type: tuple[Seen, list[float]]
    async with client.get(f"{base}/ai-sessions/{session}/events", timeout=aiohttp.ClientTimeout(total=None)) as events:
        # The page reads the session as well, and its next request finds that connection open.
        async with client.get(f"{base}/ai-sessions/{session}") as found:
            assert found.status == 200, await found.text()
        await begin.wait()
        sent = time.monotonic_ns()
        async with client.post(f"{base}/ai-sessions/{session}/messages", json={"content": asked}) as posted:
            assert posted.status == 202, await posted.text()
            turn = (await posted.json())["turn_id"]
        name = ""
        async for line in lines_of(events):
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: ") and name in ("turn.delta", "turn.finished"):
                data = json.loads(line[6:])
                if data["turn_id"] != turn:
                    continue
                if name == "turn.finished":
                    assert data["status"] == "complete", data
                    break
                if not seen.first:
                    seen.first = (time.monotonic_ns() - sent) / 1e9
                take(seen, data["text"], last)
    return seen


async def relay(client: aiohttp.ClientSession, url: str, asked: str, begin: asyncio.Event) -> Seen:
    """The same through a bare relay, or straight from the upstream."""
    seen, last = Seen(), []  # type: tuple[Seen, list[float]]
    await begin.wait()
    sent = time.monotonic_ns()
    body = {"model": "fake", "stream": True, "messages": [{"role": "user", "content": asked}]}
    async with client.post(url, json=body) as answer:
        async for line in lines_of(answer):
            if line.startswith("data: {"):
                choices = json.loads(line[6:])["choices"]
                text = choices[0]["delta"].get("content") if choices else None
                if text:
                    if not seen.first:
                        seen.first = (time.monotonic_ns() - sent) / 1e9
                    take(seen, text, last)
    return seen


@asynccontextmanager
async def connected(cookies: dict[str, str], origin: str) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar, headers={"Origin": origin}) as client:
        jar.update_cookies(cookies, URL(origin))
        yield client


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def report(label: str, count: int, seen: Sequence[Seen], spent: float, memory: int, wall: float) -> None:
    tokens = sum(one.tokens for one in seen)
    gaps = [gap for one in seen for _, gap, _ in one.came]
    lags = [lag for one in seen for lag in one.lags]
    print(
        f"{label:22} {count:4} streams  first p50 {1000 * statistics.median(one.first for one in seen):6.1f} ms"
        f"  p99 {1000 * quantile([one.first for one in seen], 0.99):6.1f} ms"
        f"  gap p99 {1000 * quantile(gaps, 0.99):6.1f} ms  lag p50 {1000 * quantile(lags, 0.5):5.1f} p99 {1000 * quantile(lags, 0.99):6.1f} ms"
        f"  CPU {spent / max(tokens, 1) * 1000:5.3f} s/1k tokens  {spent / wall:4.2f} cores  {memory / 1e6:5.0f} MB",
        flush=True,
    )


async def measure_product(api: Api, address: str, pid: int, levels: Sequence[int], seconds: float) -> None:
    cookies = {one.name: one.value or "" for one in api.cookies()}
    async with connected(cookies, address) as client:
        base = f"{address}/api/v1"
        for count, tokens in [(1, 5)] * 3 + [(1, 30)] * 40 + [(count, int(seconds * 1000 / MS)) for count in levels]:
            sessions = [api.call("POST", "/ai-sessions", {"problem": "Bench"})["id"] for _ in range(count)]
            begin = asyncio.Event()
            asked = f"BENCH n={tokens} ms={MS}"
            tasks = [asyncio.create_task(converse(client, base, one, asked, begin)) for one in sessions]
            await asyncio.sleep(0.5 if count > 1 else 0.05)
            before, started = usage([pid])[0], time.monotonic()
            begin.set()
            seen = await asyncio.gather(*tasks)
            after, memory = usage([pid])
            SINGLE.extend(seen if count == 1 and tokens == 30 else [])
            if count > 1:
                report("Resolvent", count, seen, after - before, memory, time.monotonic() - started)


SINGLE: list[Seen] = []


async def measure_relay(label: str, url: str, pid: int, levels: Sequence[int], seconds: float) -> list[Seen]:
    single: list[Seen] = []
    async with connected({}, url) as client:
        for count, tokens in [(1, 30)] * 43 + [(count, int(seconds * 1000 / MS)) for count in levels]:
            begin = asyncio.Event()
            begin.set()
            before, started = usage([pid])[0], time.monotonic()
            seen = await asyncio.gather(*(relay(client, url, f"BENCH n={tokens} ms={MS}", begin) for _ in range(count)))
            after, memory = usage([pid])
            single += seen if count == 1 else []
            if count > 1:
                report(label, count, seen, after - before, memory, time.monotonic() - started)
    return single[3:]


def server_pid() -> int:
    """Of the one process that this one started and that serves."""
    for pid in family([os.getpid()]):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"resolvent.cli" in command:
            return pid
    raise SystemExit("The server is gone.")


@contextmanager
def product(upstream: str) -> Iterator[tuple[Api, str, int]]:
    """A fresh instance that asks this model: signed in, its address, and its process."""
    with tempfile.TemporaryDirectory(prefix="resolvent-bench-") as folder:
        Path(folder).chmod(0o711)
        with instance(Path(folder)) as (address, token):
            api = Api(address)
            api.sign_in(token)
            body = {"name": "fake", "provider": "openai", "model": "fake", "base_url": upstream, "allow_private": True}
            api.call("POST", "/models", body, expect=201)
            yield api, address, server_pid()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", type=Path, default=TOOL)
    parser.add_argument("--levels", default="50,100,200")
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args()
    if not given.tool.exists():
        raise SystemExit(f"{given.tool} is not there: it is the upstream.")
    levels = [int(one) for one in given.levels.split(",") if one]
    upstream, bare = free_port(), free_port()
    with running(sys.executable, str(given.tool), "upstream", "--port", str(upstream), port=upstream) as fake:
        url = f"http://127.0.0.1:{upstream}/v1"
        straight = asyncio.run(measure_relay("straight", f"{url}/chat/completions", fake, [], given.seconds))
        app = [
            sys.executable,
            "-m",
            "uvicorn",
            "stream_bench:relay_aiohttp",
            "--port",
            str(bare),
            "--log-level",
            "error",
        ]
        env = {"BENCH_UPSTREAM": f"http://127.0.0.1:{upstream}", "PYTHONPATH": str(given.tool.parent)}
        with running(*app, env=env, port=bare) as pid:
            relayed = asyncio.run(
                measure_relay(
                    "bare aiohttp relay", f"http://127.0.0.1:{bare}/v1/chat/completions", pid, levels, given.seconds
                )
            )
        with product(url) as (api, address, pid):
            asyncio.run(measure_product(api, address, pid, levels, given.seconds))
    floor = statistics.median(one.first for one in straight)
    for label, seen in (("bare aiohttp relay", relayed), ("Resolvent", SINGLE)):
        added = [one.first - floor for one in seen]
        print(
            f"{label:22} added to the first text: p50 {1000 * statistics.median(added):5.1f} ms"
            f"  p99 {1000 * quantile(added, 0.99):5.1f} ms  (n={len(added)}; goals 6 and 15 ms)"
        )


if __name__ == "__main__":
    main()
