"""Nothing typed is lost: offline, in two tabs, on another machine, after the sign-in ran out, while a colleague posts."""

import asyncio
import re

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Locator, Page, Route, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET, Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import PASSWORD, open_session, send, sign_in
from tests.process import until
from tests.scripted import ScriptedAssistant

pytestmark = pytest.mark.browser
FIRST, SECOND = "The first half of the answer. ", "The second half of it."


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(*[FIRST + SECOND] * 8, size=10)


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def opened(page: Page, sign_in_path: str, tenant: Tenant) -> Page:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await open_session(page)
    return page


def read(url: str, query: str) -> list[str]:
    with psycopg.connect(url) as db:
        return [str(row[0]) for row in db.execute(query).fetchall()]


def composer(page: Page) -> Locator:
    return page.get_by_label("Message", exact=True)


async def add_fact(page: Page, text: str) -> None:
    await page.get_by_role("button", name="Add a fact").click()
    await page.get_by_label("New fact").fill(text)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")


async def until_whole(page: Page) -> None:
    """The rest of a session's code comes half a second after its first drawing: with it, all works offline."""
    found = "performance.getEntriesByType('resource').find(({name}) => name.includes('/assets/NotePanel-'))"
    await page.wait_for_function(f"() => {found} !== undefined")
    await page.evaluate(f"import({found}.name).then(() => undefined)")


async def until_read(url: str, query: str, expected: list[str]) -> None:
    async def same() -> bool:
        return await asyncio.to_thread(read, url, query) == expected

    await until(same)


async def until_draft(url: str, *text: str) -> None:
    await until_read(url, "SELECT text FROM message_drafts", list(text))


async def test_a_reload_in_mid_answer_keeps_the_answer_and_what_is_typed(
    opened: Page, assistant: ScriptedAssistant
) -> None:
    assistant.hold = asyncio.Event()
    await send(opened, "What now?")
    await expect(opened.get_by_text("The first half", exact=False).first).to_be_visible()
    await composer(opened).fill("And another thing")
    await opened.reload()
    await expect(opened.get_by_text("The first half", exact=False).first).to_be_visible()
    await expect(composer(opened)).to_have_value("And another thing")
    assistant.hold.set()
    await expect(opened.get_by_text(re.compile(re.escape((FIRST + SECOND).strip())))).to_have_count(1)
    await expect(composer(opened)).to_have_value("And another thing")


@pytest.mark.troubles("net::ERR_INTERNET_DISCONNECTED")
async def test_offline_the_lane_and_messages_wait_and_go_once(opened: Page, database_url: str) -> None:
    await until_whole(opened)
    await opened.clock.install()
    await opened.context.set_offline(True)
    await expect(opened.get_by_text(re.compile("^Offline: changes kept here"))).to_be_visible()
    await add_fact(opened, "Only Site B is affected")
    await add_fact(opened, "A fact that is corrected offline")
    lane = opened.get_by_role("complementary", name="Task lane")
    await lane.get_by_role("button", name="A fact that is corrected offline").click()
    await opened.get_by_label("Fact", exact=True).fill("A fact as it was corrected")
    await opened.keyboard.press("Enter")
    await expect(lane.get_by_text("A fact as it was corrected")).to_be_visible()
    await send(opened, "Sent while offline")
    await expect(opened.get_by_text("Sends when Resolvent can be reached:")).to_be_visible()
    await send(opened, "And this after it")
    await composer(opened).fill("Half a thought")
    await expect(opened.get_by_text("Offline: changes kept here, 4 to send")).to_be_visible()
    await check_accessibility(opened)
    await opened.get_by_role("button", name=re.compile("^Resolve")).click()
    await expect(opened.get_by_text("Posting needs the connection")).to_be_visible()
    await expect(opened.get_by_role("button", name=re.compile("Confirm & post"))).to_have_attribute(
        "aria-disabled", "true"
    )
    await opened.clock.fast_forward(30_000)
    await opened.context.set_offline(False)
    chat = opened.get_by_role("main", name="Conversation")
    await expect(chat.get_by_role("article").filter(has_text="And this after it")).to_be_visible()
    await expect(opened.get_by_text(re.compile(r"^Up to date, \d+ changes"))).to_have_count(1)
    await expect(opened.get_by_text(re.compile("^Offline"))).to_have_count(0)
    await expect(composer(opened)).to_have_value("Half a thought")
    assert read(database_url, "SELECT text FROM facts ORDER BY id") == [
        "Only Site B is affected",
        "A fact as it was corrected",
    ]
    assert read(database_url, "SELECT content FROM messages WHERE role = 'user' ORDER BY id") == [
        "Sent while offline",
        "And this after it",
    ]


@pytest.mark.troubles("net::ERR_INTERNET_DISCONNECTED")
async def test_a_tab_that_was_closed_offline_sends_what_it_held(opened: Page, database_url: str) -> None:
    await opened.context.set_offline(True)
    await expect(opened.get_by_text(re.compile("^Offline"))).to_be_visible()
    await add_fact(opened, "Only Site B is affected")
    await send(opened, "Sent while offline")
    await expect(opened.get_by_text(re.compile("2 to send"))).to_be_visible()
    address = opened.url
    await opened.goto("about:blank")
    await opened.context.set_offline(False)
    await opened.goto(address)
    chat = opened.get_by_role("main", name="Conversation")
    await expect(chat.get_by_role("article").filter(has_text="Sent while offline")).to_be_visible()
    await expect(opened.get_by_text("Only Site B is affected")).to_have_count(1)
    assert read(database_url, "SELECT text FROM facts") == ["Only Site B is affected"]
    assert read(database_url, "SELECT content FROM messages WHERE role = 'user'") == ["Sent while offline"]


