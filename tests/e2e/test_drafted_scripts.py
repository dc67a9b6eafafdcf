"""A drafted script: edited, without its secrets kept over a reload, decided on in three ways, made a template."""

import json
import re

import httpx2
import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_fix_panels import (
    PASSWORD,
    PLAIN,
    STORED,
    allow_clipboard,
    app,
    assistant,
    open_panel,
    read_clipboard,
    read_session,
    suggest,
)
from tests.e2e.test_keyboard import focused, tab_to
from tests.e2e.test_main_path import open_session, sign_in
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix

__all__ = ["app", "assistant"]
pytestmark = pytest.mark.browser
KEPT = """text => new Promise(done => {
    const look = () => JSON.stringify({...localStorage}).includes(text) ? done() : requestAnimationFrame(look)
    look()
})"""
"""Waits until the text is kept in the browser."""


async def test_run_once_takes_the_edited_script_along(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant, client: httpx2.AsyncClient, base_url: str
) -> None:
    await allow_clipboard(page, base_url)
    panel = await open_panel(page, sign_in_path, assistant, fix("Clear the spool", script=PLAIN, language="powershell"))
    editor = panel.get_by_label("Drafted script")
    await expect(panel.locator(".cm-ph")).to_have_text("PRN-01")
    await expect(panel.get_by_role("row", name=re.compile("PRN-01"))).to_contain_text("text")
    await check_accessibility(page)
    await editor.press("Control+End")
    await page.keyboard.insert_text("Restart-Computer -ComputerName SRV-PRINT, SRV-FILE -Force")
    # What was typed survives a reload, as soon as it is known to hold no secret.
    await page.evaluate(KEPT, "SRV-FILE")
    await page.reload()
    await expect(editor).to_contain_text("SRV-FILE")
    tick = panel.get_by_role("checkbox")
    await tick.first.check()
    while await panel.get_by_role("checkbox", checked=False).count():
        await panel.get_by_role("checkbox", checked=False).first.check()
    await panel.get_by_role("radio", name=re.compile("^Run once")).click()
    await panel.get_by_role("button", name="Continue: run once").click()
    await expect(panel.get_by_role("heading", name="Ready to copy")).to_be_visible()
    await check_accessibility(page)
    await panel.get_by_role("button", name="Copy to run", exact=True).click()
    await expect(panel.get_by_text("Copied. Paste it into PowerShell.")).to_be_visible()
    assert "SRV-FILE" in await read_clipboard(page)
    whole = await read_session(client, page)
    assert whole["active_fix"]["decision"] == "one_off"
    assert whole["active_fix"]["acknowledged"]
    assert whole["draft_templates"] == []


async def test_a_secret_typed_into_a_drafted_script_is_kept_nowhere_and_asked_for_again(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant, client: httpx2.AsyncClient, base_url: str
) -> None:
    await allow_clipboard(page, base_url)
    panel = await open_panel(page, sign_in_path, assistant, fix("Clear the spool", script=PLAIN, language="powershell"))
    editor = panel.get_by_label("Drafted script")
    await editor.press("Control+End")
    await page.keyboard.insert_text(f"$password = '{PASSWORD}'")
    await page.evaluate(KEPT, "$password")
    assert PASSWORD not in await page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])"
    )
    await page.reload()
    await expect(editor).to_contain_text("$password = '********'")
    await expect(panel.get_by_text("stands in place of secrets")).to_be_visible()
    await check_accessibility(page)
    await panel.get_by_role("radio", name=re.compile("^Run once")).click()
    await panel.get_by_role("button", name="Continue: run once").click()
    await expect(panel.get_by_role("button", name="Copy with masks")).to_be_visible()
    await check_accessibility(page)
    await panel.get_by_role("button", name="Put them in and generate it again").click()
    await editor.press("Control+End")
    await page.keyboard.press("Shift+Home")
    await page.keyboard.insert_text(f"$password = '{PASSWORD}'")
    await panel.get_by_role("button", name="Continue: save draft").click()
    await panel.get_by_role("button", name="Copy with secrets").click()
    await expect(panel.get_by_text("Copied. Paste it into PowerShell.")).to_be_visible()
    assert PASSWORD in await read_clipboard(page)
    draft = (await client.get("/scripts/drafts")).json()["items"][0]
    stored = (await client.get(f"/scripts/drafts/{draft['id']}")).json()
    assert PASSWORD not in json.dumps(stored)
    assert PASSWORD not in await page.evaluate(STORED)


