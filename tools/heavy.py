"""The page with much in it: a long session, a long script, a long list, a large network."""

import re
from pathlib import Path
from typing import Any

import latency
import psycopg
from figures import Row, Times
from playwright.async_api import BrowserContext, Page, expect

from resolvent.demo.api import Api
from resolvent.postgres import EmbeddedPostgres

TURNS, FACTS, CHECKS = 150, 60, 30
LINES, LOG_BYTES = 2_000, 1_000_000
SESSIONS, TEMPLATES, DEVICES = 10_000, 500, 200
LOG_LINE = "2026-11-24 08:12:01 spoolsv.exe error 7031 the service stopped unexpectedly\n"
MANY = """INSERT INTO ai_sessions (account_id, id, title, problem, status, created_by, assignee_id, ticket)
    SELECT u.account_id, gen_random_uuid(), 'Problem ' || n, 'It does not work', 'active', u.id, u.id,
        jsonb_build_object('number', n::text, 'company', 'Client ' || n %% 40)
    FROM users u, generate_series(1, %(many)s) n"""
PASTE = """text => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}"""
ROWS_DRAWN = "() => document.querySelectorAll('tbody tr[data-key]').length"


def fill_session(api: Api) -> str:
    """300 messages, 60 facts, 30 checks, an answer with a script of 2,000 lines."""
    session = str(api.call("POST", "/ai-sessions", {"problem": "A long session"})["id"])
    for number in range(TURNS):
        size = f"SCRIPT={LINES}" if number == TURNS - 5 else "TOKENS=60"
        api.say(session, f"Message {number} {size} FAST")
    for number in range(FACTS):
        api.call("POST", f"/ai-sessions/{session}/facts", {"text": f"Fact {number} of many that are known here"})
    for number in range(CHECKS):
        api.call("POST", f"/ai-sessions/{session}/checks", {"title": f"Check {number}", "command": "Get-Printer"})
    return session


def fill_lists(api: Api, folder: Path) -> dict[str, Any]:
    with psycopg.connect(EmbeddedPostgres(folder).url("resolvent")) as db:
        db.execute(MANY, {"many": SESSIONS})
    for number in range(TEMPLATES):
        body = {"language": "powershell", "title": f"Template {number} for the service", "body": "Get-Service\n"}
        draft = api.call("POST", "/scripts/drafts", body)
        publish = {"change_note": "First", "version": draft["version"]}
        api.call("POST", f"/scripts/drafts/{draft['id']}/publish", publish)
    diagram: dict[str, Any] = api.call("POST", "/diagrams", make_network())
    return diagram


def make_network() -> dict[str, Any]:
    """A core switch, an access switch for each nineteen devices."""
    nodes, edges = [{"id": "core", "label": "SW-CORE", "kind": "switch", "status": "ok"}], []
    switch = "core"
    for number in range(DEVICES - 1):
        is_switch = number % 20 == 0
        one = f"n{number}"
        kind = "switch" if is_switch else ("workstation", "printer", "phone")[number % 3]
        nodes.append({"id": one, "label": f"{kind[:3].upper()}-{number:03}", "kind": kind, "status": "ok"})
        edges.append({"id": f"e{number}", "from": "core" if is_switch else switch, "to": one})
        switch = one if is_switch else switch
    return {"client": "ACME Logistics", "title": "Warehouse", "nodes": nodes, "edges": edges}


