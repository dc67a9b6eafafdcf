"""A phone's width, and 200 % zoom of a small laptop: nothing is cut off to the side, and axe finds nothing."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import open_session, send, sign_in

pytestmark = pytest.mark.browser
WINDOWS = [pytest.param(320, 640, id="320 px wide"), pytest.param(683, 384, id="1366 × 768 at 200 %")]
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CUT_OFF = """() => [...document.querySelectorAll('aside *')]
    .filter(one => !one.closest('.sr-only, pre, .cm-scroller') && one.getClientRects().length > 0)
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 120))"""


async def check_screen(page: Page) -> None:
    assert not await page.evaluate(SIDEWAYS), f"{page.url} scrolls sideways"
    assert await page.evaluate(CUT_OFF) == []
    await check_accessibility(page)


@pytest.mark.parametrize(("width", "height"), WINDOWS)
async def test_every_screen_reflows(page: Page, sign_in_path: str, width: int, height: int) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    await send(page, "Please look at this ticket.")
    await expect(page.get_by_role("main").get_by_text("Get-Service -Name Spooler")).to_be_visible()
    await page.set_viewport_size({"width": width, "height": height})
    await check_screen(page)
    await page.get_by_role("button", name="Task lane").click()
    await expect(page.get_by_role("heading", name=re.compile("Diagnostic checks"))).to_be_visible()
    await check_screen(page)
    for path, heading in (
        ("/sessions", "Sessions"),
        ("/desk", "Local desk"),
        ("/escalations", "Escalations"),
        ("/settings/psa", "Ticketing systems"),
        ("/settings/llm", "Models"),
        ("/settings/me", "Your settings"),
    ):
        await page.goto(path)
        await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        await check_screen(page)
