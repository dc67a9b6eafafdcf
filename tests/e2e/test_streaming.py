"""An answer that is being written: seen as it comes, kept over a reload, stopped, and tried again."""

import asyncio
import re

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.e2e.test_main_path import send, sign_in
from tests.scripted import ScriptedAssistant

pytestmark = pytest.mark.browser
FIRST, SECOND = "The first half of the answer. ", "The second half of it."


@pytest.fixture
def assistant() -> ScriptedAssistant:
    made = ScriptedAssistant(FIRST + SECOND, "Another answer.", size=10)
    made.hold = asyncio.Event()
    return made


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


async def start(page: Page, path: str) -> None:
    await sign_in(page, path)
    await page.get_by_role("button", name="New session").click()
    await page.get_by_role("dialog").get_by_text("Nobody at the front desk can print").click()
    await send(page, "What now?")
    await expect(page.get_by_text("The first half", exact=False).first).to_be_visible()


async def test_a_running_answer_goes_on_after_a_reload(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant
) -> None:
    await start(page, sign_in_path)
    await page.reload()
    await expect(page.get_by_text("The first half", exact=False).first).to_be_visible()
    assert assistant.hold is not None
    assistant.hold.set()
    whole = page.get_by_text(re.compile(re.escape((FIRST + SECOND).strip())))
    await expect(whole).to_have_count(1)
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


async def test_stop_keeps_what_came_and_another_answer_can_be_asked_for(
    page: Page, sign_in_path: str, assistant: ScriptedAssistant
) -> None:
    await start(page, sign_in_path)
    await page.get_by_role("button", name=re.compile("^Stop")).click()
    await expect(page.get_by_text("Stopped", exact=False).first).to_be_visible()
    await expect(page.get_by_text("The first half", exact=False).first).to_be_visible()
    await expect(page.get_by_text(SECOND)).to_have_count(0)
    assert assistant.hold is not None
    assistant.hold.set()
    await page.get_by_role("button", name=re.compile("Retry|Try again|again", re.IGNORECASE)).first.click()
    await expect(page.get_by_text("Another answer.")).to_be_visible()
