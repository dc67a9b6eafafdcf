"""From the sessions list to the posted note without a mouse; the focus is never lost to the page's body."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.test_main_path import OUTPUT, sign_in

pytestmark = pytest.mark.browser
MOST_TABS = 80
NAME = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  return one.getAttribute('aria-label') || one.innerText || one.value || one.tagName
}"""


async def focused(page: Page) -> str:
    name: str | None = await page.evaluate(NAME)
    assert name is not None, "the focus is on the page's body"
    return name


async def tab_to(page: Page, name: str) -> None:
    """Tab, as a person would, until the focus is on what is called so."""
    seen: list[str] = []
    for _ in range(MOST_TABS):
        if re.search(name, here := await focused(page)):
            return
        seen.append(here)
        await page.keyboard.press("Tab")
    pytest.fail(f"{name} was not reached in {MOST_TABS} steps: {seen}")


async def write(page: Page, text: str) -> None:
    await page.keyboard.press("c")
    await expect(page.locator("#composer")).to_be_focused()
    await page.keyboard.insert_text(text)
    await page.keyboard.press("Enter")


async def leave(page: Page) -> None:
    await page.keyboard.press("Escape")
    await focused(page)


async def test_the_whole_path_by_keyboard(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.keyboard.press("Tab")
    await tab_to(page, "^New session")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_text("Nobody at the front desk can print")).to_be_visible()
    await tab_to(page, "Nobody at the front desk can print")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/pilot/"))
    await expect(page.locator("#composer")).to_be_visible()

    await write(page, "Please look at this ticket.")
    await expect(page.get_by_text("Get-Service -Name Spooler").first).to_be_visible()
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    await leave(page)
    await write(page, OUTPUT)
    card = page.get_by_role("button", name=re.compile("Start the Print Spooler"))
    await expect(card).to_be_visible()
    await leave(page)
    await page.keyboard.press("f")
    await expect(page.locator("#fix-panel")).to_be_visible()
    await expect(page.get_by_role("form", name="Values for the script")).to_be_visible()
    await tab_to(page, "^Generate$")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Generated script")).to_be_focused()
    await tab_to(page, "^Copy$")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="I ran it")).to_be_visible()
    await tab_to(page, "^I ran it")
    await page.keyboard.press("Enter")
    await tab_to(page, "^Success")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=re.compile("^Resolve"))).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(re.compile(r"Ref RV-[A-Z2-7]{8}"))).to_be_visible()
    await focused(page)
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text(re.compile("Posted. .* shows Resolved")).first).to_be_visible()
    await focused(page)
