"""A ticket is found and a session opened without leaving the keyboard; and the list tells on a phone what has changed since."""

import re

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from resolvent.ticketing.late_looks import LateLooks
from resolvent.ticketing.patience import Patience
from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.e2e.test_narrow import SIDEWAYS
from tests.ticketing.faulty_desk import FaultyConnector, Script
from tests.ticketing.posting import open_case
from tests.ticketing.test_late_looks import let_it_be_due

pytestmark = pytest.mark.browser


async def test_a_ticket_is_chosen_by_arrows_and_enter(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    assert tenant.connection_id
    for floor in ("first", "second", "third"):
        made = await client.post("/desk/tickets", json={"summary": f"Plotter on the {floor} floor", "description": "."})
        assert made.is_success, made.text
    await sign_in(page, sign_in_path)
    await page.locator("#main").focus()
    await page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New session")
    field = dialog.get_by_label("Search tickets")
    await field.focus()
    await page.keyboard.insert_text("plotter")
    found = dialog.get_by_role("list", name="Tickets").get_by_role("button")
    await expect(found).to_have_count(3)
    await page.keyboard.press("ArrowDown")
    await expect(found.nth(0)).to_be_focused()
    await check_accessibility(page)
    for _ in range(4):
        await page.keyboard.press("ArrowDown")
    await expect(found.nth(2)).to_be_focused()
    for _ in range(3):
        await page.keyboard.press("ArrowUp")
    await expect(field).to_be_focused()
    # What was typed is still there, and is changed where one left it.
    await expect(field).to_have_value("plotter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    title = re.search("Plotter on the [a-z]+ floor", await found.nth(1).inner_text())
    assert title
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/pilot/"))
    await expect(page.get_by_role("heading", level=1, name=title[0])).to_be_visible()
    await expect(page.locator("#main, #composer").and_(page.locator(":focus"))).to_have_count(1)


async def test_the_words_of_the_search_lead_on_when_nothing_is_found(
    page: Page, sign_in_path: str, tenant: Tenant
) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await page.get_by_role("button", name="New session").click()
    dialog = page.get_by_role("dialog", name="New session")
    field = dialog.get_by_label("Search tickets")
    await field.fill("no such words at all")
    await expect(dialog.get_by_text("No ticket has these words.")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(field).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="New session")).to_be_focused()


@pytest.mark.parametrize("width", [390, 320])
async def test_changed_since_is_told_on_a_phone(
    page: Page,
    sign_in_path: str,
    client: httpx2.AsyncClient,
    tenant: Tenant,
    app: FastAPI,
    database_url: str,
    width: int,
) -> None:
    case = await open_case(client, tenant)
    assert (await case.post()).status_code == 200
    await case.move("in_progress")
    let_it_be_due(database_url)
    await LateLooks(app.state.database, Patience()).look_at_due(
        FaultyConnector(app.state.database, app.state.vault, Script())
    )
    await page.set_viewport_size({"width": width, "height": 800})
    await sign_in(page, sign_in_path)
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Nobody can print"))
    tag = row.get_by_text("Changed since")
    await expect(tag).to_be_visible()
    box = await tag.bounding_box()
    title = await row.get_by_role("link").bounding_box()
    assert box
    assert title
    assert box["x"] + box["width"] <= width
    assert title["x"] + title["width"] <= box["x"], "the tag stands on the title"
    assert title["width"] >= 48, "nothing is left of the title"
    # The state is said, if not shown.
    await expect(row.get_by_text("Resolved")).to_be_attached()
    assert not await page.evaluate(SIDEWAYS)
    await check_accessibility(page)
