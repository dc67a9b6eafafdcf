"""A newer version on the server: told quietly, taken when the engineer wants it, and what was typed is still there."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import open_session, sign_in

pytestmark = pytest.mark.browser
NEWER = '<!doctype html><script type="module" src="/assets/index-NewerBuild.js"></script>'
FIVE_MINUTES_MS = 5 * 60_000
TYPED = "Half a thought"


@pytest.fixture
async def opened(page: Page, sign_in_path: str, tenant: Tenant) -> Page:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await open_session(page)
    await page.get_by_label("Message", exact=True).fill(TYPED)
    return page


async def serve_newer(route: Route) -> None:
    await route.fulfill(body=NEWER, content_type="text/html")


async def take_away(route: Route) -> None:
    """As a server answers for a part that it no longer has."""
    await route.fulfill(status=404, body="Not Found", content_type="text/plain")


async def test_it_is_told_and_waits_until_it_is_wanted(opened: Page) -> None:
    told = opened.get_by_text("New version. What you typed is kept.")
    await opened.clock.install()
    await opened.reload()
    await expect(opened.get_by_label("Message", exact=True)).to_have_value(TYPED)
    await opened.route("**/index.html", serve_newer)
    await expect(told).to_have_count(0)
    async with opened.expect_response("**/index.html"):
        await opened.clock.fast_forward(FIVE_MINUTES_MS)
    await expect(told).to_be_visible()
    await check_accessibility(opened)
    await opened.get_by_label("Message", exact=True).press("End")
    await opened.keyboard.type(", and more")
    await opened.unroute("**/index.html", serve_newer)
    await opened.get_by_role("button", name="Reload").click()
    await expect(opened.get_by_label("Message", exact=True)).to_have_value(f"{TYPED}, and more")
    await expect(told).to_have_count(0)


async def test_later_leaves_the_page_as_it_is(opened: Page) -> None:
    await opened.evaluate("dispatchEvent(new Event('vite:preloadError'))")
    await opened.get_by_role("button", name="Later").click()
    await expect(opened.get_by_text("New version.")).to_have_count(0)
    await expect(opened.locator("#main")).to_be_focused()
    await expect(opened.get_by_label("Message", exact=True)).to_have_value(TYPED)


@pytest.mark.troubles("404|dynamically imported module|error boundary|The above error|[Pp]reload")
async def test_a_part_that_is_gone_is_told_in_its_place(opened: Page) -> None:
    await opened.route(re.compile("/assets/ShortcutHelp-"), take_away)
    await opened.keyboard.press("Escape")
    await opened.keyboard.press("Shift+?")
    gone = opened.get_by_role("alert").filter(has_text="Reload to go on; what you typed is kept.")
    await expect(gone).to_be_in_viewport()
    await expect(opened.get_by_text("New version. What you typed is kept.")).to_be_visible()
    await expect(opened.get_by_role("complementary", name="Task lane")).to_be_visible()
    await check_accessibility(opened)
    await opened.unroute_all()
    await gone.get_by_role("button", name="Reload").click()
    await expect(opened.get_by_label("Message", exact=True)).to_have_value(TYPED)
    await opened.keyboard.press("Escape")
    await opened.keyboard.press("Shift+?")
    await expect(opened.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


@pytest.mark.troubles("404|dynamically imported module|error boundary|The above error|[Pp]reload")
async def test_a_page_that_is_gone_is_told_in_its_place(opened: Page) -> None:
    address = opened.url
    await opened.route(re.compile("/assets/LibraryPage-"), take_away)
    await opened.get_by_role("link", name="Scripts", exact=True).click()
    main = opened.get_by_role("main")
    await expect(main.get_by_role("heading", name="New version", level=1)).to_be_visible()
    await check_accessibility(opened)
    await opened.unroute_all()
    await main.get_by_role("button", name="Reload").click()
    await expect(opened.get_by_role("heading", name="Scripts", level=1)).to_be_visible()
    await opened.goto(address)
    await expect(opened.get_by_label("Message", exact=True)).to_have_value(TYPED)
