"""The insights as a lead reads them: charts and their tables, other days, a file; and not as an engineer."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, ViewportSize, expect

from resolvent.accounts.login import make_link
from resolvent.accounts.models import Role
from resolvent.db import Database, set_account
from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.insights.history import Call, End, Past, write

pytestmark = pytest.mark.browser
NARROW: ViewportSize = {"width": 390, "height": 800}


async def link_of(database_url: str, tenant: Tenant, role: Role) -> str:
    owner = Database(database_url, pool_size=1, role=None)
    async with owner.transaction() as db:
        await set_account(db, tenant.account_id)
        token = make_link(db, tenant.account_id, tenant.actors[role].user_id)
    await owner.close()
    return f"/login#token={token}"


async def happen(database: Database, tenant: Tenant) -> None:
    """Three days ago, and once fifty days ago."""
    lately, before = (datetime.now(UTC) - timedelta(days=days) for days in (3, 50))
    done = (End(),)
    async with database.transaction(tenant.account_id) as db:
        await write(
            db,
            tenant,
            Past(lately, "ACME", "vpn", ends=done, fixes=("applied_success",), calls=(Call(cost=None),)),
            Past(lately, "ACME", "vpn", ends=(End("escalation", returned=True),), fixes=("applied_failed",)),
            Past(lately, "=Mill", None, ends=(End(step="REJECTED"),)),
            Past(before, "Harbour", "vpn", ends=done),
        )


async def test_a_lead_reads_and_takes_the_figures(
    page: Page, database_url: str, tenant: Tenant, database: Database
) -> None:
    await happen(database, tenant)
    await sign_in(page, await link_of(database_url, tenant, Role.LEAD))
    await page.get_by_role("navigation", name="Places").get_by_role("link", name="Insights").click()
    await expect(page.get_by_role("heading", name="Insights", level=1)).to_be_visible()
    tiles = page.locator("dl[aria-label='The whole period']")
    await expect(tiles).to_contain_text("2 ended: 1 resolved, 1 escalated")
    await expect(tiles).to_contain_text("median of 1")
    await expect(tiles).to_contain_text("50 %1 of 2")
    await expect(tiles).to_contain_text("1 rejected")
    await expect(tiles).to_contain_text("unknown")
    chart = page.get_by_role("img", name=re.compile("Sessions opened by day, 30 days, most on .*: 3"))
    await expect(chart).to_be_visible()
    await expect(page.get_by_role("region", name="Sessions opened by client").get_by_role("listitem")).to_have_count(2)
    await check_accessibility(page)

    await page.get_by_role("combobox", name="Show").select_option(label="First-fix success")
    await expect(page.get_by_role("region", name="First-fix success by client")).to_contain_text("50 % 1 of 2")
    await page.get_by_role("button", name="Engineer").click()
    await expect(page.get_by_role("region", name="First-fix success by engineer")).to_contain_text("acme engineer")
    await page.get_by_role("button", name="Category").click()
    await page.get_by_role("button", name="Tables").click()
    await expect(page).to_have_url(re.compile(r"(?=.*by=category)(?=.*view=table)(?=.*show=first_fix)"))
    table = page.get_by_role("table", name="Every figure by category")
    await expect(table.get_by_role("row", name=re.compile("^No category"))).to_be_visible()
    await expect(page.get_by_role("table", name="Every figure by day").get_by_role("row")).to_have_count(1 + 30 + 1)
    await check_accessibility(page)
    await page.reload()
    await expect(table).to_be_visible()

    await page.get_by_role("button", name="90 days").click()
    await expect(tiles).to_contain_text("3 ended: 2 resolved, 1 escalated")
    await expect(page.get_by_role("table", name="Every figure by week")).to_be_visible()
    await page.get_by_role("button", name="Client").click()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as CSV: Every figure by client").click()
    assert re.fullmatch(r"insights-by-client-[\d-]{21}\.csv", (await download.value).suggested_filename)
    file = await (await download.value).path()
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [(row["client"], row["sessions_opened"]) for row in rows] == [
        ("ACME", "2"),
        ("Harbour", "1"),
        ("'=Mill", "1"),
        ("Total", "4"),
    ]


async def test_days_of_ones_own_and_days_without_anything(
    page: Page, database_url: str, tenant: Tenant, database: Database
) -> None:
    await sign_in(page, await link_of(database_url, tenant, Role.ADMIN))
    await page.set_viewport_size(NARROW)
    await page.goto("/insights")
    await expect(page.get_by_text("Nothing was opened, ended or applied in this period")).to_be_visible()
    await check_accessibility(page)
    await happen(database, tenant)
    await page.get_by_role("button", name="Show 90 days").click()
    await expect(page.get_by_role("img", name=re.compile("by week"))).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await check_accessibility(page)
    await page.get_by_role("button", name="From – to").click()
    await page.get_by_label("From", exact=True).fill("2026-01-02")
    await page.get_by_label("To", exact=True).fill("2026-01-08")
    await expect(page).to_have_url(re.compile("from=2026-01-02.*to=2026-01-08|to=2026-01-08.*from=2026-01-02"))
    await expect(page.get_by_text("2 Jan 2026 – 8 Jan 2026")).to_be_visible()


@pytest.mark.troubles("422")
async def test_a_period_that_is_none_is_told_at_its_field(page: Page, database_url: str, tenant: Tenant) -> None:
    await sign_in(page, await link_of(database_url, tenant, Role.LEAD))
    await page.goto("/insights?from=2026-02-01&to=2026-01-01")
    await expect(page.get_by_text("The first day must not come after the last one.")).to_be_visible()
    await expect(page.get_by_label("From", exact=True)).to_have_attribute("aria-invalid", "true")
    await check_accessibility(page)


async def test_an_engineer_is_told_whom_it_is_for(page: Page, database_url: str, tenant: Tenant) -> None:
    await sign_in(page, await link_of(database_url, tenant, Role.ENGINEER))
    places = page.get_by_role("navigation", name="Places")
    await expect(places.get_by_role("link", name="Escalations")).to_be_visible()
    await expect(places.get_by_role("link", name="Insights")).to_have_count(0)
    await page.goto("/insights")
    await expect(page.get_by_text("This page is for leads and administrators of acme.")).to_be_visible()
    await check_accessibility(page)
