"""How many clicks lead from the sessions list to a posted note, by what stands behind the suggested fix."""

import re
from collections.abc import Callable

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.e2e.test_first_steps import COUNT_CLICKS
from tests.e2e.test_fix_panels import allow_clipboard, session_of, suggest
from tests.e2e.test_main_path import open_session, sign_in
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix

pytestmark = pytest.mark.browser
SCRIPT = "Restart-Service -Name Spooler\n"
WALKS = {
    "without a script": (4, fix("Restart the print spooler", 82), ()),
    "with a template": (
        7,
        fix("Restart the print spooler", 82, template="restart-print-spooler"),
        ("Generate", "Copy"),
    ),
    "with a drafted script": (
        7,
        fix("Restart the print spooler", 82, script=SCRIPT, language="powershell"),
        ("Continue", "Copy"),
    ),
}


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.mark.parametrize("walk", WALKS)
async def test_from_the_list_to_a_posted_note(
    page: Page,
    sign_in_path: str,
    assistant: ScriptedAssistant,
    client: httpx2.AsyncClient,
    base_url: str,
    walk: str,
    record_property: Callable[[str, object], None],
) -> None:
    allowed, suggestion, acts = WALKS[walk]
    for name, value in (("walk", walk), ("allowed", allowed)):
        record_property(name, value)
    await allow_clipboard(page, base_url)
    await page.add_init_script(COUNT_CLICKS)
    await sign_in(page, sign_in_path)
    await open_session(page)
    await client.post(f"/ai-sessions/{session_of(page)}/facts", json={"text": "The spooler on PRN-01 is stopped"})
    await suggest(page, assistant, suggestion)

    await page.goto("/sessions")
    await page.evaluate("sessionStorage.clicks = 0")
    await page.get_by_role("table", name="Sessions").get_by_role("link").first.click()
    if acts:
        await page.locator("#fix-title").click()
        panel = page.get_by_role("region", name="How to apply this fix")
        for name in acts:
            await panel.get_by_role("button", name=re.compile(f"^{name}")).first.click()
        await expect(panel.get_by_text(re.compile("^Copied"))).to_be_visible()
    await page.get_by_role("button", name="Success", exact=True).click()
    await page.get_by_role("button", name="Resolve", exact=True).click()
    await page.get_by_role("button", name=re.compile("Confirm & post")).click()
    await expect(page.get_by_text(re.compile("Posted. .* shows Resolved")).first).to_be_visible()
    clicks = int(await page.evaluate("sessionStorage.clicks"))
    record_property("clicks", clicks)
    assert clicks <= allowed
