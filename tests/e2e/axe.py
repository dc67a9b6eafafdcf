"""axe on the page as it stands: WCAG 2.2 A and AA, and best practices in light, what colours can break in dark."""

from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Page

Look = Literal["light", "dark", "compact"]
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map(one => one.finished.catch(() => undefined)))"""
"""Half faded in, or out, no text has its contrast."""
MOVING = "() => document.getAnimations().some(one => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime))"
HERE = "() => typeof axe === 'object'"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_SIZES = ["target-size", "scrollable-region-focusable"]
RULES: dict[Look, dict[str, object]] = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": OF_COLOURS},
    "compact": {"type": "rule", "values": OF_SIZES},
}
"""What is asked in each look: the page's elements are the same in all, a whole run would tell the same again."""


async def find_violations(page: Page, looks: tuple[Look, ...] = ("light", "dark")) -> list[str]:
    """The source is evaluated, not added as a script: the page's policy allows none."""
    told: list[str] = []
    for name in looks:
        await page.emulate_media(color_scheme="dark" if name == "dark" else "light")
        if not await page.evaluate(HERE):
            await page.evaluate(AXE.read_text())
        found = await look(page, name)
        # A message may have left while it was looked at.
        while found["violations"] and await page.evaluate(MOVING):
            found = await look(page, name)
        told += [
            f"{name} {page.url}: {one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
            for one in found["violations"]
        ]
    await page.emulate_media(color_scheme="light")
    return told


async def look(page: Page, name: Look) -> dict[str, Any]:
    await page.evaluate(SETTLED)
    rules = RULES[name]
    found: dict[str, Any] = await page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules
    )
    return found


async def check_accessibility(page: Page) -> None:
    told = await find_violations(page)
    assert told == [], told
