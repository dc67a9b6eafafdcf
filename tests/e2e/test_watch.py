"""The watch over the pages sees what it is there for."""

import pytest
from fastapi import FastAPI
from playwright.async_api import Page

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.e2e.watch import Watch
from tests.process import until

pytestmark = pytest.mark.browser
TROUBLES = {
    "an error on the console": ("console.error('one thing')", "console error: one thing"),
    "a warning, as React gives them": ("console.warn('another thing')", "console warning: another thing"),
    "an exception": ("setTimeout(() => { throw new Error('thrown') })", "page error: "),
    "a request to elsewhere": ("void fetch('https://elsewhere.example/').catch(() => 0)", "CSP: connect-src forbids"),
    "an inline script": ("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))", "CSP: "),
    "an answer of 5xx": ("void fetch('/api/v1/broken')", "answered 500: GET"),
}


@pytest.fixture
def app(database_url: str) -> FastAPI:
    made = create_app(Settings(), database_url, SECRET, patience=QUICK)

    async def break_down() -> None:
        raise RuntimeError("on purpose")

    made.add_api_route("/api/v1/broken", break_down)
    made.router.routes.insert(0, made.router.routes.pop())
    return made


@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.troubles(".")
async def test_each_trouble_is_seen_in_a_context_of_the_tests_own(page: Page, base_url: str, name: str) -> None:
    script, told = TROUBLES[name]
    assert page.context.browser is not None
    watch = Watch(base_url)
    context = await watch.follow(await page.context.browser.new_context())
    other = await context.new_page()
    await other.goto("/login")
    assert watch.troubles == []
    await other.evaluate(script)

    async def seen() -> bool:
        return any(told in trouble for trouble in watch.troubles)

    await until(seen)
    assert await seen()


@pytest.mark.troubles("on purpose")
async def test_a_foreseen_trouble_passes(page: Page, watch: Watch) -> None:
    await page.goto("/login")
    async with page.expect_event("console"):
        await page.evaluate("console.error('on purpose')")
    assert watch.troubles == []
