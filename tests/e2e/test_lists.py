"""The sessions list with ten thousand rows, its filters, and the way back to the same row."""

import re

import psycopg
import pytest
from playwright.async_api import Page, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in

pytestmark = pytest.mark.browser
MANY = """INSERT INTO ai_sessions (account_id, id, title, problem, status, created_by, assignee_id, ticket)
    SELECT %(account)s, gen_random_uuid(), 'Problem ' || n, 'It does not work', 'active', %(user)s, %(user)s,
        jsonb_build_object('number', n::text, 'company', CASE WHEN n %% 2 = 0 THEN 'Even & Sons' ELSE 'Odd Ltd' END)
    FROM generate_series(1, 10000) n"""
TOP_ROW = "document.querySelector('tbody tr[data-key]').getAttribute('data-key')"


@pytest.fixture
def ten_thousand(database_url: str, tenant: Tenant) -> None:
    with psycopg.connect(database_url) as db:
        db.execute(MANY, {"account": tenant.account_id, "user": tenant.actor.user_id})


@pytest.mark.usefixtures("ten_thousand")
async def test_ten_thousand_rows_keep_their_place(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.get_by_role("button", name="Hide the first steps").click()
    await expect(page.get_by_role("button", name=re.compile("^All 10,000"))).to_be_visible()
    table = page.get_by_role("table", name="Sessions")
    await expect(table).to_have_attribute("aria-rowcount", "101")
    assert await table.get_by_role("row").count() < 60, "only the rows in view are drawn"

    for _ in range(60):
        await page.keyboard.press("j")
    focused = page.locator("[data-row-main]:focus")
    title = await focused.inner_text()
    await expect(page.get_by_role("link", name=title, exact=True)).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/pilot/"))
    await expect(page.get_by_role("main", name="Conversation")).to_be_visible()
    await expect(page.locator("#main")).to_be_focused()
    await page.go_back()
    back = page.get_by_role("link", name=title, exact=True)
    await expect(back).to_be_focused()
    await expect(back).to_be_in_viewport()

    # A new one above moves nothing of what is being read.
    before = await back.evaluate("one => one.getBoundingClientRect().top")
    await page.evaluate(
        "() => fetch('/api/v1/ai-sessions', {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({problem: 'Brand new'})})"
    )
    # The list is asked for every 15 s.
    async with page.expect_response(re.compile("ai-sessions.*limit=100"), timeout=30_000):
        await page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')) }")
    await expect(page.get_by_role("button", name=re.compile("^All 10,001"))).to_be_visible(timeout=20_000)
    await expect(table).to_have_attribute("aria-rowcount", re.compile("101|201|301"))
    assert abs(await back.evaluate("one => one.getBoundingClientRect().top") - before) <= 1


@pytest.mark.usefixtures("ten_thousand")
async def test_filters_stand_in_the_address_and_can_be_kept(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.get_by_label("Client").select_option("Odd Ltd")
    await page.get_by_label("Owner").select_option("Only mine")
    await expect(page).to_have_url(re.compile(r"client=Odd(\+|%20)Ltd.*mine=true|mine=true.*client=Odd(\+|%20)Ltd"))
    await expect(page.get_by_role("button", name=re.compile("^Active 5,000"))).to_be_visible()
    await page.get_by_role("button", name="Save these filters").click()
    await page.get_by_label("Name").fill("Odd and mine")
    await check_accessibility(page)
    await page.keyboard.press("Enter")
    kept = page.get_by_role("link", name="Odd and mine")
    await expect(kept).to_have_attribute("aria-current", "page")
    await page.get_by_label("Client").select_option("Any client")
    await expect(page.get_by_role("button", name=re.compile("^Active 10,000"))).to_be_visible()
    await kept.click()
    await expect(page.get_by_label("Client")).to_have_value("Odd Ltd")
    await page.keyboard.press("/")
    await page.keyboard.type("7777")
    await expect(page.get_by_role("link", name="Problem 7777", exact=True)).to_be_visible()
    await check_accessibility(page)

    # It comes back after a reload, and in another tab.
    await page.reload()
    await expect(page.get_by_label("Filter sessions")).to_have_value("7777")
    await expect(kept).not_to_have_attribute("aria-current", "page")
    other = await page.context.new_page()
    await other.goto("/sessions")
    await other.get_by_role("link", name="Odd and mine").click()
    await expect(other.get_by_label("Client")).to_have_value("Odd Ltd")
    await expect(other.get_by_label("Owner")).to_have_value("mine")
    await expect(other.get_by_role("button", name=re.compile("^Active 5,000"))).to_be_visible()
    await other.close()

    await page.get_by_role("button", name="Edit saved filters").click()
    await page.get_by_role("button", name="Remove Odd and mine").click()
    await expect(page.get_by_text("None is left.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(kept).to_have_count(0)
    await page.reload()
    await expect(page.get_by_label("Filter sessions")).to_have_value("7777")
    await expect(page.get_by_role("button", name="Save these filters")).to_be_visible()
    await expect(kept).to_have_count(0)


async def test_what_others_did_is_unread_until_it_is_opened(page: Page, sign_in_path: str, tenant: Tenant) -> None:
    await sign_in(page, sign_in_path)
    made = await page.evaluate(
        "() => fetch('/api/v1/ai-sessions', {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({problem: 'No sound'})}).then(one => one.json())"
    )
    await page.goto("/sessions")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="No sound"))
    await expect(row).to_be_visible()
    await expect(row.get_by_text("Unread:")).to_have_count(0)
    async with page.expect_request(re.compile("/seen$")):
        await row.get_by_role("link").click()
    await page.evaluate(
        """([id, token]) => fetch(`/api/v1/ai-sessions/${id}/facts`, {method: 'POST', credentials: 'omit',
            headers: {'content-type': 'application/json', authorization: token}, body: JSON.stringify({text: 'Only Site B.'})})""",
        [made["id"], tenant.headers()["Authorization"]],
    )
    await expect(page.get_by_text("Only Site B.")).to_be_visible()
    await page.get_by_role("link", name="Resolvent", exact=True).click()
    await expect(row).to_be_visible()
    await expect(row.get_by_text("Unread:")).to_have_count(0)
    await page.evaluate(
        """([id, token]) => fetch(`/api/v1/ai-sessions/${id}/facts`, {method: 'POST', credentials: 'omit',
            headers: {'content-type': 'application/json', authorization: token}, body: JSON.stringify({text: 'And C.'})})""",
        [made["id"], tenant.headers()["Authorization"]],
    )
    await page.reload()
    await expect(row.get_by_text("Unread:")).to_be_attached()
