"""What was typed into the lane outlives a reload and what colleagues did meanwhile: it is in view, and theirs beside it."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.ticketing.posting import Case

pytestmark = pytest.mark.browser
KNOWN = "The Print Spooler service had stopped on PRN-01."
CLOSED = "Not saved: the session is closed. It is kept here until the session is reopened."


@pytest.fixture
async def lane(page: Page, sign_in_path: str, case: Case) -> Locator:
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}")
    found = page.get_by_role("complementary", name="Task lane")
    await expect(found.get_by_text(KNOWN)).to_be_visible()
    return found


async def first_of(case: Case, rows: str) -> dict[str, Any]:
    found: dict[str, Any] = (await case.whole())[rows][0]
    return found


async def type_over(lane: Locator, text: str) -> Locator:
    await lane.get_by_role("button", name=KNOWN).click()
    field = lane.get_by_role("textbox", name="Fact", exact=True)
    await field.fill(text)
    return field


async def go_away(page: Page) -> None:
    """As after a crash: where leaving takes the focus from the field, it is saved instead."""
    await page.evaluate("addEventListener('focusout', event => event.stopImmediatePropagation(), true)")
    await page.goto("about:blank")


async def come_back(page: Page, case: Case) -> None:
    await page.goto(f"/pilot/{case.session_id}")
    await expect(page.get_by_role("main", name="Conversation")).to_be_visible()


async def test_what_a_colleague_made_of_a_fact_during_a_reload_is_a_choice(
    page: Page, lane: Locator, case: Case
) -> None:
    field = await type_over(lane, "The spooler stops every hour.")
    await go_away(page)
    fact = await first_of(case, "facts")
    changed = await case.client.patch(f"{case.path}/facts/{fact['id']}", json={"text": "It stops on two servers."})
    assert changed.status_code == 200, changed.text
    await come_back(page, case)
    await expect(field).to_have_value("The spooler stops every hour.")
    await expect(lane.get_by_text("changed this meanwhile.")).to_be_visible()
    await expect(lane.get_by_text("It stops on two servers.")).to_be_visible()
    await check_accessibility(page)
    await field.press("Enter")
    await expect(field).to_be_visible()
    assert (await first_of(case, "facts"))["text"] == "It stops on two servers."
    await lane.get_by_role("button", name="Keep mine").click()
    await expect(lane.get_by_role("button", name="The spooler stops every hour.")).to_be_visible()
    await expect(field).to_have_count(0)
    await page.reload()
    await expect(lane.get_by_role("button", name="The spooler stops every hour.")).to_be_visible()
    await expect(field).to_have_count(0)


async def test_a_fact_that_a_colleague_removed_during_a_reload_is_still_typed(
    page: Page, lane: Locator, case: Case
) -> None:
    field = await type_over(lane, "The spooler stops every hour.")
    await go_away(page)
    fact = await first_of(case, "facts")
    assert (await case.client.delete(f"{case.path}/facts/{fact['id']}")).is_success
    await come_back(page, case)
    await expect(field).to_have_value("The spooler stops every hour.")
    await expect(lane.get_by_text("removed this meanwhile.")).to_be_visible()
    await lane.get_by_role("button", name="Add mine as new").click()
    await expect(lane.get_by_role("button", name="The spooler stops every hour.")).to_be_visible()
    await expect(field).to_have_count(0)


async def test_what_is_typed_when_a_colleague_resolves_stays_in_view_and_comes_back(
    page: Page, lane: Locator, case: Case
) -> None:
    added = await case.client.post(f"{case.path}/checks", json={"title": "Is the tray full?"})
    assert added.is_success
    await lane.get_by_role("button", name="Log result").click()
    result = lane.get_by_role("textbox", name="Result")
    await result.fill("Tray 2 is empty")
    await lane.get_by_role("button", name="Add a fact").click()
    new = page.get_by_label("New fact")
    await new.fill("Half a thought")
    changed = await type_over(lane, "It stops every hour")
    assert (await case.post()).is_success

    await expect(lane.get_by_text(CLOSED)).to_have_count(3)
    for field, text in ((result, "Tray 2 is empty"), (new, "Half a thought"), (changed, "It stops every hour")):
        await expect(field).to_have_value(text)
        await expect(field).not_to_be_editable()
    await expect(changed).to_be_focused()
    await page.keyboard.type("x")
    await changed.press("Enter")
    await check_accessibility(page)
    await page.reload()
    await expect(lane.get_by_text(CLOSED)).to_have_count(3)

    await page.get_by_role("button", name="Reopen").first.click()
    await expect(lane.get_by_text(CLOSED)).to_have_count(0)
    await expect(new).to_have_value("Half a thought")
    await new.press("Enter")
    await expect(lane.get_by_role("button", name="Half a thought")).to_be_visible()
    await changed.press("Enter")
    await expect(lane.get_by_role("button", name="It stops every hour")).to_be_visible()
    await expect(result).to_have_value("Tray 2 is empty")


@pytest.mark.troubles("412")
async def test_a_result_that_came_second_stays_in_its_field(page: Page, lane: Locator, case: Case) -> None:
    added = await case.client.post(f"{case.path}/checks", json={"title": "Is the tray full?"})
    assert added.is_success
    check = await first_of(case, "checks")
    address = f"{case.path}/checks/{check['id']}"
    refused: list[int] = []

    async def be_first(route: Route) -> None:
        """A colleague's result gets to the server while ours is under way."""
        theirs = {"status": "done", "result": "Tray 1 is full"}
        assert (await case.client.patch(address, json=theirs)).status_code == 200
        answer = await route.fetch()
        refused.append(answer.status)
        await route.fulfill(response=answer)

    await lane.get_by_role("button", name="Log result").click()
    field = lane.get_by_role("textbox", name="Result")
    await field.fill("Tray 2 is empty")
    await page.route(f"**{address}", be_first, times=1)
    await lane.get_by_role("button", name="Save", exact=True).click()
    await expect(lane.get_by_text("changed this meanwhile.")).to_be_visible()
    assert refused == [412]
    await expect(field).to_have_value("Tray 2 is empty")
    await expect(lane.get_by_text("Tray 1 is full").last).to_be_visible()
    await check_accessibility(page)
    await page.reload()
    await expect(field).to_have_value("Tray 2 is empty")
    await expect(lane.get_by_text("changed this meanwhile.")).to_be_visible()
    await lane.get_by_role("button", name="Edit both together").click()
    await expect(field).to_have_value("Tray 2 is empty\nTray 1 is full")
    async with page.expect_response(lambda one: one.request.method == "PATCH" and one.url.endswith(address)) as saved:
        await lane.get_by_role("button", name="Save", exact=True).click()
    assert (await saved.value).status == 200
    await expect(field).to_have_count(0)
    assert (await first_of(case, "checks"))["result"] == "Tray 2 is empty\nTray 1 is full"
