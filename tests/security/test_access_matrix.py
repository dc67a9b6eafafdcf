"""Every route × every kind of caller. A route that the table does not name fails by its name."""

import re
from string import Formatter
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from resolvent.accounts.models import Role
from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import SECRET
from tests.scripted import ScriptedAssistant
from tests.security.conftest import World
from tests.security.matrix_row import Ids, Row
from tests.security.routes import DRAWING, ROWS

pytestmark = pytest.mark.asyncio(loop_scope="module")
PAGES = "*"
"""The web page's files are for everyone; tests of their own hold them."""
MCP = "POST /mcp"
"""Its answers are JSON-RPC's: tests/mcp_server/test_rights.py asks it as every caller."""
UNKNOWN = "01890000-0000-7000-8000-000000000000"
DEAD = ("nobody", "expired", "revoked", "disabled")


def list_routes(app: FastAPI) -> set[str]:
    found = set()
    for route in iter_route_contexts(app.routes):
        methods = (getattr(route, "methods", None) or {PAGES}) - {"HEAD"}
        found |= {f"{method} {route.path}" for method in methods}
    return found


async def test_the_table_names_every_route_and_no_other() -> None:
    app = create_app(Settings(), "postgresql://nowhere/none", SECRET, assistant=ScriptedAssistant())
    routes = list_routes(app) - {f"{PAGES} ", MCP}
    named = {row.name for row in ROWS}
    assert sorted(routes - named) == [], "routes without a row in the access matrix"
    assert sorted(named - routes) == [], "rows without a route"
    documented = {f"{verb.upper()} {path}" for path, verbs in app.openapi()["paths"].items() for verb in verbs}
    assert documented <= named


def fill(value: Any, ids: Ids) -> Any:
    """`{name}` anywhere in a body becomes that id."""
    if isinstance(value, dict):
        return {key: fill(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [fill(one, ids) for one in value]
    return ids[value[1:-1]] if isinstance(value, str) and re.fullmatch(r"\{\w+\}", value) else value


def path_names(row: Row) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(row.address) if name]


async def call(world: World, row: Row, ids: Ids, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and, of a refusal, the problem. A stream is left as soon as its status is known."""
    body = {"json": fill(row.body, ids)} if row.body is not None else {}
    async with world.client.stream(row.method, row.address.format(**ids), headers=headers, **body) as answer:
        world.client.cookies.clear()
        if answer.status_code < 400:
            return answer.status_code, {}
        await answer.aread()
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()


def expected(row: Row, caller: str) -> int:
    if row.needs is None:
        return row.status
    if caller in DEAD:
        return 401
    if caller in row.special:
        return row.special[caller]
    if caller == "stranger":
        return 404 if path_names(row) else row.status
    return row.status if Role(caller).covers(row.needs) else 403


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_access(world: World, row: Row) -> None:
    wanted, got = {}, {}
    ids = await row.build(world)
    for caller, headers in world.callers.items():
        wanted[caller] = expected(row, caller)
        status, problem = await call(world, row, ids, headers)
        got[caller] = status if status < 500 else (status, problem)
        if status < 400:
            ids = await row.build(world)
        else:
            assert problem["code"]
            assert problem["request_id"]
    assert got == wanted


@pytest.mark.parametrize(
    "row", [row for row in ROWS if path_names(row) and row.needs is not None], ids=lambda row: row.name
)
async def test_another_accounts_id_answers_as_an_unknown_one(world: World, row: Row) -> None:
    theirs = await row.build(world)
    # A kind of note is no id: another word there is another address.
    ids_only = [name for name in path_names(row) if name != "kind"]
    unknown = {**theirs, **dict.fromkeys(ids_only, UNKNOWN)}
    answers = []
    for ids in (theirs, unknown):
        status, problem = await call(world, row, ids, world.other.headers())
        problem.pop("request_id")
        answers.append((status, problem))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    status, _ = await call(world, row, theirs, world.acme.headers())
    assert status == row.status, "the same call succeeds for its own account"


LISTS = (
    "/ai-sessions",
    "/users",
    "/desk/tickets",
    "/connections",
    "/auth/tokens",
    "/account/tokens",
    "/audit",
    "/diagrams",
)


@pytest.mark.parametrize("path", LISTS)
async def test_lists_hold_only_the_accounts_own(world: World, path: str) -> None:
    await world.new_session()
    await world.make("/desk/tickets", {"summary": "No mail", "description": "Since Monday."})
    await world.make("/diagrams", DRAWING)
    own = {one["id"] for one in (await world.ask("GET", path)).json()["items"]}
    theirs = {one["id"] for one in (await world.ask("GET", path, headers=world.other.headers())).json()["items"]}
    assert own
    assert own.isdisjoint(theirs)


async def test_ids_in_bodies_do_not_cross_accounts(world: World) -> None:
    """A ticket of another account's desk can't be picked, nor one of its people be put in charge."""
    ticket = (await world.make("/desk/tickets", {"summary": "No mail", "description": "Since Monday."}))["id"]
    stranger = world.other.headers()
    for connection in (world.acme.connection_id, world.other.connection_id):
        pick = {"connection_id": str(connection), "ticket_id": ticket}
        answer = await world.ask("POST", "/ai-sessions", {"ticket": pick}, headers=stranger)
        assert answer.status_code == 404, answer.text
    session = (await world.ask("POST", "/ai-sessions", {"problem": "Ours."}, headers=stranger)).json()["id"]
    taken = await world.ask(
        "PATCH", f"/ai-sessions/{session}", {"assignee_id": str(world.acme.actor.user_id)}, headers=stranger
    )
    assert (taken.status_code, taken.json()["errors"][0]["field"]) == (422, "assignee_id")


async def test_rows_of_another_session_are_unknown_in_this_one(world: World) -> None:
    """Within one account as well: the path names the session, and the row must be of it."""
    one, two = await world.new_session(), await world.new_session()
    fact = (await world.make(f"/ai-sessions/{one}/facts", {"text": "Only Site B."}))["fact"]["id"]
    check = (await world.make(f"/ai-sessions/{one}/checks", {"title": "Is it on?"}))["check"]["id"]
    fix = await world.new_fix(one)
    for method, path, body in (
        ("PATCH", f"facts/{fact}", {"text": "x"}),
        ("DELETE", f"checks/{check}", None),
        ("POST", f"suggested-fixes/{fix}/apply", None),
        ("PATCH", f"suggested-fixes/{fix}/outcome", {"outcome": "applied_success"}),
    ):
        answer = await world.ask(method, f"/ai-sessions/{two}/{path}", body)
        assert answer.status_code == 404, f"{method} {path}: {answer.text}"
    assert (await world.ask("GET", f"/ai-sessions/{two}")).json()["state_version"] == 1
