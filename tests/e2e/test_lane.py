"""The task lane by keyboard and by hand: nothing that was typed is lost, and every act has a way back."""

import re

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Locator, Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.e2e.axe import check_accessibility
from tests.e2e.test_fix_panels import PLAIN, session_of, suggest
from tests.e2e.test_keyboard import focused
from tests.e2e.test_main_path import open_session, sign_in
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix

pytestmark = pytest.mark.browser
UNDO = "Control+z"
SCRIPTED = fix("Clear the spool", script=PLAIN, language="powershell")


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def lane(page: Page, sign_in_path: str) -> Locator:
    await sign_in(page, sign_in_path)
    await open_session(page)
    await page.keyboard.press("Escape")
    return page.get_by_role("complementary", name="Task lane")


async def add_facts(page: Page, *texts: str) -> None:
    await page.keyboard.press("a")
    await expect(page.get_by_label("New fact")).to_be_focused()
    for text in texts:
        await page.keyboard.insert_text(text)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("complementary").get_by_role("button", name=text, exact=True)).to_be_visible()
        await expect(page.get_by_label("New fact")).to_be_focused()


async def test_facts_by_keyboard_and_every_act_taken_back(page: Page, lane: Locator) -> None:
    await add_facts(page, "Only Site B", "Since Monday", "Driver 7.0.1")
    await expect(lane.get_by_text("Added by you")).to_have_count(3)
    # What is known is told, not stored twice.
    await page.keyboard.insert_text("since  monday.")
    await page.keyboard.press("Enter")
    await expect(lane.get_by_text("Known already, as F2.")).to_be_visible()
    await check_accessibility(page)
    await page.keyboard.press("Control+A")
    await page.keyboard.press("Delete")
    await page.keyboard.press("Escape")
    await focused(page)

    await page.keyboard.press("2")
    await page.keyboard.press("j")
    await expect(lane.get_by_role("button", name="Only Site B", exact=True)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(lane.get_by_role("button", name="Since Monday", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text("Since Tuesday")
    await page.keyboard.press("Escape")
    await expect(lane.get_by_role("button", name="Since Monday", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text("Since Sunday")
    await page.keyboard.press("Enter")
    await expect(lane.get_by_role("button", name="Since Sunday", exact=True)).to_be_focused()
    await page.keyboard.press("Delete")
    await expect(lane.get_by_text("Since Sunday")).to_have_count(0)
    await focused(page)
    # The removal, the edit, then the addition before it.
    await page.keyboard.press(UNDO)
    await expect(lane.get_by_text("Since Sunday")).to_be_visible()
    await page.keyboard.press(UNDO)
    await expect(lane.get_by_text("Since Monday")).to_be_visible()
    await page.keyboard.press(UNDO)
    await expect(lane.get_by_text("Driver 7.0.1")).to_have_count(0)
    await check_accessibility(page)


async def test_a_fact_in_the_making_outlives_narrow_windows_a_hidden_lane_and_a_reload(
    page: Page, lane: Locator
) -> None:
    await page.keyboard.press("a")
    field = page.get_by_label("New fact")
    await expect(field).to_be_focused()
    await page.keyboard.insert_text("Half a thou")
    await page.set_viewport_size({"width": 390, "height": 800})
    await expect(field).to_be_visible()
    await expect(field).to_be_focused()
    await page.keyboard.insert_text("ght")
    await page.set_viewport_size({"width": 1366, "height": 768})
    await expect(field).to_have_value("Half a thought")
    await field.press("Escape")
    await focused(page)
    await page.keyboard.press("]")
    await expect(lane).to_be_hidden()
    await focused(page)
    await page.reload()
    await expect(page.get_by_role("main", name="Conversation")).to_be_visible()
    await expect(lane).to_be_hidden()
    await page.keyboard.press("]")
    await expect(field).to_have_value("Half a thought")
    await field.press("Enter")
    await expect(lane.get_by_role("button", name="Half a thought")).to_be_visible()
    await page.reload()
    await expect(lane.get_by_role("button", name="Half a thought")).to_be_visible()
    await expect(field).to_have_count(0)


async def test_an_empty_row_for_a_fact_stays_open_while_the_window_changes(page: Page, lane: Locator) -> None:
    await lane.get_by_role("button", name="Add a fact").click()
    await expect(page.get_by_label("New fact")).to_be_focused()
    await page.set_viewport_size({"width": 700, "height": 700})
    await page.set_viewport_size({"width": 1366, "height": 768})
    await expect(page.get_by_label("New fact")).to_be_focused()
    await page.get_by_label("Message", exact=True).click()
    await expect(page.get_by_label("New fact")).to_have_count(0)


async def test_the_lane_s_parts_fold_and_unfold_when_they_are_asked_for(page: Page, lane: Locator) -> None:
    await add_facts(page, "Only Site B")
    await page.keyboard.press("Escape")
    fold = lane.get_by_role("button", name="What we know")
    await fold.click()
    await expect(lane.get_by_text("Only Site B")).to_be_hidden()
    await check_accessibility(page)
    await page.reload()
    await expect(fold).to_have_attribute("aria-expanded", "false")
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await expect(page.get_by_label("New fact")).to_be_focused()
    await expect(lane.get_by_text("Only Site B")).to_be_visible()


async def test_the_lane_s_width_by_keyboard(page: Page, lane: Locator) -> None:
    edge = page.get_by_role("separator", name="Width of the task lane")
    await edge.focus()
    await page.keyboard.press("End")
    await expect(edge).to_have_attribute("aria-valuenow", "640")
    await page.keyboard.press("ArrowRight")
    await page.reload()
    await expect(edge).to_have_attribute("aria-valuenow", "616")
    box = await lane.bounding_box()
    assert box
    assert round(box["width"]) == 616
    await edge.focus()
    await page.keyboard.press("Enter")
    await expect(edge).to_have_attribute("aria-valuenow", "440")


async def test_back_closes_what_was_opened(page: Page, lane: Locator, assistant: ScriptedAssistant) -> None:
    card = await suggest(page, assistant, SCRIPTED)
    panel = page.get_by_role("region", name="How to apply this fix")
    await card.click()
    await expect(panel).to_be_visible()
    await page.go_back()
    await expect(panel).to_have_count(0)
    await expect(card).to_be_visible()
    await page.go_forward()
    await expect(panel).to_be_visible()
    await page.reload()
    await expect(panel).to_be_visible()
    await panel.get_by_role("button", name="Close this panel").click()
    await expect(panel).to_have_count(0)
    # A step that a button took back is not there a second time.
    await card.click()
    await expect(panel).to_be_visible()
    await panel.get_by_role("button", name="Close this panel").click()
    await expect(panel).to_have_count(0)
    await page.keyboard.press("f")
    await expect(panel).to_be_visible()
    await page.keyboard.press("f")
    await expect(panel).to_have_count(0)
    assert re.search(r"/pilot/[0-9a-f-]+$", page.url), session_of(page)


async def test_a_dismissal_asks_why_and_is_taken_back(page: Page, lane: Locator, assistant: ScriptedAssistant) -> None:
    card = await suggest(page, assistant, SCRIPTED)
    await page.keyboard.press("Escape")
    await page.keyboard.press("x")
    await expect(lane.get_by_role("button", name="Wrong for this problem")).to_be_focused()
    await check_accessibility(page)
    await page.keyboard.press("Escape")
    await expect(lane.get_by_role("button", name="Dismiss this fix")).to_be_focused()
    await page.keyboard.press("x")
    await page.keyboard.press("Enter")
    await expect(card).to_have_count(0)
    await focused(page)
    await page.keyboard.press(UNDO)
    await expect(card).to_be_visible()


async def test_words_on_an_outcome_and_the_focus_outlive_a_newer_suggestion(
    page: Page, lane: Locator, assistant: ScriptedAssistant
) -> None:
    await suggest(page, assistant, SCRIPTED)
    await lane.get_by_role("button", name="Partial", exact=True).click()
    await lane.get_by_label("Notes (needed for Partial)").fill("Two of three print")
    card = await suggest(page, assistant, fix("Replace the driver"))
    await lane.get_by_text("Earlier suggestions, 1").click()
    await lane.get_by_role("button", name="Clear the spool").click()
    await expect(page.get_by_role("heading", name="Earlier suggestion: Clear the spool")).to_be_focused()
    await lane.get_by_role("form", name="Outcome of Clear the spool").get_by_role("button", name="Partial").click()
    await expect(lane.get_by_label("Notes (needed for Partial)")).to_have_value("Two of three print")
    await check_accessibility(page)
    await lane.get_by_role("button", name="Record as partial").click()
    await expect(lane.get_by_text("Two of three print")).to_be_visible()
    await expect(card).to_be_visible()


async def test_a_narrow_header_leaves_ticket_status_and_menu_in_reach(page: Page, lane: Locator) -> None:
    await expect(lane).to_be_visible()
    for width in (390, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        await expect(page.get_by_role("button", name=re.compile("^Ticket #"))).to_be_in_viewport()
        await expect(page.get_by_role("button", name="More for this session")).to_be_in_viewport()
        regions = page.get_by_role("navigation", name="Regions of this page")
        await expect(regions.get_by_text("New", exact=True)).to_be_in_viewport()
        await expect(regions.get_by_text("Active", exact=True)).to_be_in_viewport()
        await check_accessibility(page)


async def test_a_check_s_result_is_kept_until_it_is_stored_and_proposed_as_a_fact(
    page: Page, lane: Locator, client: httpx2.AsyncClient
) -> None:
    path = f"/ai-sessions/{session_of(page)}/checks"
    assert (await client.post(path, json={"title": "Is the spooler running?", "command": "Get-Service"})).is_success
    await lane.get_by_role("button", name="Log result").click()
    field = lane.get_by_role("textbox", name="Result")
    await expect(field).to_be_focused()
    await lane.get_by_role("button", name="Save", exact=True).click()
    await expect(lane.get_by_text("Paste the output, or say in a few words what you saw.")).to_be_visible()
    await expect(field).to_be_focused()
    await check_accessibility(page)
    await field.fill("Stopped")
    await page.keyboard.press("Escape")
    await expect(field).to_have_count(0)
    await focused(page)
    await page.reload()
    await expect(field).to_have_value("Stopped")
    await lane.get_by_role("button", name="Save", exact=True).click()
    proposal = lane.get_by_role("button", name="Proposed: Is the spooler running? Stopped")
    await expect(proposal).to_be_visible()
    await expect(lane.get_by_text("1/1")).to_be_visible()
    await expect(page.get_by_text("Result logged, and proposed as a fact")).to_be_visible()
    await check_accessibility(page)
    await page.keyboard.press(UNDO)
    await expect(proposal).to_have_count(0)
    await expect(lane.get_by_text("0/1")).to_be_visible()
