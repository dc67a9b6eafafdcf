"""The HTML of the pages that are loaded most names every file they begin with: none is found out about later."""

import re

import pytest
from playwright.async_api import Page

from resolvent.accounts.actor import COOKIE

NAMED = re.compile(r'"/assets/([^"]+\.js)"')
IMPORTED = re.compile(r'(?:from|import)"\./([^"]+\.js)"')


@pytest.mark.parametrize(
    ("address", "part"),
    [("/login", "LoginPage-"), ("/sessions?q=a", "SessionsPage-"), ("/pilot/0199-aa", "SessionPage-")],
)
async def test_all_files_are_named(page: Page, base_url: str, address: str, part: str) -> None:
    # Whoever brings no sign-in gets the page of signing in.
    await page.context.add_cookies([{"name": COOKIE, "value": "any", "url": base_url}])
    named = set(NAMED.findall(await (await page.request.get(address)).text()))
    assert any(name.startswith(part) for name in named)
    imported = set()
    for name in named:
        imported |= set(IMPORTED.findall(await (await page.request.get(f"/assets/{name}")).text()))
    assert len(imported) > 1
    assert imported <= named
