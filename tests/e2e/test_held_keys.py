"""A key that is held down for long repeats itself: it presses one button, not the one that the focus goes to next."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.test_fix_panels import PLAIN, app, assistant, suggest
from tests.e2e.test_main_path import open_session, sign_in
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix

__all__ = ["app", "assistant"]
pytestmark = pytest.mark.browser


async def test_success_held_down_opens_no_note(page: Page, sign_in_path: str, assistant: ScriptedAssistant) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    await suggest(page, assistant, fix("Clear the spool", script=PLAIN, language="powershell"))
    resolve = page.get_by_role("button", name="Resolve", exact=True)
    await page.get_by_role("button", name="Success", exact=True).focus()
    await page.keyboard.down("Enter")
    await expect(resolve).to_be_focused()
    for _ in range(3):
        await page.keyboard.down("Enter")
    await page.keyboard.up("Enter")
    assert "preview=" not in page.url
    await expect(page.get_by_role("region", name="Resolution note")).to_have_count(0)
    # Pressed anew it opens.
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("region", name="Resolution note")).to_be_visible()
