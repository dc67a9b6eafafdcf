"""Every route of the page, and all that opens there: menus, palette, sheets, dialogs, popovers, panels.

axe looks at each in light and dark; at 320 px and at 200 % of 1280 px nothing is cut off and every control is in reach.

A route of the router without a row here fails. The addresses are those of a real session, template, draft, ticket and diagram.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import Page, expect

from resolvent.accounts.models import Role
from resolvent.db import Database
from resolvent.search.keeping import catch_up
from tests.conftest import Tenant
from tests.diagrams.drawings import a_drawing
from tests.e2e.axe import find_violations
from tests.e2e.reach import find_out_of_reach
from tests.e2e.test_main_path import OUTPUT, sign_in
from tests.playbooks.sample import LABELS
from tests.talk import say
from tests.ticketing.posting import ESCALATION, RESOLUTION, STOOD_BY

pytestmark = pytest.mark.browser
ROUTER = Path(__file__).parents[2] / "web/src/router.tsx"
ROUTE = re.compile(
    r"^const (\w+) = createRoute\(\{\s+getParentRoute: \(\) => (\w+),\s+(?:path|id): '([^']+)'", re.MULTILINE
)
CONTROLS = """[...document.querySelectorAll('button, input, textarea, [role^=menuitem], [role=option]')]
    .map(one => one.checkVisibility() + one.id + one.ariaLabel + one.ariaExpanded).join()"""
PALETTE, HELP = "key:Control+k", "key:Shift+?"


@dataclass(frozen=True)
class Row:
    address: str
    """With `{session}`, `{bare}`, `{posted}`, `{escalated}`, `{template}`, `{draft}`, `{ticket}`, `{diagram}`, `{playbook}` for the ids."""
    stands: str
    """A heading that shows that the page is there."""
    opens: tuple[tuple[str, ...], ...] = ()
    """Each a way to something that opens: names of buttons, keys after `key:`, menu items after `item:`, links after
    `link:`, fields that are written in after `text:`, another address of the same page after `at:`."""


SHEETS = ((PALETTE,), (HELP,), ("Your menu",), ("Your menu", "item:Notifications"))
ROWS: Mapping[str, Row] = {
    "/login": Row("/login", "Sign in to Resolvent"),
    "/": Row("/", "Sessions"),
    "/sessions": Row(
        "/sessions",
        "Sessions",
        (
            *SHEETS,
            ("New session",),
            ("New session", "From a pasted problem"),
            ("at:/sessions?mine=true", "Save these filters"),
        ),
    ),
    "/pilot/$sessionId": Row(
        "/pilot/{session}",
        "Nobody can print",
        (
            (PALETTE,),
            (HELP,),
            ("More for this session",),
            ("More for this session", "item:Make this session a case"),
            ("Add a fact",),
            ("Start the Print Spooler",),
            ("Dismiss this fix",),
            ("Resolve",),
            ("Resolve", "Edit"),
            ("Escalate instead",),
            ("at:/pilot/{bare}", "Resolve", "Link ticket"),
            ("at:/pilot/{posted}", "Show the text"),
            ("at:/pilot/{posted}", "Show the requests"),
            ("at:/pilot/{posted}", "Show the note"),
            # Last: it stays hidden.
            ("Hide the task lane",),
        ),
    ),
    "/s/$sessionId": Row("/s/{session}", "Nobody can print"),
    "/escalations": Row(
        "/escalations",
        "Escalations",
        (("link:Nobody can print",), ("at:/escalations?session={escalated}", "Return with questions")),
    ),
    "/search": Row("/search", "Search", (("at:/search?q=print",), ("at:/search?q=zebra&status=escalated",))),
    "/insights": Row("/insights", "Insights", (("From – to",), ("at:/insights?view=table",))),
    "/desk": Row("/desk", "Local desk", (("New ticket",),)),
    "/desk/$ticketId": Row("/desk/{ticket}", "Local desk"),
    "/scripts": Row("/scripts", "Scripts"),
    "/scripts/$templateId": Row("/scripts/{template}", ".+"),
    "/scripts/builder": Row("/scripts/builder", ".+"),
    "/scripts/builder/$draftId": Row(
        "/scripts/builder/{draft}", "A draft", (("Publish",), ("Discard",), ("Preview",), ("Add",))
    ),
    "/playbooks": Row("/playbooks", "Playbooks"),
    "/playbooks/$key": Row(
        "/playbooks/{playbook}",
        "The label printer",
        (("at:/playbooks/{playbook}?view=edit",), ("at:/playbooks/{playbook}?view=edit", "YAML")),
    ),
    "/map": Row("/map", "Network", ((PALETTE,), (HELP,), ("New diagram",), ("Import",))),
    "/map/$client": Row(
        "/map/ACME?diagram={diagram}&view=drawing",
        "Head office",
        (
            (PALETTE,),
            ("Add device",),
            ("More for this diagram",),
            ("More for this diagram", "item:Title and client"),
            ("Add to session",),
            ("Table",),
            ("Table", "Links"),
            ("Table", "SW-2"),
            ("Table", "Links", "SW-2 – PRN"),
        ),
    ),
    "/settings/me": Row("/settings/me", "Your settings"),
    "/settings/psa": Row("/settings/psa", "Ticketing systems", (("Connect a system",),)),
    "/settings": Row("/settings", ".+"),
    "/settings/tokens": Row("/settings/tokens", "API tokens", (("Revoke",),)),
    "/settings/account": Row("/settings/account", ".+", (("text:Name", "link:Sessions"),)),
    "/settings/users": Row(
        "/settings/users",
        "Users",
        (
            ("Invite a user",),
            ("Actions for",),
            *(("Actions for acme engineer", f"item:{act}") for act in ("Rename", "New sign-in link", "Deactivate")),
        ),
    ),
    "/settings/audit": Row("/settings/audit", "Audit"),
    "/settings/status": Row("/settings/status", "Status mapping"),
    "/settings/llm": Row("/settings/llm", "Models", (("Add a model",),)),
}
NEEDS_SESSION = {"/pilot/$sessionId", "/s/$sessionId"}


def test_every_route_has_a_row() -> None:
    found = {name: (parent, path) for name, parent, path in ROUTE.findall(ROUTER.read_text())}

    def whole(name: str) -> str:
        parent, path = found.get(name, ("", ""))
        return whole(parent) + (path.rstrip("/") if path.startswith("/") else "") if parent else ""

    assert {whole(name) or "/" for name in found} == set(ROWS)


async def make_ids(client: httpx2.AsyncClient, route: str) -> dict[str, str]:
    """What stands behind the addresses, made over the API."""
    ticket = (
        await client.post("/desk/tickets", json={"summary": "Nobody can print", "description": "Since Monday."})
    ).json()
    ids = {"ticket": ticket["id"]}
    if route in NEEDS_SESSION:
        connection = next(one["id"] for one in (await client.get("/connections")).json()["items"])
        pick = {"connection_id": connection, "ticket_id": ticket["id"]}
        ids["session"] = (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"]
        await say(client, ids["session"], "Nobody can print, the jobs stay in the queue.")
        await say(client, ids["session"], OUTPUT)
        ids["bare"] = (await client.post("/ai-sessions", json={"problem": "Nobody can print at all"})).json()["id"]
        ids["posted"] = await conclude(client, RESOLUTION, STOOD_BY)
    if route == "/search":
        await conclude(client, RESOLUTION, STOOD_BY)
    if route == "/playbooks/$key":
        ids["playbook"] = (await client.post("/playbooks", json={"text": LABELS})).json()["key"]
    if route == "/map/$client":
        ids["diagram"] = (await client.post("/diagrams", json=a_drawing())).json()["id"]
    if "Id" in route and route.startswith("/scripts"):
        templates = (await client.get("/scripts/templates")).json()["items"]
        ids["template"] = templates[0]["id"]
        made = await client.post(
            "/scripts/drafts", json={"title": "A draft", "language": "powershell", "body": "Get-Date {{ day }}\n"}
        )
        assert made.status_code == 201, made.text
        ids["draft"] = made.json()["id"]
    return ids


async def conclude(client: httpx2.AsyncClient, note: str, stood_by: list[str]) -> str:
    """A session whose note is in its ticket."""
    ticket = (await client.post("/desk/tickets", json={"summary": "Nobody can print", "description": "Again."})).json()
    connection = next(one["id"] for one in (await client.get("/connections")).json()["items"])
    pick = {"connection_id": connection, "ticket_id": ticket["id"]}
    session: str = (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"]
    await client.post(f"/ai-sessions/{session}/facts", json={"text": "The spooler had stopped."})
    seen = (await client.get(f"/ai-sessions/{session}")).json()["state_version"]
    body = {"state_version": seen, "acknowledge": stood_by}
    posted = await client.post(f"/ai-sessions/{session}/{note}/post", json=body)
    assert posted.status_code == 200, posted.text
    return session


async def follow(page: Page, step: str, ids: dict[str, str]) -> None:
    kind, _, name = step.rpartition(":")
    if kind == "key":
        await page.keyboard.press(name)
    elif kind == "item":
        await page.get_by_role("menuitem", name=name).click()
    elif kind == "link":
        await page.get_by_role("link", name=name).first.click()
    elif kind == "text":
        await page.get_by_role("textbox", name=name).first.fill("Written here")
    elif kind == "at":
        await page.goto(name.format_map(ids))
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    else:
        await page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).last.click()


async def open_route(page: Page, row: Row, ids: dict[str, str]) -> None:
    await page.goto(row.address.format_map(ids))
    await expect(page.get_by_role("heading", level=1, name=re.compile(row.stands))).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


async def open_state(page: Page, steps: tuple[str, ...], ids: dict[str, str]) -> None:
    for step in steps:
        before = await page.evaluate(CONTROLS)
        await follow(page, step, ids)
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
        # Something opened, or closed: a step that does nothing would prove nothing.
        if not step.startswith(("at:", "text:")):
            await page.wait_for_function(f"before => ({CONTROLS}) !== before", arg=before)


async def judge(page: Page) -> list[str]:
    return [*await find_violations(page), *await find_out_of_reach(page)]


@pytest.mark.parametrize("route", [route for route in ROWS if route != "/login"])
async def test_all_is_accessible_and_in_reach_on(
    route: str, page: Page, sign_in_path: str, client: httpx2.AsyncClient, tenant: Tenant, database: Database
) -> None:
    await sign_in(page, sign_in_path)
    row, ids = ROWS[route], await make_ids(client, route)
    if route == "/escalations":
        # By another: nobody returns to themselves.
        client.headers.update(tenant.headers(Role.ENGINEER))
        ids["escalated"] = await conclude(client, ESCALATION, [])
    await catch_up(database)
    await open_route(page, row, ids)
    found = await judge(page)
    for steps in row.opens:
        await open_route(page, row, ids)
        await open_state(page, steps, ids)
        found += [f"{steps}: {told}" for told in await judge(page)]
    assert found == [], "\n".join(found)


async def test_all_is_accessible_and_in_reach_of_whoever_signs_in(page: Page, sign_in_path: str) -> None:
    await page.goto("/login")
    await expect(page.get_by_role("heading", level=1, name=ROWS["/login"].stands)).to_be_visible()
    found = await judge(page)
    await page.goto("/")
    await page.goto(sign_in_path)
    await expect(page.get_by_label("New password again")).to_be_visible()
    assert found + await judge(page) == []
