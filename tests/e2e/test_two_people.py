"""Two engineers of one account at one session, each with a browser of their own."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from resolvent.accounts.actor import COOKIE
from resolvent.accounts.login import open_login
from resolvent.accounts.models import Role, User
from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database, set_account
from tests.conftest import QUICK, SECRET, Tenant
from tests.e2e.axe import check_accessibility
from tests.scripted import ScriptedAssistant
from tests.ticketing.posting import Case, open_case

pytestmark = [
    pytest.mark.browser,
    # Chromium names every answer of 4xx; those that the tests bring about are judged by what the page says of them.
    pytest.mark.troubles("409", "412"),
]
MINE, THEIRS = "acme admin", "acme engineer"


@pytest.fixture
def assistant() -> ScriptedAssistant:
    made = ScriptedAssistant("The first half of the answer. The second half of it.", size=10)
    made.hold = asyncio.Event()
    return made


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@dataclass
class Two:
    mine: Page
    theirs: Page
    case: Case

    async def open(self, query: str = "") -> None:
        """Both have it open, and each sees the other."""
        for page in (self.mine, self.theirs):
            await page.goto(f"/pilot/{self.case.session_id}{query}")
        await expect(self.mine.get_by_role("button", name=f"Also here: {THEIRS}")).to_be_visible()
        await expect(self.theirs.get_by_role("button", name=f"Also here: {MINE}")).to_be_visible()


async def sign_in_as(page: Page, database_url: str, tenant: Tenant, role: Role, base_url: str) -> None:
    owner = Database(database_url, pool_size=1, role=None)
    async with owner.transaction() as db:
        await set_account(db, tenant.account_id)
        user = await db.scalar(select(User).where(User.id == tenant.actors[role].user_id))
        assert user is not None
        secret = open_login(db, user, None, "password")
    await owner.close()
    await page.context.add_cookies([{"name": COOKIE, "value": secret, "url": base_url}])


@pytest.fixture
async def two(
    page: Page, client: httpx2.AsyncClient, tenant: Tenant, database_url: str, base_url: str
) -> AsyncIterator[Two]:
    browser = page.context.browser
    assert isinstance(browser, Browser)
    context = await browser.new_context(base_url=base_url, viewport={"width": 1366, "height": 768})
    theirs = await context.new_page()
    theirs.set_default_timeout(15_000)
    await sign_in_as(page, database_url, tenant, Role.ADMIN, base_url)
    await sign_in_as(theirs, database_url, tenant, Role.ENGINEER, base_url)
    yield Two(page, theirs, await open_case(client, tenant))
    await context.close()


async def add_fact(page: Page, text: str) -> None:
    await page.get_by_role("button", name="Add a fact").click()
    await page.get_by_label("New fact").fill(text)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")


def facts(page: Page) -> Any:
    return page.get_by_role("region", name=re.compile("What we know"))


async def test_each_sees_who_is_there_and_what_they_do(two: Two) -> None:
    await two.open()
    await two.theirs.get_by_label("Message", exact=True).press_sequentially("Tray 2")
    await expect(two.mine.get_by_text(f"{THEIRS} is typing")).to_be_visible()
    stack = two.mine.get_by_role("button", name=f"Also here: {THEIRS}: typing")
    await stack.click()
    listed = two.mine.get_by_role("listitem").filter(has_text=THEIRS)
    await expect(listed).to_be_visible()
    await check_accessibility(two.mine)
    await two.mine.keyboard.press("Escape")
    await expect(listed).to_be_hidden()
    await two.mine.set_viewport_size({"width": 390, "height": 800})
    await expect(two.mine.get_by_role("button", name=f"Also here: {THEIRS}")).to_be_visible()
    await check_accessibility(two.mine)
    await two.theirs.close()
    await expect(two.mine.get_by_role("button", name=re.compile("Also here"))).to_have_count(0)


async def test_who_was_alone_for_long_is_seen_by_who_comes(two: Two, database_url: str) -> None:
    """Alone, a page tells nothing, and what it told has run out."""
    await two.mine.goto(f"/pilot/{two.case.session_id}")
    await expect(two.mine.get_by_label("Message", exact=True)).to_be_visible()
    with psycopg.connect(database_url) as db:
        out = "UPDATE presences SET until = clock_timestamp() - interval '1 s' RETURNING 1"
        while not db.execute(out).fetchall():
            db.commit()
            await asyncio.sleep(0.05)
    await two.theirs.goto(f"/pilot/{two.case.session_id}")
    await expect(two.theirs.get_by_role("button", name=f"Also here: {MINE}")).to_be_visible()
    await expect(two.mine.get_by_role("button", name=f"Also here: {THEIRS}")).to_be_visible()


async def test_their_rows_are_marked_and_leave_my_text_focus_and_scroll_alone(two: Two) -> None:
    await two.open()
    field = two.mine.get_by_label("Message", exact=True)
    await field.press_sequentially("What I am")
    await add_fact(two.theirs, "Only the second floor.")
    row = facts(two.mine).get_by_role("listitem").filter(has_text="Only the second floor.")
    await expect(row).to_contain_text("just now")
    await expect(row).to_have_class(re.compile(r"\bflash\b"))
    await check_accessibility(two.mine)
    await expect(field).to_be_focused()
    await two.mine.keyboard.type(" typing")
    await expect(field).to_have_value("What I am typing")
    await expect(row).not_to_contain_text("just now")
    own = facts(two.theirs).get_by_role("listitem").filter(has_text="Only the second floor.")
    await expect(own).to_be_visible()
    assert "flash" not in (await own.get_attribute("class") or "")


async def test_two_versions_of_a_fact_stand_side_by_side(two: Two) -> None:
    await add_known(two, "Only Site B")
    await two.open()
    await facts(two.mine).get_by_role("button", name="Only Site B", exact=True).click()
    field = two.mine.get_by_role("textbox", name="Fact", exact=True)
    await field.fill("Sites B and C")
    await facts(two.theirs).get_by_role("button", name="Only Site B", exact=True).click()
    await two.theirs.get_by_role("textbox", name="Fact", exact=True).fill("Site B, second floor")
    await two.theirs.keyboard.press("Enter")
    await expect(two.mine.get_by_text(f"{THEIRS} changed this meanwhile.")).to_be_visible()
    await expect(two.mine.get_by_text("Site B, second floor")).to_be_visible()
    await expect(field).to_have_value("Sites B and C")
    await expect(field).to_be_focused()
    await check_accessibility(two.mine)
    await two.mine.get_by_role("button", name="Edit both together").click()
    await expect(field).to_have_value("Sites B and C Site B, second floor")
    await field.press("Enter")
    both = re.compile("Sites B and C Site B, second floor")
    await expect(facts(two.theirs).get_by_role("button", name=both)).to_be_visible()


async def add_known(two: Two, text: str) -> None:
    made = await two.case.client.post(f"{two.case.path}/facts", json={"text": text})
    assert made.status_code == 201


@pytest.mark.troubles("net::ERR_FAILED")
async def test_one_edits_the_note_and_the_other_takes_it_over(two: Two) -> None:
    await two.open("?preview=resolve")
    mine, theirs = (page.get_by_label("Resolution note") for page in (two.mine, two.theirs))
    for note in (mine, theirs):
        await note.get_by_role("button", name="Edit", exact=True).click()
    text, other = (note.get_by_label("Text of the note, Markdown") for note in (mine, theirs))
    await text.fill("## Problem\nMy words.")
    await expect(theirs.get_by_text(f"{MINE} is editing this note", exact=True)).to_be_visible()
    await expect(other).to_have_attribute("aria-readonly", "true")
    await expect(other).to_contain_text("My words.")
    await check_accessibility(two.theirs)
    await expect(two.theirs.get_by_role("button", name=f"Also here: {MINE}: editing the note")).to_be_visible()
    await expect(theirs.get_by_text("Take it over to post it.")).to_be_visible()

    # Typed and not saved yet when it is taken.
    await two.mine.route("**/resolution-note/draft", lambda route: route.abort())
    await text.fill("## Problem\nMy words, and more.")
    await theirs.get_by_role("button", name="Take over").click()
    await expect(mine.get_by_text(f"{THEIRS} is editing this note", exact=True)).to_be_visible()
    await expect(mine.get_by_text("The text you had is kept here.")).to_be_visible()
    await expect(mine.get_by_role("button", name="Copy mine")).to_be_visible()
    await check_accessibility(two.mine)
    await other.fill("## Problem\nTheir words.")
    await expect(text).to_contain_text("Their words.")

    await two.mine.unroute("**/resolution-note/draft")
    await mine.get_by_role("button", name="Take over").click()
    await expect(mine.get_by_text(f"{THEIRS} is editing this note")).to_have_count(0)
    await mine.get_by_role("button", name="Use mine").click()
    await expect(text).to_contain_text("My words, and more.")
    await expect(other).to_contain_text("My words, and more.")


async def test_both_post_at_once_and_one_note_is_posted(two: Two) -> None:
    await two.open("?preview=resolve")
    buttons = [
        page.get_by_label("Resolution note").get_by_role("button", name=re.compile("Confirm & post"))
        for page in (two.mine, two.theirs)
    ]
    for page in (two.mine, two.theirs):
        await page.get_by_role("checkbox", name=re.compile("^I stand by this")).check()
    for button in buttons:
        await expect(button).not_to_have_attribute("aria-disabled", "true")
    await asyncio.gather(*(button.click() for button in buttons))
    for page in (two.mine, two.theirs):
        await expect(page.get_by_text(re.compile("shows Resolved")).first).to_be_visible()
    assert len(await two.case.marked()) == 1
    # One closes by itself; the other says who was first, and keeps the way on.
    told = [
        page.get_by_text(re.compile(r"acme (admin|engineer) confirmed this note, ")) for page in (two.mine, two.theirs)
    ]
    posted = (await two.case.whole())["writebacks"][0]["confirmed_by_name"]
    first, second = (0, 1) if posted == MINE else (1, 0)
    await expect(told[first]).to_have_count(0)
    await expect(told[second]).to_contain_text(f"{posted} confirmed this note, ")
    later = (two.mine, two.theirs)[second]
    await expect(later.get_by_role("button", name="Copy mine")).to_be_visible()
    await check_accessibility(later)
    await later.get_by_label("Resolution note").get_by_role("button", name="Reopen").click()
    for page in (two.mine, two.theirs):
        await expect(page.get_by_label("Message", exact=True)).to_be_visible()


async def test_an_answer_streams_for_both_and_either_may_stop_it(two: Two) -> None:
    await two.open()
    await two.mine.get_by_label("Message", exact=True).fill("What now?")
    await two.mine.get_by_role("button", name="Send", exact=True).click()
    await expect(two.theirs.get_by_text("The first half", exact=False).first).to_be_visible()
    await two.theirs.get_by_role("button", name="Stop", exact=True).click()
    for page in (two.mine, two.theirs):
        await expect(page.get_by_text("Stopped", exact=False).first).to_be_visible()
        await expect(page.get_by_text("The second half of it.")).to_have_count(0)


async def test_a_draft_is_asked_for_and_handed_over(two: Two) -> None:
    made = await two.case.client.post("/scripts/drafts", json={"title": "Restart it", "language": "powershell"})
    assert made.status_code == 201
    for page in (two.mine, two.theirs):
        await page.goto(f"/scripts/builder/{made.json()['id']}")
    title = two.mine.get_by_label("Title", exact=True)
    await title.fill("Restart the spooler")
    await expect(two.theirs.get_by_text(f"{MINE} is editing")).to_be_visible()
    their_title = two.theirs.get_by_label("Title", exact=True)
    await expect(their_title).to_be_disabled()
    await check_accessibility(two.theirs)
    await two.theirs.get_by_role("button", name="Ask to take over").click()
    asked = two.mine.get_by_role("alert").filter(has_text=f"{THEIRS} asks to take over")
    await expect(asked).to_be_visible()
    await check_accessibility(two.mine)
    await asked.get_by_role("button", name="Hand over").click()
    await expect(two.mine.get_by_text(f"{THEIRS} is editing")).to_be_visible()
    await expect(their_title).to_be_enabled()
    await expect(their_title).to_have_value("Restart the spooler")
    await their_title.fill("Restart the print spooler")
    await expect(title).to_have_value("Restart the print spooler")


async def test_a_colleague_posts_first_while_i_write(two: Two, tenant: Tenant) -> None:
    """Through the API, past the page's word on who edits: the way of another tool."""
    await two.mine.goto(f"/pilot/{two.case.session_id}?preview=resolve")
    note = two.mine.get_by_label("Resolution note")
    await note.get_by_role("button", name="Edit", exact=True).click()
    text = note.get_by_label("Text of the note, Markdown")
    await text.fill("## Problem\nMy words.")
    await expect(note.get_by_text("Your edit is saved")).to_be_visible()
    await text.fill("## Problem\nMy words, and more.")

    posted = await two.case.post(headers=tenant.headers(Role.ENGINEER))
    assert posted.status_code < 300, posted.text
    told = note.get_by_text(re.compile(rf"^{THEIRS} confirmed this note, \S+"))
    await expect(told).to_be_visible()
    await expect(text).to_have_count(0)
    await expect(note.get_by_role("button", name=re.compile("Confirm & post"))).to_have_count(0)
    await expect(note.get_by_text("Your own text was not posted.")).to_be_visible()
    await check_accessibility(two.mine)

    # It outlives the page.
    await two.mine.reload()
    await expect(note.get_by_text("Your own text was not posted.")).to_be_visible()
    await two.mine.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await note.get_by_role("button", name="Copy mine").click()
    await expect(note.get_by_role("button", name="Copied")).to_be_visible()
    assert await two.mine.evaluate("navigator.clipboard.readText()") == "## Problem\nMy words, and more."
    await note.get_by_role("button", name="Reopen").click()
    await expect(two.mine.get_by_label("Message", exact=True)).to_be_visible()

    # The next round begins with the written note; mine is offered beside it.
    note = two.mine.get_by_role("region", name="Resolution note", exact=True)
    await expect(note.get_by_text("The text you had before is kept here.")).to_be_visible()
    await check_accessibility(two.mine)
    await note.get_by_role("button", name="Use mine").click()
    await note.get_by_role("button", name="Edit", exact=True).click()
    await expect(note.get_by_label("Text of the note, Markdown")).to_contain_text("My words, and more.")
    await expect(note.get_by_text("Your edit is saved")).to_be_visible()
    await expect(note.get_by_text("The text you had before is kept here.")).to_have_count(0)
    assert len(await two.case.marked()) == 1
