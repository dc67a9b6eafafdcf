"""The note from its preview to the posted note, as an engineer sees it."""

import re

import httpx2
import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.ticketing.posting import Case

pytestmark = pytest.mark.browser
NOTE = "## Problem\n\nNobody can print.\n\n## Root cause\n\nThe moon was full.\n\n## Resolution\n\nWe replaced the router.\n"


async def open_note(page: Page, sign_in_path: str, case: Case, kind: str = "resolve") -> None:
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}?preview={kind}")
    name = "Resolution note" if kind == "resolve" else "Escalation note"
    await expect(page.get_by_role("region", name=name).get_by_text(re.compile(r"Ref RV-"))).to_be_visible()


async def write(page: Page, text: str) -> None:
    await page.get_by_role("button", name="Edit", exact=True).last.click()
    await page.get_by_role("textbox", name="Text of the note, Markdown").click()
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text(text)


async def test_every_view_of_the_note(page: Page, sign_in_path: str, case: Case, client: httpx2.AsyncClient) -> None:
    await open_note(page, sign_in_path, case)
    note = page.get_by_role("region", name="Resolution note")
    await expect(note.get_by_text(re.compile(r"^(Fresh|Cached), \d+ (s|min) ago$"))).to_be_visible()
    confirm = note.get_by_role("button", name=re.compile("Confirm & post"))
    points = note.get_by_role("region", name="To check before posting")
    await expect(points).to_contain_text("This note tells the customer that nothing was found and nothing was done.")
    await expect(confirm).to_have_attribute("aria-disabled", "true")
    await check_accessibility(page)

    # The evidence of a claim: by pointer, and by key to the fact and back.
    chip = note.get_by_role("button", name=re.compile("^Evidence Fact F1:"))
    await chip.hover()
    card = page.get_by_role("group", name="Fact F1")
    await expect(card).to_contain_text("The Print Spooler service had stopped on PRN-01.")
    await check_accessibility(page)
    await chip.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#F1")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(chip).to_be_focused()

    # The engineer's own text: marked where nothing carries it.
    await write(page, NOTE)
    await expect(note.get_by_text("Your edit is saved")).to_be_visible()
    await expect(note.locator(".cm-gap").first).to_be_visible()
    await expect(points).to_contain_text("We replaced the router.")
    await page.keyboard.press("Control+Home")
    await page.keyboard.press("F8")
    await check_accessibility(page)
    await page.keyboard.press("Escape")
    await expect(note).to_be_focused()

    # The other kind has its own text, and this one is kept.
    await note.get_by_role("button", name="Escalation", exact=True).click()
    handover = page.get_by_role("region", name="Escalation note")
    await expect(handover.get_by_text("What we've confirmed", exact=True)).to_be_visible()
    await expect(handover.get_by_text("internal only")).to_be_visible()
    await expect(handover.get_by_role("region", name="To check before posting")).to_have_count(0)
    await check_accessibility(page)
    await handover.get_by_role("button", name="Resolution", exact=True).click()
    await expect(note.get_by_text("We replaced the router.").first).to_be_visible()

    # News are offered, place by place.
    await client.post(f"{case.path}/facts", json={"text": "Two jobs were stuck in the queue."})
    offer = note.get_by_text("New facts since your edit.")
    await expect(offer).to_be_visible()
    await note.get_by_role("button", name="See changes").click()
    await expect(note.get_by_role("button", name=re.compile(r"^Changes \d"))).to_have_attribute("aria-pressed", "true")
    await expect(note.get_by_role("button", name="Use new").nth(1)).to_be_visible()
    await check_accessibility(page)
    places = note.locator(".cm-chunkButtons")
    while await places.count():
        before = await places.count()
        await places.first.get_by_role("button", name="Use new" if before == 1 else "Keep mine").click()
        await expect(places).to_have_count(before - 1)
    await expect(offer).to_have_count(0)
    await expect(note.get_by_text("You have been through every change.")).to_be_visible()

    # One tick for all, and the note is posted as it was edited.
    await note.get_by_role("button", name="Preview", exact=True).click()
    await expect(note.get_by_role("status").filter(has_text="Saving")).to_have_count(0)
    ticks = points.get_by_role("checkbox", name=re.compile("^I stand by"))
    await ticks.first.check()
    await expect(confirm).not_to_have_attribute("aria-disabled", "true")
    await confirm.click()
    told = re.compile("^Posted. .* shows Resolved")
    await expect(page.locator("[data-sonner-toast]").get_by_text(told)).to_have_count(1)
    await expect(page.get_by_role("article", name="Resolution note").get_by_text(told)).to_have_count(1)
    await expect(page.get_by_text(told)).to_have_count(2)
    await check_accessibility(page)
    (posted,) = await case.marked()
    assert "The moon was full." in posted["text"]


@pytest.mark.parametrize(("width", "height"), [(390, 800), (683, 384)], ids=["phone", "200 %"])
async def test_a_phone_s_width_and_twice_the_size(
    page: Page, sign_in_path: str, case: Case, width: int, height: int
) -> None:
    await open_note(page, sign_in_path, case)
    note = page.get_by_role("region", name="Resolution note")
    await page.set_viewport_size({"width": width, "height": height})
    await note.get_by_role("button", name=re.compile("^Evidence Fact F1:")).click()
    await expect(page.get_by_role("group", name="Fact F1")).to_be_visible()
    await check_accessibility(page)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("group", name="Fact F1")).to_have_count(0)
    await write(page, NOTE)
    await expect(note.locator(".cm-gap").first).to_be_visible()
    await check_accessibility(page)
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    confirm = note.get_by_role("button", name=re.compile("Confirm & post"))
    await confirm.scroll_into_view_if_needed()
    await expect(confirm).to_be_in_viewport()
