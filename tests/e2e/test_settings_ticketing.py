"""A ConnectWise is connected in the page, tested, its statuses mapped; what was retired since is flagged."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import sign_in
from tests.emulators.connectwise.running import Running, connectwise_emulator
from tests.emulators.connectwise.sample import BOARDS, status_id
from tests.emulators.connectwise.world import API_MEMBER

pytestmark = pytest.mark.browser
HELP_DESK = next(number for number, name in BOARDS.items() if name == "Help Desk")
RESOLUTION, ESCALATION = "After a resolution", "After an escalation"


@pytest.fixture
def connectwise() -> Iterator[Running]:
    with connectwise_emulator() as running:
        yield running


async def fill_form(page: Page, connectwise: Running, private_key: str) -> Locator:
    await page.goto("/settings/psa")
    await page.get_by_role("button", name="Connect a system").click()
    form = page.get_by_role("dialog", name="Connect a ticketing system")
    await form.get_by_role("radio", name=re.compile("ConnectWise")).click()
    keys = connectwise.credentials
    for label, value in {
        "Address": connectwise.site,
        "Company ID": keys.company,
        "Public key": keys.public,
        "Private key": private_key,
        "Client ID": keys.client_id,
        "API member": API_MEMBER,
    }.items():
        await form.get_by_label(label, exact=True).fill(value)
    return form


async def connect(page: Page, connectwise: Running) -> Locator:
    """The connection's card."""
    form = await fill_form(page, connectwise, connectwise.credentials.private)
    await form.get_by_label(re.compile("private address")).check()
    await form.get_by_role("button", name="Connect", exact=True).click()
    await expect(form).to_have_count(0)
    card = page.get_by_role("region", name="ConnectWise PSA")
    await expect(card.get_by_text("The connection works.")).to_be_visible()
    return card


async def test_a_connectwise_is_connected_tested_and_mapped(
    page: Page, sign_in_path: str, connectwise: Running
) -> None:
    await sign_in(page, sign_in_path)
    card = await connect(page, connectwise)
    await expect(page.locator("body")).not_to_be_focused()
    assert connectwise.credentials.private not in await page.content()
    board = card.get_by_role("group", name="Help Desk")
    select = board.get_by_label(RESOLUTION)
    await expect(select.get_by_role("option", name="Completed")).to_have_count(1)
    await expect(select.get_by_role("option", name="Old Triage")).to_have_count(0)
    await expect(board.get_by_text("Not set: the status stays as it is")).to_have_count(2)
    await check_accessibility(page)

    await select.select_option(label="Completed")
    await expect(board.get_by_text("Not set: the status stays as it is")).to_have_count(1)
    await expect(page.locator("body")).not_to_be_focused()

    connectwise.world.rows("statuses")[status_id(HELP_DESK, "Completed")]["inactive"] = True
    await card.get_by_role("button", name="Read again: statuses of ConnectWise PSA").click()
    await expect(board.get_by_text("“Completed” is inactive on this board.")).to_be_visible()
    await expect(select.locator("option:checked")).to_have_text("Completed (inactive)")
    await check_accessibility(page)

    await select.select_option(label="Closed (closed)")
    await expect(board.get_by_text("is inactive")).to_have_count(0)


async def test_the_accounts_status_is_flagged_on_the_boards_that_lack_it(
    page: Page, sign_in_path: str, connectwise: Running
) -> None:
    await sign_in(page, sign_in_path)
    card = await connect(page, connectwise)
    await page.get_by_label("Status id after a resolution").fill(str(status_id(HELP_DESK, "Completed")))
    await page.get_by_role("button", name="Save the account’s statuses").click()
    own = card.get_by_role("group", name="Help Desk").get_by_label(RESOLUTION)
    await expect(own.locator("option:checked")).to_have_text("Default: Completed")
    other = card.get_by_role("group", name="Network")
    await expect(other.get_by_text("“Completed” belongs to another board.")).to_be_visible()
    await check_accessibility(page)


@pytest.mark.troubles("answered 502: GET .*/status-mapping")
async def test_a_wrong_key_is_told_by_the_check_and_put_right(
    page: Page, sign_in_path: str, connectwise: Running
) -> None:
    await sign_in(page, sign_in_path)
    form = await fill_form(page, connectwise, "not-the-key")
    await form.get_by_label(re.compile("private address")).check()
    await check_accessibility(page)
    await form.get_by_role("button", name="Connect", exact=True).click()
    card = page.get_by_role("region", name="ConnectWise PSA")
    await expect(card.get_by_text("The connection does not work yet.")).to_be_visible()
    await expect(card.get_by_text("The boards and their statuses could not be read.")).to_be_visible()
    await check_accessibility(page)

    await card.get_by_role("button", name="Change the settings").click()
    form = page.get_by_role("dialog", name="Change ConnectWise PSA")
    await form.get_by_role("button", name="Replace: Private key").click()
    await expect(form.get_by_label("Private key", exact=True)).to_be_focused()
    await form.get_by_label("Private key", exact=True).fill(connectwise.credentials.private)
    await check_accessibility(page)
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_have_count(0)
    await card.get_by_role("button", name="Test connection ConnectWise PSA").click()
    await expect(card.get_by_text("The connection works.")).to_be_visible()
    await expect(card.get_by_role("group", name="Help Desk").get_by_label(ESCALATION)).to_be_visible()

    await card.get_by_role("button", name="Disconnect ConnectWise PSA").click()
    await expect(card.get_by_role("button", name="Keep")).to_be_focused()
    await check_accessibility(page)
    await card.get_by_role("button", name="Disconnect", exact=True).click()
    await expect(card).to_have_count(0)
    await expect(page.locator("body")).not_to_be_focused()


async def test_nothing_is_cut_off_at_320_pixels(page: Page, sign_in_path: str, connectwise: Running) -> None:
    await sign_in(page, sign_in_path)
    await connect(page, connectwise)
    await page.set_viewport_size({"width": 320, "height": 700})
    main = page.get_by_role("main")
    await expect(main.get_by_role("group", name="Projects").get_by_label(RESOLUTION)).to_be_visible()
    assert await main.evaluate("element => element.scrollWidth <= element.clientWidth")
    await check_accessibility(page)
    await page.get_by_role("button", name="Change ConnectWise PSA").click()
    dialog = page.get_by_role("dialog", name="Change ConnectWise PSA")
    await expect(dialog.get_by_label("Company ID")).to_be_visible()
    assert await dialog.evaluate("element => element.scrollWidth <= element.clientWidth")
    await check_accessibility(page)