async def test_the_draft_has_the_parameters_that_were_ticked(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant, client: httpx2.AsyncClient
) -> None:
    script = "Restart-Service -Name Spooler\nGet-Printer -Name 'PRN-01'\nStart-Sleep -Seconds 45\n"
    values = {"printer": "PRN-01", "wait": 45}
    panel = await open_panel(
        page, sign_in_path, assistant, fix("Clear it", script=script, language="powershell", parameters=values)
    )
    await expect(panel.get_by_role("checkbox", name="Make Printer a parameter")).to_be_checked()
    await panel.get_by_role("checkbox", name="Make Printer a parameter").uncheck()
    await panel.get_by_role("checkbox", name="Make Wait a parameter").check()
    await panel.get_by_role("button", name="Continue: save draft").click()
    await expect(page.get_by_text("Draft template saved", exact=True)).to_be_visible()
    draft = (await client.get("/scripts/drafts")).json()["items"][0]
    stored = (await client.get(f"/scripts/drafts/{draft['id']}")).json()
    assert stored["body"] == script.replace("45", "{{ wait }}")
    assert list(stored["parameters_schema"]["properties"]) == ["wait"]
    assert stored["problems"] == []


async def test_a_saved_draft_is_offered_for_refinement_once_it_worked(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant, client: httpx2.AsyncClient
) -> None:
    panel = await open_panel(page, sign_in_path, assistant, fix("Clear the spool", script=PLAIN, language="powershell"))
    await panel.get_by_role("button", name="Continue: save draft").click()
    await expect(panel.get_by_role("link", name="Open the draft")).to_be_visible()
    await expect(panel.get_by_role("button", name="I ran it")).to_have_count(0)
    await panel.get_by_role("button", name="Copy to run", exact=True).click()
    await panel.get_by_role("button", name="I ran it").click()
    await page.get_by_role("button", name="Success", exact=True).click()
    await page.get_by_role("button", name=re.compile("^Resolve")).click()
    await page.get_by_role("button", name=re.compile("Confirm & post")).click()
    prompt = page.get_by_role("region", name="Make this reusable")
    await expect(prompt.get_by_text("1 parameter found")).to_be_visible()
    await check_accessibility(page)
    await prompt.get_by_role("link", name="Refine & publish").click()
    draft = (await client.get("/scripts/drafts")).json()["items"][0]
    await expect(page).to_have_url(re.compile(f"/scripts/builder/{draft['id']}"))
    await expect(page.get_by_role("textbox", name="What ran, and what the draft makes of it")).to_be_visible()
    await page.go_back()
    await prompt.get_by_role("button", name="Later").click()
    await expect(prompt).to_have_count(0)
    await page.reload()
    await expect(page.get_by_role("heading", name="Suggested fix")).to_be_visible()
    await expect(prompt).to_have_count(0)


async def test_the_builder_opens_with_the_script(page: Page, sign_in_path: str, assistant: ScriptedAssistant) -> None:
    panel = await open_panel(page, sign_in_path, assistant, fix("Clear the spool", script=PLAIN, language="powershell"))
    await panel.get_by_role("radio", name=re.compile("^Build in Script Builder")).click()
    await panel.get_by_role("button", name="Continue: open the builder").click()
    await expect(page).to_have_url(re.compile("/scripts/builder"))
    await expect(page.get_by_text("Get-Printer").first).to_be_visible()


async def test_the_three_ways_by_keyboard(page: Page, sign_in_path: str, assistant: ScriptedAssistant) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    await suggest(page, assistant, fix("Clear the spool", script=PLAIN, language="powershell"))
    await page.keyboard.press("Escape")
    await page.keyboard.press("f")
    editor = page.get_by_label("Drafted script")
    await expect(page.locator(".cm-ph")).to_be_visible()
    await editor.focus()
    await page.keyboard.press("F8")
    await page.keyboard.insert_text("PRN-02")
    await expect(editor).to_contain_text("'PRN-02'")
    await tab_to(page, "^Save as draft template")
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("radio", name=re.compile("^Run once"))).to_be_checked()
    await tab_to(page, "^Continue: run once")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Ready to copy")).to_be_visible()
    await focused(page)
    await tab_to(page, "^Copy to run$")
