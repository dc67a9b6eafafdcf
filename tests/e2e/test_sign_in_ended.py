"""A sign-in that ends in mid-work: the dialog waits for a pause, and neither text nor intent is lost or repeated."""

import re

import psycopg
import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import PASSWORD, sign_in
from tests.ticketing.posting import Case

pytestmark = pytest.mark.browser
KEY_MS = 60
LONG = "Every word of this sentence belongs to the note, and none of it to a password. "


@pytest.fixture
async def note(page: Page, sign_in_path: str, case: Case) -> Locator:
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}?preview=resolve")
    found = page.get_by_role("region", name="Resolution note")
    await expect(found.get_by_text(re.compile("Ref RV-"))).to_be_visible()
    return found


def end_sign_in(url: str) -> None:
    with psycopg.connect(url) as db:
        db.execute("DELETE FROM logins")


async def sign_in_again(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Sign in again")
    await expect(dialog).to_be_visible()
    await dialog.get_by_label("Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Sign in").click()
    await expect(dialog).to_have_count(0)


async def test_what_is_typed_goes_on_until_a_pause_and_is_saved_after_it(
    page: Page, note: Locator, case: Case, database_url: str
) -> None:
    await note.get_by_role("button", name="Edit", exact=True).click()
    text = note.get_by_label("Text of the note, Markdown")
    await text.fill("")
    end_sign_in(database_url)
    dialog = page.get_by_role("dialog", name="Sign in again")
    # Longer than it takes to learn of the end; no key of it goes elsewhere.
    async with page.expect_response(lambda one: one.status == 401):
        await text.press_sequentially(LONG, delay=KEY_MS)
    await page.keyboard.type("The last words.", delay=KEY_MS)
    await expect(text).to_have_text(f"{LONG}The last words.")
    await expect(dialog).to_be_visible()
    await check_accessibility(page)
    await sign_in_again(page)
    await expect(text).to_be_focused()
    await page.keyboard.type(" And more.")
    await expect(note.get_by_text("Your edit is saved")).to_be_visible()
    (draft,) = (await case.whole())["drafts"]
    assert draft["markdown"] == f"{LONG}The last words. And more."
    assert await case.marked() == []
    await expect(dialog).to_have_count(0)


async def test_a_post_is_not_repeated_by_signing_in(page: Page, note: Locator, case: Case, database_url: str) -> None:
    await note.get_by_role("checkbox", name=re.compile("^I stand by this")).check()
    confirm = note.get_by_role("button", name=re.compile("Confirm & post"))
    await expect(confirm).not_to_have_attribute("aria-disabled", "true")
    end_sign_in(database_url)
    await confirm.click()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.method != "GET" else None)
    await sign_in_again(page)
    await expect(confirm).not_to_have_attribute("aria-disabled", "true")
    # News come by the stream again: whatever signing in set going has been sent by then.
    await case.client.post(f"{case.path}/facts", json={"text": "Told after the sign-in."})
    await expect(page.get_by_role("button", name="Told after the sign-in.")).to_be_visible()
    assert not [url for url in asked if url.endswith("/post")]
    assert await case.marked() == []

    # The tick was for what was read then.
    for tick in await note.get_by_role("checkbox", name=re.compile("^I stand by this")).all():
        await tick.check()
    await confirm.click()
    await expect(page.get_by_text(re.compile("Posted. .* shows Resolved")).first).to_be_visible()
    assert len(await case.marked()) == 1
