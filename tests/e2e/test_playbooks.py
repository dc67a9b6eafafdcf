"""From a resolved session to a playbook, written in the page, published, and a new session that it leads to its fix."""

import re

import httpx2
import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import send, sign_in
from tests.playbooks.sample import LABELS, changed
from tests.playbooks.test_leading import open_session, resolve

pytestmark = pytest.mark.browser
QUESTION = "Is the print head clean?"


async def test_from_a_resolved_session_to_one_that_is_led(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient
) -> None:
    session_id = await open_session(client, "Zebra scanner beeps twice and reads nothing.")
    await resolve(client, session_id)
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{session_id}")
    await page.get_by_role("button", name="More for this session").click()
    await page.get_by_role("menuitem", name="Make a playbook").click()
    await expect(page).to_have_url(re.compile(r"/playbooks/[0-9a-f-]{36}\?view=edit"))
    await expect(page.get_by_role("region", name="Review").get_by_text("Nothing is wrong with it.")).to_be_visible()
    await check_accessibility(page)

    title = page.get_by_role("textbox", name="Title", exact=True)
    await title.fill("The Zebra scanner reads nothing")
    # The same text as YAML, and after a reload.
    await page.get_by_role("button", name="YAML").click()
    yaml = page.get_by_role("textbox", name="Playbook as YAML")
    await expect(yaml).to_contain_text("title: The Zebra scanner reads nothing")
    await expect(yaml).to_contain_text("# Made from a resolved session.")
    await check_accessibility(page)
    await page.reload()
    await expect(title).to_have_value("The Zebra scanner reads nothing")
    trying = page.get_by_role("region", name="Try it")
    await trying.get_by_role("textbox").fill("Zebra scanner beeps twice")
    await trying.get_by_role("button").click()
    await expect(trying.get_by_text("This one")).to_be_visible()
    await page.get_by_role("textbox", name="What is new").fill("A better title")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Publish version 2").click()
    await expect(page.get_by_role("button", name="Publish version 2")).to_have_count(0)
    await page.get_by_role("link", name="Read", exact=True).click()
    await expect(page.get_by_role("heading", name="The Zebra scanner reads nothing", level=1)).to_be_visible()
    await expect(page.get_by_role("region", name="Versions").get_by_text("A better title")).to_be_visible()
    await check_accessibility(page)

    led = await open_session(client, "The Zebra scanner beeps twice, it reads no code.")
    await page.goto(f"/pilot/{led}")
    await send(page, "Please look at this.")
    await expect(page.get_by_text(QUESTION).first).to_be_visible()
    await send(page, "it is dirty")
    lane = page.get_by_role("complementary", name="Task lane")
    await expect(lane.get_by_role("button", name="Cleaned the print head")).to_be_visible()


async def test_what_is_no_yaml_stays_and_says_where(page: Page, sign_in_path: str, client: httpx2.AsyncClient) -> None:
    made = (await client.post("/playbooks", json={"text": LABELS})).json()
    await sign_in(page, sign_in_path)
    await page.goto(f"/playbooks/{made['key']}?view=edit")
    await page.get_by_role("button", name="YAML").click()
    yaml = page.get_by_role("textbox", name="Playbook as YAML")
    await yaml.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.insert_text("half: [done\n")
    await page.get_by_role("button", name="Form").click()
    told = page.get_by_role("alert")
    await expect(told).to_contain_text(re.compile(r"line \d\d"))
    await page.reload()
    await expect(told).to_contain_text("Nothing of it is lost.")
    await check_accessibility(page)
    await told.get_by_role("button", name="Mend it in the YAML").click()
    await expect(yaml).to_contain_text("half: [done")


async def test_two_who_save_at_once_see_both(page: Page, sign_in_path: str, client: httpx2.AsyncClient) -> None:
    made = (await client.post("/playbooks", json={"text": LABELS})).json()
    await sign_in(page, sign_in_path)
    await page.goto(f"/playbooks/{made['key']}?view=edit")
    title = page.get_by_role("textbox", name="Title", exact=True)
    await title.fill("Mine")
    theirs = await client.put(f"/playbooks/{made['key']}", json={"text": changed(title="Theirs"), "version": 1})
    assert theirs.is_success
    await page.get_by_role("button", name="Save", exact=True).click()
    conflict = page.get_by_role("region", name="Conflict")
    await expect(conflict).to_contain_text("saved version 2 meanwhile")
    await check_accessibility(page)
    await conflict.get_by_role("button", name="Save mine as the newest").click()
    await expect(page.get_by_text("Version 3 is saved")).to_be_visible()
    await expect(conflict).to_have_count(0)
    now = (await client.get(f"/playbooks/{made['key']}")).json()
    assert (now["version"], now["title"]) == (3, "Mine")
    versions = (await client.get(f"/playbooks/{made['key']}/versions")).json()["items"]
    assert "title: Theirs" in versions[1]["text"]


async def test_archived_and_taken_back(page: Page, sign_in_path: str, client: httpx2.AsyncClient) -> None:
    made = (await client.post("/playbooks", json={"text": LABELS})).json()
    await sign_in(page, sign_in_path)
    await page.goto("/playbooks")
    await page.get_by_role("searchbox", name="Search playbooks").fill("ribbon")
    await page.get_by_role("link", name="The label printer prints blank labels").click()
    await page.get_by_role("button", name="Archive", exact=True).click()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("button", name="Archive", exact=True)).to_be_visible()
    assert (await client.get(f"/playbooks/{made['key']}")).json()["status"] == "draft"
