"""What an MCP client can do, over both transports, with the SDK's own client."""

import asyncio

import httpx2
import pytest

from resolvent.accounts.models import Role
from tests.conftest import Tenant
from tests.mcp_server.desk import TRANSPORTS, open_session, read, text_of, use

NAMES = {
    "list_sessions",
    "read_session",
    "list_facts",
    "propose_fact",
    "propose_check",
    "propose_fix",
    "preview_resolution_note",
    "preview_escalation_package",
}
both = pytest.mark.parametrize("transport", TRANSPORTS)


@both
async def test_a_client_reads_proposes_and_previews(
    transport: str, client: httpx2.AsyncClient, base_url: str, tenant: Tenant
) -> None:
    session_id = await open_session(client)
    async with TRANSPORTS[transport](base_url, tenant.tokens[Role.ENGINEER]) as mcp:
        assert {tool.name for tool in (await mcp.list_tools()).tools} == NAMES
        assert session_id in await use(mcp, "list_sessions", text="print")
        assert await use(mcp, "list_sessions", text="backup") == "There are no such sessions."
        assert await use(mcp, "list_facts", session_id=session_id) == "Nothing is known in this session yet."
        await use(mcp, "propose_fact", session_id=session_id, text="The spooler is stopped.")
        await use(
            mcp, "propose_check", session_id=session_id, title="Is it on?", command="Get-Service", why="It may be off."
        )
        await use(
            mcp,
            "propose_fix",
            session_id=session_id,
            title="Start the spooler",
            rationale="It is stopped.",
            confidence=70,
            script="Start-Service Spooler",
            language="powershell",
        )
        assert "The spooler is stopped." in await use(mcp, "list_facts", session_id=session_id)
        told = await use(mcp, "read_session", session_id=session_id)
        assert "Nobody at Site B can print." in told
        assert "Start-Service Spooler" in told
        note = await use(mcp, "preview_resolution_note", session_id=session_id)
        assert "Nothing was posted" in note
        assert "## Root cause" in note
        assert "## " in await use(mcp, "preview_escalation_package", session_id=session_id)
    whole = await read(client, session_id)
    (fact,), (check,), fix = whole["facts"], whole["checks"], whole["active_fix"]
    engineer = tenant.actors[Role.ENGINEER].name
    assert (fact["status"], fact["source"], fact["added_by"]) == ("proposed", "mcp", engineer)
    assert (check["status"], check["source"], check["proposed_by"]) == ("todo", "mcp", engineer)
    assert (fix["status"], fix["proposed_by"], fix["language"]) == ("proposed", engineer, "powershell")
    assert whole["session"]["status"] == "active"
    assert whole["writebacks"] == []
    assert "The spooler is stopped." not in note, "only an engineer makes it a confirmed fact"


@both
async def test_two_clients_at_once_lose_nothing(
    transport: str, client: httpx2.AsyncClient, base_url: str, tenant: Tenant
) -> None:
    session_id = await open_session(client)

    async def propose(role: Role) -> None:
        async with TRANSPORTS[transport](base_url, tenant.tokens[role]) as mcp:
            await asyncio.gather(
                *(use(mcp, "propose_fact", session_id=session_id, text=f"{role} saw {number}.") for number in range(5))
            )

    await asyncio.gather(propose(Role.ENGINEER), propose(Role.LEAD))
    facts = (await read(client, session_id))["facts"]
    assert {(one["text"], one["added_by"]) for one in facts} == {
        (f"{role} saw {number}.", tenant.actors[role].name)
        for role in (Role.ENGINEER, Role.LEAD)
        for number in range(5)
    }


async def test_a_template_of_the_library_is_suggested_by_its_name(
    client: httpx2.AsyncClient, base_url: str, tenant: Tenant
) -> None:
    session_id = await open_session(client)
    template = (await client.get("/scripts/templates?limit=1")).json()["items"][0]
    words = {"session_id": session_id, "title": "Try it", "rationale": "It may help.", "confidence": 40}
    async with TRANSPORTS["http"](base_url, tenant.tokens[Role.ENGINEER]) as mcp:
        await use(mcp, "propose_fix", **words, template=template["slug"])
        await use(mcp, "propose_fix", **{**words, "title": "In words alone"})
        unknown = await mcp.call_tool("propose_fix", {**words, "template": "not-there"})
    assert text_of(unknown) == "There is no published template of this name."
    whole = await read(client, session_id)
    assert [one["template_id"] for one in whole["fixes"]] == [template["id"], None]
    assert [one["superseded_at"] is None for one in whole["fixes"]] == [False, True]
