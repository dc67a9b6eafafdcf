"""The first minutes: four clicks from the list to a posted note, and a guide that tells what is done from what there is."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import PASSWORD

pytestmark = pytest.mark.browser
# On the document: a click that lands beside its button, because that moved, is held back at the window and tried again.
COUNT_CLICKS = """document.addEventListener('click', event => {
  if (event.isTrusted && event.detail > 0) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1
}, true)"""


async def test_five_clicks_from_the_first_sign_in_to_a_posted_note(page: Page, sign_in_path: str) -> None:
    await page.add_init_script(COUNT_CLICKS)
    await page.goto(sign_in_path)
    await page.get_by_label("New password", exact=True).fill(PASSWORD)
    await page.get_by_label("New password again").fill(PASSWORD)
    await page.keyboard.press("Enter")
    guide = page.get_by_role("region", name="First steps")
    await expect(guide.get_by_text("0 of 3 done")).to_be_visible()
    await check_accessibility(page)

    await guide.get_by_role("button", name="Open a sample ticket").click()
    await page.get_by_role("button", name="Start the diagnosis").click()
    await expect(page.get_by_text(re.compile("^Answer ready"))).to_be_attached()
    await page.get_by_role("button", name="Resolve", exact=True).click()
    # Nothing was found and nothing was done: that is confirmed knowingly.
    await page.get_by_role("checkbox", name=re.compile("^I stand by this")).check()
    await page.get_by_role("button", name=re.compile("Confirm & post")).click()
    await expect(page.get_by_text(re.compile("Posted. .* shows Resolved")).first).to_be_visible()
    assert await page.evaluate("sessionStorage.clicks") == "5"

    await page.get_by_role("link", name="Resolvent", exact=True).click()
    await expect(guide.get_by_text("1 of 3 done")).to_be_visible()
    await expect(guide.get_by_role("button", name="Open a sample ticket")).to_have_count(0)
    await expect(page.get_by_role("row").get_by_text("Resolved")).to_be_visible()


async def test_the_guide_stays_hidden_and_comes_back_from_the_menu(page: Page, sign_in_path: str) -> None:
    await page.goto(sign_in_path)
    await page.get_by_label("New password", exact=True).fill(PASSWORD)
    await page.get_by_label("New password again").fill(PASSWORD)
    await page.keyboard.press("Enter")
    guide = page.get_by_role("region", name="First steps")
    async with page.expect_response("**/auth/me/preferences") as told:
        await guide.get_by_role("button", name="Hide the first steps").click()
    assert (await told.value).ok
    await expect(guide).to_have_count(0)
    assert await page.evaluate("document.activeElement.id") == "main"

    await page.evaluate("localStorage.clear()")
    await page.reload()
    await expect(page.get_by_role("button", name="Open the first session")).to_be_visible()
    await expect(guide).to_have_count(0)
    await page.get_by_role("button", name=re.compile("^Your menu")).click()
    await expect(page.get_by_role("menuitem", name="First steps")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("menuitem", name="First steps").click()
    await expect(guide).to_be_visible()
    await guide.get_by_role("link", name="Ticketing systems").click()
    await expect(page.get_by_role("heading", name="Ticketing systems", level=1)).to_be_visible()
