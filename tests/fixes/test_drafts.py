"""Draft templates: made, saved by two at once, published, discarded."""

import asyncio
from typing import Any

import httpx2
import psycopg

from resolvent.accounts.models import Role
from tests.conftest import Tenant
from tests.scripted import ScriptedAssistant
from tests.suggesting import suggest

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"service": {"type": "string", "title": "Service", "default": "Spooler"}},
    "required": ["service"],
}
OWN: dict[str, Any] = {
    "title": "Restart a service",
    "language": "powershell",
    "body": "Restart-Service -Name {{ service }}\n",
    "parameters_schema": SCHEMA,
    "tags": ["windows"],
    "risk": "low",
}
LATER = {"change_note": "Waits until it runs"}


async def make(client: httpx2.AsyncClient, path: str, body: Any) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code in (200, 201), answer.text
    made: dict[str, Any] = answer.json()
    return made


async def blank(client: httpx2.AsyncClient) -> dict[str, Any]:
    return await make(client, "/scripts/drafts", {"title": "New", "language": "powershell", "body": "Get-Service\n"})


async def test_from_nothing_to_a_published_template(client: httpx2.AsyncClient) -> None:
    draft = await make(client, "/scripts/drafts", {})
    assert (draft["body"], draft["language"], draft["version"], draft["created_by"]) == (
        "",
        "powershell",
        1,
        "acme admin",
    )
    path = f"/scripts/drafts/{draft['id']}"
    half = (await client.patch(path, json={"version": 1, "body": "Restart-Service -Name {{ service }}\n"})).json()
    assert [one["field"] for one in half["problems"]] == ["body"]
    early = await client.post(f"{path}/publish", json={"version": 2, "change_note": "First"})
    assert (early.status_code, early.json()["errors"][0]["field"]) == (422, "body")
    fine = (await client.patch(path, json={"version": 2, "parameters_schema": SCHEMA, "title": "Restart it"})).json()
    assert (fine["problems"], fine["parameters"], fine["version"]) == ([], 1, 3)
    template = await make(client, f"{path}/publish", {"version": 3, "change_note": "First"})
    assert (template["version"], template["title"], template["source"]) == (1, "Restart it", "account")
    assert template["provenance"] == {"draft_id": draft["id"]}
    closed = await client.patch(path, json={"version": 4, "title": "x"})
    assert (closed.status_code, closed.json()["code"]) == (409, "draft_closed")
    after = (await client.get(path)).json()
    assert (after["status"], after["published_template_id"]) == ("published", template["id"])
    assert (await client.post(f"{path}/publish", json={"version": 4, "change_note": "Again"})).status_code == 409
    assert (await client.post(f"{path}/discard")).status_code == 409


