"""The server dies in the middle of an answer and comes back: what was said stands, and what was done meanwhile is sent once."""

import re

import psycopg
import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.restarting import AFTER, free_port, server_at
from tests.e2e.test_main_path import open_session, send, sign_in
from tests.process import killed, let_leases_run_out, until

pytestmark = pytest.mark.browser


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def base_url(port: int) -> str:
    """Nobody is there yet."""
    return f"http://127.0.0.1:{port}"


def rows(url: str, table: str, column: str, text: str) -> int:
    with psycopg.connect(url) as db:
        counted = db.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [text]).fetchone()
    assert counted is not None
    number: int = counted[0]
    return number


@pytest.mark.troubles("net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)")
async def test_a_server_that_is_killed_in_mid_answer_costs_nothing_that_was_typed(
    page: Page, sign_in_path: str, database_url: str, port: int
) -> None:
    async with server_at(database_url, port, holding=True) as child:
        await sign_in(page, sign_in_path)
        await open_session(page)
        await send(page, "What now?")
        chat = page.get_by_role("main", name="Conversation")
        await expect(chat.get_by_text("The first half 😀")).to_be_visible()

        async def saved() -> bool:
            with psycopg.connect(database_url) as db:
                return db.execute("SELECT FROM messages WHERE content LIKE %s", ["%first half%"]).fetchone() is not None

        await until(saved)
        assert child.pid is not None
        child.kill()
        await killed(child)
    await expect(page.get_by_text(re.compile("^Reconnecting"))).to_be_visible()
    await check_accessibility(page)
    lane = page.get_by_role("complementary", name="Task lane")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Add a fact").click()
    await page.get_by_label("New fact").fill("Only Site B is affected")
    await page.keyboard.press("Enter")
    await expect(lane.get_by_text("Only Site B is affected")).to_be_visible()
    await expect(page.get_by_text("Reconnecting, 1 to send")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_label("Message", exact=True).fill("Typed while nobody was there")

    async def stored() -> bool:
        return rows(database_url, "messages", "content", "Typed while nobody was there") > 0

    async with server_at(database_url, port, holding=False):
        let_leases_run_out(database_url)
        await page.get_by_role("button", name="Now", exact=True).click()
        await expect(chat.get_by_text("This answer was cut off")).to_be_visible()
        await expect(page.get_by_text(re.compile("^Up to date"))).to_be_visible()
        await expect(chat.get_by_text("The first half 😀")).to_have_count(1)
        await expect(page.get_by_label("Message", exact=True)).to_have_value("Typed while nobody was there")
        await expect(lane.get_by_text("Only Site B is affected")).to_have_count(1)
        assert rows(database_url, "facts", "text", "Only Site B is affected") == 1
        assert rows(database_url, "facts", "text", "Never earned.") == 0
        await chat.get_by_role("button", name="Retry").click()
        await expect(chat.get_by_text(AFTER)).to_be_visible()
        await page.get_by_label("Message", exact=True).press("Enter")
        await expect(chat.get_by_text("Typed while nobody was there")).to_be_visible()
        # The page shows a message before the server has it.
        await until(stored)
        assert rows(database_url, "messages", "content", "Typed while nobody was there") == 1
