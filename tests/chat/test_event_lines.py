"""A reader is told an event as its row has it, and looks at the row only where the notification could not carry it."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from resolvent.db import Database
from resolvent.errors import StaleState
from resolvent.events import EVENTS, TOLD, EventHub, listener_dsn
from resolvent.sessions.access import LONGEST_TOLD, add_event, change_session, lock_session
from tests.conftest import Tenant
from tests.talk import listening

AWKWARD = {"text": 'a/b // "quoted" \\ \n\r\u2028 Größe 5 € 😀', "none": None, "list": [1, {"deep": "/"}]}
LONG = {"text": "x" * LONGEST_TOLD}


@pytest.fixture
def looks(app: FastAPI) -> list[str]:
    """Statements of the server that read events."""
    seen: list[str] = []
    database: Database = app.state.database

    def note(*given: Any) -> None:
        if "FROM session_events" in given[2]:
            seen.append(given[2])

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    return seen


@pytest.mark.parametrize(("data", "looked"), [(AWKWARD, 0), (LONG, 1)], ids=["awkward", "long"])
async def test_an_event_comes_as_it_was_written(
    database: Database, tenant: Tenant, client: httpx2.AsyncClient, looks: list[str], data: dict[str, Any], looked: int
) -> None:
    session_id = (await client.post("/ai-sessions", json={"problem": "It prints nothing."})).json()["id"]

    async def write(told: dict[str, Any]) -> None:
        async with database.transaction(tenant.account_id) as db:
            await add_event(db, await lock_session(db, tenant.actor, UUID(session_id)), "state", told)

    async with listening(client, session_id) as listener:
        await write({"first": True})
        await listener.wait_for(lambda one: one.ids == [1])
        before = len(looks)
        await write(data)
        await listener.wait_for(lambda one: one.ids == [1, 2])
        assert listener.named("state")[1] == data
        assert len(looks) - before == looked
    async with listening(client, session_id, last_event_id=1) as listener:
        await listener.wait_for(lambda one: one.ids == [2])
        assert listener.named("state") == [data]


@pytest.mark.parametrize(("changed", "looked"), [("facts", 0), ("x" * LONGEST_TOLD, 1)], ids=["short", "long"])
async def test_a_change_comes_as_it_was_written(
    database: Database, tenant: Tenant, client: httpx2.AsyncClient, looks: list[str], changed: str, looked: int
) -> None:
    session_id = (await client.post("/ai-sessions", json={"problem": "It prints nothing."})).json()["id"]
    actor = replace(tenant.actor, name='a/b "Größe" \\ 😀')
    async with listening(client, session_id) as listener:
        before = len(looks)
        async with database.transaction(tenant.account_id) as db:
            await change_session(db, actor, UUID(session_id), [changed])
        await listener.wait_for(lambda one: one.ids == [1])
        by = {"id": str(actor.user_id), "name": actor.name}
        assert listener.named("state") == [{"state_version": 2, "changed": [changed], "by": by}]
        assert len(looks) - before == looked
        # Of a refused one nothing is told: the next event is the next number.
        with pytest.raises(StaleState):
            async with database.transaction(tenant.account_id) as db:
                await change_session(db, actor, UUID(session_id), ["facts"], seen=1)
        async with database.transaction(tenant.account_id) as db:
            await change_session(db, actor, UUID(session_id), ["facts"], seen=2)
        await listener.wait_for(lambda one: one.ids == [1, 2])
        assert [one["state_version"] for one in listener.named("state")] == [2, 3]


async def test_what_is_told_out_of_turn_is_looked_for(
    app: FastAPI, database: Database, tenant: Tenant, client: httpx2.AsyncClient
) -> None:
    """A notification may be lost with its connection: the next one brings what it told of as well."""
    session_id = (await client.post("/ai-sessions", json={"problem": "It prints nothing."})).json()["id"]
    hub: EventHub = app.state.hub
    assert hub._connection is not None
    async with listening(client, session_id) as listener:
        for channel in (EVENTS, TOLD):
            await hub._connection.remove_listener(channel, hub._receive)
        async with database.transaction(tenant.account_id) as db:
            await add_event(db, await lock_session(db, tenant.actor, UUID(session_id)), "state", {"number": 1})
        for channel in (EVENTS, TOLD):
            await hub._connection.add_listener(channel, hub._receive)
        async with database.transaction(tenant.account_id) as db:
            await add_event(db, await lock_session(db, tenant.actor, UUID(session_id)), "state", {"number": 2})
        await listener.wait_for(lambda one: one.ids == [1, 2])
        assert [one["number"] for one in listener.named("state")] == [1, 2]


async def test_a_replica_of_the_last_release_hears_the_number_alone(
    database: Database, database_url: str, tenant: Tenant, client: httpx2.AsyncClient
) -> None:
    session_id = (await client.post("/ai-sessions", json={"problem": "It prints nothing."})).json()["id"]
    heard: asyncio.Queue[str] = asyncio.Queue()
    dsn, arguments = listener_dsn(database_url)
    connection = await asyncpg.connect(dsn, **arguments)
    try:
        await connection.add_listener(EVENTS, lambda *given: heard.put_nowait(str(given[3])))
        async with database.transaction(tenant.account_id) as db:
            await add_event(db, await lock_session(db, tenant.actor, UUID(session_id)), "state", AWKWARD)
        assert await asyncio.wait_for(heard.get(), 10) == f"{tenant.account_id}/{session_id}/1"
        assert heard.empty()
    finally:
        await connection.close()
