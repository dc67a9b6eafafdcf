"""The palette of each page: its own entries, those of no other page, and every place."""

import re
from collections.abc import Mapping

import httpx2
import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.test_main_path import sign_in
from tests.e2e.test_routes import make_ids

pytestmark = pytest.mark.browser
GENERATOR = "Open inline Script Generator"
ANYWHERE = (
    "Sessions",
    "Search",
    "Escalations",
    "Insights",
    "Scripts",
    "Script Builder",
    "Playbooks",
    "Network",
    "Local desk",
    "Settings",
    "Notifications",
)
SESSION = (GENERATOR, "Write to the assistant", "Add a fact", "Resolve: preview the note", "Attach files")
OWN: Mapping[str, tuple[str, ...]] = {
    "/sessions": ("New session", "Filter sessions", "Show only my sessions", "Next row"),
    "/pilot/{session}": SESSION,
    "/search": ("Search closed sessions", "Next result"),
    "/escalations": (),
    "/desk": ("New desk ticket",),
    "/scripts": ("Search scripts", "New script template"),
    "/scripts/builder/{draft}": ("Save the draft", "Publish the draft", "Extract parameters", "Discard the draft"),
    "/playbooks": ("Search playbooks", "New playbook"),
    "/playbooks/{playbook}?view=edit": ("Save the playbook",),
    "/map": ("New network diagram", "Import a network diagram"),
    "/map/ACME?diagram={diagram}&view=drawing": ("Add a device", "Add this diagram to a session", "Zoom in"),
    "/settings/me": (),
    "/settings/psa": (),
    "/settings/audit": (),
}
"""Address → entries of its own that must stand there, and on no page that does not name them."""


async def open_palette(page: Page) -> Locator:
    # "Loading" is a page of its own, before anybody listens for keys.
    await expect(page.get_by_role("navigation", name="Places")).to_be_visible()
    await page.locator("#main").focus()
    await page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Commands")
    await expect(palette.get_by_role("combobox")).to_be_focused()
    return palette


@pytest.fixture
async def ids(client: httpx2.AsyncClient) -> dict[str, str]:
    """One of each that an address names."""
    found: dict[str, str] = {}
    for route in ("/pilot/$sessionId", "/scripts/builder/$draftId", "/playbooks/$key", "/map/$client"):
        found |= await make_ids(client, route)
    return found


async def test_each_page_offers_its_own(page: Page, sign_in_path: str, ids: dict[str, str]) -> None:
    await sign_in(page, sign_in_path)
    every = {name for names in OWN.values() for name in names}
    for address, own in OWN.items():
        await page.goto(address.format_map(ids))
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
        palette = await open_palette(page)
        for name in (*own, *ANYWHERE):
            await expect(palette.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).first).to_be_visible()
        shown = await palette.get_by_role("option").all_inner_texts()
        foreign = [name for name in every - set(own) if any(text.startswith(name) for text in shown)]
        assert foreign == [] or set(foreign) == {"Next row"}, address
        # Searching for it finds it nowhere else, either.
        await page.keyboard.insert_text(GENERATOR)
        await expect(palette.get_by_role("option", name=GENERATOR)).to_have_count(int(GENERATOR in own))


async def test_what_was_used_on_a_session_is_offered_on_sessions_alone(
    page: Page, sign_in_path: str, ids: dict[str, str]
) -> None:
    """Entries used before stand first: not where they do nothing."""
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{ids['session']}")
    await expect(page.locator("#fix-title")).to_be_visible()
    palette = await open_palette(page)
    await palette.get_by_role("option", name=GENERATOR).click()
    await expect(page.get_by_role("region", name="How to apply this fix")).to_be_visible()
    await expect(page).to_have_url(re.compile("panel=template"))
    palette = await open_palette(page)
    recent = palette.get_by_role("group", name="Recent")
    await expect(recent.get_by_role("option", name=GENERATOR)).to_be_visible()
    for address in ("/sessions", "/scripts"):
        await page.goto(address)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        palette = await open_palette(page)
        await expect(
            palette.get_by_role("option", name=re.compile("^Nobody can print|Nobody can print$")).first
        ).to_be_visible()
        await expect(palette.get_by_role("option", name=GENERATOR)).to_have_count(0)
