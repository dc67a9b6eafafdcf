"""Suggested fixes for tests: raw text through real turns of the scripted assistant."""

import json
from typing import Any

import httpx2

from tests.scripted import ScriptedAssistant
from tests.talk import say


def fix(title: str, confidence: Any = 70, **more: Any) -> str:
    body = {"title": title, "rationale": "The spooler stops.", "confidence": confidence, **more}
    return f"[SUGGEST_FIX]{json.dumps(body)}[/SUGGEST_FIX]\n"


def outcome(name: str, **more: Any) -> str:
    return f"[FIX_OUTCOME]{json.dumps({'outcome': name, **more})}[/FIX_OUTCOME]\n"


async def suggested(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, text: str
) -> dict[str, Any]:
    """The whole session after an answer of this text."""
    assistant.answers.append(text)
    return await say(client, session_id, "What now?")


async def suggest(client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, **block: Any) -> str:
    """The path of a new fix under the API's base."""
    whole = await suggested(client, assistant, session_id, fix("Restart the print spooler", **block))
    return f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}"
