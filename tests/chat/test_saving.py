"""Running answers are saved together, and one that has to wait holds up no other."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from uuid import uuid4

import httpx2
import psycopg
import pytest
from fastapi import FastAPI

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import Role
from resolvent.app import create_app
from resolvent.chat.assistant import Turn
from resolvent.chat.saving import SHARE, SHARES, Running, share_out
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET


class SlowStart:
    """Says nothing before `speak`, then a sentence, and never ends by itself."""

    name = "Slow"

    def __init__(self) -> None:
        self.speak = asyncio.Event()

    async def answer(self, _turn: Turn, _stored: asyncio.Event) -> AsyncGenerator[str, None]:
        await self.speak.wait()
        yield "The spooler stops, and it stops again."
        await asyncio.Event().wait()


@pytest.fixture
def assistant() -> SlowStart:
    return SlowStart()


@pytest.fixture
def app(database_url: str, assistant: SlowStart) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, patience=QUICK)


@pytest.fixture
async def turns(client: httpx2.AsyncClient) -> list[tuple[str, str]]:
    """(session, its answer's message) of three answers that are being written."""
    opened = []
    for _ in range(3):
        session = (await client.post("/ai-sessions", json={"problem": "Printing fails."})).json()["id"]
        sent = await client.post(f"/ai-sessions/{session}/messages", json={"content": "Why?"})
        opened.append((session, sent.json()["answer_id"]))
    return opened


@pytest.fixture
async def owner(database_url: str) -> AsyncIterator[psycopg.AsyncConnection]:
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        yield connection


async def wait_for_text(owner: psycopg.AsyncConnection, answers: list[str], count: int) -> set[str]:
    """The answers that have text in the database, once there are so many."""
    async with asyncio.timeout(20):
        while True:
            rows = await owner.execute(
                "SELECT id::text FROM messages WHERE id = ANY(%s::uuid[]) AND content <> ''", [answers]
            )
            found = {row[0] for row in await rows.fetchall()}
            if len(found) >= count:
                return found
            await asyncio.sleep(0.05)


async def wait_for_the_lock(owner: psycopg.AsyncConnection) -> None:
    """Until a statement waits for a row that another has."""
    async with asyncio.timeout(20):
        while True:
            await owner.rollback()  # within a transaction the view stands still
            waiting = await owner.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event IN ('transactionid', 'tuple')"
            )
            if await waiting.fetchone():
                return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("text_comes", ["before", "after"])
async def test_a_session_that_somebody_holds_is_saved_after_the_others(
    turns: list[tuple[str, str]],
    owner: psycopg.AsyncConnection,
    database_url: str,
    assistant: SlowStart,
    text_comes: str,
) -> None:
    """Also when the others' text comes only after a save has begun to wait for the one that is held."""
    (busy, late), *_ = turns
    answers = [answer for _, answer in turns]
    async with await psycopg.AsyncConnection.connect(database_url) as other:
        await other.execute("SELECT 1 FROM ai_sessions WHERE id = %s FOR UPDATE", [busy])
        if text_comes == "before":
            assistant.speak.set()
        await wait_for_the_lock(owner)
        assistant.speak.set()
        assert await wait_for_text(owner, answers, 2) == set(answers) - {late}
    assert await wait_for_text(owner, answers, 3) == set(answers)


async def test_a_turn_of_a_session_that_was_deleted_while_it_was_waited_for_stops(
    turns: list[tuple[str, str]], owner: psycopg.AsyncConnection, database_url: str, app: FastAPI
) -> None:
    (busy, _), *_ = turns
    running = next(one for one in app.state.runner._running.values() if str(one.session_id) == busy)
    async with await psycopg.AsyncConnection.connect(database_url) as other:
        await other.execute("SELECT 1 FROM ai_sessions WHERE id = %s FOR UPDATE", [busy])
        await wait_for_the_lock(owner)
        await other.execute("DELETE FROM ai_sessions WHERE id = %s", [busy])
    await asyncio.wait_for(asyncio.shield(running.task), 20)
    assert running.turn_id not in app.state.runner._running


async def test_a_turn_that_was_taken_away_stops_here(
    turns: list[tuple[str, str]], owner: psycopg.AsyncConnection, app: FastAPI
) -> None:
    (_, answer), *_ = turns
    taken = await owner.execute(
        "UPDATE turns SET status = 'failed', error = 'cut_off' WHERE answer_id = %s RETURNING id", [answer]
    )
    row = await taken.fetchone()
    assert row is not None
    await owner.commit()
    await asyncio.wait_for(asyncio.shield(app.state.runner._running[row[0]].task), 20)
    rows = await owner.execute("SELECT status FROM turns ORDER BY id")
    assert [row[0] for row in await rows.fetchall()] == ["failed", "running", "running"]


async def test_more_than_are_saved_at_once_are_all_saved(
    client: httpx2.AsyncClient, owner: psycopg.AsyncConnection, assistant: SlowStart
) -> None:
    answers = []
    for _ in range(SHARE + 1):
        session = (await client.post("/ai-sessions", json={"problem": "Printing fails."})).json()["id"]
        sent = await client.post(f"/ai-sessions/{session}/messages", json={"content": "Why?"})
        answers.append(sent.json()["answer_id"])
    assistant.speak.set()
    assert await wait_for_text(owner, answers, len(answers)) == set(answers)


@pytest.mark.parametrize(("mine", "others"), [(0, 0), (1, 1), (SHARE, 2 * SHARE + 1), (SHARE * SHARES * 5, 3)], ids=str)
def test_shares_are_of_one_account_and_few(mine: int, others: int) -> None:
    """A share is a transaction: as few as may be, so that each lease is renewed in time."""
    accounts = [Actor(uuid4(), uuid4(), "Ada", Role.ENGINEER, None) for _ in range(2)]
    turns = [
        Running(turn_id=uuid4(), session_id=uuid4(), actor=actor, assistant=SlowStart())
        for actor, count in zip(accounts, (mine, others), strict=True)
        for _ in range(count)
    ]
    mixed = turns[::2] + turns[1::2]
    shares = share_out(mixed)
    assert sorted(one.turn_id for share in shares for one in share) == sorted(one.turn_id for one in turns)
    assert all(len({one.actor.account_id for one in share}) == 1 for share in shares)
    for actor, count in zip(accounts, (mine, others), strict=True):
        of_account = [share for share in shares if share[0].actor.account_id == actor.account_id]
        assert len(of_account) == min(-(-count // SHARE), SHARES)
