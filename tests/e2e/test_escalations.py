"""The escalation queue in two browsers: handed over with a question, seen as it comes, picked up by one, given back."""

import re

import pytest
from playwright.async_api import Page, expect

from resolvent.accounts.models import Role
from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_two_people import MINE, THEIRS, Two, app, assistant, two
from tests.ticketing.posting import ESCALATION

__all__ = ["app", "assistant", "two"]
pytestmark = [pytest.mark.browser, pytest.mark.troubles("409", "412", "ERR_FAILED")]
ROOM_PX = 46
INK = "one => getComputedStyle(one).color"
QUESTION = (
    "Does the driver fit Windows 11? " + "The label printer behaves the same on both machines. " * 4 + "Any idea?"
)


async def escalate(page: Page, session_id: str) -> None:
    await page.goto(f"/pilot/{session_id}?preview=escalate")
    note = page.get_by_role("region", name="Escalation note")
    await note.get_by_label("For", exact=True).select_option(label="Another queue")
    await note.get_by_label("Queue", exact=True).fill("Tier 2")
    await note.get_by_label("Question for the next engineer (optional)").fill(QUESTION)
    await expect(note.get_by_text(re.compile("^Ref RV-"))).to_be_visible()
    await check_accessibility(page)
    # What was chosen and typed outlives the page.
    await page.reload()
    await expect(note.get_by_label("Question for the next engineer (optional)")).to_have_value(QUESTION)
    await expect(note.get_by_label("Queue", exact=True)).to_have_value("Tier 2")
    await expect(note.get_by_text(re.compile("^Ref RV-"))).to_be_visible()
    await note.get_by_role("button", name=re.compile("Confirm & post")).click()


async def test_a_session_goes_over_with_its_question(two: Two) -> None:
    await two.theirs.goto("/escalations")
    await expect(two.theirs.get_by_text("Nothing waits.")).to_be_visible()
    await check_accessibility(two.theirs)

    await escalate(two.mine, two.case.session_id)
    handover = two.mine.get_by_role("complementary", name="Handover")
    await expect(handover).to_contain_text(f"Waits for Tier 2. {QUESTION}")

    row = two.theirs.get_by_role("link", name="Nobody can print")
    await expect(row).to_be_visible()
    await row.click()
    pane = two.theirs.get_by_role("region", name="Escalation", exact=True)
    await expect(pane.get_by_text(QUESTION)).to_be_visible()
    await expect(pane.get_by_text("No fix was tried.").first).to_be_visible()
    await expect(pane.get_by_role("heading", name="What is missing")).to_be_visible()
    await expect(pane.get_by_text("The Print Spooler service had stopped on PRN-01.")).to_be_visible()
    await check_accessibility(two.theirs)

    await pane.get_by_role("button", name="Pick up").click()
    await expect(two.theirs).to_have_url(re.compile(f"/pilot/{two.case.session_id}"))
    theirs = two.theirs.get_by_role("complementary", name="Handover")
    await expect(theirs).to_contain_text(f"You picked this up from {MINE}. {QUESTION}")
    await expect(handover).to_contain_text(f"{THEIRS} picked this up from you.")
    # As high as the room that is kept while it is read: the messages above do not move.
    bar = await theirs.bounding_box()
    assert bar
    assert bar["height"] == ROOM_PX
    # A long question is cut, and read whole on demand.
    more = theirs.get_by_role("button", name="Show all")
    assert await more.evaluate(INK) == await theirs.evaluate(INK)
    await more.click()
    whole = theirs.get_by_role("group", name="The whole question")
    assert await whole.evaluate("one => one.scrollHeight >= 40 && one.scrollHeight <= one.clientHeight")
    await check_accessibility(two.theirs)

    await theirs.get_by_role("button", name="Return with questions").click()
    dialog = two.theirs.get_by_role("dialog", name="Return with questions")
    await dialog.get_by_label("Questions").fill("Which driver version?")
    await check_accessibility(two.theirs)
    await two.theirs.reload()
    await theirs.get_by_role("button", name="Return with questions").click()
    await expect(dialog.get_by_label("Questions")).to_have_value("Which driver version?")
    await dialog.get_by_role("button", name=f"Return to {MINE}").click()
    await expect(handover).to_contain_text(f"{THEIRS} asks: Which driver version?")
    await expect(two.mine.get_by_label("Message", exact=True)).to_be_visible()


async def places(page: Page) -> list[tuple[float, float]]:
    log, told = page.get_by_role("log", name="Messages"), page.get_by_role("article", name="Problem as told")
    lane = page.get_by_role("complementary", name="Task lane")
    parts = (page.get_by_role("banner"), told, log, lane)
    boxes = [await part.bounding_box() for part in parts]
    return [(box["x"], box["y"]) for box in boxes if box]


async def test_the_bar_of_a_handover_moves_nothing_as_it_comes(two: Two) -> None:
    await two.open()
    await two.mine.set_viewport_size({"width": 390, "height": 768})
    before = {page: await places(page) for page in (two.mine, two.theirs)}
    assert {len(one) for one in before.values()} == {4}
    posted = await two.case.post(ESCALATION, acknowledge=[])
    assert posted.status_code == 200, posted.text
    for page, was in before.items():
        bar = page.get_by_role("complementary", name="Handover")
        await expect(bar.get_by_role("button", name="Pick up")).to_be_visible()
        await expect(page.get_by_text("Pick it up to go on.")).to_be_visible()
        assert await places(page) == was
        await check_accessibility(page)


async def test_nobody_picks_up_the_same_one_twice(two: Two, tenant: Tenant) -> None:
    posted = await two.case.post(ESCALATION, acknowledge=[])
    assert posted.status_code == 200, posted.text
    for page in (two.mine, two.theirs):
        await page.goto(f"/escalations?session={two.case.session_id}")
        await expect(page.get_by_role("button", name="Pick up")).to_be_visible()
    # Unseen by the page that is about to press the button: its stream is held.
    await two.mine.route("**/escalations/events", lambda route: route.abort())
    await two.mine.reload()
    await expect(two.mine.get_by_role("button", name="Pick up")).to_be_visible()
    await two.theirs.get_by_role("button", name="Pick up").click()
    await expect(two.theirs).to_have_url(re.compile("/pilot/"))
    await two.mine.get_by_role("button", name="Pick up").click()
    await expect(two.mine.get_by_text(f"{THEIRS} picked this session up already.")).to_be_visible()
    await expect(two.mine.get_by_text("It was picked up and waits no longer.")).to_be_visible()
    assert (await two.case.session())["assignee_id"] == str(tenant.actors[Role.ENGINEER].user_id)
