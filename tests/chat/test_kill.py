"""SIGKILL of a real server in the middle of an answer."""

from collections.abc import Awaitable, Callable

import httpx2
import psycopg
from fastapi import FastAPI

from tests.conftest import Tenant
from tests.process import killed, let_leases_run_out, server_process, until
from tests.talk import listening


async def test_an_answer_whose_server_was_killed_is_cut_off_and_can_be_tried_again(
    database_url: str, tenant: Tenant, app: FastAPI, base_url: str
) -> None:
    """`base_url` is the other replica: it sweeps, and it answers the retry."""
    async with (
        server_process(database_url, holding=True) as (child, address),
        httpx2.AsyncClient(base_url=address, headers=tenant.headers(), timeout=20) as victim,
    ):
        session_id = (await victim.post("/ai-sessions", json={"problem": "Printing fails."})).json()["id"]
        fact = await victim.post(f"/ai-sessions/{session_id}/facts", json={"text": "The queue is full."})
        assert fact.status_code == 201
        async with listening(victim, session_id) as listener:
            sent = (await victim.post(f"/ai-sessions/{session_id}/messages", json={"content": "Why?"})).json()
            await listener.wait_for(lambda one: "first half 😀" in one.texts.get(sent["turn_id"], ""))
            await until(is_saved(database_url, "first half"))
            assert child.pid is not None
            child.kill()
            await killed(child)
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=tenant.headers(), timeout=20) as client:
        path = f"/ai-sessions/{session_id}"
        async with listening(client, session_id) as listener:
            running = (await client.get(path)).json()["messages"][-1]
            assert running["turn"]["status"] == "running"
            let_leases_run_out(database_url)
            await listener.wait_for(lambda one: bool(one.named("turn.finished")))
            (finished,) = listener.named("turn.finished")
            assert (finished["status"], finished["error"]) == ("failed", "cut_off")
        whole = (await client.get(path)).json()
        question, answer = whole["messages"]
        assert question["content"] == "Why?"
        assert "first half 😀" in answer["content"]
        assert (answer["turn"]["status"], answer["turn"]["error"]) == ("failed", "cut_off")
        assert [one["text"] for one in whole["facts"]] == ["The queue is full."]
        async with listening(client, session_id) as listener:
            retried = await client.post(f"{path}/turns/{sent['turn_id']}/retry")
            assert retried.status_code == 202, retried.text
            await listener.wait_for(lambda one: bool(one.named("turn.finished")))
        after = (await client.get(path)).json()["messages"]
        assert [one["id"] for one in after[:2]] == [question["id"], answer["id"]]
        assert (after[2]["retry_of"], after[2]["turn"]["status"]) == (answer["id"], "complete")


async def test_a_message_sent_after_the_lease_ran_out_needs_no_sweep(
    database_url: str, tenant: Tenant, client: httpx2.AsyncClient
) -> None:
    async with (
        server_process(database_url, holding=True) as (child, address),
        httpx2.AsyncClient(base_url=address, headers=tenant.headers(), timeout=20) as victim,
    ):
        session_id = (await victim.post("/ai-sessions", json={"problem": "Printing fails."})).json()["id"]
        sent = await victim.post(f"/ai-sessions/{session_id}/messages", json={"content": "Why?"})
        assert sent.status_code == 202
        child.kill()
        await killed(child)
    busy = await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "Hello?"})
    assert (busy.status_code, busy.json()["code"]) == (409, "turn_running")
    let_leases_run_out(database_url)
    accepted = await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "Hello?"})
    assert accepted.status_code == 202, accepted.text
    turns = [one["turn"] for one in (await client.get(f"/ai-sessions/{session_id}")).json()["messages"] if one["turn"]]
    assert (turns[0]["status"], turns[0]["error"]) == ("failed", "cut_off")


def is_saved(database_url: str, part: str) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        with psycopg.connect(database_url) as db:
            return db.execute("SELECT FROM messages WHERE content LIKE %s", [f"%{part}%"]).fetchone() is not None

    return look
