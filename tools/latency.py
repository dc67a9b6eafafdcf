"""How quickly the page answers an engineer while an answer is streamed, in a browser against the real app.

Durations are those of the Event Timing API: from the press to the next paint, in steps of 8 ms.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from figures import Times
from playwright.async_api import BrowserContext, Page, expect

OBSERVE = Path(__file__).with_name("observe.js")
TOKENS = 3_000
"""A minute at 50 a second: longer than one kind of interaction takes."""
KEYS, ROUNDS, OPENINGS, ANSWERS = 200, 20, 60, 10
WORST, KEY, OPENING, TEXT = 200.0, 100.0, 100.0, 100.0
"""ms, from the design."""
FIELD, RUNNING, CHECK = "#composer", "#chat [data-running]", "li[id^=check-]"
PALETTE, NOTE = "[role=dialog][aria-label=Commands]", "[aria-label='Resolution note']"
"""CSS while it is measured: looking for roles takes the page 100 ms where there is much in it."""

Act = Callable[[Page], Awaitable[None]]


async def open_page(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    page.set_default_timeout(60_000)
    await page.add_init_script(path=OBSERVE)
    await page.goto(address)
    return page


async def stream_while(page: Page, name: str, act: Act, asked: str) -> None:
    """Lets a long answer run, acts, and stops it. Fails when the answer ended before."""
    stop = page.get_by_role("button", name=re.compile("^Stop$"))
    await page.locator(FIELD).fill(asked)
    await page.keyboard.press("Enter")
    await page.locator(f"{RUNNING} p, {RUNNING} pre").first.wait_for()
    await page.evaluate("name => measured.begin(name)", name)
    await act(page)
    await page.evaluate("() => measured.begin('between')")
    await expect(stop).to_be_visible()
    await page.locator(FIELD).fill("")
    await stop.click()
    await page.locator(RUNNING).wait_for(state="detached")


async def type_text(page: Page) -> None:
    await page.locator(FIELD).click()
    for number in range(KEYS):
        await page.keyboard.type("printer "[number % 8], delay=15)


async def open_palette(page: Page) -> None:
    for _ in range(OPENINGS):
        await page.evaluate("one => measured.watch('palette', one)", PALETTE)
        await page.keyboard.press("Control+k")
        # Before that, Escape would be the composer's, and stop the answer.
        await page.locator(f"{PALETTE} input:focus").wait_for()
        await page.keyboard.press("Escape")
        await page.locator(PALETTE).wait_for(state="detached")


async def toggle_check(page: Page) -> None:
    for _ in range(ROUNDS):
        await page.locator(f"{CHECK} button[aria-label=Skip]").first.click()
        # What is skipped is folded away.
        await page.get_by_text(re.compile(r"^Skipped, \d+$")).click()
        await page.locator(f"{CHECK} button[aria-label=Undo]").click()
        await page.locator(f"{CHECK} button[aria-label=Undo]").wait_for(state="detached")


async def open_preview(page: Page) -> None:
    resolve = await page.get_by_role("button", name="Resolve", exact=True).element_handle()
    assert resolve is not None
    for _ in range(ROUNDS):
        await page.evaluate("one => measured.watch('note', one)", f"{NOTE} h3, {NOTE} p")
        await resolve.click()
        await page.locator(f"{NOTE} h3, {NOTE} p").first.wait_for()
        await page.keyboard.press("Escape")
        await page.locator(NOTE).first.wait_for(state="detached")


async def read_first_text(page: Page) -> None:
    """Some short answers: how long the first piece of each takes from the stream to the paint."""
    for _ in range(ANSWERS):
        await page.evaluate("() => measured.awaitText()")
        await page.locator(FIELD).fill("TOKENS=10")
        await page.keyboard.press("Enter")
        await page.locator(RUNNING).wait_for()
        await page.locator(RUNNING).wait_for(state="detached")


ACTS: Mapping[str, Act] = {
    "typing in the composer": type_text,
    "the palette": open_palette,
    "toggling a check": toggle_check,
    "opening the preview": open_preview,
}


async def measure(page: Page, label: str, asked: str = f"TOKENS={TOKENS}") -> list[Times]:
    """Each kind of interaction while its own answer is streamed."""
    await read_first_text(page)
    for name, act in ACTS.items():
        await stream_while(page, name, act, asked)
    return read_session(await page.evaluate("() => measured.collect()"), label)


def read_session(found: Mapping[str, Any], label: str) -> list[Times]:
    held = found["interactions"]
    rows = [Times(f"{label}: {name}, while streaming", held.get(name, []), 0.98, WORST) for name in ACTS]
    every = [one for name in ACTS for one in held.get(name, [])]
    return [
        *rows,
        Times(f"{label}: every interaction while streaming", every, 0.98, WORST),
        Times(f"{label}: key press to paint", held.get("typing in the composer", []), 0.75, KEY),
        Times(f"{label}: palette open", found["shown"].get("palette", []), 0.98, OPENING),
        Times(f"{label}: note shown after Resolve (with the server's part)", found["shown"].get("note", []), 0.98),
        Times(f"{label}: first text after its event", found["shown"].get("first text", []), 1, TEXT),
    ]
