"""What became of a note, in the page's words: told by a message and by a line of the timeline, once each, with what can be done.

Through a ConnectWise desk over real HTTP, and the local one; what is said is judged against the desk.
"""

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Locator, Page, expect

from resolvent.ticketing.errors import Unavailable
from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.sample import status_id
from tests.journey.posting import Desk
from tests.ticketing.connectwise_connection import connection_to
from tests.ticketing.faulty_desk import Script, fail, put_on_bad_line
from tests.ticketing.posting import open_case

pytestmark = pytest.mark.browser
TICKET, BOARD = 5001, 21
NOTES, STATUS = f"/service/tickets/{TICKET}/notes", f"/service/tickets/{TICKET}"
SHOWN = re.compile(r"^Posted\. ConnectWise shows Completed \(checked \d\d:\d\d\)\.$")
FOREGONE = r"answered 502: POST .*/(post|retry)$"


@pytest.fixture
def psa() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


@pytest.fixture
async def desk(client: httpx2.AsyncClient, psa: Running) -> Desk:
    targets = {"resolution": str(status_id(BOARD, "Completed"))}
    made = await client.post("/connections", json={**connection_to(psa), "status_targets": targets})
    assert made.status_code == 201, made.text
    return Desk(client, made.json()["id"])


class Telling:
    """A result as the page shows it."""

    def __init__(self, page: Page, words: str | re.Pattern[str]) -> None:
        self.page, self.words = page, words
        self.toast = page.locator("[data-sonner-toast]").filter(has=page.get_by_text(words))
        self.line = page.get_by_role("article", name="Resolution note").filter(has=page.get_by_text(words))

    async def is_told(self, *buttons: str) -> None:
        """Once by a message and once in the timeline, both with these buttons alone; nowhere else."""
        await expect(self.line).to_have_count(1)
        await expect(self.toast).to_have_count(1)
        await expect(self.page.get_by_text(self.words)).to_have_count(2)
        for place in (self.toast, self.line):
            for name in buttons:
                await expect(self.act(place, name)).to_be_visible()
        await check_accessibility(self.page)

    async def dismiss(self) -> None:
        await self.toast.get_by_role("button", name="Close toast").click()
        await expect(self.toast).to_have_count(0)

    def act(self, place: Locator, name: str) -> Locator:
        return place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))


async def confirm(page: Page, sign_in_path: str, session: str) -> None:
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{session}?preview=resolve")
    note = page.get_by_role("region", name="Resolution note")
    await note.get_by_role("checkbox", name=re.compile("^I stand by this")).check()
    await note.get_by_role("button", name=re.compile("^Confirm & post")).click()


async def test_posted_and_proven(page: Page, sign_in_path: str, desk: Desk, psa: Running) -> None:
    await confirm(page, sign_in_path, await desk.open(TICKET))
    await Telling(page, SHOWN).is_told("Open ticket")
    await expect(page.get_by_role("region", name="Resolution note")).to_have_count(0)
    assert psa.judge.status(TICKET) == "Completed"


@pytest.mark.troubles(FOREGONE)
async def test_posted_but_the_status_did_not_move(page: Page, sign_in_path: str, desk: Desk, psa: Running) -> None:
    psa.plan("status_unchanged", "PATCH", STATUS)
    before = psa.judge.status(TICKET)
    await confirm(page, sign_in_path, await desk.open(TICKET))
    told = Telling(page, f"Posted, but ConnectWise still shows {before}.")
    await told.is_told("Open ticket", "Set again")
    await expect(page.get_by_role("region", name="Resolution note")).to_be_visible()
    await told.dismiss()
    await told.act(told.line, "Set again").click()
    await expect(page.locator("[data-sonner-toast]").get_by_text(SHOWN)).to_have_count(1)
    assert psa.judge.status(TICKET) == "Completed"


@pytest.mark.troubles(FOREGONE)
async def test_not_posted_while_it_can_not_be_reached(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant, app: FastAPI
) -> None:
    script = Script(before={"add_note": [fail(Unavailable("The desk can't be reached. Nothing was sent."))]})
    put_on_bad_line(app, script)
    case = await open_case(client, tenant)
    await confirm(page, sign_in_path, case.session_id)
    told = Telling(page, "Not posted yet: Local desk could not be reached. Kept here, session still open.")
    await told.is_told("Retry", "Copy note")
    assert await case.marked() == []
    await told.act(told.toast, "Retry").click()
    shown = page.locator("[data-sonner-toast]").get_by_text(re.compile("^Posted. Local desk shows Resolved"))
    await expect(shown).to_have_count(1)
    assert len(await case.marked()) == 1


