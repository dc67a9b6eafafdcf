"""The whole session in one answer costs the same few queries, whatever its length."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from resolvent.db import Database
from tests.conftest import Tenant
from tests.fixes.test_form import GIVEN, own_template

SCRIPT = "Restart-Service Spooler\n"


@contextmanager
def counting(app: FastAPI) -> Iterator[list[str]]:
    """The queries meanwhile, but for those that find out who asks."""
    database: Database = app.state.database
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT") and "set_config" not in statement and "resolvent_" not in statement:
            asked.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


@pytest.mark.parametrize("length", [0, 12])
async def test_it_is_read_in_three_queries(app: FastAPI, client: httpx2.AsyncClient, length: int) -> None:
    path = f"/ai-sessions/{(await client.post('/ai-sessions', json={'problem': 'Printing fails.'})).json()['id']}"
    for number in range(length):
        await client.post(f"{path}/facts", json={"text": f"Fact {number}."})
        await client.post(f"{path}/checks", json={"title": f"Check {number}?"})
    await client.get(path)  # the assistant's name is remembered for a moment
    with counting(app) as asked:
        whole = (await client.get(path)).json()
    assert len(whole["facts"]) == length
    assert len(asked) == 3, "\n".join(asked)


async def test_what_not_every_session_has_is_read_where_it_is_there(
    app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant, database_url: str
) -> None:
    ticket = (await client.post("/desk/tickets", json={"summary": "No print", "description": "It fails."})).json()["id"]
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": ticket}
    session_id = (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"]
    path = f"/ai-sessions/{session_id}"
    template = await own_template(client)
    own = {"title": "Do it", "rationale": "It may help.", "confidence": 40, "script": SCRIPT, "language": "powershell"}
    made = await client.post(f"{path}/suggested-fixes", json=own)
    fix = f"{path}/suggested-fixes/{made.json()['fix']['id']}"
    assert (await client.post(f"{fix}/decision", json={"decision": "draft_template"})).status_code == 200
    suggested = {"title": "Try it", "rationale": "It may help.", "confidence": 40, "template": template["slug"]}
    assert (await client.post(f"{path}/suggested-fixes", json=suggested)).status_code == 201
    given = {"template_id": template["id"], "parameters": GIVEN, "ai_session_id": session_id}
    generated = (await client.post("/scripts/generate", json=given)).json()["generation_id"]
    with psycopg.connect(database_url) as db:
        db.execute(
            "INSERT INTO ticket_news (account_id, id, session_id, kind, source_id, author, visibility, text, happened_at)"
            " VALUES (%s, gen_random_uuid(), %s, 'note', '1', 'Jane', 'internal', 'It prints again.', now())",
            (tenant.account_id, session_id),
        )
    await client.get(path)
    with counting(app) as asked:
        whole = (await client.get(path)).json()
    assert [one["id"] for one in whole["generations"]] == [generated]
    assert [one["title"] for one in whole["draft_templates"]] == ["Do it"]
    assert [one["text"] for one in whole["news"]] == ["It prints again."]
    assert whole["active_fix_success"]["account"]["applied"] == 0
    assert len(asked) == 8, "\n".join(asked)


async def test_it_tells_each_list_as_its_own_address_does(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    other = f"/ai-sessions/{(await client.post('/ai-sessions', json={'problem': 'Printing fails.'})).json()['id']}"
    assert (await client.post(f"{other}/facts", json={"text": "Told in another session."})).status_code == 201
    path = f"/ai-sessions/{(await client.post('/ai-sessions', json={'problem': 'Printing fails.'})).json()['id']}"
    for number in range(3):
        await client.post(f"{path}/facts", json={"text": f"It says „{number} %“ since 09:1{number}."})
        await client.post(f"{path}/checks", json={"title": f"Check {number}?", "command": "Get-Printer"})
        fix = {"title": f"Fix {number}", "rationale": "It may help.", "confidence": 40}
        await client.post(f"{path}/suggested-fixes", json=fix)
    retracted = (await client.get(f"{path}/facts")).json()["items"][0]["id"]
    assert (await client.delete(f"{path}/facts/{retracted}")).status_code == 200
    whole = (await client.get(path)).json()
    for member, address, most in (("facts", "facts", 2), ("checks", "checks", 3), ("fixes", "suggested-fixes", 3)):
        assert whole[member] == (await client.get(f"{path}/{address}")).json()["items"]
        assert len(whole[member]) == most


async def test_it_tells_how_often_the_fixs_template_worked_before(
    client: httpx2.AsyncClient, base_url: str, tenant: Tenant, other_tenant: Tenant
) -> None:
    template = (await client.get("/scripts/templates?limit=1")).json()["items"][0]
    fix = {"title": "Try it", "rationale": "It may help.", "confidence": 40}

    async def suggest(by: httpx2.AsyncClient, **more: str) -> tuple[str, str]:
        path = f"/ai-sessions/{(await by.post('/ai-sessions', json={'problem': 'Printing fails.'})).json()['id']}"
        made = await by.post(f"{path}/suggested-fixes", json={**fix, **more})
        assert made.status_code == 201, made.text
        return path, f"{path}/suggested-fixes/{made.json()['fix']['id']}"

    for outcome in ("applied_success", "applied_success", "applied_failed"):
        _, before = await suggest(client, template=template["slug"])
        assert (await client.patch(f"{before}/outcome", json={"outcome": outcome})).status_code == 200
    path, own = await suggest(client, template=template["slug"])
    # How it went here is no experience of before.
    assert (await client.patch(f"{own}/outcome", json={"outcome": "applied_failed"})).status_code == 200
    told = (await client.get(path)).json()["active_fix_success"]
    assert (told["account"]["success"], told["account"]["failed"], told["account"]["applied"]) == (2, 1, 3)
    assert (told["account"]["low"], told["account"]["high"]) == pytest.approx((0.2077, 0.9385), abs=5e-5)
    assert told["customer"] is None
    words_alone, _ = await suggest(client)
    assert (await client.get(words_alone)).json()["active_fix_success"] is None
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=other_tenant.headers(), timeout=30) as other:
        assert (await other.get("/scripts/templates?limit=1")).status_code == 200
        theirs, _ = await suggest(other, template=template["slug"])
        assert (await other.get(theirs)).json()["active_fix_success"]["account"]["applied"] == 0
