"""A session becomes a case in the page: reached by menu and by palette, shown with what to look at, free of names."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import open_session, send, sign_in

pytestmark = pytest.mark.browser


async def test_the_case_is_shown_and_downloaded(page: Page, sign_in_path: str, tenant: Tenant, tmp_path: Path) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await open_session(page)
    await send(page, "Please look at this ticket.")
    await expect(page.get_by_role("main").get_by_text("Get-Service -Name Spooler")).to_be_visible()
    await page.get_by_role("button", name="More for this session").click()
    await expect(page.get_by_role("menuitem", name="Make this session a case")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("menuitem", name="Make this session a case").click()
    dialog = page.get_by_role("dialog", name="This session as a case")
    await expect(dialog.get_by_text(re.compile("Read every line"))).to_be_visible()
    await expect(dialog.get_by_text("opens: Please look at this ticket.")).to_be_visible()
    await check_accessibility(page)
    async with page.expect_download() as coming:
        await dialog.get_by_role("button", name="Download case.yaml").click()
    path = tmp_path / "case.yaml"
    await (await coming.value).save_as(path)
    assert "topic: " in path.read_text()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="More for this session")).to_be_focused()
