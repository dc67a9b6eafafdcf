"""Where the focus is in a dialog whose content is on its way, when it has come, and when it had to be asked for again."""

import asyncio
import re

import httpx2
import pytest
from playwright.async_api import Page, Route, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.e2e.test_note_results import Telling, confirm, desk, psa
from tests.emulators.connectwise.running import Running
from tests.journey.posting import Desk
from tests.talk import say
from tests.ticketing.posting import open_case

__all__ = ["desk", "psa"]
pytestmark = pytest.mark.browser
TARGET = re.compile(r"/resolution-note/target")
TICKET = 5001
WITHIN = "dialog => dialog.contains(document.activeElement)"


async def open_set_status(page: Page, sign_in_path: str, client: httpx2.AsyncClient, desk: Desk) -> None:
    cleared = await client.patch(f"/connections/{desk.connection_id}", json={"status_targets": {"resolution": None}})
    assert cleared.status_code == 200, cleared.text
    await confirm(page, sign_in_path, await desk.open(TICKET))
    told = Telling(page, "Posted. Status not changed: no target status is set for this board.")
    await told.dismiss()
    # By keyboard, as whoever is helped by a good place of the focus.
    await told.act(told.line, "Set status").focus()


async def test_the_status_to_set_has_the_focus_once_it_is_there(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, desk: Desk, psa: Running
) -> None:
    assert psa
    come = asyncio.Event()

    async def hold(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await open_set_status(page, sign_in_path, client, desk)
    await page.route(TARGET, hold)
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Set the ticket’s status")
    await expect(dialog.get_by_text("Reading the statuses")).to_be_attached()
    await expect(dialog).to_be_focused()
    await check_accessibility(page)
    come.set()
    await expect(dialog.get_by_label("Status")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(
        page.get_by_role("article", name="Resolution note").get_by_role("button", name="Set status")
    ).to_be_focused()


@pytest.mark.troubles("net::ERR_FAILED")
async def test_asked_for_again_the_focus_stays_in_the_dialog(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, desk: Desk, psa: Running
) -> None:
    assert psa
    await open_set_status(page, sign_in_path, client, desk)
    await page.route(TARGET, lambda route: route.abort())
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Set the ticket’s status")
    again = dialog.get_by_role("button", name="Retry")
    await expect(again).to_be_focused()
    await check_accessibility(page)
    await page.unroute(TARGET)
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Status")).to_be_visible()
    await expect(dialog.locator(":focus").or_(dialog.and_(page.locator(":focus")))).to_have_count(1)
    await page.keyboard.press("Tab")
    assert await dialog.evaluate(WITHIN)


async def test_whoever_has_gone_on_is_not_called_back(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    case = await open_case(client, tenant)
    await say(client, case.session_id, "Nobody can print.")
    come = asyncio.Event()

    async def hold(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}")
    await page.route(re.compile(f"/{case.session_id}/case"), hold)
    await page.get_by_role("button", name="More for this session").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Make this session a case").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="This session as a case")
    await expect(dialog).to_be_focused()
    await page.keyboard.press("Tab")
    close = dialog.get_by_role("button", name="Close")
    await expect(close).to_be_focused()
    come.set()
    await expect(dialog.get_by_role("button", name="Download case.yaml")).to_be_visible()
    await expect(close).to_be_focused()
