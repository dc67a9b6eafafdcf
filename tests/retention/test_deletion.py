"""After a deletion no row of any table speaks of the session: the catalog is walked, whatever tables there are."""

from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.retention.run import run_due
from tests.conftest import QUICK, SECRET, Tenant
from tests.retention.closed import add_sessions, ask, keep_for
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix
from tests.talk import say
from tests.ticketing.posting import Case, open_case

NO_TIE = {"audit_entries", "model_usage"}
"""Tables that name a session without a foreign key: the trail is never changed, and of the use numbers stay."""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
TIES = """
    SELECT c.conrelid::regclass::text, c.confdeltype::text FROM pg_constraint c
    WHERE c.contype = 'f' AND c.confrelid = 'ai_sessions'::regclass ORDER BY 1
"""
NAMED = "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'session_id'"
WORD = "kestrel7731"


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(
        f"Say {WORD}.",
        fix("Restart the spooler", template="restart-print-spooler"),
        fix("Restart by hand", script=f"Restart-Service Spooler # {WORD}"),
    )


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


async def decide(client: httpx2.AsyncClient, case: Case, whole: dict[str, Any], outcome: dict[str, Any]) -> str:
    path = f"{case.path}/suggested-fixes/{whole['active_fix']['id']}"
    answer = await client.patch(f"{path}/outcome", json=outcome)
    assert answer.is_success, answer.text
    return path


@pytest.fixture
async def played(client: httpx2.AsyncClient, tenant: Tenant, database_url: str) -> Case:
    """With a row in as many tables as a session comes by, resolved and closed long ago."""
    case = await open_case(client, tenant)
    me = {"Idempotency-Key": "first"}
    added = await client.post(f"{case.path}/attachments?name={WORD}.log", content=WORD.encode(), headers=me)
    await say(client, case.session_id, f"Hello {WORD}", attachment_ids=[added.json()["attachment"]["id"]])
    await client.post(f"{case.path}/checks", json={"title": f"Is {WORD} on?"})
    whole = await say(client, case.session_id, "What now?")
    await decide(client, case, whole, {"outcome": "applied_failed", "failure_reason": WORD})
    whole = await say(client, case.session_id, "And now?")
    one = f"{case.path}/suggested-fixes/{whole['active_fix']['id']}"
    drafted = await client.post(f"{one}/decision", json={"decision": "draft_template"})
    assert drafted.is_success, drafted.text
    await decide(client, case, whole, {"outcome": "applied_success", "notes": WORD})
    await client.put(f"{case.path}/seen", json={"event_number": 1})
    preview = await case.preview()
    ticks = [found["id"] for found in preview["grounding"]["findings"]]
    posted = await case.post(acknowledge=ticks, headers={"Idempotency-Key": "second"})
    assert posted.status_code == 200, posted.text
    await ask(database_url, "UPDATE ai_sessions SET closed_at = now() - interval '40 days'")
    return case


async def mentions(database_url: str, what: str) -> set[str]:
    """Tables of which a row holds it, anywhere."""
    found = set()
    for (name,) in await ask(database_url, TABLES):
        statement = f'SELECT count(*) FROM "{name}" t WHERE t::text LIKE %s'
        if await ask(database_url, statement, f"%{what}%") != [(0,)]:
            found.add(str(name))
    return found


