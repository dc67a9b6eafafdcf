"""The rules of suggested fixes, end to end: raw text through real turns, outcomes over HTTP."""

from typing import Any

import httpx2
import pytest

from tests.scripted import ScriptedAssistant
from tests.suggesting import fix, outcome, suggested


async def test_the_last_wellformed_block_of_an_answer_wins_and_the_reader_sees_none(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    whole = await suggested(
        client, assistant, session_id, f"Try this.\n{fix('One')}{fix('Two', '82')}{fix('Bad', 'high')}Done."
    )
    assert whole["active_fix"]["title"] == "Two"
    assert whole["active_fix"]["confidence"] == 82
    assert whole["messages"][-1]["content"] == "Try this.\nDone."
    assert [one["title"] for one in whole["fixes"]] == ["Two"]


async def test_a_newer_suggestion_supersedes_the_active_one(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    before = await suggested(client, assistant, session_id, fix("One"))
    after = await suggested(client, assistant, session_id, fix("Two"))
    assert [(one["title"], one["status"], one["superseded_at"] is None) for one in after["fixes"]] == [
        ("One", "proposed", False),
        ("Two", "proposed", True),
    ]
    assert after["state_version"] == before["state_version"] + 1


async def test_a_message_alone_does_not_move_the_version(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    whole = await suggested(client, assistant, session_id, "Only words.")
    assert whole["state_version"] == 1
    active = await client.get(f"/ai-sessions/{session_id}/suggested-fixes/active")
    assert (active.status_code, active.json()["code"]) == (404, "no_active_fix")


async def test_apply_twice_changes_once(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    whole = await suggested(client, assistant, session_id, fix("One", script="Get-Service"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}"
    first = (await client.post(f"{path}/apply")).json()
    second = (await client.post(f"{path}/apply")).json()
    assert first == second
    assert first["fix"]["status"] == "proposed"
    assert first["fix"]["applied_at"] is not None


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"decision": "one_off"}, 200, None),
        ({"decision": "draft_template"}, 200, None),
        ({"decision": "build_template"}, 200, None),
        ({"decision": "dismissed"}, 200, None),
        ({"decision": "run_it"}, 422, "invalid"),
    ],
)
async def test_decisions(
    client: httpx2.AsyncClient,
    assistant: ScriptedAssistant,
    session_id: str,
    body: dict[str, Any],
    status: int,
    code: str | None,
) -> None:
    whole = await suggested(client, assistant, session_id, fix("One", script="Get-Service  Spooler\n"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}/decision"
    answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.json().get("code") == code
    if body["decision"] == "one_off":
        assert answer.json()["rendered_script"] == "Get-Service  Spooler\n"
        edited = await client.post(path, json={**body, "edited_script": "Get-Service"})
        assert edited.json()["rendered_script"] == "Get-Service"


async def test_a_fix_without_a_script_has_nothing_to_run(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    whole = await suggested(client, assistant, session_id, fix("One"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}/decision"
    for decision in ("one_off", "draft_template", "build_template"):
        answer = await client.post(path, json={"decision": decision})
        assert (answer.status_code, answer.json()["code"]) == (400, "no_drafted_script")
    assert (await client.get(f"/ai-sessions/{session_id}")).json()["state_version"] == whole["state_version"]


async def test_a_dismissal_can_be_undone_until_a_newer_fix_is_active(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    whole = await suggested(client, assistant, session_id, fix("One"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}"
    dismissed = (await client.post(f"{path}/decision", json={"decision": "dismissed", "reason": "wrong"})).json()["fix"]
    assert (dismissed["status"], dismissed["applied_at"]) == ("dismissed", None)
    assert dismissed["superseded_at"] is not None
    assert (await client.post(f"{path}/apply")).status_code == 409
    undone = (await client.post(f"{path}/decision/undo")).json()["fix"]
    assert (undone["status"], undone["superseded_at"]) == ("proposed", None)
    await client.patch(f"{path}/outcome", json={"outcome": "dismissed"})
    await suggested(client, assistant, session_id, fix("Two"))
    late = await client.post(f"{path}/decision/undo")
    assert (late.status_code, late.json()["code"]) == (409, "newer_fix_active")
    again = await client.post(f"{path}/decision", json={"decision": "one_off"})
    assert again.status_code == 409


@pytest.mark.parametrize("first", ["applied_success", "applied_failed", "applied_partial", "dismissed"])
@pytest.mark.parametrize("second", ["applied_success", "applied_failed", "applied_partial", "dismissed"])
async def test_every_pair_of_outcomes(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, first: str, second: str
) -> None:
    whole = await suggested(client, assistant, session_id, fix("One"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}/outcome"
    one = await client.patch(path, json={"outcome": first, "notes": "prints from Word"})
    assert one.status_code == 200
    stored = one.json()["fix"]
    assert stored["status"] == first
    assert (stored["applied_at"] is not None) == (first != "dismissed")
    assert (stored["verified_at"] is not None) == (first in ("applied_success", "applied_failed"))
    assert stored["reported_by"] == "engineer"
    two = await client.patch(path, json={"outcome": second, "notes": "again"})
    allowed = first == "applied_partial" and second != "dismissed"
    assert two.status_code == (200 if allowed else 409)
    version = (await client.get(f"/ai-sessions/{session_id}")).json()["state_version"]
    assert version == one.json()["state_version"] + (1 if allowed else 0)


async def test_partial_needs_notes(client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str) -> None:
    whole = await suggested(client, assistant, session_id, fix("One"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}/outcome"
    answer = await client.patch(path, json={"outcome": "applied_partial", "notes": "  "})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "notes"


async def test_an_outcome_may_be_recorded_on_a_superseded_fix(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    old = (await suggested(client, assistant, session_id, fix("One")))["active_fix"]["id"]
    await suggested(client, assistant, session_id, fix("Two"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{old}/outcome"
    assert (
        await client.patch(path, json={"outcome": "applied_failed", "failure_reason": "Access denied"})
    ).status_code == 200
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert whole["active_fix"]["title"] == "Two"
    assert whole["fixes"][0]["failure_reason"] == "Access denied"


async def test_the_assistants_outcome_speaks_of_the_fix_active_when_the_turn_began(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    await suggested(client, assistant, session_id, fix("One"))
    whole = await suggested(
        client, assistant, session_id, f"{fix('Two')}{outcome('applied_failed', failure_reason='no')}"
    )
    assert [(one["title"], one["status"], one["reported_by"]) for one in whole["fixes"]] == [
        ("One", "applied_failed", "assistant"),
        ("Two", "proposed", None),
    ]


async def test_the_assistants_outcome_with_no_fix_or_against_a_rule_is_ignored(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    none = await suggested(client, assistant, session_id, outcome("applied_success"))
    assert (none["state_version"], none["fixes"]) == (1, [])
    await suggested(client, assistant, session_id, fix("One"))
    partial = await suggested(client, assistant, session_id, outcome("applied_partial"))
    assert partial["active_fix"]["status"] == "proposed"


async def test_an_engineers_outcome_replaces_the_assistants(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    await suggested(client, assistant, session_id, fix("One"))
    whole = await suggested(client, assistant, session_id, outcome("applied_success"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}/outcome"
    replaced = await client.patch(path, json={"outcome": "applied_failed", "failure_reason": "It came back"})
    assert replaced.json()["fix"]["status"] == "applied_failed"
    assert replaced.json()["fix"]["reported_by"] == "engineer"
    again = await client.patch(path, json={"outcome": "applied_success"})
    assert again.status_code == 409


async def test_undo_takes_an_outcome_back(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    whole = await suggested(client, assistant, session_id, fix("One"))
    path = f"/ai-sessions/{session_id}/suggested-fixes/{whole['active_fix']['id']}/outcome"
    await client.patch(path, json={"outcome": "applied_partial", "notes": "Word only"})
    await client.patch(path, json={"outcome": "applied_success"})
    undone = (await client.post(f"{path}/undo")).json()["fix"]
    assert (undone["status"], undone["partial_notes"], undone["verified_at"]) == ("applied_partial", "Word only", None)
    nothing = await client.post(f"{path}/undo")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_undo")


async def test_facts_and_checks_add_up_and_known_ones_are_dropped(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    text = '[FACT]{"text": "Event 7031."}[/FACT]\n[FACT]{"text": "event  7031"}[/FACT]\n[CHECK]{"title": "Is it on?"}[/CHECK]'
    whole = await suggested(client, assistant, session_id, text)
    assert [(one["text"], one["status"], one["source"]) for one in whole["facts"]] == [
        ("Event 7031.", "proposed", "assistant")
    ]
    assert [one["title"] for one in whole["checks"]] == ["Is it on?"]
    same = await suggested(client, assistant, session_id, text)
    assert same["state_version"] == whole["state_version"]
