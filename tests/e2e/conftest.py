"""The built page in Debian's Chromium, against the app behind a real socket."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import Page, async_playwright, expect

from resolvent.accounts.login import make_link
from resolvent.db import Database, set_account
from resolvent.ticketing.samples import add_sample_tickets
from resolvent.ui import WEB_DIST
from tests.conftest import Tenant
from tests.e2e.watch import Watch
from tests.ticketing.posting import Case, open_case

# A busy machine is no fault of the page.
expect.set_options(timeout=15_000)

CHROMIUMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
"""The same engine; the first one starts no window's own pages, and takes a fifth less of the processor."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
async def sign_in_path(database_url: str, tenant: Tenant) -> str:
    """A one-time link as the first start prints it, and the sample tickets."""
    owner = Database(database_url, pool_size=1, role=None)
    async with owner.transaction() as db:
        await set_account(db, tenant.account_id)
        await add_sample_tickets(db, tenant.account_id)
        token = make_link(db, tenant.account_id, tenant.actor.user_id)
    await owner.close()
    return f"/login#token={token}"


@pytest.fixture
def chromium() -> str:
    found = next((path for path in CHROMIUMS if path.exists()), None)
    if found is None:
        pytest.skip("needs chromium (Debian: chromium-headless-shell)")
    if not (WEB_DIST / "index.html").exists():
        pytest.skip("needs the built page (make ui)")
    return str(found)


@pytest.fixture
async def watch(base_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Watch]:
    """Fails the test over what no page may do, unless `@pytest.mark.troubles("…")` foresees it."""
    marks = request.node.iter_markers("troubles")
    made = Watch(base_url, tuple(pattern for mark in marks for pattern in mark.args))
    yield made
    assert made.troubles == []


@pytest.fixture
async def page(base_url: str, chromium: str, watch: Watch) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        watch.follow_all(browser)
        context = await browser.new_context(base_url=base_url, viewport={"width": 1366, "height": 768})
        made = await context.new_page()
        made.set_default_timeout(15_000)
        yield made
        await browser.close()


@pytest.fixture
async def case(client: httpx2.AsyncClient, tenant: Tenant) -> Case:
    """A session on a ticket of the local desk."""
    return await open_case(client, tenant)
