"""How many statements an engineer waits for, from a message to the request to the model: each costs more than its rows do."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from resolvent.db import Database
from tests.chat.test_model_turns import add_endpoint
from tests.peers.asked import Received
from tests.peers.openai import openai_peer
from tests.peers.replies import Reply
from tests.peers.server import Peer
from tests.talk import listening, say

FIRST, LATER = 11, 7
"""What is like a session is found when it is opened, and kept for its next messages."""
LONG = 12
WAITED_FOR = re.compile(r"Task-\d+|turn-[0-9a-f-]{36}")
"""The request's task and the turn's; what a process does by itself now and then has names of its own."""


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with openai_peer() as made:
        yield made


@pytest.mark.parametrize(
    ("length", "opened", "allowed"), [(0, False, FIRST), (0, True, LATER), (LONG, True, LATER)], ids=str
)
async def test_so_many_statements_come_before_the_model_is_asked(
    app: FastAPI, client: httpx2.AsyncClient, peer: Peer, length: int, opened: bool, allowed: int
) -> None:
    await add_endpoint(client, peer, "openai")
    peer.answers(Reply("Is the spooler running?"))
    await client.get("/scripts/templates?limit=1")  # the account's templates are there
    made = await client.post("/ai-sessions", json={"problem": "The print spooler keeps stopping, nothing prints."})
    session_id = made.json()["id"]
    for number in range(length):
        await client.post(f"/ai-sessions/{session_id}/facts", json={"text": f"Fact {number}."})
        await client.post(f"/ai-sessions/{session_id}/checks", json={"title": f"Check {number}?"})
    if length:
        await say(client, session_id, "Nothing prints.")
    elif opened:
        async with listening(client, session_id):
            await app.state.runner.beforehand.finish()
    asked: list[str] = []
    seen: list[str] = []
    came = asyncio.Event()

    def answer(request: Received) -> Reply:
        seen[:] = asked
        came.set()
        return Reply("It is stopped.")

    peer.answers(answer)
    database: Database = app.state.database

    def note(*given: Any) -> None:
        task = asyncio.current_task()
        if task is not None and WAITED_FOR.fullmatch(task.get_name()):
            asked.append(given[2])

    listen = (database.engine.sync_engine, "before_cursor_execute", note)
    event.listen(*listen)
    sent = await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "It stopped again."})
    assert sent.status_code == 202
    await asyncio.wait_for(came.wait(), 20)
    event.remove(*listen)
    assert len(seen) == allowed, "\n".join(seen)
