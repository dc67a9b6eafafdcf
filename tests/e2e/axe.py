"""axe on the page as it stands: WCAG 2.2 A and AA, and best practices."""

from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SETTLED = """() => Promise.all(document.getAnimations()
    .filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map(one => one.finished.catch(() => undefined)))"""
"""Half faded in, no text has its contrast."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def find_violations(page: Page) -> list[str]:
    """In light and dark. The source is evaluated, not added as a script: the page's policy allows none."""
    told: list[str] = []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.evaluate(SETTLED)
        await page.evaluate(AXE.read_text())
        found = await page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
        told += [
            f"{scheme} {page.url}: {one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
            for one in found["violations"]
        ]
    await page.emulate_media(color_scheme="light")
    return told


async def check_accessibility(page: Page) -> None:
    assert await find_violations(page) == []
