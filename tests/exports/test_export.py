"""A session that was really played leaves as a file: whole, without secrets, bounded, and told in the audit trail."""

import hashlib
import json
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest
from fastapi import FastAPI

from resolvent.accounts.models import Role
from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.exports import gather
from resolvent.exports.record import SessionRecord
from resolvent.ids import new_id
from resolvent.masking import MASK
from tests.conftest import QUICK, SECRET, Tenant
from tests.scripted import ScriptedAssistant
from tests.scripts.library import SECRET_BODY, SECRET_SCHEMA, a_template
from tests.suggesting import fix
from tests.talk import say
from tests.test_masking import FORMS
from tests.ticketing.posting import ESCALATION, Case, open_case

FORMATS = {"md": "text/markdown", "json": "application/json", "html": "text/html"}
PASSWORD = "Tanne-Blau'77 x"
LOG = b"spooler stopped\n" * 50


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(
        "**Is the spooler running?**", fix("Restart the spooler", script="Restart-Service Spooler")
    )


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def case(client: httpx2.AsyncClient, tenant: Tenant) -> Case:
    """With one of everything; its script was given PASSWORD."""
    made = await open_case(client, tenant)
    await client.post(f"{made.path}/checks", json={"title": "Is it on?", "status": "done", "result": "Yes."})
    added = await client.post(
        f"{made.path}/attachments?name=spooler.log", content=LOG, headers={"Content-Type": "text/plain"}
    )
    attachment = added.json()["attachment"]["id"]
    await say(client, made.session_id, "It hangs again.", attachment_ids=[attachment])
    whole = await say(client, made.session_id, "It is stopped.")
    template = (
        await client.post("/scripts/templates", json=a_template(body=SECRET_BODY, parameters_schema=SECRET_SCHEMA))
    ).json()
    asked = {"template_id": template["id"], "parameters": {"password": PASSWORD}, "ai_session_id": made.session_id}
    generated = await client.post("/scripts/generate", json=asked)
    assert generated.is_success, generated.text
    outcome = f"{made.path}/suggested-fixes/{whole['active_fix']['id']}/outcome"
    failed = await client.patch(outcome, json={"outcome": "applied_failed", "failure_reason": "It stopped again."})
    assert failed.is_success, failed.text
    preview = await made.preview(ESCALATION)
    ticks = [one["id"] for one in preview["grounding"]["findings"]]
    posted = await made.post(ESCALATION, acknowledge=ticks, question="Which driver?", to={"queue": "Tier 2"})
    assert posted.status_code == 200, posted.text
    assert (await client.post(f"{made.path}/return", json={"questions": "Who installed it?"})).is_success
    return made


async def export(client: httpx2.AsyncClient, case: Case, form: str = "json") -> httpx2.Response:
    answer = await client.get(f"{case.path}/export", params={"format": form})
    assert answer.status_code == 200, answer.text
    return answer


async def test_the_file_holds_one_of_everything(client: httpx2.AsyncClient, case: Case) -> None:
    record = SessionRecord.model_validate_json((await export(client, case)).text)
    whole = await case.whole()
    assert (record.schema_name, record.schema_version) == ("resolvent.session", 1)
    assert record.session.title == whole["session"]["title"]
    assert [one.text for one in record.facts] == [one["text"] for one in whole["facts"]]
    assert [(one.title, one.result) for one in record.checks if one.title == "Is it on?"] == [("Is it on?", "Yes.")]
    assert [(one.status, one.failure_reason) for one in record.fixes] == [("applied_failed", "It stopped again.")]
    assert record.fixes[0].drafted_script == "Restart-Service Spooler"
    (script,) = record.scripts
    assert script.sensitive == ["password"]
    assert MASK in script.script
    (note,) = record.notes
    assert (note.kind, note.step, note.posted) == ("escalation", whole["writebacks"][0]["step"], True)
    assert note.text == whole["writebacks"][0]["text"]
    assert [(one.question, one.to_queue) for one in record.escalations] == [("Which driver?", "Tier 2")]
    assert [one.questions for one in record.handovers] == ["Who installed it?"]
    (file,) = record.attachments
    assert (file.name, file.size, file.sha256) == ("spooler.log", len(LOG), hashlib.sha256(LOG).hexdigest())
    assert [one.text for one in record.conversation] == [one["content"] for one in whole["messages"]]
    assert record.conversation[0].files == [file.label]
    told = " / ".join(one.what for one in record.timeline)
    for label in ("fact F1", "Fix X1 was suggested", "script G1", "file A1", "note N1", "gave the session back"):
        assert label in told, told
    assert [one.at for one in record.timeline] == sorted(one.at for one in record.timeline)


@pytest.mark.parametrize("form", FORMATS)
async def test_every_form_is_a_file_that_a_browser_only_saves(
    client: httpx2.AsyncClient, case: Case, form: str
) -> None:
    answer = await export(client, case, form)
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[form]
    number = (await case.session())["ticket"]["number"]
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="session-{number}.{form}"')
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    for text in ("It hangs again.", "Which driver?", "Who installed it?", "It stopped again.", "spooler.log"):
        assert text in answer.text


