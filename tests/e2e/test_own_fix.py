"""A ticket that no playbook knows: the engineer cures it, says so, and the note tells it. The focus is where one goes on."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import OUTPUT, open_session, send, sign_in

pytestmark = pytest.mark.browser


async def test_what_the_engineer_did_is_told_in_the_note(page: Page, sign_in_path: str, tenant: Tenant) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await page.get_by_role("button", name="New session").click()
    await expect(page.get_by_label("Search tickets")).to_be_focused()
    await page.get_by_role("dialog").get_by_text("Door access terminal shows error 17").click()
    await page.get_by_role("button", name="Start the diagnosis").click()
    await expect(page.get_by_label("Message", exact=True)).to_be_focused()
    await expect(page.get_by_text(re.compile("^No playbook of mine fits"))).to_be_visible()

    lane = page.get_by_role("complementary", name="Task lane")
    await send(page, "Since Monday, nobody else has it")
    await expect(lane.get_by_text(re.compile("Since when: Since Monday$"))).to_be_visible()
    await send(page, "I replaced the battery of the terminal and now it opens again")
    await expect(lane.get_by_role("button", name="Replaced the battery of the terminal")).to_be_visible()
    await lane.get_by_role("button", name="Success", exact=True).click()
    await page.get_by_role("button", name=re.compile("^Resolve")).click()
    note = page.get_by_label("Resolution note")
    await expect(
        note.get_by_text(re.compile("we replaced the battery of the terminal, which solved the problem"))
    ).to_be_visible()

    # What nobody confirmed is left out, and the note says so.
    left_out = note.get_by_text(re.compile("not confirmed, so the note leaves"))
    await expect(left_out).to_be_visible()
    await check_accessibility(page)
    await note.get_by_role("button", name=re.compile("^Confirm (all|it)$")).click()
    await expect(left_out).to_have_count(0)
    await expect(page.locator("body")).not_to_be_focused()
    await expect(note.get_by_text("Since when:").first).to_be_visible()


async def test_a_generated_script_comes_into_view(page: Page, sign_in_path: str, tenant: Tenant) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await open_session(page)
    await send(page, "Please look at this ticket.")
    await expect(page.get_by_text("Get-Service -Name Spooler").first).to_be_visible()
    await send(page, OUTPUT)
    await page.get_by_role("button", name=re.compile("Start the Print Spooler")).click()
    panel = page.get_by_role("region", name="How to apply this fix")
    await panel.get_by_role("button", name="Generate", exact=True).click()
    await expect(panel.get_by_role("button", name="Copy", exact=True)).to_be_in_viewport()
