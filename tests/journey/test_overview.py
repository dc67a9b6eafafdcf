"""The whole session in one answer costs the same few queries, whatever its length."""

from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from resolvent.db import Database
from tests.conftest import Tenant

MOST = 11


@pytest.mark.parametrize("length", [0, 12])
async def test_it_is_read_in_eleven_queries(
    app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant, length: int
) -> None:
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
