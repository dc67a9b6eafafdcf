"""From the printed link to the verified note, as an engineer does it in the page."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility

pytestmark = pytest.mark.browser
OUTPUT = "Status   Name               DisplayName\n------   ----               -----------\nStopped  Spooler            Print Spooler"
PASSWORD = "four unrelated words here"


async def sign_in(page: Page, path: str) -> None:
    await page.goto(path)
    await page.get_by_label("New password", exact=True).fill(PASSWORD)
    await page.get_by_label("New password again").fill(PASSWORD)
    await page.get_by_role("button", name="Set password and continue").click()
    await expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()


async def open_session(page: Page) -> None:
    await page.get_by_role("button", name="New session").click()
    await page.get_by_role("dialog").get_by_text("Nobody at the front desk can print").click()
    await expect(page).to_have_url(re.compile(r"/pilot/"))
    # The page behind the dialog is hidden from assistive technology until the dialog is gone.
    await expect(page.get_by_role("main", name="Conversation")).to_be_visible()


async def send(page: Page, text: str) -> None:
    await page.get_by_label("Message", exact=True).fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()


async def test_from_the_link_to_the_verified_note(page: Page, sign_in_path: str, tenant: Tenant) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await open_session(page)
    await check_accessibility(page)

    await send(page, "Please look at this ticket.")
    conversation = page.get_by_role("main")
    await expect(conversation.get_by_text("Get-Service -Name Spooler")).to_be_visible()
    await send(page, OUTPUT)
    lane = page.get_by_role("complementary", name="Task lane")
    card = lane.get_by_role("button", name=re.compile("Start the Print Spooler"))
    await expect(card).to_be_visible()
    await check_accessibility(page)

    # What was said survives a reload.
    await page.reload()
    await expect(conversation.get_by_text("Please look at this ticket.")).to_be_visible()
    await card.click()
    panel = page.get_by_role("region", name="How to apply this fix")
    await expect(panel).to_be_visible()
    await check_accessibility(page)
    await panel.get_by_role("button", name="Generate", exact=True).click()
    script = panel.get_by_role("region", name="Generated script")
    await expect(script.get_by_text("Restart-Service").first).to_be_visible()
    await expect(script.get_by_text("{{")).to_have_count(0)
    await check_accessibility(page)
    await panel.get_by_role("button", name="Copy", exact=True).click()
    await panel.get_by_role("button", name="I ran it").click()
    await lane.get_by_role("button", name="Confirm all").click()
    await page.get_by_role("button", name="Success", exact=True).click()

    await page.get_by_role("button", name=re.compile("^Resolve")).click()
    note = page.get_by_label("Resolution note")
    await expect(note.get_by_text(re.compile(r"Ref RV-[A-Z2-7]{8}"))).to_be_visible()
    await expect(note.get_by_text("Restart the print spooler and let it recover by itself")).to_be_visible()
    await expect(note.get_by_text("Restart-Service")).to_have_count(0)
    await check_accessibility(page)
    await page.get_by_role("button", name=re.compile("Confirm & post")).click()
    await expect(page.get_by_text(re.compile("Posted. .* shows Resolved")).first).to_be_visible()

    await page.goto("/desk")
    await page.get_by_text("Nobody at the front desk can print").click()
    await expect(page.get_by_text("Resolved").first).to_be_visible()
    await expect(page.get_by_text(re.compile(r"Ref RV-[A-Z2-7]{8}"))).to_have_count(1)
    await check_accessibility(page)
