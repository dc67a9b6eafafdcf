"""Many answers at once, in their midst: `python bench/chat_steady.py [--tool stream_bench.py] [--levels 100,200] [--seconds 10]`.

As `bench/chat.py`, but the answers begin one after another, 20 a second, and what is measured is only the time in which all of them are
being written: the gaps between the texts of each, and processor time of the server with its PostgreSQL. What it costs to begin and to end
an answer is not in it.
"""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from chat import MS, TOOL, connected, converse, free_port, product, quantile, running, usage
from resolvent.demo.api import Api

BEGUN_A_SECOND = 20
SETTLES = 1.5
"""Seconds after the last has begun."""


async def take_steady(
    api: Api, address: str, pid: int, count: int, seconds: float
) -> tuple[list[float], int, float, float]:
    """(gaps between two texts in seconds, tokens, seconds of processor, seconds)."""
    lasts = count / BEGUN_A_SECOND + SETTLES + seconds + 2
    asked = f"BENCH n={int(lasts * 1000 / MS)} ms={MS}"
    cookies = {one.name: one.value or "" for one in api.cookies()}
    async with connected(cookies, address) as client:
        sessions = [api.call("POST", "/ai-sessions", {"problem": "Bench"})["id"] for _ in range(count)]
        begin = [asyncio.Event() for _ in sessions]
        tasks = [
            asyncio.create_task(converse(client, f"{address}/api/v1", session, asked, event))
            for session, event in zip(sessions, begin, strict=True)
        ]
        await asyncio.sleep(1 + count / 50)
        for event in begin:
            event.set()
            await asyncio.sleep(1 / BEGUN_A_SECOND)
        await asyncio.sleep(SETTLES)
        # To look takes a while, in which no text is read.
        spent, since = usage([pid])[0], time.monotonic()
        await asyncio.sleep(seconds)
        until, spent = time.monotonic(), usage([pid])[0] - spent
        seen = await asyncio.gather(*tasks)
    came = [(gap, tokens) for one in seen for at, gap, tokens in one.came if since <= at < until]
    return [gap for gap, _ in came], sum(tokens for _, tokens in came), spent, until - since


def report(count: int, gaps: Sequence[float], tokens: int, spent: float, wall: float) -> None:
    print(
        f"{count:4} streams  gap p50 {1000 * quantile(gaps, 0.5):5.1f} ms  p99 {1000 * quantile(gaps, 0.99):5.1f} ms"
        f"  p99.9 {1000 * quantile(gaps, 0.999):5.1f} ms  (n={len(gaps)}, {tokens / wall:.0f} tokens/s, {wall:.0f} s)"
        f"  CPU {spent / tokens * 1000:5.3f} s/1k tokens  {spent / wall:4.2f} cores",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", type=Path, default=TOOL)
    parser.add_argument("--levels", default="100,200")
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    if not given.tool.exists():
        raise SystemExit(f"{given.tool} is not there: it is the upstream.")
    # Its own collections stop the reader of the streams for 50 ms and more, and would count as gaps.
    gc.disable()
    upstream = free_port()
    with (
        running(sys.executable, str(given.tool), "upstream", "--port", str(upstream), port=upstream),
        product(f"http://127.0.0.1:{upstream}/v1") as (api, address, pid),
    ):
        for count in map(int, given.levels.split(",")):
            report(count, *asyncio.run(take_steady(api, address, pid, count, given.seconds)))


if __name__ == "__main__":
    main()