@pytest.mark.parametrize("form", FORMATS)
async def test_a_secret_that_stands_in_a_row_all_the_same_stays_here(
    client: httpx2.AsyncClient, case: Case, database_url: str, form: str
) -> None:
    """Rows as an older release may have left them, which nothing masked on their way in."""
    spelled = "\n".join(write(PASSWORD) for write in FORMS.values())
    statements = {
        "UPDATE facts SET text = text || %s WHERE session_id = %s": spelled,
        "UPDATE checks SET result = %s WHERE session_id = %s": spelled,
        "UPDATE messages SET content = content || %s WHERE session_id = %s": spelled,
        "UPDATE attachments SET name = %s WHERE session_id = %s": f"{PASSWORD}.log",
        "UPDATE suggested_fixes SET ai_drafted_script = %s WHERE session_id = %s": spelled,
        "UPDATE script_generations SET parameters = %s WHERE session_id = %s": json.dumps({"user": [PASSWORD]}),
        "UPDATE handoffs SET questions = %s WHERE session_id = %s": spelled,
        "UPDATE writebacks SET question = %s WHERE session_id = %s": spelled,
        "UPDATE ai_sessions SET title = %s WHERE id = %s": f"Uses {PASSWORD}",
    }
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        for statement, value in statements.items():
            await db.execute(statement.encode(), (value, case.session_id))
    text = (await export(client, case, form)).text
    found = [form for form, write in FORMS.items() if write(PASSWORD) in text]
    assert found == []
    assert text.count(MASK) >= len(statements)


async def test_who_took_it_is_in_the_trail(client: httpx2.AsyncClient, case: Case, tenant: Tenant) -> None:
    client.headers = httpx2.Headers(tenant.headers(Role.ENGINEER))
    await export(client, case, "html")
    client.headers = httpx2.Headers(tenant.headers())
    entries = (await client.get("/audit", params={"session_id": case.session_id})).json()["items"]
    assert entries[0]["action"] == "session.export"
    assert entries[0]["after"] == {"format": "html"}
    assert entries[0]["actor"]["name"] == tenant.actors[Role.ENGINEER].name


async def test_an_unknown_form_is_refused_and_told_nowhere(client: httpx2.AsyncClient, case: Case) -> None:
    refused = await client.get(f"{case.path}/export?format=pdf")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "format")
    entries = (await client.get("/audit", params={"session_id": case.session_id})).json()["items"]
    assert "session.export" not in {one["action"] for one in entries}


async def test_a_long_conversation_is_cut_and_says_so(
    client: httpx2.AsyncClient, tenant: Tenant, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest are kept, and of each its beginning; the limits are made small for the test."""
    monkeypatch.setattr(gather, "LONGEST_MESSAGE", 100)
    monkeypatch.setattr(gather, "MOST_CONVERSATION", 1_000)
    made = await open_case(client, tenant)
    await insert_messages(database_url, tenant, made, 300, "x" * 150)
    record = (await export(client, made)).json()
    assert (len(record["conversation"]), record["older_messages_left_out"]) == (10, 290)
    assert {(len(one["text"]), one["left_out"]) for one in record["conversation"]} == {(100, 50)}
    assert record["conversation"][-1]["label"] == "M300"
    html = (await export(client, made, "html")).text
    assert "290 older messages are not in this file." in html
    assert "Characters left out at its end" in html


@pytest.mark.parametrize("form", FORMATS)
async def test_300_messages_and_a_log_of_2000_lines_leave_whole(
    client: httpx2.AsyncClient, tenant: Tenant, database_url: str, form: str
) -> None:
    made = await open_case(client, tenant)
    log = "".join(f"08:12:01 spoolsv.exe line {number} of many\n" for number in range(2_000))
    await insert_messages(database_url, tenant, made, 299, "Short.")
    await insert_messages(database_url, tenant, made, 1, log)
    text = (await export(client, made, form)).text
    assert "line 1999 of many" in text
    assert "M300" in text
    assert "not in this file" not in text


async def insert_messages(database_url: str, tenant: Tenant, case: Case, count: int, text: str) -> None:
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        await db.execute(
            "INSERT INTO messages (account_id, id, session_id, role, content, author)"
            " SELECT %s, id, %s, 'user', %s, 'A' FROM unnest(%s::uuid[]) id",
            (tenant.account_id, UUID(case.session_id), text, [new_id() for _ in range(count)]),
        )


def test_the_schema_of_the_json_file_is_in_the_description() -> None:
    document: dict[str, Any] = create_app(Settings(), "postgresql://nowhere/none", SECRET).openapi()
    answers = document["paths"]["/api/v1/ai-sessions/{session_id}/export"]["get"]["responses"]
    assert set(answers["200"]["content"]) == {"text/markdown", "application/json", "text/html"}
    assert answers["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/SessionRecord")
    part = document["components"]["schemas"]["AttachmentPart"]
    assert part["properties"]["sha256"]["description"] == "Of what a download gives today."
