"""Keys that a person chose: changed, refused where they are taken, kept over a reload, and put back."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in

pytestmark = pytest.mark.browser


async def open_sheet(page: Page) -> Locator:
    await page.keyboard.press("Shift+?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(sheet).to_be_visible()
    return sheet


async def press_for(page: Page, sheet: Locator, name: str, *keys: str) -> None:
    await sheet.get_by_role("button", name=f"Change the keys of {name}").click()
    for key in keys:
        await page.keyboard.press(key)


async def test_changed_refused_kept_and_reset(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    sheet = await open_sheet(page)
    await press_for(page, sheet, "Commands", "Shift+?")
    taken = sheet.get_by_role("alert")
    await expect(taken).to_contain_text("Keyboard shortcuts” has these keys")
    await expect(sheet.get_by_role("button", name=re.compile("^Press keys for Commands"))).to_be_visible()
    await page.keyboard.press("Tab")
    await press_for(page, sheet, "Commands", "Alt+x")
    await expect(taken).to_contain_text("Alt with a key")
    await check_accessibility(page)
    await page.keyboard.press("m")
    await expect(taken).to_have_count(0)
    await expect(sheet.get_by_role("button", name="Reset the keys of Commands")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)

    palette = page.get_by_role("dialog", name="Commands")
    for way in ("at once", "after a reload"):
        await page.locator("#main").focus()
        await page.keyboard.press("Control+k")
        await page.keyboard.press("m")
        await expect(palette, way).to_be_visible()
        # Only the chosen keys opened it: what was typed stands in no field.
        await expect(palette.get_by_role("combobox")).to_have_value("")
        await page.keyboard.press("Escape")
        await expect(palette).to_have_count(0)
        await page.reload()
        await expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()

    sheet = await open_sheet(page)
    await sheet.get_by_role("button", name="Reset the keys of Commands").click()
    await expect(sheet.get_by_role("button", name="Reset all keys")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    await page.keyboard.press("m")
    await page.keyboard.press("Control+k")
    await expect(palette.get_by_role("combobox")).to_have_value("")
