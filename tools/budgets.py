"""What the design allows the page, and what it takes: `budgets.py [--runs 3] [--only sizes,clicks,lighthouse,latency,heavy,lists]`.

A fresh instance on the embedded database, a model that says 50 tokens a second, Debian's Chromium. What is missed is told
with its figure, and the exit code is 1. Times depend on the machine: believe a miss on one that does nothing else.
"""

import argparse
import asyncio
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))
import heavy
import latency
import lighthouse
from figures import Row
from playwright.async_api import BrowserContext, ViewportSize, async_playwright
from steps import ROOT
from upstream import running_upstream

from resolvent.demo.api import Api
from resolvent.demo.play import instance

FIGURES = ROOT / "web/node_modules/.budgets.json"
CLICKS = "tests/e2e/test_clicks.py"
KB = 1000
PARTS = ("sizes", "clicks", "lighthouse", "latency", "heavy", "lists")
SCREEN: ViewportSize = {"width": 1366, "height": 768}


def tell_sizes() -> list[Row]:
    if not FIGURES.exists():
        sys.exit("Build the page first: make ui.")
    return [tell_size(one["name"], one["size"], one.get("limit")) for one in json.loads(FIGURES.read_text())]


def tell_size(name: str, size: int, limit: int | None) -> Row:
    goal = "–" if limit is None else f"≤ {limit / KB:.0f} kB"
    return Row(f"gzip: {name}", goal, f"{size / KB:.1f} kB", limit is None or size <= limit)


def count_clicks(folder: Path) -> list[Row]:
    """The walks are tests; each tells what it counted and what is allowed."""
    told = folder / "clicks.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        CLICKS,
        "-q",
        "-n",
        "0",
        "-o",
        "junit_family=xunit1",
        f"--junitxml={told}",
    ]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    rows = []
    for case in ElementTree.parse(told).iter("testcase"):  # noqa: S314 (our own file)
        said = {one.get("name"): one.get("value") or "" for one in case.iter("property")}
        missed = any(case.find(name) is not None for name in ("failure", "error", "skipped"))
        goal, name = said.get("allowed", "?"), said.get("walk", case.get("name", ""))
        rows.append(Row(f"clicks, list to posted note: {name}", goal, said.get("clicks", "not measured"), not missed))
    return rows or [Row("clicks, list to posted note", "4, 7, 7", "not measured", held=False)]


def measure_pages(address: str, api: Api, runs: int) -> list[Row]:
    if not lighthouse.is_installed():
        missing = "not measured: Lighthouse is not installed (tools/lighthouse.py install)"
        return [Row("Lighthouse", "≥ 95, ≥ 85", missing, held=False)]
    cookies = "; ".join(f"{one.name}={one.value}" for one in api.cookies())
    tickets = [api.call("POST", "/ai-sessions", {"problem": f"Problem {number}"})["id"] for number in range(30)]
    rows = lighthouse.measure("login", f"{address}/login", "", runs)
    rows += lighthouse.measure("sessions list", f"{address}/sessions", cookies, runs)
    return rows + lighthouse.measure("session", f"{address}/pilot/{tickets[0]}", cookies, runs)


async def measure_in_browser(address: str, api: Api, folder: Path, parts: list[str]) -> list[Row]:
    async with async_playwright() as playwright, running_upstream() as upstream:
        model = {"name": "fake", "provider": "openai", "model": "fake", "base_url": upstream, "allow_private": True}
        await asyncio.to_thread(api.call, "POST", "/models", model, expect=201)
        browser = await playwright.chromium.launch(executable_path=lighthouse.CHROMIUM, args=["--no-sandbox"])
        context = await browser.new_context(base_url=address, viewport=SCREEN)
        await context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": address} for one in api.cookies()]
        )
        rows = []
        if "latency" in parts:
            rows += await measure_short(context, api)
        if "heavy" in parts:
            rows += await heavy.measure_session(context, await asyncio.to_thread(heavy.fill_session, api))
            rows += await heavy.measure_builder(context)
        if "lists" in parts:
            diagram = await asyncio.to_thread(heavy.fill_lists, api, folder)
            rows += await heavy.measure_list(context, "/sessions", "10,000 sessions", "problem 7777")
            rows += await heavy.measure_list(context, "/scripts", "500 templates", "template 77")
            rows += await heavy.measure_map(context, diagram)
        await browser.close()
    return rows


async def measure_short(context: BrowserContext, api: Api) -> list[Row]:
    session = (await asyncio.to_thread(api.call, "POST", "/ai-sessions", {"problem": "A short session"}))["id"]
    await asyncio.to_thread(api.call, "POST", f"/ai-sessions/{session}/checks", {"title": "Does the spooler run?"})
    await asyncio.to_thread(api.call, "POST", f"/ai-sessions/{session}/facts", {"text": "The spooler stops"})
    page = await latency.open_page(context, f"/pilot/{session}")
    rows = [one.tell() for one in await latency.measure(page, "short session")]
    await page.close()
    return rows


def print_table(rows: list[Row]) -> None:
    name_width = max(len(one.name) for one in rows)
    goal_width = max(len(one.goal) for one in rows)
    for one in rows:
        sys.stdout.write(
            f"{'    ' if one.held else 'MISS'}  {one.name:<{name_width}}  {one.goal:<{goal_width}}  {one.measured}\n"
        )
    missed = sum(not one.held for one in rows)
    sys.stdout.write(f"\n{len(rows)} figures, {missed or 'none'} missed. {tell_machine()}\n")


def tell_machine() -> str:
    command = [lighthouse.CHROMIUM, "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{today}, {os.cpu_count()} cores, {system}, {said}, load (1, 5, 15 minutes) {load}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, for each page and preset")
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"There is no part {', '.join(unknown)}.")
    rows = tell_sizes() if "sizes" in parts else []
    with tempfile.TemporaryDirectory(prefix="resolvent-budgets-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the embedded database's own user passes through
        if "clicks" in parts:
            rows += count_clicks(folder)
        if set(parts) - {"sizes", "clicks"}:
            with instance(folder) as (address, token):
                api = Api(address)
                api.sign_in(token)
                if "lighthouse" in parts:
                    rows += measure_pages(address, api, given.runs)
                if set(parts) & {"latency", "heavy", "lists"}:
                    rows += asyncio.run(measure_in_browser(address, api, folder, parts))
    print_table(rows)
    sys.exit(0 if all(one.held for one in rows) else 1)


if __name__ == "__main__":
    main()