async def test_two_engineers_save_one_draft_and_nothing_is_lost(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    draft = await blank(client)
    path = f"/scripts/drafts/{draft['id']}"
    engineer = tenant.headers(Role.ENGINEER)
    mine, theirs = await asyncio.gather(
        client.patch(path, json={"version": 1, "body": "Get-Process\n"}),
        client.patch(path, json={"version": 1, "title": "Theirs"}, headers=engineer),
    )
    assert sorted((mine.status_code, theirs.status_code)) == [200, 409]
    refused, first = (mine, engineer) if mine.status_code == 409 else (theirs, tenant.headers())
    second = tenant.headers() if refused is mine else engineer
    assert refused.json()["code"] == "lease_held"
    assert (await client.delete(f"{path}/lease", headers=first)).status_code == 204
    wish = {"body": "Get-Process\n"} if refused is mine else {"title": "Theirs"}
    problem = (await client.patch(path, json={"version": 1, **wish}, headers=second)).json()
    assert (problem["code"], problem["seen"], problem["version"]) == ("row_changed", 1, 2)
    now = (await client.get(path)).json()
    assert problem["current"] == now
    saved = await client.patch(path, json={"version": 2, **wish}, headers=second)
    assert saved.json()["version"] == 3
    both = (await client.get(path)).json()
    assert (both["title"], both["body"]) == ("Theirs", "Get-Process\n")


async def test_an_edit_of_a_template_becomes_its_next_version(client: httpx2.AsyncClient) -> None:
    template = await make(client, "/scripts/templates", OWN)
    draft = await make(client, "/scripts/drafts", {"template_id": template["id"]})
    other = await make(client, "/scripts/drafts", {"template_id": template["id"]})
    assert (draft["edits_template_id"], draft["edits_version"], draft["body"]) == (template["id"], 1, OWN["body"])
    assert (draft["tags"], draft["risk"]) == (["windows"], "low")
    path = f"/scripts/drafts/{draft['id']}"
    await client.patch(path, json={"version": 1, "body": f"{OWN['body']}Get-Service -Name {{{{ service }}}}\n"})
    revised = await make(client, f"{path}/publish", {"version": 2, **LATER})
    assert (revised["id"], revised["version"], revised["change_note"]) == (template["id"], 2, LATER["change_note"])
    late = await client.post(f"/scripts/drafts/{other['id']}/publish", json={"version": 1, **LATER})
    assert (late.status_code, late.json()["code"]) == (412, "row_changed")
    assert (await client.get(f"/scripts/drafts/{other['id']}")).json()["status"] == "open"


async def test_copies_are_templates_of_their_own(client: httpx2.AsyncClient) -> None:
    shipped = (await client.get("/scripts/templates", params={"source": "shipped", "limit": 1})).json()["items"][0]
    own = await make(client, "/scripts/templates", OWN)
    for body in ({"template_id": shipped["id"]}, {"copy_of": shipped["id"]}, {"copy_of": own["id"]}):
        draft = await make(client, "/scripts/drafts", body)
        assert draft["edits_template_id"] is None
        assert draft["copied_from_id"] in (shipped["id"], own["id"])
        assert draft["title"].endswith(" (copy)")
        published = await make(client, f"/scripts/drafts/{draft['id']}/publish", {"version": 1, "change_note": "Copy"})
        assert published["id"] not in (shipped["id"], own["id"])
        assert (published["source"], published["version"]) == ("account", 1)


async def test_what_was_drafted_in_a_session_is_published_with_its_provenance(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id, script="Restart-Service Spooler\n", language="powershell")
    decided = await make(client, f"{path}/decision", {"decision": "draft_template"})
    draft_id = decided["draft_template_id"]
    await client.patch(f"{path}/outcome", json={"outcome": "applied_success"})
    later = await make(client, f"/scripts/drafts/{draft_id}/prompt", {"answer": "later"})
    assert (later["prompt"], later["version"]) == ("later", 1)
    version = (await client.get(f"/ai-sessions/{session_id}")).json()["state_version"]
    template = await make(client, f"/scripts/drafts/{draft_id}/publish", {"version": 1, "change_note": "From a case"})
    assert template["provenance"] == {
        "draft_id": draft_id,
        "session_id": session_id,
        "fix_id": decided["fix"]["id"],
    }
    assert template["success"]["account"]["success"] == 1
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert whole["state_version"] == version, "a draft alters no note"
    assert [(one["status"], one["published_template_id"]) for one in whole["draft_templates"]] == [
        ("published", template["id"])
    ]


async def test_discarding_keeps_the_history(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, database_url: str
) -> None:
    path = await suggest(client, assistant, session_id, script="Restart-Service Spooler\n")
    draft_id = (await make(client, f"{path}/decision", {"decision": "draft_template"}))["draft_template_id"]
    for _ in range(2):
        assert (await make(client, f"/scripts/drafts/{draft_id}/discard", None))["status"] == "discarded"
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert [one["status"] for one in whole["draft_templates"]] == ["discarded"]
    assert (await client.get("/scripts/drafts", params={"status": "open"})).json()["items"] == []
    prompt = await client.post(f"/scripts/drafts/{draft_id}/prompt", json={"answer": "never"})
    assert (prompt.status_code, prompt.json()["code"]) == (409, "draft_closed")
    with psycopg.connect(database_url) as db:
        acts = db.execute("SELECT action FROM audit_entries WHERE subject_id = %s ORDER BY id", (draft_id,)).fetchall()
    assert acts == [("draft.create",), ("draft.discard",)]


async def test_what_is_sensitive_stays_so_and_is_never_written_down(client: httpx2.AsyncClient) -> None:
    secret = {"type": "object", "properties": {"password": {"type": "string", "x-sensitive": True}}}
    draft = await blank(client)
    path = f"/scripts/drafts/{draft['id']}"
    assert (await client.patch(path, json={"version": 1, "parameters_schema": secret})).status_code == 200
    for password, code in (
        ({"type": "string"}, "sensitive_dropped"),
        ({"type": "string", "x-sensitive": False}, "sensitive_dropped"),
        ("broken", "sensitive_dropped"),
        ({"type": "string", "x-sensitive": True, "default": "Winter2026!"}, "sensitive_default"),
        ({"type": "string", "x-sensitive": True, "examples": ["Winter2026!"]}, "sensitive_default"),
    ):
        change = {"type": "object", "properties": {"password": password}}
        refused = await client.patch(path, json={"version": 2, "parameters_schema": change})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert "Winter2026!" not in refused.text
    assert (await client.get(path)).json()["parameters_schema"] == secret
    gone = {"type": "object", "properties": {}}
    assert (await client.patch(path, json={"version": 2, "parameters_schema": gone})).status_code == 200


async def test_bad_saves_name_their_field(client: httpx2.AsyncClient) -> None:
    draft = await blank(client)
    path = f"/scripts/drafts/{draft['id']}"
    huge = {"type": "object", "properties": {"a": {"type": "string", "description": "x" * 100_000}}}
    for change, field in (
        ({"body": "x" * 100_001}, "body"),
        ({"body": "a\x00b"}, "body"),
        ({"language": "klingon"}, "language"),
        ({"tags": ["Not A Tag"]}, "tags.0"),
        ({"parameters_schema": huge}, "parameters_schema"),
        ({}, "body"),
    ):
        refused = await client.patch(path, json={"version": 1, **change})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    twice = await client.patch(
        path,
        content=b'{"version": 1, "parameters_schema": {"properties": {"a": {}, "a": {}}}}',
        headers={"Content-Type": "application/json"},
    )
    assert (twice.status_code, twice.json()["code"]) == (422, "name_repeated")
    two = await client.post("/scripts/drafts", json={"template_id": draft["id"], "copy_of": draft["id"]})
    assert (two.status_code, two.json()["errors"][0]["field"]) == (422, "copy_of")
    half = await client.post("/scripts/drafts", json={"fix_id": draft["id"]})
    assert (half.status_code, half.json()["errors"][0]["field"]) == (422, "session_id")
    assert (await client.get(path)).json()["version"] == 1
