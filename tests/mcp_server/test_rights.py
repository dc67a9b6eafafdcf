"""A token does through MCP what it may do through the API, and no more; and what never may be done can't be named."""

import json
import subprocess
import sys

import httpx2
import psycopg
import pytest
from fastapi import FastAPI

from resolvent.accounts.models import Role
from resolvent.ids import new_id
from resolvent.mcp_server.api import BASE, Api, Call
from resolvent.mcp_server.tools import TOOLS
from tests.conftest import Tenant, running
from tests.mcp_server.desk import TRANSPORTS, be_refused, new_token, open_session, over_http, over_stdio, read, use

both = pytest.mark.parametrize("transport", TRANSPORTS)
GONE = "This token has expired or was revoked. Make a new one in Resolvent: Settings, API tokens."

ALLOWED = {
    "listSessions", "exportSession", "addFact", "addCheck", "proposeFix", "previewResolution", "previewEscalation"
}  # fmt: skip


def test_what_can_be_asked_is_a_closed_list_of_routes(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert {paths[BASE + call.path][call.method.lower()]["operationId"] for call in Call} == ALLOWED


async def test_every_tool_asks_for_one_of_them_and_nothing_else() -> None:
    """At the transport, where every request passes."""
    asked = []

    def note(request: httpx2.Request) -> httpx2.Response:
        asked.append((request.method, request.url.path))
        return httpx2.Response(404, json={"detail": "There is no such session.", "code": "not_found", "errors": []})

    session_id = new_id()
    given = {"text": "A fact.", "title": "A title", "rationale": "Because.", "confidence": 5, "session_id": session_id}
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(note), base_url="http://resolvent.example") as http:
        for tool in TOOLS:
            fields = {name: one for name, one in given.items() if name in tool.takes.model_fields}
            with pytest.raises(Exception, match="There is no such session"):
                await tool.run(Api(http, "rv_x", "here"), tool.takes.model_validate(fields))
    assert len(asked) == len(TOOLS)
    assert set(asked) == {(call.method, BASE + call.path.format(session_id=session_id)) for call in Call}


@both
async def test_a_token_that_is_revoked_in_the_middle_ends_at_once(
    transport: str, client: httpx2.AsyncClient, base_url: str, tenant: Tenant, database_url: str
) -> None:
    session_id = await open_session(client)
    secret, token_id = await new_token(database_url, tenant)
    async with TRANSPORTS[transport](base_url, secret) as mcp:
        await use(mcp, "read_session", session_id=session_id)
        assert (await client.delete(f"/account/tokens/{token_id}")).status_code == 204
        assert await be_refused(mcp, "read_session", session_id=session_id) == GONE
        assert await be_refused(mcp, "propose_fact", session_id=session_id, text="Too late.") == GONE
    assert (await read(client, session_id))["facts"] == []


@both
async def test_an_expired_token_and_one_of_a_deactivated_user_are_refused_in_a_sentence(
    transport: str, base_url: str, tenant: Tenant, database_url: str
) -> None:
    secret, token_id = await new_token(database_url, tenant)
    with psycopg.connect(database_url) as db:
        past = "clock_timestamp() - interval '1 second'"
        assert db.execute(f"UPDATE api_tokens SET expires_at = {past} WHERE id = %s", [token_id]).rowcount == 1
        lead = tenant.actors[Role.LEAD].user_id
        assert db.execute("UPDATE users SET disabled_at = clock_timestamp() WHERE id = %s", [lead]).rowcount == 1
    for dead in (secret, tenant.tokens[Role.LEAD], "rv_made-up"):
        async with TRANSPORTS[transport](base_url, dead) as mcp:
            assert await be_refused(mcp, "list_sessions") == GONE


@both
async def test_a_token_that_may_only_read_proposes_nothing(
    transport: str, client: httpx2.AsyncClient, base_url: str, tenant: Tenant, database_url: str
) -> None:
    session_id = await open_session(client)
    secret, _ = await new_token(database_url, tenant, read_only=True)
    refused = "This token may only read. Make one that may change things as well."
    async with TRANSPORTS[transport](base_url, secret) as mcp:
        await use(mcp, "read_session", session_id=session_id)
        assert await be_refused(mcp, "propose_fact", session_id=session_id, text="No.") == refused
        assert await be_refused(mcp, "propose_check", session_id=session_id, title="No.") == refused
        words = {"title": "No.", "rationale": "No.", "confidence": 1}
        assert await be_refused(mcp, "propose_fix", session_id=session_id, **words) == refused
    whole = await read(client, session_id)
    assert (whole["facts"], whole["checks"], whole["fixes"]) == ([], [], [])


