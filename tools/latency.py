"""How quickly the page answers an engineer while an answer is streamed, in a browser against the real app."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import BrowserContext, Page, expect

OBSERVE = Path(__file__).with_name("observe.js")
TOKENS = 900
"""18 seconds at 50 a second: longer than the interactions take."""
KEYS = 120
ROUNDS = 12


@dataclass(frozen=True)
class Figure:
    name: str
    goal: str
    values: Sequence[float]
    """ms"""
    share: float
    """Of the values that are as quick as what is told: 0.98 for p98."""

    def tell(self) -> str:
        ordered = sorted(self.values)
        if not ordered:
            return "not measured"
        told = ordered[min(int(len(ordered) * self.share), len(ordered) - 1)]
        return f"{told:.0f} ms (n = {len(ordered)}, median {statistics.median(ordered):.0f}, most {ordered[-1]:.0f})"


async def measure(context: BrowserContext, session: str, label: str) -> list[Figure]:
    """Types, opens and closes things while 50 tokens a second arrive."""
    page = await context.new_page()
    page.set_default_timeout(60_000)
    await page.add_init_script(path=OBSERVE)
    await page.goto(f"/pilot/{session}")
    field = page.get_by_label("Message", exact=True)
    await field.fill(f"TOKENS={TOKENS}")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Stop")).to_be_visible()
    await page.wait_for_function("measured.firstText.length > 0")
    await field.click()
    for number in range(KEYS):
        await page.keyboard.type("printer "[number % 8], delay=15)
    for _ in range(ROUNDS):
        await look_around(page)
    await expect(page.get_by_role("button", name="Stop")).to_be_visible()
    found = await page.evaluate("measured")
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    await page.close()
    return [
        Figure(f"{label}: worst interaction while streaming, p98", "≤ 200 ms", found["interactions"], 0.98),
        Figure(f"{label}: key press to paint, p75", "≤ 100 ms", found["keys"], 0.75),
        Figure(f"{label}: palette open, worst", "≤ 100 ms", found["palette"], 1.0),
        Figure(f"{label}: first streamed text after its event", "≤ 100 ms", found["firstText"], 1.0),
    ]


async def look_around(page: Page) -> None:
    """What an engineer does beside the chat."""
    await page.keyboard.press("Control+k")
    await page.get_by_role("dialog", name="Commands").wait_for()
    await page.keyboard.press("Escape")
    await page.get_by_role("dialog", name="Commands").wait_for(state="detached")
    await page.get_by_role("button", name="Hide the task lane").click()
    await page.get_by_role("button", name="Show the task lane").click()
    await page.get_by_label("Message", exact=True).click()


async def measure_heavy(context: BrowserContext, session: str, lines: int, log_bytes: int) -> list[Figure]:
    """A log of this size pasted into the composer; a script of so many lines typed into."""
    page = await context.new_page()
    page.set_default_timeout(60_000)
    await page.add_init_script(path=OBSERVE)
    await page.goto(f"/pilot/{session}")
    await page.get_by_label("Message", exact=True).click()
    log = "2026-11-24 08:12:01 spoolsv.exe error 7031 the service stopped unexpectedly\n"
    await page.evaluate(PASTE, log * (log_bytes // len(log)))
    await page.keyboard.type("see the log", delay=30)
    pasted = await page.evaluate("measured.keys")
    await page.goto("/scripts/builder")
    await page.get_by_label("Title").fill("Long")
    await page.get_by_role("textbox", name="Script").fill("Write-Output 'one line of many'\n" * lines)
    await page.get_by_role("button", name="Open in the builder").click()
    script = page.get_by_role("textbox", name="Script", exact=True)
    await script.click()
    await page.evaluate("measured.keys.length = 0")
    await page.keyboard.type("# a comment is typed here ", delay=30)
    typed = await page.evaluate("measured.keys")
    await page.close()
    return [
        Figure("1 MB log pasted: key press to paint, p75", "≤ 100 ms", pasted, 0.75),
        Figure("script of 2,000 lines: key press to paint, p75", "≤ 100 ms", typed, 0.75),
    ]


PASTE = """text => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}"""
