"""An administrator sees what would be deleted, sets the time, and is told when somebody else did meanwhile."""

import httpx2
import pytest
from playwright.async_api import Page, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.retention.closed import add_sessions

pytestmark = pytest.mark.browser


@pytest.mark.troubles("412")
async def test_old_sessions_are_shown_before_they_are_deleted(
    page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant, database_url: str
) -> None:
    await add_sessions(database_url, tenant, 2, days_ago=400, title="Printer at Site B")
    await sign_in(page, sign_in_path)
    await page.goto("/settings/account")
    card = page.get_by_role("region", name="Resolved sessions")
    days = card.get_by_label("Days to keep them after they were closed")
    await days.fill("3")
    await card.get_by_role("button", name="Save").click()
    await expect(card.get_by_text("Type a whole number of days, 7 or more.")).to_be_visible()
    await days.fill("365")
    await card.get_by_role("button", name="What would be deleted").click()
    await expect(card.get_by_text("With 365 days, 2 sessions would be deleted now.")).to_be_visible()
    await expect(card.get_by_text("Oldest: Printer at Site B 0, closed")).to_be_visible()
    await check_accessibility(page)
    await card.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Resolved sessions are kept for 365 days.")).to_be_visible()
    await expect(days).to_have_value("365")
    stored = await client.put("/account/retention", json={"days": 90, "version": 2})
    assert stored.is_success
    await days.fill("")
    await card.get_by_role("button", name="Save").click()
    await expect(card.get_by_text("Somebody changed this meanwhile: it is 90 now.")).to_be_visible()
    await card.get_by_role("button", name="Show what is stored now").click()
    await expect(days).to_have_value("90")
    assert (await client.get("/ai-sessions?status=resolved")).json()["items"] != []