async def measure_session(context: BrowserContext, session: str) -> list[Row]:
    label = "300 messages, 60 facts"
    page = await latency.open_page(context, f"/pilot/{session}")
    older = page.get_by_role("button", name="Load older messages")
    articles = page.locator("#chat article")
    await expect(articles.nth(TURNS // 2)).to_be_attached()
    while await older.count():
        before = await articles.count()
        await older.click()
        await expect(articles.nth(before)).to_be_attached()
    drawn = await articles.count()
    rows = [Row(f"{label}: messages loaded", "≥ 300", str(drawn), drawn >= 2 * TURNS)]
    rows += [one.tell() for one in await latency.measure(page, label)]
    rows += [one.tell() for one in await measure_paste(page)]
    await page.close()
    return rows


async def measure_paste(page: Page) -> list[Times]:
    """A log of 1 MB into the composer of this page, and a script that is streamed into it."""
    await page.get_by_label("Message", exact=True).click()
    await page.evaluate("() => measured.begin('after the paste')")
    await page.evaluate(PASTE, LOG_LINE * (LOG_BYTES // len(LOG_LINE)))
    await page.keyboard.type("see the log that is attached here", delay=30)
    await expect(page.get_by_role("button", name=re.compile("^Remove Pasted text"))).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("list", name="Attached files").last).to_be_visible()
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible(timeout=30_000)
    asked = f"SCRIPT={LINES}"
    await latency.stream_while(page, "script streamed", latency.type_text, asked)
    found = (await page.evaluate("() => measured.collect()"))["interactions"]
    return [
        Times("1 MB log pasted: key press to paint", found.get("after the paste", []), 0.75, latency.KEY),
        Times("while a script is streamed: typing", found.get("script streamed", []), 0.98, latency.WORST),
    ]


async def measure_builder(context: BrowserContext) -> list[Row]:
    page = await latency.open_page(context, "/scripts/builder")
    await page.get_by_label("Title").fill("Long")
    await page.get_by_label("Script", exact=True).fill("Write-Output 'one line of many'\n" * LINES)
    await page.get_by_role("button", name="Open in the builder").click()
    editor = page.get_by_role("textbox", name="Script", exact=True)
    await editor.click()
    await page.evaluate("() => measured.begin('typing')")
    await page.keyboard.type("# a comment of some length is typed here, letter by letter ", delay=30)
    found = (await page.evaluate("() => measured.collect()"))["interactions"].get("typing", [])
    await page.close()
    return [
        Times("script of 2,000 lines in the builder: key press to paint", found, 0.75, latency.KEY).tell(),
        Times("script of 2,000 lines in the builder: every key", found, 0.98, latency.WORST).tell(),
    ]


async def measure_list(context: BrowserContext, address: str, label: str, filtered: str) -> list[Row]:
    """Along the rows by J, then letters into the filter."""
    page = await latency.open_page(context, address)
    await expect(page.locator("tbody tr[data-key]").first).to_be_visible()
    shown = await page.evaluate("() => performance.now()")
    await page.evaluate("() => measured.begin('rows')")
    for _ in range(100):
        await page.keyboard.press("j")
    drawn = await page.evaluate(ROWS_DRAWN)
    await page.evaluate("() => measured.begin('filter')")
    await page.keyboard.press("/")
    await page.keyboard.type(filtered, delay=60)
    found = await page.evaluate("() => measured.collect()")
    await page.close()
    return [
        Row(f"{label}: first rows after the navigation", "–", f"{shown:.0f} ms (n = 1)"),
        Row(f"{label}: rows drawn", "< 60", str(drawn), drawn < 60),
        Times(f"{label}: J along the rows", found["interactions"].get("rows", []), 0.98, latency.WORST).tell(),
        Times(f"{label}: letters in the filter", found["interactions"].get("filter", []), 0.98, latency.WORST).tell(),
        Row(f"{label}: layout shift", "< 0.02", f"{found['moved']:.3f}", found["moved"] < 0.02),
    ]


async def measure_map(context: BrowserContext, diagram: dict[str, Any]) -> list[Row]:
    label = f"network of {DEVICES} devices"
    page = await latency.open_page(context, f"/map/{diagram['client']}?diagram={diagram['id']}&view=drawing")
    await expect(page.locator(".react-flow__node")).to_have_count(DEVICES)
    shown = await page.evaluate("() => performance.now()")
    await page.evaluate("() => measured.begin('j')")
    for _ in range(60):
        await page.keyboard.press("j")
    await page.evaluate("() => measured.begin('choose')")
    for _ in range(20):
        await page.keyboard.press("j")
        await page.keyboard.press("Space")
    await page.evaluate("() => measured.begin('find')")
    await page.get_by_label("Find a device").press_sequentially("PRI-100", delay=60)
    found = await page.evaluate("() => measured.collect()")
    held = found["interactions"]
    await page.close()
    return [
        Row(f"{label}: drawn after the navigation", "–", f"{shown:.0f} ms (n = 1)"),
        Times(f"{label}: J along the devices", held.get("j", []), 0.98, latency.WORST).tell(),
        Times(f"{label}: choosing a device", held.get("choose", []), 0.98, latency.WORST).tell(),
        Times(f"{label}: letters in Find", held.get("find", []), 0.98, latency.WORST).tell(),
        Row(f"{label}: layout shift", "< 0.02", f"{found['moved']:.3f}", found["moved"] < 0.02),
    ]
