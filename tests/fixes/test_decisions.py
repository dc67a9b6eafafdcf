"""What an engineer may do with a fix's script: the four paths, over HTTP."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.conftest import Tenant
from tests.scripted import ScriptedAssistant
from tests.suggesting import suggest

SCRIPT = "Restart-Service -Name Spooler\n"
COPY = "Copy-Item -Path C:\\Users\\jdoe\\report.xlsx -Destination \\\\FS-01\\backup\n"
OWN = {
    "title": "Restart a service",
    "language": "powershell",
    "body": "Restart-Service -Name {{ service }}\n",
    "parameters_schema": {"type": "object", "properties": {"service": {"type": "string"}}, "required": ["service"]},
}


async def decide(client: httpx2.AsyncClient, path: str, decision: str, **more: Any) -> httpx2.Response:
    return await client.post(f"{path}/decision", json={"decision": decision, **more})


async def version_of(client: httpx2.AsyncClient, session_id: str) -> int:
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    version: int = whole["state_version"]
    return version


async def test_one_off_gives_the_script_verbatim_and_an_edit_wins(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id, script=SCRIPT, language="powershell")
    before = await version_of(client, session_id)
    answer = (await decide(client, path, "one_off")).json()
    assert (answer["rendered_script"], answer["draft_template_id"], answer["redirect_path"]) == (SCRIPT, None, None)
    assert answer["fix"]["decision"] == "one_off"
    assert answer["fix"]["status"] == "proposed"
    assert answer["state_version"] == before + 1
    edited = (await decide(client, path, "one_off", edited_script=" Stop-Service Spooler ")).json()
    assert edited["rendered_script"] == " Stop-Service Spooler "
    assert edited["fix"]["edited_script"] == " Stop-Service Spooler "


async def test_draft_template_gives_the_script_and_saves_a_draft_of_it(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id, script=SCRIPT, language="powershell")
    answer = (await decide(client, path, "draft_template", edited_script=COPY)).json()
    assert answer["rendered_script"] == COPY
    assert answer["redirect_path"] is None
    draft = (await client.get(f"/scripts/drafts/{answer['draft_template_id']}")).json()
    assert (draft["title"], draft["language"], draft["status"]) == ("Restart the print spooler", "powershell", "open")
    assert draft["original_script"] == COPY
    assert (draft["session_id"], draft["fix_id"]) == (session_id, answer["fix"]["id"])
    assert draft["problems"] == []
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert [(one["id"], one["fix_id"], one["prompt"]) for one in whole["draft_templates"]] == [
        (draft["id"], answer["fix"]["id"], "open")
    ]


async def test_build_template_stores_the_edit_and_script_builder_opens_with_it(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id, script=SCRIPT, language="powershell")
    answer = (await decide(client, path, "build_template", edited_script=COPY)).json()
    fix_id = answer["fix"]["id"]
    assert answer["redirect_path"] == f"/scripts/builder?from_session={session_id}&fix={fix_id}"
    assert (answer["rendered_script"], answer["draft_template_id"]) == (None, None)
    assert answer["fix"]["edited_script"] == COPY
    opened = await client.post("/scripts/drafts", json={"session_id": session_id, "fix_id": fix_id})
    assert opened.status_code == 201, opened.text
    assert opened.json()["body"] == COPY
    assert opened.json()["parameters_schema"] == {"type": "object", "properties": {}}
    again = await client.post("/scripts/drafts", json={"session_id": session_id, "fix_id": fix_id})
    assert again.json()["id"] == opened.json()["id"], "the page loaded twice opens the same draft"


async def test_dismissed_needs_neither_script_nor_template(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id)
    answer = (await decide(client, path, "dismissed", reason="Not it.")).json()
    assert (answer["fix"]["status"], answer["rendered_script"]) == ("dismissed", None)
    assert answer["fix"]["superseded_at"] is not None
    late = await decide(client, path, "one_off")
    assert (late.status_code, late.json()["code"]) == (409, "fix_dismissed")


@pytest.mark.parametrize("decision", ["one_off", "draft_template", "build_template"])
async def test_refusals_change_nothing(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, decision: str
) -> None:
    bare = await suggest(client, assistant, session_id)
    answer = await decide(client, bare, decision)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_drafted_script")
    path = await suggest(client, assistant, session_id, template="restart-print-spooler", script=SCRIPT)
    answer = await decide(client, path, decision)
    assert (answer.status_code, answer.json()["code"]) == (400, "use_generate")
    answer = await decide(client, bare, decision)
    assert (answer.status_code, answer.json()["code"]) == (409, "fix_superseded")
    blank = await decide(client, path, decision, edited_script=" \n")
    assert (blank.status_code, blank.json()["errors"][0]["field"]) == (422, "edited_script")
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert (whole["state_version"], whole["draft_templates"]) == (3, [])


async def test_a_fix_whose_template_was_archived_counts_as_one_without(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    template = (await client.post("/scripts/templates", json=OWN)).json()
    path = await suggest(client, assistant, session_id, template=template["slug"], script=SCRIPT)
    assert (await client.get(f"{path}/form")).status_code == 200
    await client.delete(f"/scripts/templates/{template['id']}")
    gone = await client.get(f"{path}/form")
    assert (gone.status_code, gone.json()["code"]) == (404, "template_gone")
    assert (await decide(client, path, "one_off")).json()["rendered_script"] == SCRIPT


async def test_a_template_that_nobody_knows_is_none(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    path = await suggest(client, assistant, session_id, template="no-such-thing", script=SCRIPT)
    answer = (await decide(client, path, "one_off")).json()
    assert (answer["fix"]["template_id"], answer["fix"]["template_slug"]) == (None, "no-such-thing")
    assert answer["rendered_script"] == SCRIPT


@pytest.mark.parametrize(
    ("named", "script", "language"),
    [
        (None, "#!/usr/bin/env bash\nsystemctl restart cups\n", "bash"),
        ("klingon", "@echo off\r\nnet stop spooler\r\n", "cmd"),
        ("ps1", "if (Test-Path $x) { Get-Item $x | Select-Object -First 1 }\n", "powershell"),
        (None, "Get-Service | Where-Object { $_.Status -eq 'Stopped' } | Start-Service\n", "powershell"),
        (None, "import os\n\n\ndef main() -> None:\n    print(os.getcwd())\n\n\nmain()\n", "python"),
        (None, "}} )( <<< not a language at all [[", None),
    ],
)
async def test_the_language_is_found_where_the_fix_names_none(
    client: httpx2.AsyncClient,
    assistant: ScriptedAssistant,
    session_id: str,
    named: str | None,
    script: str,
    language: str | None,
) -> None:
    path = await suggest(client, assistant, session_id, script=script, **({"language": named} if named else {}))
    answer = await decide(client, path, "draft_template")
    assert answer.status_code == 200, answer.text
    draft = (await client.get(f"/scripts/drafts/{answer.json()['draft_template_id']}")).json()
    assert language is None or draft["language"] == language
    assert draft["original_script"] == script


async def test_two_at_once_with_one_key_make_one_draft(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, tenant: Tenant
) -> None:
    path = await suggest(client, assistant, session_id, script=SCRIPT)
    keyed = {"Idempotency-Key": "once"}
    body = {"decision": "draft_template"}
    answers = await asyncio.gather(*(client.post(f"{path}/decision", json=body, headers=keyed) for _ in range(4)))
    assert [one.status_code for one in answers] == [200] * 4
    assert len({one.json()["draft_template_id"] for one in answers}) == 1
    without = (await client.post(f"{path}/decision", json=body)).json()
    assert without["draft_template_id"] == answers[0].json()["draft_template_id"], "the same script has one open draft"
    assert len((await client.get("/scripts/drafts")).json()["items"]) == 1


async def test_the_decision_is_audited_and_the_ticks_are_kept(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    script = "rm -rf /srv/old\n"
    path = await suggest(client, assistant, session_id, script=script, language="bash")
    found = (await client.post("/scripts/review", json={"script": script, "language": "bash"})).json()["findings"]
    rule = found[0]["rule"]
    ticked = await client.post(f"{path}/acknowledge", json={"rules": [rule, rule]})
    assert ticked.json() == {"acknowledged": [rule]}
    unknown = await client.post(f"{path}/acknowledge", json={"rules": ["no-such-rule"]})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "rules")
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert whole["active_fix"]["acknowledged"] == [rule]
