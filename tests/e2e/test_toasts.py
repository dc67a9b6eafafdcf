"""What the page says in passing: taken back in its time, reached by keyboard, and never gone before it was read."""

import json
import re

import pytest
from playwright.async_api import FloatRect, Locator, Page, Route, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_keyboard import MOST_TABS, focused
from tests.e2e.test_main_path import open_session, sign_in
from tests.e2e.test_palette import open_palette

pytestmark = pytest.mark.browser
LIVES_MS, LEAVING_MS = 8_000, 1_000


@pytest.fixture
async def lane(page: Page, sign_in_path: str) -> Locator:
    await page.clock.install()
    await sign_in(page, sign_in_path)
    await open_session(page)
    lane = page.get_by_role("complementary", name="Task lane")
    await lane.get_by_role("button", name="Add a fact").click()
    await page.get_by_label("New fact").fill("Only Site B")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(lane.get_by_role("button", name="Only Site B", exact=True)).to_be_visible()
    return lane


def toast(page: Page, words: str) -> Locator:
    return page.locator("[data-sonner-toast]").filter(has_text=words)


async def remove(page: Page, lane: Locator) -> Locator:
    fact = lane.get_by_role("button", name="Only Site B", exact=True)
    await fact.focus()
    await page.keyboard.press("Delete")
    await expect(fact).to_have_count(0)
    said = toast(page, "Fact removed")
    await expect(said.get_by_role("button", name="Undo")).to_be_visible()
    return said


async def covers(said: Locator, *others: Locator) -> list[str]:
    """The names of those that it lies over, in part or whole."""
    box = await said.bounding_box()
    assert box

    def meets(its: FloatRect) -> bool:
        left, top = max(box["x"], its["x"]), max(box["y"], its["y"])
        right = min(box["x"] + box["width"], its["x"] + its["width"])
        return left < right and top < min(box["y"] + box["height"], its["y"] + its["height"])

    shown = [one for other in others for one in await other.all()]
    boxes = [(one, await one.bounding_box()) for one in shown]
    return [await one.get_attribute("aria-label") or await one.inner_text() for one, its in boxes if its and meets(its)]


async def test_it_lies_over_nothing_that_one_types_in_or_acts_on(page: Page, lane: Locator) -> None:
    said = await remove(page, lane)
    composer = page.get_by_label("Message", exact=True)
    problem = page.get_by_role("article", name="Problem as told")
    assert await covers(said, composer, lane.get_by_role("button"), problem) == []
    assert await covers(said, said) != []
    await page.set_viewport_size({"width": 360, "height": 740})
    tabs = page.get_by_role("button", name=re.compile("^(Chat|Task lane)"))
    await tabs.last.click()
    await expect(lane.get_by_role("button", name="Add a fact")).to_be_visible()
    assert await covers(said, lane.get_by_role("button"), tabs) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1366, 1920])
async def test_what_the_header_says_of_the_session_stays_in_view(page: Page, lane: Locator, width: int) -> None:
    said = await remove(page, lane)
    await page.set_viewport_size({"width": width, "height": 768})
    await page.clock.run_for(LEAVING_MS)
    number = page.get_by_role("banner").get_by_role("button", name=re.compile("^Ticket "))
    tag = page.get_by_text("Active", exact=True).filter(visible=True)
    await expect(tag).to_have_count(1)
    assert await covers(said, number, tag, page.get_by_label("Message", exact=True)) == []
    title, box = await page.get_by_role("heading", level=1).bounding_box(), await said.bounding_box()
    assert title
    assert box
    assert width >= box["x"] + box["width"]
    assert width < 640 or box["x"] - title["x"] >= min(title["width"], 150)
    await check_accessibility(page)


@pytest.mark.troubles("503")
async def test_a_long_one_stays_in_the_header_and_opens_on_demand(page: Page, lane: Locator) -> None:
    why = "The database does not answer, and nobody knows yet for how long. What you wrote is not lost. " * 3

    async def refuse(route: Route) -> None:
        problem = {"title": "Away", "status": 503, "code": "database_away", "detail": why}
        await route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(problem))

    composer = page.get_by_label("Message", exact=True)
    await page.route(re.compile("/messages$"), refuse)
    await composer.fill("Does it print now?")
    await page.keyboard.press("Enter")
    said = toast(page, "The message was not sent.")
    await expect(said).to_contain_text(why.strip())
    conversation, tabs = page.get_by_role("main", name="Conversation"), page.get_by_role("navigation", name="Regions")
    for width, height in ((1366, 768), (390, 800)):
        await page.set_viewport_size({"width": width, "height": height})
        await page.clock.run_for(LEAVING_MS)
        assert await covers(said, conversation, lane, tabs) == []
        await page.keyboard.press("F8")
        await page.clock.run_for(LEAVING_MS)
        text = said.locator("[data-content]")
        assert await text.evaluate("one => one.scrollHeight <= one.clientHeight && one.clientHeight > 32")
        await check_accessibility(page)
        await page.keyboard.press("Escape")
        await expect(composer).to_be_focused()


