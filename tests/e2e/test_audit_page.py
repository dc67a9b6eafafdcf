"""The audit as an administrator reads it: filtered, readable, downloaded; and the account's own settings."""

import csv
import io
import re

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in

pytestmark = pytest.mark.browser
NARROW: ViewportSize = {"width": 390, "height": 800}
PAGES = {
    "/settings/me": "Your settings",
    "/settings/tokens": "API tokens",
    "/settings/account": "Name and time zone",
    "/settings/users": "Users",
    "/settings/psa": "Ticketing systems",
    "/settings/status": "Status mapping",
    "/settings/llm": "Models",
    "/settings/audit": "Audit",
}


async def test_what_was_done_is_found_by_who_what_and_when_and_downloaded(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.goto("/settings/account")
    await page.get_by_label("Name").fill("Northwind IT")
    await page.get_by_label("Time zone").fill("Asia/Tokyo")
    await expect(page.get_by_text(re.compile(r"It is \d\d:\d\d, \w+day \d+ \w+ there now"))).to_be_visible()
    await page.get_by_role("button", name="Save", exact=True).first.click()
    await expect(page.get_by_text("The account is saved.")).to_be_visible()
    await check_accessibility(page)

    await page.get_by_role("navigation", name="Settings").get_by_role("link", name="Audit").click()
    entries = page.get_by_role("list", name="Audit entries").locator("> li")
    await expect(entries.first).to_contain_text("changed the account")
    await expect(entries.first).to_contain_text("time zone: UTC → became Asia/Tokyo")
    await expect(entries.first).to_contain_text("from 127.0.0.1")
    await check_accessibility(page)

    await page.get_by_label("What").select_option(label="Users and sign-ins")
    await expect(page).to_have_url(re.compile("kind=user"))
    await expect(page.get_by_text("changed the account")).to_have_count(0)
    await expect(entries.filter(has_text="signed in")).to_have_count(1)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV").click()
    file = await (await download.value).path()
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [row["what"] for row in rows] == ["user.password", "user.sign_in"]

    await page.get_by_label("From").fill("2099-01-01")
    await expect(page.get_by_text("Nothing was recorded that fits.")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Clear filters").click()
    await expect(entries.first).to_contain_text("changed the account")
    await expect(page.locator("body")).not_to_be_focused()
    await page.get_by_role("textbox", name="Session").fill("no id")
    await expect(page.get_by_text("There is no session’s id in this.")).to_be_visible()


@pytest.mark.parametrize("size", [None, NARROW], ids=["wide", "narrow"])
async def test_every_page_of_the_settings_is_reached_and_fits(
    page: Page, sign_in_path: str, size: ViewportSize | None
) -> None:
    await sign_in(page, sign_in_path)
    if size is not None:
        await page.set_viewport_size(size)
    await page.goto("/settings")
    places = page.get_by_role("navigation", name="Settings")
    for path, title in PAGES.items():
        await places.get_by_role("link", name=title).click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        await expect(page).to_have_url(re.compile(f"{path}$"))
        await expect(places.get_by_role("link", name=title)).to_have_attribute("aria-current", "page")
        await check_accessibility(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{path} scrolls sideways"
        )
