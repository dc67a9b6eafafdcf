"""What the design allows the page, and what it takes: `budgets.py [--runs 3] [--only sizes,lighthouse,latency]`.

Sizes are held by the build itself. Times depend on the machine and what else it does: they are told, never asserted.
A fresh instance on the embedded database, a model that says 50 tokens a second, Debian's Chromium.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import latency
import lighthouse
from playwright.async_api import async_playwright
from steps import ROOT
from upstream import running_upstream

from resolvent.demo.api import Api
from resolvent.demo.play import instance

FIGURES = ROOT / "web/node_modules/.budgets.json"
KB = 1000
PARTS = ("sizes", "lighthouse", "latency")
LONG_TURNS, FACTS, LINES, LOG_BYTES = 150, 60, 2_000, 1_000_000
Row = tuple[str, str, str]


def tell_sizes() -> list[Row]:
    if not FIGURES.exists():
        sys.exit("Build the page first: make ui.")
    return [
        (f"gzip: {one['name']}", f"≤ {one['limit'] / KB:.0f} kB", f"{one['size'] / KB:.1f} kB")
        for one in json.loads(FIGURES.read_text())
    ]


def open_session(api: Api, problem: str) -> str:
    return str(api.call("POST", "/ai-sessions", {"problem": problem})["id"])


def fill(api: Api) -> str:
    """300 messages, 60 facts, a message with a log of 1 MB, an answer with a script of 2,000 lines."""
    session = open_session(api, "A long session")
    for number in range(LONG_TURNS):
        api.say(session, f"Message {number} TOKENS=30 FAST")
    for number in range(FACTS):
        api.call("POST", f"/ai-sessions/{session}/facts", {"text": f"Fact {number} of many that are known"})
    return session


async def measure_latency(address: str, api: Api) -> list[Row]:
    async with async_playwright() as playwright, running_upstream() as upstream:
        model = {"name": "fake", "provider": "openai", "model": "fake", "base_url": upstream, "allow_private": True}
        await asyncio.to_thread(api.call, "POST", "/models", model, expect=201)
        browser = await playwright.chromium.launch(executable_path=lighthouse.CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(base_url=address, viewport={"width": 1366, "height": 768})
        await context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": address} for one in api.cookies()]
        )
        short = await asyncio.to_thread(open_session, api, "A short session")
        figures = await latency.measure(context, short, "short session")
        long = await asyncio.to_thread(fill, api)
        figures += await latency.measure(context, long, "300 messages, 60 facts")
        figures += await latency.measure_heavy(context, short, LINES, LOG_BYTES)
        await browser.close()
    return [(one.name, one.goal, one.tell()) for one in figures]


def measure_pages(address: str, api: Api, runs: int) -> list[Row]:
    lighthouse.install()
    cookies = "; ".join(f"{one.name}={one.value}" for one in api.cookies())
    session = open_session(api, "Nobody at the front desk can print")
    rows = lighthouse.measure("sessions list", f"{address}/sessions", cookies, runs)
    return rows + lighthouse.measure("session", f"{address}/pilot/{session}", cookies, runs)


def print_table(rows: list[Row]) -> None:
    width = max(len(name) for name, _, _ in rows)
    for name, goal, measured in rows:
        sys.stdout.write(f"{name:<{width}}  {goal:<10}  {measured}\n")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    sys.stdout.write(f"\nLoad of the machine at the end (1, 5, 15 minutes): {load}, on {os.cpu_count()} cores.\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, for each page and preset")
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()
    parts = given.only.split(",")
    rows = tell_sizes() if "sizes" in parts else []
    if parts != ["sizes"]:
        with tempfile.TemporaryDirectory(prefix="resolvent-budgets-") as folder:
            Path(folder).chmod(0o711)  # the embedded database's own user passes through
            with instance(Path(folder)) as (address, token):
                api = Api(address)
                api.sign_in(token)
                if "lighthouse" in parts:
                    rows += measure_pages(address, api, given.runs)
                if "latency" in parts:
                    rows += asyncio.run(measure_latency(address, api))
    print_table(rows)


if __name__ == "__main__":
    main()
