"""Network diagrams as an engineer uses them: drawn by keyboard, as a table, by two at once, as a file, as evidence."""

import json
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.async_api import Page, expect

from tests.conftest import Tenant
from tests.diagrams.drawings import a_drawing
from tests.diagrams.networks import a_site
from tests.e2e.axe import check_accessibility
from tests.e2e.test_keyboard import focused
from tests.e2e.test_main_path import sign_in

pytestmark = pytest.mark.browser
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def draw(client: httpx2.AsyncClient, drawing: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/diagrams", json=drawing)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def open_diagram(page: Page, diagram: dict[str, Any], view: str = "drawing") -> None:
    await page.goto(f"/map/{diagram['client']}?diagram={diagram['id']}&view={view}")
    await expect(page.get_by_role("heading", name=diagram["title"], level=1)).to_be_visible()


def device(page: Page, name: str) -> Any:
    return page.get_by_role("group", name="Drawing").get_by_role("group", name=re.compile(name))


async def test_drawn_by_keyboard_alone(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.keyboard.press("g")
    await page.keyboard.press("n")
    await expect(page.get_by_text("No network is drawn yet.")).to_be_visible()
    await expect(page.get_by_label("Search diagrams")).to_have_count(0)
    await check_accessibility(page)
    await page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New network diagram")
    await expect(dialog.get_by_label("Client")).to_be_focused()
    await check_accessibility(page)
    await page.keyboard.type("A/B & Sons")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Head office")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Head office", level=1)).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/map/A%2FB%20%26%20Sons\?diagram="))
    await expect(page.get_by_text("Nothing is drawn yet.")).to_be_visible()
    await check_accessibility(page)

    for name, kind in (("FW-1", "Firewall"), ("SW-1", "Switch")):
        await page.keyboard.press("a")
        await expect(page.get_by_label("Name", exact=True)).to_be_focused()
        await page.keyboard.type(name)
        await page.keyboard.press("Tab")
        await page.keyboard.type(kind)
        await page.keyboard.press("Escape")
        await expect(page.locator("#add-device")).to_be_focused()
    await page.keyboard.press("j")
    await expect(device(page, "Firewall FW-1")).to_be_focused()
    await page.keyboard.press("j")
    await expect(device(page, "Switch SW-1")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Name", exact=True)).to_be_focused()
    await page.get_by_label("Connect to").focus()
    await page.keyboard.type("FW")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("region", name="Links").get_by_role("button", name="FW-1")).to_be_visible()
    await check_accessibility(page)

    # Moved by the arrows, and the place is kept.
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("Space")
    before = await device(page, "Firewall FW-1").bounding_box()
    for _ in range(4):
        await page.keyboard.press("ArrowRight")
    await expect(page.get_by_text("Not saved yet, kept in this browser")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Not saved yet, kept in this browser")).to_be_visible()
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("Saved, version 2")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Saved, version 2")).to_be_visible()
    await expect(device(page, "Switch SW-1")).to_be_visible()
    assert before is not None

    await page.keyboard.press("j")
    await page.keyboard.press("Space")
    await page.keyboard.press("Delete")
    await expect(device(page, "Firewall FW-1")).to_have_count(0)
    assert await focused(page) != ""
    await page.keyboard.press("Control+z")
    await expect(device(page, "Firewall FW-1")).to_be_visible()
    await expect(page.get_by_text("Saved, version 2")).to_be_visible()


async def test_the_table_is_the_drawings_twin(page: Page, sign_in_path: str, client: httpx2.AsyncClient) -> None:
    await sign_in(page, sign_in_path)
    diagram = await draw(client, a_drawing())
    await open_diagram(page, diagram)
    for name in (
        "Firewall FW, OK, 10.0.0.1",
        "Switch SW-1, OK",
        "Switch SW-2, Warning",
        "Printer PRN, Down, 10.0.0.40",
    ):
        await expect(device(page, name)).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Table", exact=True).click()
    table = page.get_by_role("table", name="Devices")
    await expect(table.get_by_role("row")).to_have_count(5)
    await expect(table.get_by_role("row", name=re.compile("PRN"))).to_contain_text("Down")
    await check_accessibility(page)
    await page.get_by_role("button", name="Links 3").click()
    await expect(page.get_by_role("table", name="Links").get_by_role("row")).to_have_count(4)
    await page.get_by_role("button", name="SW-2 – PRN").click()
    panel = page.get_by_role("region", name="Link", exact=True)
    await expect(panel.get_by_label("Status")).to_have_value("down")
    await check_accessibility(page)
    await panel.get_by_label("Status").select_option("ok")
    await page.get_by_role("button", name="Drawing", exact=True).click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Saved, version 2")).to_be_visible()
    saved = (await client.get(f"/diagrams/{diagram['id']}")).json()
    assert [one["status"] for one in saved["edges"] if one["id"] == "e3"] == ["ok"]


async def test_two_who_save_lose_nothing(page: Page, sign_in_path: str, client: httpx2.AsyncClient) -> None:
    await sign_in(page, sign_in_path)
    diagram = await draw(client, a_drawing())
    await open_diagram(page, diagram, "table")
    await page.get_by_role("button", name="SW-1", exact=True).click()
    await page.get_by_label("Notes").fill("Mine")
    theirs = a_drawing(version=1)
    theirs["nodes"][1]["address"] = "10.0.0.2"
    theirs["nodes"][2]["notes"] = "Theirs"
    assert (await client.put(f"/diagrams/{diagram['id']}", json=theirs)).status_code == 200
    await page.keyboard.press("Control+s")
    conflict = page.get_by_role("region", name="Conflict")
    await expect(conflict.get_by_text(re.compile("saved this diagram meanwhile"))).to_be_visible()
    await expect(conflict.get_by_role("row")).to_have_count(3)
    await check_accessibility(page)
    await page.reload()
    await conflict.get_by_role("button", name=re.compile("Keep mine")).click()
    await expect(page.get_by_text("Saved, version 3")).to_be_visible()
    nodes = (await client.get(f"/diagrams/{diagram['id']}")).json()["nodes"]
    assert [one["notes"] for one in nodes] == [None, "Mine", "Theirs", None]


async def test_a_file_comes_back_as_it_went(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tmp_path: Path
) -> None:
    await sign_in(page, sign_in_path)
    diagram = await draw(client, a_drawing())
    await open_diagram(page, diagram)
    await page.get_by_role("button", name="More for this diagram").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("menuitem", name="Export as JSON").click()
    download = await downloading.value
    assert download.suggested_filename == "ACME-Head-office.json"
    exported = tmp_path / "exported.json"
    await download.save_as(exported)
    written = json.loads(exported.read_text())
    written["nodes"].append({"id": "odd", "label": "Coffee", "kind": "coffee machine"})
    file = tmp_path / "diagram.json"
    file.write_text(json.dumps(written))

    await page.goto("/map")
    await page.get_by_role("button", name="Import").click()
    dialog = page.get_by_role("dialog", name="Import a network diagram")
    await dialog.get_by_label("File").set_input_files(file)
    await expect(dialog.get_by_text("Found 5 devices and 3 links.")).to_be_visible()
    await expect(dialog.get_by_text("the kind “coffee machine” is not known")).to_be_visible()
    await check_accessibility(page)
    await dialog.get_by_label("Title").fill("Copy")
    await dialog.get_by_role("button", name="Save as a new diagram").click()
    await expect(page.get_by_role("heading", name="Copy", level=1)).to_be_visible()
    items = (await client.get("/diagrams", params={"q": "Copy"})).json()["items"]
    copy = (await client.get(f"/diagrams/{items[0]['id']}")).json()
    assert copy["nodes"][:4] == diagram["nodes"]
    assert copy["edges"] == diagram["edges"]


async def test_it_becomes_evidence_and_is_in_the_note(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(page, sign_in_path)
    await draw(client, a_drawing())
    ticket = {"summary": "Nobody can print", "description": "Since Monday.", "company": "ACME"}
    made = (await client.post("/desk/tickets", json=ticket)).json()
    linked = {"connection_id": str(tenant.connection_id), "ticket_id": made["id"]}
    session = (await client.post("/ai-sessions", json={"ticket": linked})).json()
    await page.goto(f"/pilot/{session['id']}")
    await page.get_by_role("button", name="More for this session").click()
    await page.get_by_role("menuitem", name="Add a network diagram").click()
    await expect(page).to_have_url(re.compile(r"/map/ACME\?session="))
    await expect(page.get_by_role("link", name="Nobody can print")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("link", name="Head office").click()
    await device(page, "Switch SW-2").click()
    await page.get_by_role("button", name="Add to session", exact=True).click()
    dialog = page.get_by_role("dialog", name="Add to a session")
    await expect(dialog.get_by_role("radio", name=re.compile("Nobody can print"))).to_be_checked()
    await expect(dialog.get_by_text("Switch SW-2 (warning) is connected to")).to_be_visible()
    await check_accessibility(page)
    await dialog.get_by_role("button", name="Add to session").click()
    await expect(page).to_have_url(re.compile(rf"/pilot/{session['id']}"))
    facts = page.get_by_role("region", name="What we know")
    await expect(facts.get_by_text("Down: printer PRN (10.0.0.40).")).to_be_visible()
    await expect(facts.get_by_role("link", name="Network diagram, version 1")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Escalate instead").click()
    await expect(page.get_by_text("printer PRN (10.0.0.40)").last).to_be_visible()
    facts_now = (await client.get(f"/ai-sessions/{session['id']}/facts")).json()["items"]
    assert [one["status"] for one in facts_now] == ["confirmed"]


async def test_two_hundred_devices_and_a_phone(page: Page, sign_in_path: str, client: httpx2.AsyncClient) -> None:
    await sign_in(page, sign_in_path)
    diagram = await draw(client, a_site())
    await open_diagram(page, diagram)
    await expect(page.locator(".react-flow__node")).to_have_count(200)
    await check_accessibility(page)
    await page.get_by_label("Find a device").fill("SW-CORE")
    await page.get_by_label("Find a device").press("Enter")
    await expect(page.get_by_label("Name", exact=True)).to_have_value("SW-CORE-01")

    await page.set_viewport_size({"width": 320, "height": 640})
    await page.goto(f"/map/{diagram['client']}?diagram={diagram['id']}")
    await expect(page.get_by_role("table", name="Devices")).to_be_visible()
    assert not await page.evaluate(SIDEWAYS)
    await check_accessibility(page)
    await page.get_by_role("button", name="FW-HQ-01").click()
    await expect(page.get_by_label("Name", exact=True)).to_be_visible()
    assert not await page.evaluate(SIDEWAYS)
    await check_accessibility(page)
    await page.goto("/map")
    await expect(page.get_by_role("link", name="Warehouse")).to_be_visible()
    assert not await page.evaluate(SIDEWAYS)
    await check_accessibility(page)
