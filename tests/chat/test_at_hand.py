"""What an assistant is given where nothing had to be looked up for it: files with their messages, endpoints in their order."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from resolvent.ai.catalog import EndpointChange, change_endpoint, create_endpoint, list_endpoints, read_endpoints
from resolvent.ai.models import ModelEndpoint, Use
from resolvent.chat.known import read_known
from resolvent.db import Database
from resolvent.vault import Vault
from tests.chat.test_model_turns import add_endpoint
from tests.conftest import SECRET, Tenant
from tests.peers.openai import openai_peer
from tests.peers.replies import Reply
from tests.peers.server import Peer
from tests.talk import listening, say

LINE = "0x0000011b on SRV-PRINT at 09:14"


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with openai_peer() as made:
        yield made


async def test_a_file_is_read_with_its_message_and_with_the_retry(
    app: FastAPI, client: httpx2.AsyncClient, peer: Peer
) -> None:
    """Nothing fits, and nothing is similar: only for the file is anything looked up."""
    await add_endpoint(client, peer, "openai")
    peer.answers(Reply("I see."))
    session_id = (await client.post("/ai-sessions", json={"problem": "Bench"})).json()["id"]
    async with listening(client, session_id):
        await app.state.runner.beforehand.finish()
    sent = await client.post(f"/ai-sessions/{session_id}/attachments?name=spool.log", content=LINE.encode())
    whole = await say(client, session_id, "Look.", attachment_ids=[sent.json()["attachment"]["id"]])
    async with listening(client, session_id) as listener:
        turn_id = whole["messages"][-1]["turn"]["id"]
        assert (await client.post(f"/ai-sessions/{session_id}/turns/{turn_id}/retry")).status_code == 202
        await listener.wait_for(lambda one: bool(one.named("turn.finished")))
    await say(client, session_id, "And now?")
    told = ["\n".join(text for _, text in one.asked.said) for one in peer.asked if one.asked]
    assert [LINE in one for one in told] == [True, True, True]


async def test_a_running_answer_is_told_before_anything_else_that_is_wrong(
    app: FastAPI, client: httpx2.AsyncClient, database: Database, tenant: Tenant
) -> None:
    """The page waits for that one, and for no other."""
    session_id = (await client.post("/ai-sessions", json={"problem": "Bench"})).json()["id"]
    await say(client, session_id, "Why?")
    async with database.transaction(tenant.account_id) as db:
        await db.execute(text("UPDATE turns SET status = 'running', lease_until = now() + interval '1 hour'"))
    wrong = str(UUID(int=1))
    message = await client.post(
        f"/ai-sessions/{session_id}/messages", json={"content": "And?", "attachment_ids": [wrong]}
    )
    retried = await client.post(f"/ai-sessions/{session_id}/turns/{wrong}/retry")
    assert [one.json()["code"] for one in (message, retried)] == ["turn_running"] * 2


def columns(one: ModelEndpoint) -> tuple[object, ...]:
    return (
        one.account_id,
        one.name,
        one.provider,
        one.model,
        one.base_url,
        one.sealed,
        one.uses,
        one.allow_private,
        one.sees_images,
        one.context_tokens,
    )


async def test_endpoints_are_the_same_read_with_all_else(database: Database, tenant: Tenant) -> None:
    vault = Vault(SECRET)
    given = {"provider": "openai", "model": "m", "context_tokens": 8_000, "allow_private": True, "uses": (Use.CHAT,)}
    async with database.transaction(tenant.account_id) as db:
        made = [
            await create_endpoint(db, tenant.actor, vault, EndpointChange(name=name, key=key, **given))  # type: ignore[arg-type]
            for name, key in (("Keyless", None), ("Short", "sk-1"), ("Long", "k" * 400))
        ]
        await change_endpoint(
            db, tenant.actor, vault, made[0].id, EndpointChange(position=made[2].position + 1), version=1
        )
        listed = await list_endpoints(db, tenant.account_id)
        read = (await read_known(db, tenant.account_id, UUID(int=1))).models
    assert [one.name for one in read] == ["Short", "Long", "Keyless"]
    assert list(map(columns, read)) == list(map(columns, listed))
    assert read_endpoints(tenant.account_id, None) == ()