@pytest.mark.troubles("net::ERR_INTERNET_DISCONNECTED")
async def test_what_a_colleague_changed_meanwhile_is_a_choice(
    opened: Page, database_url: str, client: httpx2.AsyncClient
) -> None:
    await add_fact(opened, "Only Site B is affected")
    lane = opened.get_by_role("complementary", name="Task lane")
    await expect(lane.get_by_text("Only Site B is affected")).to_be_visible()
    session_id = opened.url.rsplit("/", 1)[1].split("?")[0]
    await opened.context.set_offline(True)
    await expect(opened.get_by_text(re.compile("^Offline"))).to_be_visible()
    await lane.get_by_role("button", name="Only Site B is affected").click()
    await opened.get_by_label("Fact", exact=True).fill("Site B and C are affected")
    await opened.keyboard.press("Enter")
    facts = f"/ai-sessions/{session_id}/facts"
    (fact,) = (await client.get(facts)).json()["items"]
    assert (await client.patch(f"{facts}/{fact['id']}", json={"text": "Every site is affected"})).status_code == 200
    await opened.context.set_offline(False)
    refused = opened.get_by_role("region", name="Changes that were not saved")
    await expect(refused.get_by_text("Site B and C are affected")).to_be_visible()
    await expect(refused.get_by_text("Every site is affected")).to_be_visible()
    await check_accessibility(opened)
    await refused.get_by_role("button", name="Keep mine").click()
    await expect(refused).to_have_count(0)
    await expect(lane.get_by_text("Site B and C are affected")).to_be_visible()
    await until_read(database_url, "SELECT text FROM facts", ["Site B and C are affected"])


async def test_two_tabs_of_one_person_share_what_is_typed(opened: Page, database_url: str) -> None:
    other = await opened.context.new_page()
    await other.goto(opened.url)
    await expect(composer(other)).to_be_visible()
    await composer(opened).fill("Typed in the first")
    await expect(composer(other)).to_have_value("Typed in the first")
    await composer(other).press_sequentially(", and in the second")
    await expect(composer(opened)).to_have_value("Typed in the first, and in the second")
    await until_draft(database_url, "Typed in the first, and in the second")
    await opened.reload()
    await expect(composer(opened)).to_have_value("Typed in the first, and in the second")
    await composer(opened).press("Enter")
    said = other.get_by_role("article").filter(has_text="Typed in the first, and in the second")
    await expect(said).to_have_count(1)
    await expect(composer(other)).to_have_value("")
    await other.reload()
    await expect(composer(other)).to_have_value("")
    await expect(said).to_have_count(1)


async def test_a_draft_is_there_on_another_machine(opened: Page, database_url: str, base_url: str) -> None:
    await composer(opened).fill("Typed at the desk")
    await until_draft(database_url, "Typed at the desk")
    browser: Browser | None = opened.context.browser
    assert browser is not None
    cookies = await opened.context.cookies()
    elsewhere = await browser.new_context(viewport={"width": 1366, "height": 768})
    await elsewhere.add_cookies([{"name": one["name"], "value": one["value"], "url": base_url} for one in cookies])
    laptop = await elsewhere.new_page()
    await laptop.goto(opened.url)
    await expect(composer(laptop)).to_have_value("Typed at the desk")
    await composer(laptop).fill("Typed at the desk, sent from the laptop")
    await composer(laptop).press("Enter")
    await until_draft(database_url)
    await opened.reload()
    await expect(opened.get_by_role("article").filter(has_text="sent from the laptop")).to_be_visible()
    await expect(composer(opened)).to_have_value("")


@pytest.mark.troubles("net::ERR_INTERNET_DISCONNECTED")
async def test_a_note_whose_code_is_not_there_yet_opens_by_itself_when_the_connection_is_back(
    page: Page, sign_in_path: str
) -> None:
    away, gone = True, asyncio.Event()

    async def answer(route: Route) -> None:
        await gone.wait()
        await (route.abort("internetdisconnected") if away else route.continue_())

    await page.route("**/assets/NotePanel-*.js", answer)
    await sign_in(page, sign_in_path)
    await open_session(page)
    await page.context.set_offline(True)
    gone.set()
    await page.get_by_role("button", name="Resolve", exact=True).click()
    waiting = page.get_by_text("Offline. The note opens by itself once the connection is back.")
    await expect(waiting).to_be_visible()
    await check_accessibility(page)
    away = False
    await page.context.set_offline(False)
    await expect(page.get_by_role("region", name="Resolution note")).to_be_visible()
    await expect(waiting).to_have_count(0)
    await expect(page.get_by_role("button", name="Reload")).to_have_count(0)


async def test_a_sign_in_that_ran_out_loses_no_message(opened: Page, database_url: str) -> None:
    await composer(opened).fill("What now?")
    with psycopg.connect(database_url) as db:
        db.execute("DELETE FROM logins")
    # At once: whatever else the page asks for would be refused as well, and its question cover the composer.
    await composer(opened).press("Enter")
    again = opened.get_by_role("dialog", name="Sign in again")
    await expect(again).to_be_visible()
    await check_accessibility(opened)
    await again.get_by_label("Password").fill(PASSWORD)
    await again.get_by_role("button", name="Sign in").click()
    await expect(again).to_have_count(0)
    await expect(composer(opened)).to_have_value("What now?")
    await composer(opened).press("Enter")
    await expect(opened.get_by_text(re.compile(re.escape((FIRST + SECOND).strip())))).to_be_visible()
    assert read(database_url, "SELECT content FROM messages WHERE role = 'user'") == ["What now?"]