@both
async def test_another_accounts_session_is_not_found_in_the_same_words_as_an_unknown_one(
    transport: str, client: httpx2.AsyncClient, base_url: str, tenant: Tenant, other_tenant: Tenant
) -> None:
    session_id = await open_session(client)
    required = {"text": "A fact.", "title": "A title", "rationale": "Because.", "confidence": 5}
    async with TRANSPORTS[transport](base_url, other_tenant.tokens[Role.ADMIN]) as mcp:
        assert await use(mcp, "list_sessions") == "There are no such sessions."
        for tool in TOOLS[1:]:
            more = {name: one for name, one in required.items() if name in tool.takes.model_fields}
            theirs = await be_refused(mcp, tool.name, session_id=session_id, **more)
            assert theirs == await be_refused(mcp, tool.name, session_id=str(new_id()), **more)
            assert "no such session" in theirs
    assert (await read(client, session_id))["state_version"] == 1


async def test_a_stopped_server_is_told_and_found_again(app: FastAPI, tenant: Tenant) -> None:
    async with running(app) as url, over_stdio(url, tenant.tokens[Role.ADMIN]) as mcp:
        await use(mcp, "list_sessions")
    async with over_stdio(url, tenant.tokens[Role.ADMIN]) as mcp:
        assert await be_refused(mcp, "list_sessions") == f"Resolvent does not answer at {url}. Is it running?"


async def test_arguments_that_do_not_fit_are_named_without_their_values(base_url: str, tenant: Tenant) -> None:
    async with over_http(base_url, tenant.tokens[Role.ADMIN]) as mcp:
        for arguments in ({"session_id": "../../users"}, {"session_id": "1"}, {}):
            told = await be_refused(mcp, "read_session", **arguments)
            assert told.startswith("These arguments do not fit. session_id: ")
            assert "users" not in told
        assert "post_note: Extra" in await be_refused(mcp, "read_session", session_id=str(new_id()), post_note=True)
        assert await be_refused(mcp, "post_resolution_note") == (
            f"There is no such tool. There are: {', '.join(tool.name for tool in TOOLS)}."
        )


PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


async def test_the_address_wants_a_token_and_its_own_name(base_url: str, tenant: Tenant) -> None:
    token = tenant.headers()
    async with httpx2.AsyncClient(base_url=base_url, headers=ACCEPT, timeout=30) as http:

        async def post(headers: dict[str, str]) -> int:
            return (await http.post("/mcp", json=PING, headers=headers)).status_code

        assert await post(token) == 200
        assert await post({}) == 401
        assert await post({"Authorization": "Basic cnZfeDp4"}) == 401
        assert await post({"Cookie": f"resolvent_login={tenant.tokens[Role.ADMIN]}"}) == 401
        assert await post({**token, "Host": "rebound.example"}) == 421
        assert await post({**token, "Origin": "https://elsewhere.example"}) == 403
        assert await post({**token, "Origin": base_url}) == 200
        assert (await http.get("/mcp", headers=token)).status_code == 405
        assert (await http.delete("/mcp", headers=token)).status_code == 405
        refused = await http.post("/mcp", json=PING)
        assert refused.json()["code"] == "bad_authorization"
        assert refused.headers["cache-control"] == "no-store"


def test_nobody_who_does_not_use_it_loads_the_sdk() -> None:
    code = "import sys, resolvent.app, resolvent.cli, json; print(json.dumps([n for n in sys.modules if n.split('.')[0] in ('mcp', 'mcp_types')]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []


def test_without_a_token_the_command_says_what_to_do() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "resolvent.cli", "mcp"],
        capture_output=True,
        text=True,
        check=False,
        env={},
        stdin=subprocess.DEVNULL,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "resolvent mcp: Set RESOLVENT_TOKEN to an API token. You make one in Settings, API tokens.\n"
