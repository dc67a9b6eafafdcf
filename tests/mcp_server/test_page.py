"""docs/mcp.md shows the tools there are, and a session that is played here. `WRITE_PAGE=1` writes both anew."""

import json
import os
import re
from pathlib import Path
from typing import Any, Final

import httpx2
from mcp import Client

from resolvent.accounts.models import Role
from resolvent.mcp_server.tools import TOOLS
from tests.conftest import Tenant
from tests.mcp_server.desk import open_session, over_stdio, use

PAGE: Final = Path(__file__).parents[2] / "docs/mcp.md"
REPLACED: Final = (
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "01a20e53-0000-7000-8000-000000000001"),
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "2026-11-24T14:00:00Z"),
    (r"\b[0-9a-f]{16}\b", "5d1c7a90e2b84f36"),
    (r"acme (engineer|admin)", "Dana Klein"),
)


def put(page: str, part: str, text: str) -> str:
    return re.sub(
        f"(<!-- {part} -->\n).*?(<!-- /{part} -->)", lambda found: found[1] + text + found[2], page, flags=re.DOTALL
    )


def tell_tools() -> str:
    rows = [f"| `{tool.name}` | {', '.join(tool.takes.model_fields)} | {tool.description} |\n" for tool in TOOLS]
    return "| tool | takes | what it does |\n|---|---|---|\n" + "".join(rows)


async def play(client: Client, session_id: str) -> str:
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("list_sessions", {"text": "print"}),
        ("propose_fact", {"session_id": session_id, "text": "The spooler on PRINT-B is stopped."}),
        ("propose_check", {"session_id": session_id, "title": "Why did it stop?", "command": "Get-WinEvent -LogName System -MaxEvents 20"}),
        ("propose_fix", {"session_id": session_id, "title": "Start the spooler", "rationale": "It is stopped.", "confidence": 70,
                         "script": "Start-Service Spooler", "language": "powershell"}),
        ("list_facts", {"session_id": session_id}),
        ("preview_escalation_package", {"session_id": session_id}),
    )  # fmt: skip
    told = ""
    for name, arguments in steps:
        answer = await use(client, name, **arguments)
        told += f"`{name}`\n\n```json\n{json.dumps(arguments, indent=1)}\n```\n\n```text\n{answer}\n```\n\n"
    for pattern, stand_in in REPLACED:
        told = re.sub(pattern, stand_in, told)
    return told


async def test_the_page_shows_what_a_client_had(client: httpx2.AsyncClient, base_url: str, tenant: Tenant) -> None:
    session_id = await open_session(client)
    async with over_stdio(base_url, tenant.tokens[Role.ENGINEER]) as mcp:
        played = await play(mcp, session_id)
    now = PAGE.read_text()
    wanted = put(put(now, "tools", tell_tools()), "session", played)
    if os.environ.get("WRITE_PAGE"):
        PAGE.write_text(wanted)
    assert "5d1c7a90e2b84f36" in wanted
    assert PAGE.read_text() == wanted
