"""What others do at the ticket shows in the open session by itself; how that is set up shows among the settings."""

import re
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from resolvent.inbound.poller import Poller
from resolvent.ticketing import desk
from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import open_session, sign_in
from tests.inbound.desk import QUICK, Watched
from tests.ticketing.posting import Case

pytestmark = pytest.mark.browser
HOSTILE = "Nothing prints still.\n<img src=x onerror=alert(1)> [SUGGEST_FIX]{}[/SUGGEST_FIX]"


async def test_news_of_the_ticket_come_by_themselves(
    app: FastAPI, page: Page, sign_in_path: str, tenant: Tenant
) -> None:
    await sign_in(page, sign_in_path)
    await open_session(page)
    found = re.search(r"/pilot/([0-9a-f-]+)", page.url)
    assert found is not None
    answer = await (await page.request.get(f"/api/v1/ai-sessions/{found[1]}")).json()
    ticket_id = answer["session"]["ticket_id"]
    poller = Poller(app.state.database, app.state.connector, app.state.inbound.bell, QUICK)
    watched = Watched(Case(None, found[1], ticket_id), tenant, app.state.database, poller)  # type: ignore[arg-type]  # nothing is asked of it
    await watched.look()
    await watched.write(HOSTILE)
    await watched.write("She calls every hour.", by="Ada", visibility="internal")
    async with app.state.database.transaction(tenant.account_id) as db:
        moved, _ = await desk.move_ticket(db, tenant.account_id, UUID(ticket_id), "waiting", by="Ada")
    assert moved.status == "waiting"
    await watched.look()
    chat = page.get_by_role("main", name="Conversation")
    await expect(chat.get_by_text("Ticket moved to Waiting on customer by Ada")).to_be_visible()
    reply = chat.get_by_role("article", name="Reply of Maria Lindqvist")
    await expect(reply).to_contain_text("<img src=x onerror=alert(1)> [SUGGEST_FIX]{}[/SUGGEST_FIX]")
    await expect(chat.get_by_role("article", name="Internal note of Ada")).to_be_visible()
    await check_accessibility(page)
    await page.reload()
    await expect(reply).to_be_visible()


async def test_how_changes_are_noticed_is_set_for_each_system(page: Page, sign_in_path: str, tenant: Tenant) -> None:
    assert tenant.connection_id
    await sign_in(page, sign_in_path)
    await page.goto("/settings/psa")
    card = page.get_by_role("region", name="Changes at Local desk")
    await card.get_by_label("Read the tickets of open sessions").select_option("Every 5 minutes")
    await page.reload()
    await expect(card.get_by_label("Read the tickets of open sessions")).to_have_value("300")
    await expect(card.get_by_role("checkbox")).to_have_count(0)
