"""What is found again in a long conversation: a message by its link, the newest by the pill, and what one said of an answer."""

import asyncio
import re

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Locator, Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET, Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import send, sign_in
from tests.scripted import ScriptedAssistant
from tests.talk import say
from tests.ticketing.posting import Case, open_case

pytestmark = pytest.mark.browser
LINES = "\n\n".join(f"Line {number} of an answer that fills the window." for number in range(12))
TURNS = 5


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(*[LINES] * TURNS, size=200)


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def case(client: httpx2.AsyncClient, tenant: Tenant) -> Case:
    made = await open_case(client, tenant)
    for number in range(TURNS):
        await say(client, made.session_id, f"Question {number}")
    return made


@pytest.fixture
async def opened(page: Page, sign_in_path: str, case: Case) -> Page:
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}")
    await expect(question(page, TURNS - 1)).to_be_in_viewport()
    return page


def question(page: Page, number: int) -> Locator:
    return page.get_by_role("article").filter(has_text=re.compile(f"Question {number}$"))


def answers(page: Page) -> Locator:
    return page.get_by_role("article", name="Assistant")


async def test_a_link_to_a_message_leads_to_it(opened: Page, base_url: str) -> None:
    await opened.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)
    early = answers(opened).nth(1)
    await early.scroll_into_view_if_needed()
    await early.get_by_role("button", name="Copy a link to this message").click()
    await expect(opened.get_by_text("Link to this message copied")).to_be_visible()
    link = str(await opened.evaluate("navigator.clipboard.readText()"))
    assert re.fullmatch(rf"{re.escape(base_url)}/pilot/[0-9a-f-]+#msg-[0-9a-f-]+", link)

    # A colleague's window of its own.
    other = await opened.context.new_page()
    await other.goto(link)
    await expect(answers(other).nth(1)).to_be_focused()
    await expect(answers(other).nth(1).get_by_text("Line 0 of")).to_be_in_viewport()
    await expect(question(other, TURNS - 1)).not_to_be_in_viewport()
    await check_accessibility(other)
    # Something new leaves the reader where they are.
    pill = other.get_by_role("button", name=re.compile("^Jump to latest"))
    await expect(pill).to_be_visible()
    await pill.click()
    await expect(answers(other).last.get_by_text("Line 11 of")).to_be_in_viewport()
    await other.goto(link.split("#", maxsplit=1)[0] + "#msg-00000000-0000-0000-0000-000000000000")
    await expect(other.get_by_text("The message of this link is not in this session.")).to_be_visible()


async def test_a_link_to_a_fact_leads_to_it(page: Page, sign_in_path: str, case: Case) -> None:
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}#fact-1")
    row = page.locator("#F1")
    await expect(row).to_be_focused()
    await expect(row).to_contain_text("The Print Spooler service had stopped on PRN-01.")
    # In a narrow window the lane is brought into view.
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.reload()
    await expect(row).to_be_focused()
    await expect(row).to_be_in_viewport()
    await page.goto(f"/pilot/{case.session_id}#fact-99")
    await expect(page.get_by_text("The fact of this link is not in this session.")).to_be_visible()


async def test_what_one_said_of_an_answer_is_kept_and_taken_back(opened: Page) -> None:
    last = answers(opened).last
    yes, no = (last.get_by_role("button", name=name, exact=True) for name in ("Helpful", "Not helpful"))

    async def press(button: Locator) -> None:
        async with opened.expect_response(re.compile("/rating$")) as answered:
            await button.click()
        assert (await answered.value).ok

    await press(yes)
    await expect(yes).to_have_attribute("aria-pressed", "true")
    await opened.reload()
    await expect(yes).to_have_attribute("aria-pressed", "true")
    await expect(answers(opened).first.get_by_role("button", name="Helpful", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    await press(no)
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await opened.reload()
    await expect(no).to_have_attribute("aria-pressed", "true")
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await check_accessibility(opened)
    await press(no)
    await opened.reload()
    await expect(last.get_by_role("group", name="Was this answer helpful?")).to_be_visible()
    for button in (yes, no):
        await expect(button).to_have_attribute("aria-pressed", "false")


async def test_whoever_reads_further_up_is_told_of_what_comes_and_stays(
    opened: Page, assistant: ScriptedAssistant
) -> None:
    assistant.answers.append("One.\n\nTwo.\n\nThree.")
    assistant.hold = asyncio.Event()
    await send(opened, "And now?")
    await expect(opened.get_by_role("button", name=re.compile("^Stop"))).to_be_visible()
    log = opened.get_by_role("log")
    await log.hover()
    await opened.mouse.wheel(0, -1500)
    pill = opened.get_by_role("button", name=re.compile("^Jump to latest"))
    await expect(pill).to_be_visible()
    place = await log.evaluate("one => one.scrollTop")
    assistant.hold.set()
    await expect(pill).to_have_text(re.compile(r"^Jump to latest, [1-9]\d* new lines?$"))
    await expect(opened.get_by_role("button", name="Send", exact=True)).to_be_visible()
    assert await log.evaluate("one => one.scrollTop") == place
    await check_accessibility(opened)
    await pill.focus()
    await opened.keyboard.press("Enter")
    await expect(answers(opened).last.get_by_text("Three.")).to_be_in_viewport()
    await expect(pill).to_have_count(0)
    assert await opened.evaluate("document.activeElement !== document.body"), "the focus is lost with the pill"
