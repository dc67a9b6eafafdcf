"""Hostile text in a ticket, a message and an answer: shown as it was written, and the page asks nobody outside for anything."""

import httpx2
import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.e2e.test_main_path import sign_in
from tests.scripted import ScriptedAssistant
from tests.security.test_injection import rows
from tests.talk import say

pytestmark = pytest.mark.browser
LURES = """
![pixel](https://collect.example/pixel.png)
<img src="https://collect.example/a.png" onerror="window.caught = 1">
<script>window.caught = 1</script>
[Click](javascript:window.caught=1) [Fetch](https://collect.example/?q=secret)
<iframe src="https://collect.example/frame"></iframe> <link rel=stylesheet href=https://collect.example/x.css>
<svg/onload="window.caught=1"><style>@import url(https://collect.example/y.css)</style>
"""
LAST = "Whatever stood before this line was drawn."


@pytest.fixture
def app(database_url: str) -> FastAPI:
    texts = "\n\n".join([LURES, *(str(row["text"]) for row in rows()), LAST])
    return create_app(Settings(), database_url, SECRET, assistant=ScriptedAssistant(texts, size=400), patience=QUICK)


async def test_nothing_is_fetched_and_nothing_runs(page: Page, sign_in_path: str, client: httpx2.AsyncClient) -> None:
    opened = await client.post("/ai-sessions", json={"problem": f"Before the lures.\n{LURES}"})
    session_id = opened.json()["id"]
    whole = await say(client, session_id, f"Look at this:\n{LURES}\nAfter the lures.")
    assert whole["facts"] == whole["fixes"] == whole["checks"] == []
    await sign_in(page, sign_in_path)
    await page.goto(f"/s/{session_id}")
    await expect(page.get_by_text("After the lures.").first).to_be_visible()
    await expect(page.get_by_text(LAST)).to_be_attached()
    assert await page.evaluate("window.caught") is None
    assert await page.locator("main img[src^='http'], main iframe, main script").count() == 0
    links = await page.locator("main a[href*='collect.example']").all()
    for link in links:
        assert "collect.example" in await link.inner_text(), "a link shows its host"
    assert await page.locator("a[href^='javascript:']").count() == 0
