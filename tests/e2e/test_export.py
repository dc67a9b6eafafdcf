"""A session leaves the page as a file; the printable one is opened from the disk, and asks nobody for anything."""

import json
import re
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.e2e.axe import check_accessibility, find_violations
from tests.e2e.conftest import FLAGS
from tests.e2e.test_hostile_text import LURES
from tests.e2e.test_main_path import sign_in
from tests.ticketing.posting import Case

pytestmark = pytest.mark.browser


async def test_a_session_is_exported_by_menu_and_by_palette(
    page: Page, sign_in_path: str, case: Case, tmp_path: Path
) -> None:
    await sign_in(page, sign_in_path)
    await page.goto(f"/pilot/{case.session_id}")
    await page.get_by_role("button", name="More for this session").click()
    await page.get_by_role("menuitem", name="Export…").click()
    dialog = page.get_by_role("dialog", name="Export this session")
    await expect(dialog.get_by_role("radio", name=re.compile("Printable page"))).to_be_checked()
    await check_accessibility(page)
    number = (await case.session())["ticket"]["number"]
    for kind, name in {"JSON": f"session-{number}.json", "Markdown": f"session-{number}.md"}.items():
        await dialog.get_by_role("radio", name=re.compile(kind)).click()
        async with page.expect_download() as coming:
            await dialog.get_by_role("button", name="Download").click()
        file = await coming.value
        assert file.suggested_filename == name
        await file.save_as(tmp_path / name)
        await expect(dialog.get_by_role("status")).to_have_text(f"{name} is downloaded.")
    assert json.loads((tmp_path / f"session-{number}.json").read_text())["schema_name"] == "resolvent.session"
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="More for this session")).to_be_focused()
    await page.keyboard.press("ControlOrMeta+k")
    await page.get_by_role("combobox").fill("Export this session")
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_visible()


async def test_the_printable_file_runs_nothing_and_asks_nobody(
    client: httpx2.AsyncClient, case: Case, chromium: str, tmp_path: Path
) -> None:
    await client.post(f"{case.path}/facts", json={"text": f"Before the lures.\n{LURES}\nAfter the lures."})
    await client.post(f"{case.path}/checks", json={"title": "<b>Is it on?</b>", "command": "dir\n" * 90})
    answer = await client.get(f"{case.path}/export?format=html")
    file = tmp_path / "session.html"
    file.write_bytes(answer.content)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1366, "height": 768})
        asked: list[str] = []
        troubles: list[str] = []
        page.on("request", lambda one: asked.append(one.url))
        page.on("console", lambda one: troubles.append(one.text))
        page.on("pageerror", lambda one: troubles.append(str(one)))
        await page.goto(file.as_uri())
        await expect(page.get_by_text("After the lures.")).to_be_visible()
        await expect(page.get_by_role("heading", name="<b>Is it on?</b>")).to_be_visible()
        assert await page.evaluate("window.caught") is None
        assert await page.locator("img, iframe, script, link, svg").count() == 0
        assert asked == [file.as_uri()]
        assert troubles == []
        assert await find_violations(page) == []
        await page.set_viewport_size({"width": 320, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        await page.emulate_media(media="print")
        await expect(page.get_by_role("navigation")).to_be_hidden()
        assert len(await page.pdf()) > 10_000
        assert asked == [file.as_uri()]
        await browser.close()
