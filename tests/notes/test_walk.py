"""One walk over HTTP: from nothing known to both previews, and what each recorded outcome makes of them."""

import json
import re
from typing import Any

import httpx2
import pytest

from tests.scripted import ScriptedAssistant
from tests.talk import say

RESOLUTION = ["Problem", "What we confirmed", "Root cause", "Resolution"]
ESCALATION = ["Problem", "What we've confirmed", "What we've tried", "Current hypothesis", "Suggested next steps"]
PATHS = {"resolution": "resolution-note", "escalation": "escalation-package"}
CLAIMS_SUCCESS = re.compile(
    r"\b(is|was|has been) (resolved|fixed|solved)\b|\bworks? again\b|\bworking again\b|\bsolved the problem\b"
)


@pytest.fixture
async def session(client: httpx2.AsyncClient) -> str:
    opened = await client.post("/ai-sessions", json={"problem": "Nobody at the front desk can print."})
    return f"/ai-sessions/{opened.json()['id']}"


async def preview(client: httpx2.AsyncClient, session: str, kind: str = "resolution") -> dict[str, Any]:
    answer = await client.post(f"{session}/{PATHS[kind]}/preview")
    assert answer.status_code == 200, answer.text
    written: dict[str, Any] = answer.json()
    assert written["stale"] is False
    return written


async def test_the_walk(client: httpx2.AsyncClient, session: str) -> None:
    none = await client.get(f"{session}/suggested-fixes/active")
    assert (none.status_code, none.json()["code"]) == (404, "no_active_fix")

    added = await client.post(f"{session}/facts", json={"text": "The Print Spooler service had stopped on PRN-01."})
    assert added.json()["state_version"] == 2
    first = await preview(client, session)
    assert first["from_cache"] is False
    assert first["state_version"] == 2
    assert [one["title"] for one in first["sections"]] == RESOLUTION
    assert first["markdown"].count("Print Spooler service") == 1
    assert {label for one in first["sections"] for claim in one["claims"] for label in claim["evidence"]} <= {"T", "F1"}
    assert [one["label"] for one in first["evidence"]] == ["T", "F1"]
    assert [one["code"] for one in first["grounding"]["findings"]] == ["nothing_done"]

    again = await preview(client, session)
    assert again == {**first, "from_cache": True}

    await client.post(f"{session}/facts", json={"text": "Two jobs were stuck in the queue."})
    second = await preview(client, session)
    assert (second["from_cache"], second["state_version"]) == (False, 3)
    assert "Two jobs were stuck in the queue" in second["markdown"]
    assert "Two jobs" not in first["markdown"]

    handover = await preview(client, session, "escalation")
    assert handover["from_cache"] is False
    assert [one["title"] for one in handover["sections"]] == ESCALATION
    assert handover["marker"] != second["marker"]
    assert (await preview(client, session))["from_cache"] is True
    assert (await preview(client, session, "escalation"))["from_cache"] is True


async def suggest(client: httpx2.AsyncClient, assistant: ScriptedAssistant, session: str, title: str) -> str:
    body = {"title": title, "rationale": "The spooler hangs on a broken job.", "confidence": 80}
    assistant.answers.append(f"[SUGGEST_FIX]{json.dumps(body)}[/SUGGEST_FIX]")
    whole = await say(client, session.rpartition("/")[2], "What now?")
    return f"{session}/suggested-fixes/{whole['active_fix']['id']}"


OUTCOMES: dict[str, tuple[dict[str, str] | None, str, bool]] = {
    "none": (None, "", False),
    "success": ({"outcome": "applied_success"}, "", True),
    "failed": (
        {"outcome": "applied_failed", "failure_reason": "Access was denied on PRN-01"},
        "access was denied on prn-01",
        False,
    ),
    "partial": (
        {"outcome": "applied_partial", "notes": "Word prints but PDF files do not"},
        "word prints but pdf files do not",
        False,
    ),
    "dismissed": ({"outcome": "dismissed"}, "", False),
}
"""What is recorded, what the text must then say, and whether it may speak of success."""


@pytest.mark.parametrize("kind", PATHS)
@pytest.mark.parametrize(("outcome", "says", "succeeded"), OUTCOMES.values(), ids=OUTCOMES)
async def test_the_regenerated_preview_says_what_the_recorded_outcome_was(
    client: httpx2.AsyncClient,
    assistant: ScriptedAssistant,
    session: str,
    kind: str,
    outcome: dict[str, str] | None,
    says: str,
    succeeded: bool,
) -> None:
    await client.post(f"{session}/facts", json={"text": "Two jobs were stuck in the queue."})
    fix = await suggest(client, assistant, session, "Clear the spooler queue")
    before = await preview(client, session, kind)
    assert claims_success(before["markdown"]) == []
    if outcome is not None:
        recorded = await client.patch(f"{fix}/outcome", json=outcome)
        assert recorded.status_code == 200, recorded.text
    after = await preview(client, session, kind)
    assert after["from_cache"] is (outcome is None)
    text = after["markdown"]
    assert says in text.lower(), text
    assert not says or says not in before["markdown"].lower()
    assert bool(claims_success(text)) is succeeded, text
    tried = section(after, "What we've tried" if kind == "escalation" else "Resolution").lower()
    if outcome is None or outcome["outcome"] == "dismissed":
        # Suggested or dismissed is not tried.
        assert "was applied" not in tried, text
        assert "was tried" not in tried, text
    else:
        assert "spooler queue" in tried, text
    if outcome is not None and outcome["outcome"] != "dismissed":
        assert text != before["markdown"]
    # Where nothing was applied, the customer's note says so, and the engineer is asked.
    untried = kind == "resolution" and (outcome is None or outcome["outcome"] == "dismissed")
    assert [one["code"] for one in after["grounding"]["findings"]] == (["nothing_done"] if untried else [])


def section(written: dict[str, Any], title: str) -> str:
    return " ".join(claim["text"] for one in written["sections"] if one["title"] == title for claim in one["claims"])


def claims_success(text: str) -> list[str]:
    return [found[0] for found in CLAIMS_SUCCESS.finditer(" ".join(text.lower().split()))]
