"""What opens below a suggested fix, at a phone's width and at 200 % zoom: nothing is cut off, and axe finds nothing."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.test_fix_panels import PASSWORD, RISKY, TEMPLATE, app, assistant, suggest
from tests.e2e.test_main_path import open_session, sign_in
from tests.e2e.test_narrow import WINDOWS, check_screen
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix

__all__ = ["app", "assistant"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height"), WINDOWS)
async def test_the_panels_below_a_fix_reflow(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant, width: int, height: int
) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    card = await suggest(page, assistant, TEMPLATE)
    await card.click()
    await page.set_viewport_size({"width": width, "height": height})
    # Whoever opens the panel's address in a narrow window finds the panel.
    await page.reload()
    panel = page.get_by_role("region", name="How to apply this fix")
    await panel.get_by_label(re.compile("^Temporary password")).fill(PASSWORD)
    await check_screen(page)
    await panel.get_by_role("button", name="Generate", exact=True).click()
    await expect(panel.get_by_role("button", name="Copy with secrets")).to_be_visible()
    await check_screen(page)
    await page.get_by_role("button", name="Partial", exact=True).click()
    await check_screen(page)

    await page.get_by_role("button", name="Chat").click()
    await suggest(
        page, assistant, fix("Clear the spool", script=RISKY, language="powershell", parameters={"printer": "PRN-01"})
    )
    await page.get_by_role("button", name=re.compile("^Task lane")).click()
    await page.locator("#fix-title").click()
    await expect(panel.get_by_role("checkbox", name="Make Printer a parameter")).to_be_visible()
    await check_screen(page)
    for tick in await panel.get_by_role("checkbox", name=re.compile("^I have read")).all():
        await tick.check()
    await panel.get_by_role("button", name="Continue: save draft").click()
    await expect(panel.get_by_role("link", name="Open the draft")).to_be_visible()
    await expect(page.get_by_text("Draft template saved", exact=True)).to_be_visible()
    await check_screen(page)
