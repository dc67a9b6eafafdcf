"""What opens below a suggested fix: a template's form, or a drafted script and three ways to go on."""

import json
import re
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Locator, Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.e2e.axe import check_accessibility
from tests.e2e.test_keyboard import focused, tab_to
from tests.e2e.test_main_path import open_session, send, sign_in
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix

pytestmark = pytest.mark.browser
PASSWORD = "Winter-lamp-4711"
RISKY = 'Stop-Service -Name Spooler -Force\nRemove-Item -Path "C:\\Spool\\PRN-01" -Recurse -Force\nRestart-Computer -ComputerName SRV-PRINT -Force\n'
PLAIN = "Restart-Service -Name Spooler\nGet-Printer -Name 'PRN-01'\n"
TEMPLATE = fix(
    "Give a new password", 82, template="reset-ad-password", parameters={"user_name": "a.miller", "site": "B"}
)
STORED = (
    "() => JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, document.documentElement.innerHTML])"
)


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


async def suggest(page: Page, assistant: ScriptedAssistant, text: str) -> Locator:
    """The card of the fix that the assistant now suggests."""
    assistant.answers.append(f"{text}\nTry this.")
    await send(page, "What now?")
    card = page.locator("#fix-title")
    title: str = json.loads(text.split("]", 1)[1].rsplit("[", 1)[0])["title"]
    await expect(card).to_have_text(title)
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    return card


async def open_panel(page: Page, path: str, assistant: ScriptedAssistant, text: str) -> Locator:
    await sign_in(page, path)
    await open_session(page)
    card = await suggest(page, assistant, text)
    await card.click()
    return page.get_by_role("region", name="How to apply this fix")


def session_of(page: Page) -> str:
    found = re.search(r"/pilot/([0-9a-f-]+)", page.url)
    assert found
    return found[1]


async def allow_clipboard(page: Page, base_url: str) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)


async def read_clipboard(page: Page) -> str:
    return str(await page.evaluate("navigator.clipboard.readText()"))


async def read_session(client: httpx2.AsyncClient, page: Page) -> dict[str, Any]:
    answer = await client.get(f"/ai-sessions/{session_of(page)}")
    found: dict[str, Any] = answer.json()
    return found


async def test_a_template_s_form_to_a_copied_script_and_no_trace_of_its_secret(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant, client: httpx2.AsyncClient, base_url: str
) -> None:
    await allow_clipboard(page, base_url)
    await sign_in(page, sign_in_path)
    await open_session(page)
    await client.post(f"/ai-sessions/{session_of(page)}/facts", json={"text": "Only a.miller is locked out"})
    card = await suggest(page, assistant, TEMPLATE)
    await card.click()
    panel = page.get_by_role("region", name="How to apply this fix")
    await expect(panel.get_by_label("User *")).to_have_value("a.miller")
    await expect(page).to_have_url(re.compile(r"panel=template&fix=[0-9a-f-]+$"))
    await check_accessibility(page)
    await panel.get_by_role("link", name="from session (F1)").click()
    await expect(page.locator("#F1")).to_be_focused()

    secret = panel.get_by_label(re.compile("^Temporary password"))
    await panel.get_by_role("button", name="Generate").click()
    await expect(secret).to_be_focused()
    await check_accessibility(page)
    await secret.fill(PASSWORD)
    await page.keyboard.press("Control+Enter")
    await expect(panel.get_by_role("heading", name="Generated script")).to_be_focused()
    await expect(panel.get_by_text("-String '********'")).to_be_visible()
    await check_accessibility(page)
    await panel.get_by_role("button", name="Copy with secrets").click()
    await expect(panel.get_by_text("Copied. Paste it into PowerShell.")).to_be_visible()
    assert f"-String '{PASSWORD}'" in await read_clipboard(page)
    async with page.expect_download() as download:
        await panel.get_by_role("button", name="Download .ps1").click()
    assert (await download.value).suggested_filename == "reset-ad-password.ps1"
    await panel.get_by_role("button", name="Edit", exact=True).click()
    await expect(panel.get_by_label("Edited copy")).to_contain_text("'********'")
    await check_accessibility(page)
    await panel.get_by_label("User *").fill("b.smith")
    await expect(panel.get_by_text("Out of date")).to_be_visible()

    await panel.get_by_role("button", name="I ran it").click()
    await expect(panel.get_by_role("button", name="Marked as run")).to_be_visible()
    await panel.get_by_role("button", name="Close this panel").click()
    await expect(card).to_be_focused()
    assert PASSWORD not in await page.evaluate(STORED)
    await page.reload()
    await page.get_by_text("Script generated from Reset the password").click()
    await expect(page.get_by_text("-String '********'")).to_be_visible()
    assert PASSWORD not in await page.evaluate(STORED)


async def test_a_template_that_is_gone_leaves_the_drafted_script(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant, client: httpx2.AsyncClient
) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    both = fix("Give a new password", template="reset-ad-password", script=PLAIN, language="powershell")
    card = await suggest(page, assistant, both)
    template_id = (await read_session(client, page))["active_fix"]["template_id"]
    assert (await client.delete(f"/scripts/templates/{template_id}")).is_success
    await card.click()
    panel = page.get_by_role("region", name="How to apply this fix")
    await expect(panel.get_by_text("This template is no longer in the library.")).to_be_visible()
    await check_accessibility(page)
    await panel.get_by_role("button", name="Continue: save draft").click()
    await expect(panel.get_by_role("link", name="Open the draft")).to_be_visible()


async def test_a_newer_suggestion_costs_nothing_that_was_typed(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant
) -> None:
    panel = await open_panel(page, sign_in_path, assistant, TEMPLATE)
    await panel.get_by_label("User *").fill("b.smith")
    await suggest(page, assistant, fix("Clear the spool", script=PLAIN, language="powershell"))
    await expect(panel).to_have_count(0)
    await page.get_by_role("button", name="Reopen").click()
    await expect(panel.get_by_label("User *")).to_have_value("b.smith")
    await expect(page.get_by_role("heading", name="Earlier suggestion: Give a new password")).to_be_focused()
    await check_accessibility(page)


async def test_the_form_by_keyboard(page: Page, sign_in_path: str, assistant: ScriptedAssistant) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    card = await suggest(page, assistant, TEMPLATE)
    await page.keyboard.press("Escape")
    await focused(page)
    await page.keyboard.press("f")
    await expect(card).to_be_focused()
    await expect(page.get_by_label("User *")).to_be_visible()
    await tab_to(page, "^a.miller")
    await page.keyboard.press("Tab")
    await page.keyboard.insert_text(PASSWORD)
    await tab_to(page, "^Generate")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Generated script")).to_be_focused()
    await tab_to(page, "^Copy with secrets")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="I ran it")).to_be_visible()
    await tab_to(page, "^I ran it")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Marked as run")).to_be_focused()
    await tab_to(page, "^Success")