async def test_undo_by_keyboard_from_wherever_one_types(page: Page, lane: Locator) -> None:
    await remove(page, lane)
    composer = page.get_by_label("Message", exact=True)
    await composer.focus()
    await page.keyboard.insert_text("Half a thought")
    await page.keyboard.press("F8")
    await expect(toast(page, "Fact removed").get_by_role("button", name="Undo")).to_be_focused()
    await check_accessibility(page)
    # Back to the text, and there again.
    await page.keyboard.press("Escape")
    await expect(composer).to_be_focused()
    await expect(composer).to_have_value("Half a thought")
    await page.keyboard.press("F8")
    await page.keyboard.press("Enter")
    await expect(lane.get_by_role("button", name="Only Site B", exact=True)).to_be_visible()
    await page.clock.run_for(LEAVING_MS)
    await expect(toast(page, "Fact removed")).to_have_count(0)
    await focused(page)


async def test_tab_goes_past_it_and_round_the_page(page: Page, lane: Locator) -> None:
    """Its time stands still: it would hold whoever it sends back for as long as it is there."""
    said = await remove(page, lane)
    composer = page.get_by_label("Message", exact=True)
    inside = "one => one.contains(document.activeElement)"
    await composer.focus()
    been = []
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        been.append(await said.evaluate(inside))
        if been[-1] is False and True in been and await composer.evaluate("one => one === document.activeElement"):
            break
    else:
        pytest.fail(f"The field was not reached again in {MOST_TABS} steps: {been}")
    await expect(said).to_be_visible()


async def test_escape_leaves_it_where_tab_led_there(page: Page, lane: Locator) -> None:
    said = await remove(page, lane)
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await said.evaluate("one => one.contains(document.activeElement)"):
            break
    else:
        pytest.fail(f"It was not reached in {MOST_TABS} steps.")
    await page.keyboard.press("Escape")
    await expect(page.locator("#main")).to_be_focused()


async def test_its_buttons_are_seen_in_dark(page: Page, lane: Locator) -> None:
    await page.emulate_media(color_scheme="dark")
    said = await remove(page, lane)
    await page.keyboard.press("F8")
    undo, close = said.get_by_role("button", name="Undo"), said.get_by_role("button", name="Close toast")
    await expect(undo).to_be_focused()
    await expect(undo).to_have_css("outline", "rgb(132, 169, 255) solid 2px")
    await close.hover()
    await expect(close).to_have_css("background-color", "rgb(10, 13, 16)")


async def test_one_that_has_the_focus_waits_and_then_goes(page: Page, lane: Locator) -> None:
    said = await remove(page, lane)
    await page.keyboard.press("F8")
    await expect(said.get_by_role("button", name="Undo")).to_be_focused()
    await page.clock.run_for(3 * LIVES_MS)
    await expect(said.get_by_role("button", name="Undo")).to_be_focused()
    await page.keyboard.press("Escape")
    await focused(page)
    await page.clock.run_for(LIVES_MS + LEAVING_MS)
    await expect(said).to_have_count(0)
    await focused(page)
    # What it said, and its way back, are not gone with it.
    await page.locator("#main").focus()
    await page.keyboard.press("Control+z")
    await expect(lane.get_by_role("button", name="Only Site B", exact=True)).to_be_visible()


async def test_an_undo_lasts_its_time_and_an_error_stays(page: Page, lane: Locator) -> None:
    said = await remove(page, lane)
    await page.clock.run_for(LIVES_MS // 2)
    await expect(said.get_by_role("button", name="Undo")).to_be_visible()
    await page.clock.run_for(LIVES_MS + LEAVING_MS)
    await expect(said).to_have_count(0)

    async def refuse(route: Route) -> None:
        problem = '{"title": "Conflict", "status": 409, "code": "session_closed", "detail": "Somebody closed it."}'
        await route.fulfill(status=409, content_type="application/problem+json", body=problem)

    await page.goto("/scripts")
    await page.route(re.compile("/scripts/templates/[0-9a-f-]+$"), refuse)
    await page.get_by_role("button", name=re.compile("^Archive ")).first.click()
    failed = page.locator("[data-sonner-toast][data-type=error]")
    await expect(failed).to_contain_text("Somebody closed it.")
    await page.clock.run_for(30 * LIVES_MS)
    await expect(failed).to_be_visible()
    await page.keyboard.press("F8")
    await expect(failed.get_by_role("button", name="Close toast")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.clock.run_for(LEAVING_MS)
    await expect(failed).to_have_count(0)
    # The focus is given back a moment after it went.
    await page.clock.run_for(LEAVING_MS)
    await focused(page)
    # Listed for as long as the page is open.
    palette = await open_palette(page)
    await palette.get_by_role("option", name="Notifications", exact=True).click()
    await page.clock.run_for(LEAVING_MS)
    await expect(page.get_by_role("dialog", name="Notifications").get_by_text("Somebody closed it.")).to_be_visible()
    await check_accessibility(page)


async def test_the_editor_keeps_the_key_for_its_values(page: Page, lane: Locator) -> None:
    """There F8 goes to the next value that was proposed, whatever is said above the page."""
    assert lane
    await page.goto("/scripts/builder")
    await page.get_by_label("Title").fill("Two values")
    await page.get_by_label("Script", exact=True).fill("Get-Printer {{ printer }}\nGet-Item {{ item }}\n")
    await page.get_by_role("button", name="Open in the builder").click()
    editor = page.get_by_role("textbox", name="Script", exact=True)
    await expect(page.locator(".cm-ph, .cm-ph-unknown").first).to_be_visible()
    await page.get_by_role("button", name="Extract parameters").click()
    await expect(page.locator("[data-sonner-toast]").first).to_be_visible()
    await editor.focus()
    await page.keyboard.press("F8")
    await expect(editor).to_be_focused()
