"""Two people at one draft of a script: who has it is told; unanswered for 30 s it is taken; what was typed is not lost."""

import re

import psycopg
import pytest
from playwright.async_api import expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_scripts import type_script
from tests.e2e.test_two_people import MINE, THEIRS, Two, app, assistant, two

__all__ = ["app", "assistant", "two"]
pytestmark = [pytest.mark.browser, pytest.mark.troubles("409", "412", "net::ERR_FAILED")]
DRAFT = re.compile(r"/scripts/drafts/[0-9a-f-]+$")
ANSWER_MS = 30_000


async def open_draft(two: Two) -> None:
    body = {"title": "Restart it", "language": "powershell", "body": "Get-Date\n"}
    made = await two.case.client.post("/scripts/drafts", json=body)
    assert made.status_code == 201, made.text
    await two.theirs.clock.install()
    for page in (two.mine, two.theirs):
        await page.goto(f"/scripts/builder/{made.json()['id']}")
        await expect(page.get_by_role("textbox", name="Script", exact=True)).to_contain_text("Get-Date")


def wait_in_the_database(url: str) -> None:
    """The asker's half minute, as the server counts it."""
    with psycopg.connect(url) as db:
        changed = db.execute("UPDATE edit_leases SET asked_at = asked_at - interval '31 s' WHERE asked_at IS NOT NULL")
        assert changed.rowcount == 1


async def test_without_an_answer_it_is_taken_and_what_was_typed_stays(two: Two, database_url: str) -> None:
    await open_draft(two)
    mine, theirs = (page.get_by_role("textbox", name="Script", exact=True) for page in (two.mine, two.theirs))
    await type_script(two.mine, "Get-Date # saved\n")
    await expect(two.mine.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(two.theirs.get_by_text(f"{MINE} is editing")).to_be_visible()
    await expect(theirs).to_contain_text("# saved")
    await expect(theirs).to_have_attribute("aria-readonly", "true")

    # Typed and not saved yet when it is taken.
    await two.mine.route(DRAFT, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
    await type_script(two.mine, "Get-Date # typed and not saved\n")
    await two.theirs.get_by_role("button", name="Ask to take over").click()
    take = two.theirs.get_by_role("button", name="Take over", exact=True)
    await expect(two.theirs.get_by_text("Without an answer you can take it over in 30 seconds.")).to_be_visible()
    await expect(take).to_have_count(0)
    await expect(two.mine.get_by_role("alert").filter(has_text=f"{THEIRS} asks to take over")).to_be_visible()
    wait_in_the_database(database_url)
    await two.theirs.clock.run_for(ANSWER_MS)
    await expect(take).to_be_visible()
    await check_accessibility(two.theirs)
    await take.click()
    await expect(two.mine.get_by_text(f"{THEIRS} is editing")).to_be_visible()
    await expect(theirs).not_to_have_attribute("aria-readonly", "true")

    # The one it was taken from still sees the words, and so does whoever reloads.
    await expect(mine).to_contain_text("# typed and not saved")
    await expect(mine).to_have_attribute("aria-readonly", "true")
    await expect(two.mine.get_by_text("Not saved").first).to_be_visible()
    await type_script(two.theirs, "Get-Date # theirs\n")
    await two.theirs.clock.run_for(3_000)
    await expect(two.theirs.get_by_text("Saved", exact=True)).to_be_visible()
    conflict = two.mine.get_by_role("region", name="Conflict")
    await expect(conflict.get_by_text(re.compile("saved this draft meanwhile"))).to_be_visible()
    await expect(mine).to_contain_text("# typed and not saved")
    await check_accessibility(two.mine)
    await two.mine.reload()
    await expect(conflict).to_be_visible()
    await expect(mine).to_contain_text("# typed and not saved")


async def test_nobody_takes_it_before_the_half_minute_is_over(two: Two) -> None:
    """A clock that runs ahead in the browser changes nothing: the server counts as well."""
    await open_draft(two)
    await type_script(two.mine, "Get-Date # mine\n")
    await expect(two.theirs.get_by_text(f"{MINE} is editing")).to_be_visible()
    await two.theirs.get_by_role("button", name="Ask to take over").click()
    await expect(two.theirs.get_by_text("Without an answer you can take it over in 30 seconds.")).to_be_visible()
    await two.theirs.clock.run_for(ANSWER_MS)
    await two.theirs.get_by_role("button", name="Take over", exact=True).click()
    await expect(two.theirs.get_by_text(f"Ask {MINE} first.", exact=False)).to_be_visible()
    await expect(two.theirs.get_by_text(f"{MINE} is editing")).to_be_visible()
    # Kept: the one who asked is told.
    await two.mine.get_by_role("alert").get_by_role("button", name="Keep").click()
    await expect(two.theirs.get_by_text(f"{MINE} keeps editing this draft.").first).to_be_visible()
