"""The script library and the builder, as an engineer uses them: from a pasted script to a template with two versions."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import check_accessibility
from tests.e2e.test_keyboard import focused, tab_to
from tests.e2e.test_main_path import sign_in

pytestmark = pytest.mark.browser
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PASTED = """$printer = 'PRN-SITEB-01'
$server = 'SRV-PRINT-02.example.com'
Get-Printer -Name $printer -ComputerName $server
Restart-Service -Name Spooler
"""
SHIPPED = "Clear a stuck print queue"


async def type_script(page: Page, text: str) -> None:
    """All of it anew, as a paste: the editor indents what is typed."""
    editor = page.get_by_role("textbox", name="Script", exact=True)
    await editor.click()
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text(text)


async def start_template(page: Page, title: str, script: str) -> None:
    await page.goto("/scripts/builder")
    await page.get_by_label("Title").fill(title)
    await page.get_by_label("Script", exact=True).fill(script)
    await page.get_by_role("button", name="Open in the builder").click()
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/scripts/builder/[0-9a-f-]{36}"))


async def publish(page: Page, note: str) -> None:
    await page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("What is new").fill(note)
    await dialog.get_by_role("button", name="Publish", exact=True).click()
    await expect(page).to_have_url(re.compile(r"/scripts/[0-9a-f-]{36}$"))


async def test_the_library_searches_archives_and_takes_it_back(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.keyboard.press("g")
    await page.keyboard.press("l")
    table = page.get_by_role("table", name="Script templates")
    await expect(table).to_be_visible()
    current = page.get_by_role("navigation", name="Places").locator("[aria-current=page]")
    await expect(current).to_have_attribute("aria-label", "Scripts")
    await check_accessibility(page)

    await page.keyboard.press("/")
    await page.keyboard.type("stuck print queue")
    await expect(page).to_have_url(re.compile("q=stuck"))
    row = table.get_by_role("row", name=re.compile(SHIPPED))
    # Found, not one of all: where it stood before the list was narrowed, another one may stand.
    await expect(row).to_have_attribute("aria-rowindex", "2")
    await row.get_by_role("button", name=f"Archive {SHIPPED}").click()
    await expect(row).to_be_hidden()
    await page.get_by_role("button", name="Undo").click()
    await expect(row).to_be_visible()

    await page.get_by_role("button", name="Archived").click()
    await expect(page.get_by_text("No script matches these filters.")).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("button", name="Clear the filters").click()
    await page.get_by_label("Language").select_option("bash")
    await expect(page).to_have_url(re.compile("language=bash"))
    await expect(table.get_by_role("cell", name="Bash").first).to_be_visible()
    await expect(table.get_by_role("cell", name="PowerShell")).to_have_count(0)


async def test_a_shipped_template_is_filled_in_and_generated(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.goto("/scripts?q=stuck+print+queue")
    await page.get_by_role("link", name=SHIPPED).click()
    await expect(page.get_by_role("heading", name=SHIPPED, level=1)).to_be_visible()
    await check_accessibility(page)
    await page.get_by_role("region", name="Use it").get_by_role("button", name="Generate", exact=True).click()
    await expect(page.get_by_role("heading", name="Generated script")).to_be_focused()
    await check_accessibility(page)


async def test_a_pasted_script_becomes_a_template_with_two_versions(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await start_template(page, "Restart the spooler of a site", PASTED)
    await page.get_by_role("button", name="Extract parameters").click()
    await expect(page.get_by_text(re.compile(r"\d+ parameters? found"))).to_be_visible()
    await expect(page.locator(".cm-ph").first).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".cm-ph")).to_have_count(0)
    await page.get_by_role("button", name="Extract parameters").click()
    await expect(page.locator(".cm-ph").first).to_be_visible()
    await check_accessibility(page)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await check_accessibility(page)
    await page.keyboard.press("Escape")
    await publish(page, "First version")
    await check_accessibility(page)

    await page.get_by_role("link", name="Edit").click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await type_script(page, "# Second\nGet-Printer -Name {{ printer_of_ours }}\n")
    review = page.get_by_role("region", name="Review")
    await expect(review.get_by_text("{{ printer_of_ours }} is not declared as a parameter.").first).to_be_visible()
    await expect(review.get_by_text(re.compile("is not used in the script")).first).to_be_visible()
    await expect(page.locator(".cm-ph-unknown").first).to_be_visible()
    await check_accessibility(page)
    remove = page.get_by_role("button", name=re.compile("^Remove "))
    for left in reversed(range(await remove.count())):
        await remove.first.click()
        await expect(remove).to_have_count(left)
        await expect(page.locator("[id^=parameter-]:focus, #add-parameter:focus")).to_have_count(1)
    await review.get_by_role("button", name="Make printer_of_ours a parameter").click()
    await expect(review.get_by_text("Nothing is missing.")).to_be_visible()
    await publish(page, "Asks for the printer")
    await expect(page.get_by_text("Asks for the printer")).to_be_visible()
    await page.get_by_text("Compare versions").click()
    await expect(page.get_by_role("textbox", name="From version 1 to version 2")).to_be_visible()
    await check_accessibility(page)


async def test_two_browsers_on_one_draft_lose_nothing(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await start_template(page, "Two hands", "Get-Date\n")
    assert page.context.browser is not None
    state = await page.context.storage_state()
    base = re.sub(r"(https?://[^/]+).*", r"\1", page.url)
    second = await page.context.browser.new_context(base_url=base, storage_state=state)
    other = await second.new_page()
    await other.goto(page.url)
    await expect(other.get_by_role("textbox", name="Script", exact=True)).to_contain_text("Get-Date")
    await type_script(page, "Get-Date # first\n")
    async with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        await page.keyboard.press("Control+s")
    await type_script(other, "Get-Date # second\n")
    await other.keyboard.press("Control+s")
    conflict = other.get_by_role("region", name="Conflict")
    await expect(conflict.get_by_text(re.compile("saved this draft meanwhile"))).to_be_visible()
    await check_accessibility(other)

    # The text typed here outlives a reload, and so does the question.
    await other.reload()
    await expect(conflict.get_by_role("button", name=re.compile("Keep mine"))).to_be_visible()
    await conflict.get_by_role("button", name=re.compile("Keep mine")).click()
    await expect(other.get_by_text("Saved", exact=True)).to_be_visible()
    await expect(other.get_by_role("textbox", name="Script", exact=True)).to_contain_text("# second")
    await page.reload()
    await expect(page.get_by_role("textbox", name="Script", exact=True)).to_contain_text("# second")
    await second.close()


async def test_a_template_by_keyboard_alone(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await page.keyboard.press("g")
    await page.keyboard.press("b")
    await expect(page.get_by_label("Title")).to_be_visible()
    await page.get_by_label("Title").focus()
    await page.keyboard.type("By keyboard")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Get-Date")
    await tab_to(page, "^Open in the builder")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="By keyboard", level=1)).to_be_visible()
    await expect(page.locator("#main")).to_be_focused()
    await page.keyboard.press("Tab")
    await tab_to(page, "^Publish")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_label("What is new")).to_be_visible()
    await tab_to(page, "First version")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/scripts/[0-9a-f-]{36}$"))
    await expect(page.get_by_role("heading", name="By keyboard", level=1)).to_be_visible()
    await focused(page)


async def test_every_script_screen_on_a_phone(page: Page, sign_in_path: str) -> None:
    await sign_in(page, sign_in_path)
    await start_template(page, "On a phone", PASTED)
    draft = page.url
    await page.set_viewport_size({"width": 390, "height": 844})
    for pane in ("Parameters", "Script", "Review"):
        await page.get_by_role("group", name="Pane").get_by_role("button", name=re.compile(f"^{pane}")).click()
        assert not await page.evaluate(SIDEWAYS), pane
        await check_accessibility(page)
    for path in ("/scripts", "/scripts?status=draft", "/scripts/builder"):
        await page.goto(path)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert not await page.evaluate(SIDEWAYS), path
        await check_accessibility(page)
    await page.goto("/scripts?q=stuck+print+queue")
    await page.get_by_role("link", name=SHIPPED).click()
    await expect(page.get_by_role("heading", name=SHIPPED, level=1)).to_be_visible()
    assert not await page.evaluate(SIDEWAYS)
    await page.goto(draft)
    await page.get_by_role("button", name="Discard").click()
    await check_accessibility(page)
    await page.get_by_role("dialog").get_by_role("button", name="Discard").click()
    await expect(page.get_by_role("heading", name="Scripts", level=1)).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(page.get_by_role("heading", name="On a phone", level=1)).to_be_visible()
    assert page.url != draft
    await expect(page.get_by_role("textbox", name="Script", exact=True)).to_contain_text("PRN-SITEB-01")
