"""axe on the page as it stands, in light and dark: WCAG 2.2 A and AA, and best practices."""

from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Page

Scheme = Literal["light", "dark"]
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map(one => one.finished.catch(() => undefined)))"""
"""Half faded in, or out, no text has its contrast."""
MOVING = "() => document.getAnimations().some(one => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime))"
HERE = "() => typeof axe === 'object'"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def find_violations(page: Page, schemes: tuple[Scheme, ...] = ("light", "dark")) -> list[str]:
    """The source is evaluated, not added as a script: the page's policy allows none."""
    told: list[str] = []
    for scheme in schemes:
        await page.emulate_media(color_scheme=scheme)
        if not await page.evaluate(HERE):
            await page.evaluate(AXE.read_text())
        found = await look(page)
        # A message may have left while it was looked at.
        while found["violations"] and await page.evaluate(MOVING):
            found = await look(page)
        told += [
            f"{scheme} {page.url}: {one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
            for one in found["violations"]
        ]
    await page.emulate_media(color_scheme="light")
    return told


async def look(page: Page) -> dict[str, Any]:
    await page.evaluate(SETTLED)
    found: dict[str, Any] = await page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
    return found


async def check_accessibility(page: Page) -> None:
    told = await find_violations(page)
    assert told == [], told