@pytest.mark.troubles(FOREGONE)
async def test_not_even_looked_at_while_it_can_not_be_reached(
    page: Page, sign_in_path: str, desk: Desk, psa: Running
) -> None:
    session = await desk.open(TICKET)
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{session}?preview=resolve")
    note = page.get_by_role("region", name="Resolution note")
    await note.get_by_role("checkbox", name=re.compile("^I stand by this")).check()
    await expect(note.get_by_label("Status the ticket gets")).to_be_visible()
    psa.plan("refused_503", "GET", STATUS, None)
    await note.get_by_role("button", name=re.compile("^Confirm & post")).click()
    alert = note.get_by_role("alert").filter(has_text="Not posted yet: ConnectWise could not be reached.")
    await expect(alert.get_by_role("button", name="Copy note")).to_be_visible()
    await check_accessibility(page)
    psa.world.plan.planned.clear()
    await alert.get_by_role("button", name="Retry").click()
    await Telling(page, SHOWN).is_told("Open ticket")


@pytest.mark.troubles(FOREGONE)
async def test_refused(page: Page, sign_in_path: str, desk: Desk, psa: Running) -> None:
    psa.plan("refused_permission", "POST", NOTES, None)
    await confirm(page, sign_in_path, await desk.open(TICKET))
    told = Telling(page, re.compile(r"^Not posted: ConnectWise refused \(.+\)\.$"))
    await told.is_told("Copy note", "Settings")
    await expect(told.act(told.line, "Retry")).to_have_count(0)
    await told.act(told.toast, "Copy note").click()
    await expect(page.get_by_text("Note copied").or_(page.get_by_text("did not allow copying"))).to_be_visible()
    await page.get_by_role("button", name="Resolve", exact=True).click()
    await told.act(told.line, "Settings").click()
    await expect(page).to_have_url(re.compile("/settings/psa$"))


async def test_posted_without_a_status(
    page: Page, sign_in_path: str, desk: Desk, psa: Running, client: httpx2.AsyncClient
) -> None:
    cleared = await client.patch(f"/connections/{desk.connection_id}", json={"status_targets": {"resolution": None}})
    assert cleared.status_code == 200, cleared.text
    before = psa.judge.status(TICKET)
    await confirm(page, sign_in_path, await desk.open(TICKET))
    told = Telling(page, "Posted. Status not changed: no target status is set for this board.")
    await told.is_told("Set status", "Settings")
    assert psa.judge.status(TICKET) == before
    await told.dismiss()
    await told.act(told.line, "Set status").click()
    dialog = page.get_by_role("dialog", name="Set the ticket’s status")
    await dialog.get_by_label("Status").select_option(label="Completed")
    await check_accessibility(page)
    await dialog.get_by_role("button", name="Set status").click()
    await expect(page.get_by_role("article", name="Resolution note").get_by_text(SHOWN)).to_be_visible()
    assert psa.judge.status(TICKET) == "Completed"


async def test_saved_here_and_linked_to_a_ticket_afterwards(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient
) -> None:
    session = (await client.post("/ai-sessions", json={"problem": "Nobody at the front desk can print."})).json()["id"]
    await confirm(page, sign_in_path, session)
    told = Telling(page, "Saved in Resolvent. No ticket is linked.")
    await told.is_told("Link ticket")
    await told.act(told.toast, "Link ticket").click()
    dialog = page.get_by_role("dialog", name="Link a ticket")
    await expect(dialog.get_by_text("The session is reopened with it.")).to_be_visible()
    await check_accessibility(page)
    await dialog.get_by_role("button", name=re.compile("Nobody at the front desk can print")).click()
    note = page.get_by_role("region", name="Resolution note")
    await expect(note.get_by_role("heading", name=re.compile(r"^Note for ticket #\d+ \(Local desk\)$"))).to_be_visible()
    await note.get_by_role("checkbox", name=re.compile("^I stand by this")).check()
    await note.get_by_role("button", name=re.compile("^Confirm & post")).click()
    await expect(page.get_by_text(re.compile("^Posted. Local desk shows Resolved")).first).to_be_visible()


async def test_a_session_without_a_ticket_is_linked_from_its_note(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient
) -> None:
    session = (await client.post("/ai-sessions", json={"problem": "Nobody can scan."})).json()["id"]
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{session}?preview=resolve")
    note = page.get_by_role("region", name="Resolution note")
    await expect(note.get_by_text("Not linked: saves here only")).to_be_visible()
    await check_accessibility(page)
    await note.get_by_role("button", name="Link ticket").click()
    dialog = page.get_by_role("dialog", name="Link a ticket")
    await dialog.get_by_role("button", name=re.compile("Nobody at the front desk can print")).click()
    await expect(note.get_by_role("heading", name=re.compile(r"^Note for ticket #\d+ \(Local desk\)$"))).to_be_visible()
    await expect(note.get_by_label("Status the ticket gets")).to_have_value("resolved")
