"""From the library's list into a template's form, by keyboard."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_keyboard import focused
from tests.e2e.test_main_path import sign_in
from tests.e2e.test_scripts import SHIPPED

pytestmark = pytest.mark.browser


async def test_use_leads_to_the_form(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.goto("/scripts")
    use = page.get_by_role("button", name=f"Use {SHIPPED}")
    await use.focus()
    await check_accessibility(page)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/scripts/[0-9a-f-]+#use$"))
    part = page.get_by_role("region", name="Use it")
    await expect(part).to_be_focused()
    await page.keyboard.press("Tab")
    await focused(page)
    await expect(part.locator(":focus")).to_have_count(1)
    await check_accessibility(page)
    await page.go_back()
    await expect(page.get_by_role("table", name="Script templates")).to_be_visible()
