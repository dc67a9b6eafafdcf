"""A session of 300 messages, 60 facts, a script of 2,000 lines and a log of 1 MB: what is drawn stays bounded, and all of it can be used."""

import re
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.e2e.test_fix_panels import allow_clipboard, read_clipboard
from tests.e2e.test_main_path import sign_in
from tests.scripted import ScriptedAssistant
from tests.talk import say

pytestmark = pytest.mark.browser
TURNS, FACTS, LINES = 150, 60, 2_000
SCRIPT = "".join(f"Write-Output 'line {number} of many'\n" for number in range(LINES))
LOG = "2026-11-24 08:12:01 spoolsv.exe error 7031 the service stopped unexpectedly\n" * 13_500
DRAWN = "(rows) => rows.filter(row => row.checkVisibility({contentVisibilityAuto: true})).length"
MANY_DRAWN = 40
PASTE = """text => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}"""


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(size=4_000)


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def heavy(client: httpx2.AsyncClient, assistant: ScriptedAssistant) -> str:
    """The session's id."""
    session: dict[str, Any] = (await client.post("/ai-sessions", json={"problem": "A long session"})).json()
    for number in range(TURNS):
        last = number == TURNS - 1
        assistant.answers.append(f"Run this:\n\n```powershell\n{SCRIPT}```\n" if last else f"Answer {number}.")
        await say(client, session["id"], f"Message {number}")
    for number in range(FACTS):
        answer = await client.post(f"/ai-sessions/{session['id']}/facts", json={"text": f"Fact {number} of many"})
        assert answer.is_success
    return str(session["id"])


async def count_drawn(page: Page, rows: str) -> int:
    return int(await page.locator(rows).evaluate_all(DRAWN))


async def test_a_heavy_session_is_drawn_in_part_and_used_as_a_whole(
    page: Page, sign_in_path: str, heavy: str, assistant: ScriptedAssistant, client: httpx2.AsyncClient, base_url: str
) -> None:
    await allow_clipboard(page, base_url)
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{heavy}")
    chat = page.locator("#chat")
    articles = chat.locator("[id^=msg-] article")
    await expect(articles).to_have_count(100)
    for loaded in (200, 300):
        await page.get_by_role("button", name="Load older messages").click()
        await expect(articles).to_have_count(loaded)
    await expect(page.get_by_role("button", name="Load older messages")).to_have_count(0)
    assert await count_drawn(page, "[id^=msg-] article") < MANY_DRAWN
    assert await count_drawn(page, "[data-fact] [data-row]") < MANY_DRAWN
    await chat.get_by_text("Message 0", exact=True).scroll_into_view_if_needed()
    await expect(chat.get_by_text("Message 0", exact=True)).to_be_in_viewport()
    assert await count_drawn(page, "[id^=msg-] article") < MANY_DRAWN

    script = chat.locator("figure").last
    await script.scroll_into_view_if_needed()
    box = await script.bounding_box()
    assert box is not None
    assert box["height"] < 480
    await script.get_by_role("button", name="Copy", exact=True).click()
    await expect(script.get_by_role("button", name="Copied")).to_be_visible()
    assert (await read_clipboard(page)).rstrip("\n") == SCRIPT.rstrip("\n")

    field = page.get_by_label("Message", exact=True)
    await field.click()
    await page.evaluate(PASTE, LOG)
    await expect(page.get_by_role("button", name="Remove Pasted text.txt")).to_be_visible()
    await expect(field).to_have_value("")
    await page.keyboard.type("See the log.")
    assistant.answers.append("I read it.")
    await page.keyboard.press("Enter")
    await expect(chat.get_by_text("I read it.")).to_be_in_viewport()
    await expect(chat.get_by_role("link", name=re.compile("^Pasted text.txt"))).to_be_visible()
    stored = (await client.get(f"/ai-sessions/{heavy}/attachments")).json()["items"]
    assert [one["size"] for one in stored] == [len(LOG)]

    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog", name="Commands").get_by_role("combobox")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Resolve", exact=True).click()
    await expect(page.get_by_label("Resolution note").first).to_contain_text("Fact 59 of many")


async def test_a_long_script_is_written_on_in_the_builder(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient
) -> None:
    await sign_in(page, sign_in_path)
    made = await client.post("/scripts/drafts", json={"title": "Long", "language": "powershell", "body": SCRIPT})
    draft = made.json()["id"]
    await page.goto(f"/scripts/builder/{draft}")
    editor = page.get_by_role("textbox", name="Script", exact=True)
    await editor.press("Control+End")
    await page.keyboard.insert_text("# the end")
    await expect(editor.get_by_text("# the end")).to_be_in_viewport()
    assert await page.locator(".cm-line").count() < 200
    async with page.expect_response(re.compile(f"/scripts/drafts/{draft}$")) as saved:
        await page.keyboard.press("Control+s")
    assert (await saved.value).ok
    assert (await client.get(f"/scripts/drafts/{draft}")).json()["body"] == f"{SCRIPT}# the end"
