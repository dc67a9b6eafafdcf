"""An answer is made ready while its turn is being stored. Nothing of it leaves, and nothing is written, before the turn is."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx2
import psycopg
import pytest
from fastapi import FastAPI

from resolvent.accounts.schemas import SettingsChange
from resolvent.accounts.settings import change_settings
from resolvent.ai.llm import Patience
from resolvent.chat.assistant import Always, Place, Said, Turn
from resolvent.chat.assistants.playbook import PlaybookAssistant
from resolvent.chat.runner import TurnRunner
from resolvent.chat.shelf import FixedShelf, Opened
from tests.chat.assistants.desk import Desk
from tests.chat.test_model_turns import add_endpoint
from tests.conftest import Tenant
from tests.peers.openai import openai_peer
from tests.peers.replies import Reply
from tests.peers.server import Peer
from tests.talk import listening, say

LOCK = 4711
ANSWERING = re.compile(r"turn-[0-9a-f-]{36}")
AT_COMMIT = """
    CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN {act}; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON turns DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION at_commit();
"""
FULL = "RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full'"
MODELS_OR_NONE = pytest.mark.parametrize("model", [True, False], ids=["model", "playbooks"])


@pytest.fixture
async def owner(database_url: str) -> AsyncIterator[psycopg.AsyncConnection]:
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with openai_peer() as made:
        yield made


@pytest.fixture
async def session_id(client: httpx2.AsyncClient, peer: Peer, model: bool) -> str:
    if model:
        await add_endpoint(client, peer, "openai", name="Model")
        peer.answers(Reply("Is the spooler running?"))
    made = await client.post("/ai-sessions", json={"problem": "The print spooler keeps stopping, nothing prints."})
    return str(made.json()["id"])


async def send(client: httpx2.AsyncClient, session_id: str, told: str = "It stopped again.") -> httpx2.Response:
    return await client.post(f"/ai-sessions/{session_id}/messages", json={"content": told})


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():  # noqa: ASYNC110 (of the database)
            await asyncio.sleep(0.01)


async def count(owner: psycopg.AsyncConnection, table: str) -> int:
    found = await (await owner.execute(f"SELECT count(*) FROM {table}")).fetchone()
    assert found is not None
    return int(found[0])


async def read_names(owner: psycopg.AsyncConnection) -> set[str]:
    """Those that have a pseudonym."""
    found = await (await owner.execute("SELECT names FROM session_pseudonyms")).fetchall()
    return {name for (names,) in found for name in names.values()}


@asynccontextmanager
async def commit_held(
    owner: psycopg.AsyncConnection, database_url: str, request: Awaitable[httpx2.Response], then: str = "NULL"
) -> AsyncIterator[asyncio.Future[httpx2.Response]]:
    """The request has written its turn, and its commit waits until the end of this; what could happen meanwhile has. `then`: in the
    same transaction."""
    await owner.execute(AT_COMMIT.format(act=f"PERFORM pg_advisory_xact_lock({LOCK}); {then}"))
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as holder:
        await holder.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        sending = asyncio.ensure_future(request)
        await commit_waits(owner)
        yield sending


async def commit_waits(owner: psycopg.AsyncConnection) -> None:
    """And all that could happen meanwhile has the time to: an answer of this peer takes some milliseconds."""

    async def waits() -> bool:
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
        return await (await owner.execute(waiting, [LOCK])).fetchone() is not None

    await until(waits)
    for _ in range(30):
        await asyncio.sleep(0.01)


@MODELS_OR_NONE
async def test_a_turn_that_is_not_stored_yet_is_not_answered(
    app: FastAPI,
    client: httpx2.AsyncClient,
    owner: psycopg.AsyncConnection,
    database_url: str,
    peer: Peer,
    session_id: str,
    model: bool,
) -> None:
    runner: TurnRunner = app.state.runner

    async with listening(client, session_id) as listener:
        async with commit_held(owner, database_url, send(client, session_id)) as sending:
            assert not sending.done()
            assert len(runner._prepared) == 1
            assert peer.requests == []
            assert await count(owner, "model_usage") == await count(owner, "session_shelves") == 0
            assert listener.named("turn.started") == listener.named("turn.delta") == []
        assert (await sending).status_code == 202
        await listener.wait_for(lambda one: bool(one.named("turn.finished")))
    assert len(peer.requests) == model
    assert not runner._prepared
    assert len(listener.named("turn.started")) == 1


class Hasty:
    name = "Hasty"

    async def answer(self, _turn: Turn, _stored: asyncio.Event) -> AsyncGenerator[str, None]:
        yield "I was never asked to wait."


@pytest.mark.parametrize("model", [False], ids=["hasty"])
async def test_an_assistant_that_does_not_wait_is_not_heard_before(
    app: FastAPI, client: httpx2.AsyncClient, owner: psycopg.AsyncConnection, database_url: str, session_id: str
) -> None:
    app.state.runner.assistants = Always(Hasty())
    async with listening(client, session_id) as listener:
        async with commit_held(owner, database_url, send(client, session_id)) as sending:
            assert listener.named("turn.delta") == []
        assert (await sending).status_code == 202
        await listener.wait_for(lambda one: bool(one.named("turn.finished")))
    assert listener.texts


@pytest.mark.parametrize("model", [True], ids=["model"])
async def test_tries_that_fail_before_the_commit_are_in_the_books_after_it(
    client: httpx2.AsyncClient, owner: psycopg.AsyncConnection, database_url: str, peer: Peer, session_id: str
) -> None:
    """A name that does not resolve fails while the turn is being stored."""
    listed = (await client.get("/models")).json()["items"]
    for one in listed:
        await client.delete(f"/models/{one['id']}")
    await add_endpoint(client, peer, "openai", name="Gone", base_url="http://nowhere.invalid/v1")
    async with listening(client, session_id) as listener:
        async with commit_held(owner, database_url, send(client, session_id)) as sending:
            assert await count(owner, "model_usage") == 0
        assert (await sending).status_code == 202
        await listener.wait_for(lambda one: bool(one.named("turn.finished")), 30)
    assert await count(owner, "model_usage") == Patience().tries


@MODELS_OR_NONE
async def test_a_turn_that_is_not_stored_in_the_end_is_never_answered(
    app: FastAPI,
    client: httpx2.AsyncClient,
    owner: psycopg.AsyncConnection,
    database_url: str,
    peer: Peer,
    session_id: str,
    model: bool,
) -> None:
    runner: TurnRunner = app.state.runner
    async with commit_held(owner, database_url, send(client, session_id), FULL) as sending:
        assert not sending.done()
    assert (await sending).status_code >= 500

    async def nothing_is_prepared() -> bool:
        return not any(ANSWERING.fullmatch(task.get_name()) for task in asyncio.all_tasks())

    await until(nothing_is_prepared)
    assert not runner._prepared
    assert peer.requests == []
    for table in ("turns", "messages", "model_usage", "session_shelves", "session_pseudonyms"):
        assert await count(owner, table) == 0, table
    await owner.execute("DROP TRIGGER at_commit ON turns")
    whole = await say(client, session_id, "It stopped again.")
    assert whole["messages"][-1]["turn"]["status"] == "complete"
    assert len(peer.requests) == model
    assert await count(owner, "model_usage") == model, "none of the turn that never was"


@pytest.mark.parametrize("model", [True], ids=["model"])
@pytest.mark.parametrize("preferences", [{"pseudonyms": "identities_and_hosts"}, {"tokens_a_day": 1_000_000}], ids=str)
async def test_neither_names_nor_budget_are_touched_for_a_turn_that_never_was(
    app: FastAPI,
    client: httpx2.AsyncClient,
    tenant: Tenant,
    owner: psycopg.AsyncConnection,
    database_url: str,
    session_id: str,
    preferences: dict[str, Any],
) -> None:
    async with app.state.database.transaction(tenant.account_id) as db:
        await change_settings(db, tenant.actor, SettingsChange(preferences=preferences))
    await say(client, session_id, "jane.doe@contoso.example can't print on SRV-PRINT01.")
    tables = ("session_pseudonyms", "model_usage")
    before = [await count(owner, table) for table in tables]
    assert sum(before) > 1, "a finished turn leaves its names, or what was set aside of the budget"
    told = "Nor can john.roe@contoso.example on SRV-PRINT02."
    async with commit_held(owner, database_url, send(client, session_id, told), FULL) as sending:
        assert [await count(owner, table) for table in tables] == before
    assert (await sending).status_code >= 500
    names = await read_names(owner)
    await owner.execute("DROP TRIGGER at_commit ON turns")
    await say(client, session_id, "It stopped again.")
    assert await read_names(owner) == names
    assert await count(owner, "model_usage") == 2 * before[1]


@pytest.mark.parametrize("model", [True], ids=["model"])
async def test_a_process_that_stops_forgets_what_was_prepared(
    app: FastAPI,
    client: httpx2.AsyncClient,
    owner: psycopg.AsyncConnection,
    database_url: str,
    peer: Peer,
    session_id: str,
) -> None:
    """Its commit may come through all the same: then the answer is stopped, before it was asked for."""
    runner: TurnRunner = app.state.runner
    async with commit_held(owner, database_url, send(client, session_id)) as sending:
        assert len(runner._prepared) == 1
        await runner.stop()
    assert (await sending).status_code == 202

    async def is_stopped() -> bool:
        found = await (await owner.execute("SELECT status FROM turns")).fetchone()
        return found is not None and found[0] == "stopped"

    await until(is_stopped)
    assert peer.requests == []


async def test_the_playbook_assistant_reads_and_keeps_nothing_before() -> None:
    used: list[str] = []

    class Watched(FixedShelf):
        async def open(self, place: Place | None) -> Opened:
            used.append("open")
            return await super().open(place)

        async def keep(self, place: Place | None, opened: Opened) -> None:
            used.append("keep")

    desk = Desk("Printer not printing", "User can't print since this morning.")
    desk.turn = replace(desk.turn, messages=(Said("user", "Nothing prints."),))
    stored = asyncio.Event()
    answer = PlaybookAssistant(Watched()).answer(desk.turn, stored)
    first = asyncio.create_task(anext(answer))
    await asyncio.wait({first}, timeout=0.1)
    assert (first.done(), used) == (False, [])
    stored.set()
    assert await first
    assert used == ["open", "keep"]
