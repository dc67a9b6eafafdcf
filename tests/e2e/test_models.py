"""A language model is set up in the page, reads a log in the chat, suggests a fix, and fails in words."""

import json
import re
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from playwright.async_api import FilePayload, Locator, Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.ai.doors import QUICK as QUICK_MODEL
from tests.conftest import QUICK, SECRET
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import open_session, send, sign_in
from tests.peers.anthropic import anthropic_peer
from tests.peers.asked import Received
from tests.peers.replies import Reply, Status, Usage
from tests.peers.server import KEY, Peer

pytestmark = pytest.mark.browser
CODE = re.compile(r"carry the code ([0-9a-f]{16})")
LOG = b"2026-11-24 09:12:07 Error 7031: The Print Spooler terminated unexpectedly.\r\n"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060f8cf500f0002860180"
    "d2a92c300000000049454e44ae426082"
)


@pytest.fixture
def app(database_url: str) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, patience=QUICK, model_patience=QUICK_MODEL)


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with anthropic_peer() as made:
        yield made


def suggest(request: Received) -> Reply:
    assert request.asked is not None
    code = CODE.findall(request.asked.last_user)[-1]
    fix = {"title": "Restart the print spooler", "rationale": "Event 7031.", "confidence": 82}
    fix |= {"template": "restart-print-spooler", "parameters": {}}
    text = f"The spooler crashed at 09:12.\n[SUGGEST_FIX:{code}]{json.dumps(fix)}[/SUGGEST_FIX]"
    return Reply(text, usage=Usage(input=900, output=60))


async def add_model(page: Page, peer: Peer, key: str = KEY) -> Locator:
    await page.goto("/settings/llm")
    await page.get_by_role("button", name="Add a model").click()
    form = page.get_by_role("dialog", name="Add a language model")
    await expect(form.get_by_label("Model", exact=True)).to_have_value(re.compile("^claude-"))
    await form.get_by_label("Base URL").fill(peer.url)
    await form.get_by_label("Key").fill(key)
    await form.get_by_label("It has a private address").check()
    await check_accessibility(page)
    await form.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("list", name="Models in the order in which they are asked").get_by_role("listitem")
    await expect(row.get_by_text("Claude", exact=True)).to_be_visible()
    await expect(form).to_have_count(0)
    await expect(page.locator("body")).not_to_be_focused()
    return row


async def pick(page: Page, name: str, data: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    await page.get_by_label("Files to attach").set_input_files([file])


async def attach(page: Page, name: str, data: bytes) -> None:
    await pick(page, name, data)
    await expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()


async def test_a_model_is_added_tested_and_its_failure_told(page: Page, sign_in_path: str, peer: Peer) -> None:
    await sign_in(page, sign_in_path)
    await page.goto("/settings/llm")
    await expect(page.get_by_text("Resolvent works without a language model")).to_be_visible()
    await check_accessibility(page)
    row = await add_model(page, peer)
    await expect(row.get_by_text("Key set just now")).to_be_visible()
    await row.get_by_role("button", name="Test Claude").click()
    await expect(row.get_by_text(re.compile("works: first text after .* s, whole answer after .* s"))).to_be_visible()
    await check_accessibility(page)

    peer.answers(Reply(fail=Status(401)))
    await row.get_by_role("button", name="Test Claude").click()
    await expect(row.get_by_text("Claude refused the key.")).to_be_visible()
    assert KEY not in await page.content()

    # Another address does not get the stored key.
    await row.get_by_role("button", name="Change Claude").click()
    form = page.get_by_role("dialog", name="Change Claude")
    await form.get_by_label("Base URL").fill("https://models.example/v1")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("Enter the key again: the address has changed.")).to_be_visible()
    await check_accessibility(page)
    await form.get_by_role("button", name="Cancel").click()
    await form.get_by_role("button", name="Discard it").click()

    await row.get_by_role("button", name="Remove Claude").click()
    await row.get_by_role("button", name="Keep").click()
    await expect(page.locator("body")).not_to_be_focused()
    await row.get_by_role("button", name="Remove Claude").click()
    await row.get_by_role("button", name="Remove Claude for good").click()
    await expect(page.get_by_text("Resolvent works without a language model")).to_be_visible()
    await expect(page.locator("body")).not_to_be_focused()


async def test_a_model_reads_a_log_and_suggests_a_fix(page: Page, sign_in_path: str, peer: Peer) -> None:
    await sign_in(page, sign_in_path)
    await add_model(page, peer)
    await page.goto("/sessions")
    await open_session(page)
    await attach(page, "spooler.log", LOG)
    await attach(page, "error.png", PIXEL)
    await check_accessibility(page)

    # What was attached and not sent survives a reload.
    await page.reload()
    await expect(page.get_by_role("button", name="Remove spooler.log")).to_be_visible()
    peer.answers(suggest)
    await send(page, "What does this log say?")
    conversation = page.get_by_role("main", name="Conversation")
    await expect(conversation.get_by_text("The spooler crashed at 09:12.")).to_be_visible()
    await expect(conversation.get_by_role("article", name="Assistant").get_by_text("Claude")).to_be_visible()
    lane = page.get_by_role("complementary", name="Task lane")
    await expect(lane.get_by_role("button", name=re.compile("Restart the print spooler"))).to_be_visible()
    asked = peer.asked[-1].asked
    assert asked is not None
    assert "Error 7031" in asked.last_user
    await expect(page.get_by_role("button", name="Remove spooler.log")).to_have_count(0)
    async with page.expect_download() as download:
        await conversation.get_by_role("link", name=re.compile("spooler.log")).click()
    assert (await download.value).suggested_filename == "spooler.log"
    image = conversation.get_by_role("link", name=re.compile("error.png")).locator("img")
    await image.scroll_into_view_if_needed()
    await expect(image).to_have_js_property("naturalWidth", 1)
    await check_accessibility(page)

    await page.goto("/settings/llm")
    await page.get_by_label("Tokens a day").fill("96000")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("960 of 96,000 tokens today (1 %).")).to_be_visible()
    await expect(
        page.get_by_role("region", name="Use of the last 30 days").get_by_role("cell", name="900")
    ).to_be_visible()
    await check_accessibility(page)


async def test_a_failing_model_is_told_and_asked_again(page: Page, sign_in_path: str, peer: Peer) -> None:
    await sign_in(page, sign_in_path)
    await add_model(page, peer)
    await page.goto("/sessions")
    await open_session(page)
    peer.answers(Reply(fail=Status(401)), Reply("It answers again."))
    await send(page, "Nothing prints.")
    conversation = page.get_by_role("main", name="Conversation")
    await expect(conversation.get_by_text("Claude refused the key.")).to_be_visible()
    await check_accessibility(page)
    await conversation.get_by_role("button", name="Try the model again").click()
    await expect(conversation.get_by_text("It answers again.")).to_be_visible()
    await expect(conversation.get_by_text("Claude refused the key.")).to_have_count(0)


async def test_what_is_no_text_and_no_image_is_refused_at_its_chip(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    await pick(page, "report.pdf", b"%PDF-1.7 \x00\x01")
    chips = page.get_by_role("list", name="Files for this message")
    await expect(chips.get_by_text("This is a PDF document.")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Remove report.pdf").click()
    await expect(chips).to_have_count(0)
    await expect(page.get_by_label("Message", exact=True)).to_be_focused()
    await pick(page, "dump.log", b"x" * 11_000_000)
    await expect(chips.get_by_text("larger than 10,000,000 bytes")).to_be_visible()
