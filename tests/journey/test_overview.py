"""The whole session in one answer costs the same few queries, whatever its length."""

from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from resolvent.db import Database
from tests.conftest import Tenant

MOST = 6


@pytest.mark.parametrize("length", [0, 12])
async def test_it_is_read_in_six_queries(app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant, length: int) -> None:
    session_id = UUID((await client.post("/ai-sessions", json={"problem": "Printing fails."})).json()["id"])
    for number in range(length):
        await client.post(f"/ai-sessions/{session_id}/facts", json={"text": f"Fact {number}."})
        await client.post(f"/ai-sessions/{session_id}/checks", json={"title": f"Check {number}?"})
    await client.get(f"/ai-sessions/{session_id}")  # the assistant's name is remembered for a moment
    database: Database = app.state.database
    asked: list[str] = []
    listen = (database.engine.sync_engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    event.listen(*listen)
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    event.remove(*listen)
    assert len(whole["facts"]) == length
    queries = [one for one in asked if one.startswith("SELECT") and "set_config" not in one and "resolvent_" not in one]
    assert len(queries) == MOST, "\n".join(queries)


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