async def test_no_row_of_any_table_speaks_of_it_any_more(
    database: Database, database_url: str, tenant: Tenant, played: Case
) -> None:
    before = await mentions(database_url, played.session_id)
    assert before >= {
        "ai_sessions", "messages", "turns", "facts", "checks", "suggested_fixes", "attachments", "session_events",
        "session_seen", "note_previews", "writebacks", "draft_templates", "idempotency_keys", "audit_entries",
    }  # fmt: skip
    await keep_for(database_url, tenant, 30)
    deleted = await run_due(database)
    assert {name: deleted[name] for name in ("sessions", "attachments", "writebacks", "suggested_fixes")} == {
        "sessions": 1, "attachments": 1, "writebacks": 1, "suggested_fixes": 2,
    }  # fmt: skip
    assert await mentions(database_url, played.session_id) == {"audit_entries"}
    # The ticket of the local desk is no part of the session, and a draft is somebody's script.
    assert await mentions(database_url, WORD) <= {"desk_notes", "draft_templates", "audit_entries"}
    (draft,) = await ask(database_url, "SELECT session_id, fix_id, original_script FROM draft_templates")
    assert draft == (None, None, None)


async def test_every_table_that_names_a_session_is_tied_to_it(database_url: str) -> None:
    ties = {str(name): how for name, how in await ask(database_url, TIES)}
    named = {str(name) for (name,) in await ask(database_url, NAMED)}
    assert named - set(ties) == NO_TIE, "a new table needs a foreign key, or its line in deletion.py"
    assert {name: how for name, how in ties.items() if how != "c"} == {"draft_templates": "n", "playbooks": "n"}


async def test_how_often_a_template_worked_is_still_known(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant, played: Case
) -> None:
    async def counts() -> dict[str, Any]:
        items = (await client.get("/scripts/templates?q=print spooler&limit=100")).json()["items"]
        return next(one["success"]["account"] for one in items if one["slug"] == "restart-print-spooler")

    before = await counts()
    assert (before["applied"], before["failed"]) == (1, 1)
    await keep_for(database_url, tenant, 30)
    assert (await run_due(database))["sessions"] == 1
    assert await counts() == before
    columns = await ask(database_url, "SELECT * FROM past_outcomes")
    assert len(columns) == 1


async def test_the_use_of_models_keeps_its_numbers(database: Database, database_url: str, tenant: Tenant) -> None:
    (old,) = await add_sessions(database_url, tenant, 1)
    await ask(
        database_url,
        "INSERT INTO model_usage (account_id, id, use, endpoint, model, session_id, outcome, input_tokens, cached_tokens,"
        " output_tokens, measured, total_ms) VALUES (%s, gen_random_uuid(), 'chat', 'e', 'm', %s, 'complete', 7, 0, 5, true, 9)",
        tenant.account_id, old,
    )  # fmt: skip
    await keep_for(database_url, tenant, 7)
    await run_due(database)
    assert await ask(database_url, "SELECT session_id, input_tokens, output_tokens FROM model_usage") == [(None, 7, 5)]


async def test_the_setting_is_guarded_by_its_version(
    client: httpx2.AsyncClient, tenant: Tenant, database_url: str
) -> None:
    path = "/account/retention"
    assert (await client.get(path)).json() == {"days": None, "version": 1, "ran_on": None, "deleted": {}}
    for days in (6, 0, 36_501):
        assert (await client.put(path, json={"days": days, "version": 1})).status_code == 422
    stored = await client.put(path, json={"days": 7, "version": 1})
    assert (stored.json()["days"], stored.json()["version"]) == (7, 2)
    stale = await client.put(path, json={"days": None, "version": 1})
    assert (stale.status_code, stale.json()["version"], stale.json()["days"]) == (412, 2, 7)
    assert (await client.put(path, json={"days": None, "version": 2})).json()["days"] is None
    trail = (await client.get("/audit", params={"kind": "retention"})).json()["items"]
    assert [(one["before"], one["after"]) for one in trail] == [
        ({"days": 7}, {"days": None}),
        ({"days": None}, {"days": 7}),
    ]
    ids = await add_sessions(database_url, tenant, 2, days_ago=8, title="Site B")
    would = (await client.get(f"{path}/preview?days=7")).json()
    assert (would["sessions"], would["oldest_title"]) == (2, "Site B 0")
    assert isinstance(ids[0], UUID)
    assert (await client.get(f"{path}/preview?days=9")).json()["sessions"] == 0
