"""Keys that are pressed right after a page was drawn count, while the rest of it is still on its way."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.conftest import Tenant
from tests.e2e.test_main_path import open_session, sign_in

pytestmark = pytest.mark.browser
PRESS_AT_ONCE = """([wanted, keys]) => {
    const seen = new MutationObserver(() => {
        if (!document.querySelector(wanted)) return
        seen.disconnect()
        for (const key of keys)
            document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))
    })
    seen.observe(document, {childList: true, subtree: true})
}"""
"""In the very task that draws it: no hand is quicker."""


class Rest:
    """Whatever is asked for besides `first`, held back until `come`."""

    def __init__(self, first: str) -> None:
        self.first = re.compile(first)
        self.come = asyncio.Event()
        self.held: list[str] = []

    async def hold(self, route: Route) -> None:
        if not self.first.search(route.request.url):
            self.held.append(route.request.url)
            await self.come.wait()
        await route.continue_()


async def open_with(page: Page, rest: Rest, address: str, wanted: str, keys: str) -> None:
    await page.route(re.compile("/api/v1/"), rest.hold)
    await page.add_init_script(f"({PRESS_AT_ONCE})(['{wanted}', '{keys}'])")
    await page.goto(address, wait_until="commit")


async def test_one_writes_before_the_rest_of_the_session_is_there(
    page: Page, sign_in_path: str, tenant: Tenant
) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await open_session(page)
    session = page.url.rpartition("/")[2]
    rest = Rest(f"/auth/me$|/ai-sessions/{session}$")
    await open_with(page, rest, f"/pilot/{session}", "#composer", "c")
    composer = page.get_by_label("Message", exact=True)
    await expect(composer).to_be_focused()
    await page.keyboard.type("It stopped ")
    await expect(composer).to_have_value("It stopped ")
    assert len(rest.held) > 2
    async with page.expect_response(re.compile("/message-draft$")) as kept:
        rest.come.set()
    assert (await kept.value).ok
    await page.keyboard.type("on Monday")
    await expect(composer).to_have_value("It stopped on Monday")
    await expect(composer).to_be_focused()


async def test_a_place_is_gone_to_before_the_list_is_there(page: Page, sign_in_path: str, tenant: Tenant) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    rest = Rest("/auth/me$")
    await open_with(page, rest, "/sessions", 'nav a[href="/scripts/builder"]', "gb")
    await expect(page).to_have_url(re.compile("/scripts/builder"))
    assert rest.held
    rest.come.set()


async def test_what_is_typed_for_the_palette_does_nothing_behind_it(
    page: Page, sign_in_path: str, tenant: Tenant
) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    come = asyncio.Event()

    async def hold(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await page.route(re.compile("CommandPalette"), hold)
    await page.goto("/sessions")
    await expect(page.get_by_role("button", name="New session")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("new ")
    come.set()
    await expect(page.get_by_role("dialog")).to_have_count(1)
    await expect(page.get_by_role("dialog").get_by_placeholder(re.compile("^A command"))).to_be_focused()
