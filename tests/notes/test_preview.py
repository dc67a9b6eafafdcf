"""The preview cache: one writer of many askers, over two replicas; a text that got old is never passed off as fresh."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.notes.composer import compose
from resolvent.notes.preview import Previews
from resolvent.notes.structure import Kind
from resolvent.notes.writer import About, Writer, Written
from resolvent.sessions.evidence import Evidence
from tests.conftest import QUICK, SECRET, Tenant, running
from tests.process import until
from tests.scripted import ScriptedAssistant

PREVIEW = "resolution-note/preview"


class CountingWriter:
    """A writer as slow as the test says."""

    identity = "counting-1"

    def __init__(self) -> None:
        self.written = 0
        self.chosen = 0
        self.chosen_twice = asyncio.Event()
        """Two askers have read their session."""
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.fails: list[Exception] = []
        self.notice: str | None = None

    async def choose(self, db: AsyncSession, account_id: UUID) -> Writer:
        """For every account."""
        self.chosen += 1
        if self.chosen == 2:
            self.chosen_twice.set()
        return self

    async def write(self, evidence: Evidence, kind: Kind, about: About) -> Written:
        self.written += 1
        self.begun.set()
        await self.may_end.wait()
        if self.fails:
            raise self.fails.pop()
        return Written(compose(evidence, kind), self.notice)


@pytest.fixture
def writer() -> CountingWriter:
    return CountingWriter()


def app_with(writer: CountingWriter, database_url: str) -> FastAPI:
    app = create_app(Settings(), database_url, SECRET, assistant=ScriptedAssistant(), patience=QUICK)
    app.state.previews = Previews(app.state.database, writer, SECRET)
    return app


@pytest.fixture
def app(database_url: str, writer: CountingWriter) -> FastAPI:
    return app_with(writer, database_url)


@pytest.fixture
async def session(client: httpx2.AsyncClient) -> str:
    opened = await client.post("/ai-sessions", json={"problem": "Nobody can print."})
    return f"/ai-sessions/{opened.json()['id']}"


@pytest.fixture
async def replica(database_url: str, tenant: Tenant, writer: CountingWriter) -> AsyncIterator[httpx2.AsyncClient]:
    other = app_with(writer, database_url)
    async with (
        running(other) as base,
        httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=tenant.headers(), timeout=60) as made,
    ):
        yield made


async def ask(client: httpx2.AsyncClient, session: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"{session}/{PREVIEW}", json=body or None)
    assert answer.status_code == 200, answer.text
    written: dict[str, Any] = answer.json()
    return written


async def add(client: httpx2.AsyncClient, session: str, text: str) -> None:
    assert (await client.post(f"{session}/facts", json={"text": text})).status_code == 201


async def test_fifty_askers_on_two_replicas_make_one_writing(
    client: httpx2.AsyncClient, replica: httpx2.AsyncClient, session: str, writer: CountingWriter
) -> None:
    writer.may_end.clear()
    asking = [asyncio.create_task(ask(one, session)) for _ in range(25) for one in (client, replica)]
    await writer.begun.wait()
    # All pools are free while they wait: an ordinary request gets through at once.
    async with asyncio.timeout(5):
        assert (await client.get(session)).status_code == 200
        assert (await replica.get(session)).status_code == 200
    writer.may_end.set()
    written = await asyncio.gather(*asking)
    assert writer.written == 1
    assert len({one["markdown"] for one in written}) == 1
    assert [one["from_cache"] for one in written].count(False) == 1


async def test_a_restart_keeps_the_cache(
    client: httpx2.AsyncClient, session: str, writer: CountingWriter, database_url: str, tenant: Tenant
) -> None:
    first = await ask(client, session)
    restarted = app_with(writer, database_url)
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(running(restarted))
        made = httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=tenant.headers(), timeout=60)
        after = await ask(await stack.enter_async_context(made), session)
    assert after == {**first, "from_cache": True}
    assert writer.written == 1


async def test_a_text_whose_session_moved_meanwhile_is_written_anew(
    client: httpx2.AsyncClient, replica: httpx2.AsyncClient, session: str, writer: CountingWriter
) -> None:
    """Neither who wrote it nor who waited for it is given the older text as fresh."""
    writer.may_end.clear()
    asking = [asyncio.create_task(ask(one, session)) for one in (client, replica)]
    await writer.begun.wait()
    await writer.chosen_twice.wait()
    await add(client, session, "The queue is full.")
    writer.may_end.set()
    for written in await asyncio.gather(*asking):
        assert written["state_version"] == 2
        assert written["stale"] is False
        assert "queue is full" in written["markdown"]
    assert writer.written == 2


async def test_a_session_that_keeps_moving_gives_a_text_that_says_it_is_stale(
    app: FastAPI, client: httpx2.AsyncClient, session: str, writer: CountingWriter
) -> None:
    writing = writer.write

    async def write_while_it_moves(evidence: Evidence, kind: Kind, about: About) -> Written:
        await add(client, session, f"Fact {writer.written}.")
        return await writing(evidence, kind, about)

    writer.write = write_while_it_moves  # type: ignore[method-assign]  # the test's own writer, which the session outruns
    written = await ask(client, session)
    assert written["stale"] is True
    whole = (await client.get(session)).json()
    assert written["state_version"] < whole["state_version"]
    writer.write = writing  # type: ignore[method-assign]
    fresh = await ask(client, session)
    assert (fresh["stale"], fresh["state_version"]) == (False, whole["state_version"])


async def test_a_session_that_goes_while_its_note_is_written_has_none(
    client: httpx2.AsyncClient, session: str, writer: CountingWriter, database_url: str
) -> None:
    """As retention deletes it."""
    writer.may_end.clear()
    asking = asyncio.create_task(client.post(f"{session}/{PREVIEW}"))
    await writer.begun.wait()
    with psycopg.connect(database_url) as db:
        db.execute("DELETE FROM ai_sessions WHERE id = %s", (session.rsplit("/", maxsplit=1)[-1],))
    writer.may_end.set()
    assert (await asking).status_code == 404


async def test_a_writer_that_fails_leaves_the_way_free(
    client: httpx2.AsyncClient, session: str, writer: CountingWriter
) -> None:
    writer.fails.append(RuntimeError("the model went away"))
    failed = await client.post(f"{session}/{PREVIEW}")
    assert failed.status_code == 500
    async with asyncio.timeout(5):
        assert (await ask(client, session))["from_cache"] is False
    assert writer.written == 2


@pytest.mark.parametrize("restarted", [False, True], ids=["remembered", "stored"])
async def test_a_makeshift_is_handed_out_for_a_while_and_then_written_anew(
    app: FastAPI, client: httpx2.AsyncClient, session: str, writer: CountingWriter, restarted: bool
) -> None:
    def forget(makeshift: timedelta) -> None:
        app.state.previews = Previews(app.state.database, writer, SECRET, makeshift=makeshift)

    writer.notice = "The model is out of order."
    forget(timedelta(hours=1))
    await ask(client, session)
    if restarted:
        forget(timedelta(hours=1))
    assert (await ask(client, session))["notice"] == writer.notice
    assert writer.written == 1
    forget(timedelta(0))
    await ask(client, session)
    if restarted:
        forget(timedelta(0))
    writer.notice = None
    mended = await ask(client, session)
    assert (mended["notice"], mended["from_cache"], writer.written) == (None, False, 3)
    assert (await ask(client, session))["from_cache"] is True


async def test_a_writer_whose_process_died_is_replaced_after_its_lease(
    client: httpx2.AsyncClient, session: str, writer: CountingWriter, database_url: str
) -> None:
    await ask(client, session, refresh=True)
    with psycopg.connect(database_url) as db:
        db.execute("UPDATE note_previews SET body = NULL, lease_until = clock_timestamp() - interval '1 second'")
    assert (await ask(client, session, refresh=True))["from_cache"] is False
    assert writer.written == 2


async def test_refreshing_writes_anew_once_for_all_who_ask_meanwhile(
    app: FastAPI, client: httpx2.AsyncClient, session: str, writer: CountingWriter
) -> None:
    asking: set[asyncio.Task[Any] | None] = set()

    def notice(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO note_previews"):
            asking.add(asyncio.current_task())

    async def all_ask() -> bool:
        return len(asking) == 6

    await ask(client, session)
    event.listen(app.state.database.engine.sync_engine, "after_cursor_execute", notice)
    writer.begun.clear()
    writer.may_end.clear()
    first = asyncio.create_task(ask(client, session, refresh=True))
    await writer.begun.wait()
    others = [asyncio.create_task(ask(client, session, refresh=True)) for _ in range(5)]
    # This process remembers a text of this state: who asked for no new one does not wait.
    assert (await asyncio.wait_for(ask(client, session), 5))["from_cache"] is True
    await until(all_ask)
    writer.may_end.set()
    assert (await first)["from_cache"] is False
    await asyncio.gather(*others)
    assert writer.written == 2


async def test_a_draft_of_another_is_not_overwritten(client: httpx2.AsyncClient, session: str) -> None:
    path = f"{session}/resolution-note/draft"
    first = await client.put(path, json={"markdown": "Mine.", "based_on_state_version": 1})
    assert first.status_code == 200, first.text
    version = first.json()["draft"]["version"]
    theirs = {"markdown": "Theirs.", "based_on_state_version": 1, "version": version}
    assert (await client.put(path, json=theirs)).status_code == 200
    late = await client.put(path, json={"markdown": "Mine again.", "based_on_state_version": 1, "version": version})
    assert (late.status_code, late.json()["code"]) == (412, "draft_changed")
    whole = (await client.get(session)).json()
    assert [one["markdown"] for one in whole["drafts"]] == ["Theirs."]
    assert whole["state_version"] == 1


async def test_many_savers_at_once_with_one_version_let_one_win(client: httpx2.AsyncClient, session: str) -> None:
    path = f"{session}/resolution-note/draft"
    await client.put(path, json={"markdown": "First.", "based_on_state_version": 1})
    saves = [
        client.put(path, json={"markdown": f"Text {n}.", "based_on_state_version": 1, "version": 1}) for n in range(6)
    ]
    assert sorted(answer.status_code for answer in await asyncio.gather(*saves)) == [200, 412, 412, 412, 412, 412]
