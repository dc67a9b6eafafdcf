"""No key opens or posts a note, but for Ctrl+Enter inside the open one."""

import re
import string

import httpx2
import pytest
from playwright.async_api import Page, Request, expect

from tests.conftest import Tenant
from tests.e2e.test_main_path import sign_in
from tests.ticketing.posting import open_case

pytestmark = pytest.mark.browser
PRESSED = [
    *string.ascii_lowercase,
    *(f"Shift+{letter.upper()}" for letter in string.ascii_lowercase),
    *string.digits,
    *"],./;'[-=`",
    *("Delete", "F8", "Shift+F8", "Control+Enter", "Meta+Enter", "Control+z", "Control+s", "Control+b", "ArrowDown"),
]

WITH_MODIFIERS = [
    *(f"Control+{letter}" for letter in string.ascii_lowercase),
    *(f"Control+Shift+{letter.upper()}" for letter in string.ascii_lowercase),
    *(f"Alt+{letter}" for letter in string.ascii_lowercase),
    *(f"F{number}" for number in range(1, 13)),
    *("Enter", "Space", "Shift+Enter", "Alt+Enter", "Control+Shift+Enter", "Backspace", "Insert"),
    *("Tab", "Home", "End", "PageUp", "PageDown", "ArrowUp", "ArrowLeft", "ArrowRight"),
]
SECOND = [*string.ascii_lowercase, *string.digits, ",", "."]
"""After G, which waits for a second key."""
NOTE = re.compile("^(Resolution|Escalation) note$")
NOTED = re.compile(r"/(post|preview|retry)$")
OWN_KEYS = """([user, keys]) => localStorage.setItem(`resolvent.keys.${user}`, JSON.stringify(keys))"""


async def test_no_key_opens_or_posts_a_note(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    case = await open_case(client, tenant)
    posts: list[str] = []

    def watch(request: Request) -> None:
        if request.method == "POST" and NOTED.search(request.url):
            posts.append(request.url)

    page.on("request", watch)
    await sign_in(page, sign_in_path)
    address = f"/pilot/{case.session_id}"
    await page.goto(address)
    await expect(page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()
    for key in PRESSED:
        # From the page itself, as single keys work there, and wherever the last key has put the focus.
        await page.locator("#main").focus()
        await page.keyboard.press(key)
        if key == "g":
            await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        if address not in page.url:
            await page.goto(address)
            await expect(page.get_by_role("button", name="Resolve", exact=True)).to_be_visible()
        assert "preview=" not in page.url, key
        assert await page.get_by_label(NOTE).count() == 0, key
    # No letter presses the button that opens the note, either. One of the keys has hidden the lane.
    await page.goto(address)
    await page.get_by_role("button", name="Show the task lane").click()
    resolve = page.get_by_role("button", name="Resolve", exact=True)
    for key in (*string.ascii_lowercase, "5"):
        await expect(resolve, f"before {key}").to_be_visible()
        await resolve.focus()
        await page.keyboard.press(key)
        await page.keyboard.press("Escape")
        assert "preview=" not in page.url, key
        if address not in page.url:
            await page.goto(address)
    assert posts == []
    assert await case.marked() == []

    # Inside the open note it is the one that posts.
    await page.goto(f"{address}?preview=resolve")
    note = page.get_by_role("region", name="Resolution note")
    await note.get_by_role("checkbox", name=re.compile("^I stand by this")).check()
    posts.clear()
    await page.locator("#main").focus()
    await page.keyboard.press("Control+Enter")
    await page.locator("#composer").focus()
    await page.keyboard.press("Control+Enter")
    assert posts == []
    await note.focus()
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text(re.compile("^Posted. ")).first).to_be_visible()
    assert len(await case.marked()) == 1


async def test_no_key_with_others_opens_or_posts_a_note(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    """Nor one that is held down, nor one that somebody chose for it past the sheet of shortcuts."""
    case = await open_case(client, tenant)
    posts: list[str] = []
    page.on("request", lambda one: posts.append(one.url) if NOTED.search(one.url) and one.method == "POST" else None)
    await sign_in(page, sign_in_path)
    keys = {"resolve": "r", "escalate": "Shift+e", "note-confirm": "z"}
    await page.evaluate(OWN_KEYS, [str(tenant.actor.user_id), keys])
    address = f"/pilot/{case.session_id}"
    resolve = page.get_by_role("button", name="Resolve", exact=True)

    async def open_page() -> None:
        await page.goto(address)
        await expect(resolve).to_be_visible()

    await open_page()
    pressed = [(key,) for key in (*WITH_MODIFIERS, "r", "Shift+E", "z")] + [("g", key) for key in SECOND]
    for way in pressed:
        await page.locator("#main").focus()
        for key in way:
            await page.keyboard.press(key)
        assert "preview=" not in page.url, way
        assert await page.get_by_label(NOTE).count() == 0, way
        if len(way) > 1 or address not in page.url or await page.get_by_role("dialog").count():
            await open_page()
    assert posts == []
    assert await case.marked() == []
