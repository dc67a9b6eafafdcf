"""A colleague is invited by link, made a lead, and deactivated: two people in two browsers."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.conftest import Tenant
from tests.e2e.axe import check_accessibility
from tests.e2e.test_main_path import PASSWORD, sign_in

pytestmark = pytest.mark.browser
EMAIL = "mara@acme.example"


@pytest.fixture
async def colleague(page: Page, base_url: str) -> AsyncIterator[Page]:
    """Another browser, with cookies of its own."""
    browser = page.context.browser
    assert browser is not None
    context = await browser.new_context(base_url=base_url, viewport={"width": 1280, "height": 800})
    made = await context.new_page()
    made.set_default_timeout(15_000)
    yield made
    await context.close()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Users").get_by_role("row", name=re.compile(name))


async def invite(page: Page, name: str, email: str) -> str:
    """The link, as it is shown once."""
    await page.get_by_role("button", name="Invite a user").click()
    form = page.get_by_role("dialog", name="Invite a user")
    await expect(form.get_by_label("Name")).to_be_focused()
    await form.get_by_label("Name").fill(name)
    await form.get_by_label("E-mail").fill(email)
    await check_accessibility(page)
    await form.get_by_role("button", name="Make the link").click()
    shown = page.get_by_role("dialog", name=f"Sign-in link for {name}")
    await expect(shown.get_by_role("button", name="Copy link")).to_be_focused()
    await check_accessibility(page)
    link = await shown.get_by_label("Link", exact=True).input_value()
    await shown.get_by_role("button", name="Done").click()
    await expect(shown).to_have_count(0)
    assert link not in await page.content()
    return link


async def choose(page: Page, name: str, act: str) -> None:
    await row(page, name).get_by_role("button", name=f"Actions for {name}").click()
    await page.get_by_role("menuitem", name=act).click()


async def test_invited_promoted_deactivated_and_out_at_once(page: Page, colleague: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.goto("/settings/users")
    await expect(page.get_by_role("heading", name="Users", level=1)).to_be_visible()
    await check_accessibility(page)
    link = await invite(page, "Mara Rossi", EMAIL)
    await expect(row(page, "Mara Rossi").get_by_text("Invited")).to_be_visible()
    await expect(row(page, "Mara Rossi").get_by_text("never")).to_be_visible()

    await sign_in(colleague, link)
    await colleague.goto("/settings/users")
    await expect(colleague.get_by_text("This page is for administrators")).to_be_visible()
    await expect(colleague.get_by_role("navigation", name="Settings").get_by_role("link", name="Users")).to_have_count(
        0
    )
    await check_accessibility(colleague)
    await colleague.goto("/sessions")
    await expect(colleague.get_by_role("heading", name="Sessions", level=1)).to_be_visible()

    await page.reload()
    await expect(row(page, "Mara Rossi").get_by_text("Active")).to_be_visible()
    await row(page, "Mara Rossi").get_by_label("Role of Mara Rossi").select_option(label="Lead")
    await expect(page.get_by_text("Mara Rossi is Lead now.")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(row(page, "Mara Rossi").get_by_label("Role of Mara Rossi")).to_have_value("engineer")

    await choose(page, "Mara Rossi", "Deactivate")
    asked = page.get_by_role("dialog", name="Deactivate Mara Rossi?")
    await check_accessibility(page)
    await asked.get_by_role("button", name="Deactivate").click()
    await expect(row(page, "Mara Rossi").get_by_text("Deactivated")).to_be_visible()
    await expect(page.locator("body")).not_to_be_focused()
    await colleague.goto("/sessions")
    await expect(colleague.get_by_role("heading", name="Sign in to Resolvent")).to_be_visible()
    await colleague.get_by_label("E-mail").fill(EMAIL)
    await colleague.get_by_label("Password").fill(PASSWORD)
    await colleague.get_by_role("button", name="Sign in").click()
    await expect(colleague.get_by_text("The mail address or the password is wrong.")).to_be_visible()

    await choose(page, "Mara Rossi", "Reactivate")
    await expect(row(page, "Mara Rossi").get_by_text("Active")).to_be_visible()
    await colleague.get_by_role("button", name="Sign in").click()
    await expect(colleague.get_by_role("heading", name="Sessions", level=1)).to_be_visible()


async def test_a_change_that_somebody_else_made_first_is_seen(
    page: Page, colleague: Page, sign_in_path: str, tenant: Tenant
) -> None:
    """The second administrator's list is older than the first one's change."""
    name = tenant.actor.name
    await sign_in(page, sign_in_path)
    await page.goto("/settings/users")
    link = await invite(page, "Mara Rossi", EMAIL)
    await row(page, "Mara Rossi").get_by_label("Role of Mara Rossi").select_option(label="Admin")
    await expect(page.get_by_text("Mara Rossi is Admin now.")).to_be_visible()
    await sign_in(colleague, link)
    await colleague.goto("/settings/users")
    lead = tenant.actors[next(role for role in tenant.actors if role.value == "lead")].name
    await choose(page, lead, "Rename")
    await page.get_by_role("dialog").get_by_label("Name").fill("Lena Wolf")

    await row(colleague, lead).get_by_label(f"Role of {lead}").select_option(label="Engineer")
    await expect(colleague.get_by_text(f"{lead} is Engineer now.")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Somebody changed this user")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Save mine over it").click()
    await expect(row(page, "Lena Wolf").get_by_label("Role of Lena Wolf")).to_have_value("engineer")
    await expect(row(page, name).get_by_role("combobox")).to_have_count(0)


async def test_sign_ins_and_tokens_end_where_they_are_ended(page: Page, colleague: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.goto("/settings/me")
    await expect(page.get_by_role("list", name="Your sign-ins").get_by_role("listitem")).to_have_count(1)
    await check_accessibility(page)
    await expect(page.get_by_role("button", name="Sign out elsewhere")).to_have_count(0)
    email = await page.get_by_role("definition").nth(1).inner_text()
    await colleague.goto("/login")
    await colleague.get_by_label("E-mail").fill(email)
    await colleague.get_by_label("Password").fill(PASSWORD)
    await colleague.get_by_role("button", name="Sign in").click()
    await expect(colleague.get_by_role("heading", name="Sessions", level=1)).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("list", name="Your sign-ins").get_by_role("listitem")).to_have_count(2)
    await page.get_by_role("button", name="Sign out elsewhere").click()
    await expect(page.get_by_role("list", name="Your sign-ins").get_by_role("listitem")).to_have_count(1)
    await expect(page.locator("body")).not_to_be_focused()
    await colleague.goto("/scripts")
    await expect(colleague.get_by_role("heading", name="Sign in to Resolvent")).to_be_visible()

    await page.goto("/settings/tokens")
    await page.get_by_label("Name of a new token").fill("nightly report")
    await page.get_by_role("button", name="Create token").click()
    await expect(page.get_by_text("it is not shown again")).to_be_visible()
    await check_accessibility(page)
    others = page.get_by_role("list", name="Tokens of other users").get_by_role("listitem")
    await expect(others.first).to_be_visible()
    count = await others.count()
    assert count > 0
    await others.first.get_by_role("button", name="Revoke").click()
    await expect(others.first.get_by_role("button", name="Keep")).to_be_focused()
    await others.first.get_by_role("button", name="Revoke for good").click()
    await expect(others).to_have_count(count - 1)


async def test_by_keyboard_alone_a_user_is_invited(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.keyboard.press("g")
    await page.keyboard.press(",")
    await expect(page.get_by_role("heading", name="Your settings", level=1)).to_be_visible()
    await page.get_by_role("navigation", name="Settings").get_by_role("link", name="Users").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Invite a user").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    await page.keyboard.type("Lena Wolf")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("What you typed is not saved.")).to_be_visible()
    await page.get_by_role("button", name="Go on typing").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_label("E-mail").focus()
    await page.keyboard.type("lena@acme.example")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Sign-in link for Lena Wolf")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(row(page, "Lena Wolf")).to_be_visible()
    await expect(page.locator("body")).not_to_be_focused()
