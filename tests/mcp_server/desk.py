"""Official MCP clients on both transports, and a session for them to read."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

from resolvent.accounts.models import Role
from resolvent.accounts.tokens import create_token
from resolvent.db import Database, set_account
from tests.conftest import Tenant

PROBLEM = "Nobody at Site B can print."


@asynccontextmanager
async def over_stdio(base_url: str, token: str) -> AsyncIterator[Client]:
    """A real process of `resolvent mcp`, as a client starts it."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "resolvent.cli", "mcp"],
        env={"RESOLVENT_TOKEN": token, "RESOLVENT_URL": base_url},
    )
    async with Client(stdio_client(command)) as client:
        yield client


@asynccontextmanager
async def over_http(base_url: str, token: str, **headers: str) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}", **headers}, timeout=30) as http,
        Client(streamable_http_client(f"{base_url}/mcp", http_client=http)) as client,
    ):
        yield client


TRANSPORTS = {"stdio": over_stdio, "http": over_http}


def text_of(result: CallToolResult) -> str:
    assert len(result.content) == 1
    assert isinstance(result.content[0], TextContent)
    assert result.structured_content is None, "it would stand outside of the data marks"
    return result.content[0].text


async def use(client: Client, tool: str, **arguments: Any) -> str:
    """What a tool tells that worked."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text_of(result)
    return text_of(result)


async def be_refused(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, text_of(result)
    return text_of(result)


async def open_session(client: httpx2.AsyncClient, problem: str = PROBLEM) -> str:
    answer = await client.post("/ai-sessions", json={"problem": problem})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def read(client: httpx2.AsyncClient, session_id: str) -> dict[str, Any]:
    """The whole session, as its page gets it."""
    answer = await client.get(f"/ai-sessions/{session_id}")
    assert answer.status_code == 200
    whole: dict[str, Any] = answer.json()
    return whole


async def new_token(database_url: str, tenant: Tenant, *, read_only: bool = False) -> tuple[str, str]:
    """A secret and its id, of the account's engineer."""
    owner = Database(database_url, pool_size=1, role=None)
    try:
        async with owner.transaction() as db:
            await set_account(db, tenant.account_id)
            engineer = tenant.actors[Role.ENGINEER]
            secret, token = await create_token(db, engineer, "mcp", Role.ENGINEER, 1, read_only=read_only)
            return secret, str(token.id)
    finally:
        await owner.close()
