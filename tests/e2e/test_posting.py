"""Posting while others work at the same ticket, as an engineer sees it in the page."""

import re

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from resolvent.ticketing.late_looks import LateLooks
from resolvent.ticketing.patience import Patience
from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.ticketing.posting import open_case

pytestmark = pytest.mark.browser


async def test_changes_by_others_are_read_before_the_note_is_posted_and_told_after_it(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant, app: FastAPI, database_url: str
) -> None:
    case = await open_case(client, tenant)
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}?preview=resolve")
    note = page.get_by_label("Resolution note")
    await expect(note.get_by_text(re.compile(r"Ref RV-[A-Z2-7]{8}"))).to_be_visible()
    await expect(note.get_by_label("Status the ticket gets")).to_have_value("resolved")

    await case.move("waiting")
    reply = {"text": "It prints again on the second floor.", "visibility": "customer"}
    await client.post(f"/desk/tickets/{case.ticket_id}/notes", json=reply)
    stand_by = note.get_by_role("checkbox", name=re.compile("^I stand by this"))
    await stand_by.check()
    await note.get_by_role("button", name=re.compile("Confirm & post")).click()
    changes = note.get_by_role("alert", name="Changes at the ticket")
    await expect(changes.get_by_text("New → Waiting on customer")).to_be_visible()
    await expect(changes.get_by_text("It prints again on the second floor.")).to_be_visible()
    assert await case.marked() == []
    await check_accessibility(page)

    await note.get_by_role("button", name=re.compile("Post anyway after reading")).click()
    await expect(page.get_by_text(re.compile("Posted. .* shows Resolved")).first).to_be_visible()
    assert len(await case.marked()) == 1

    await page.get_by_role("button", name="Show the requests").click()
    requests = page.get_by_role("dialog", name="Requests to the ticketing system")
    await expect(requests.get_by_text("None: this system is reached without requests.")).to_be_visible()
    await page.keyboard.press("Escape")

    await case.move("in_progress")
    with psycopg.connect(database_url) as db:
        db.execute("UPDATE writebacks SET late_due_at = clock_timestamp() WHERE late_due_at IS NOT NULL")
    await LateLooks(app.state.database, Patience()).look_at_due(app.state.connector)
    late = page.get_by_role("article", name="Change of the ticket after posting")
    await expect(late).to_contain_text("shows In progress instead of Resolved (last changed by acme admin)")
    await check_accessibility(page)
    await page.goto("/sessions")
    await expect(page.get_by_text("Changed since")).to_be_visible()
