"""Streams: deltas with UTF-16 offsets, late readers, replay by number, and two replicas on one database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolvent.app import create_app
from resolvent.chat.stream import BATCH
from resolvent.config import Settings
from resolvent.events import PAYLOAD_TEXT, QUEUE_LIMIT, Subscription, Wake, utf16_length
from tests.conftest import QUICK, SECRET, Tenant, running
from tests.scripted import ScriptedAssistant
from tests.talk import listening


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, patience=QUICK)


@pytest.fixture
async def session_id(client: httpx2.AsyncClient) -> str:
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    return str(opened.json()["id"])


@pytest.fixture
async def replica(database_url: str, tenant: Tenant, assistant: ScriptedAssistant) -> AsyncIterator[httpx2.AsyncClient]:
    """A second process' worth of the application on the same database; it shares nothing with the first but rows."""
    other = create_app(Settings(), database_url, SECRET, assistant=assistant, patience=QUICK)
    async with running(other) as base, httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=tenant.headers()) as made:
        yield made


async def test_deltas_put_together_are_the_saved_message(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    """Any text in any chunks; one server for all examples."""
    text = st.text(st.sampled_from("ab \n😀é€[]\U0001f469\u200d"), min_size=1, max_size=400)
    loop = asyncio.get_running_loop()

    async def check(answer: str, size: int) -> None:
        assistant.answers.append(answer)
        assistant.size = size
        async with listening(client, session_id) as listener:
            sent = (await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "Why?"})).json()
            await listener.wait_for(lambda one: bool(one.named("turn.finished")))
            saved = (await client.get(f"/ai-sessions/{session_id}")).json()["messages"][-1]["content"]
            assert listener.texts.get(sent["turn_id"], "") == saved
            assert listener.named("turn.finished")[0]["length"] == utf16_length(saved)
            end, starts = 0, 0
            for one in listener.named("turn.delta"):
                # From the start again, once: the turn began before its reader was known to the server.
                assert one["offset"] in (end, 0)
                starts += one["offset"] == 0
                end = one["offset"] + utf16_length(one["text"])
            assert starts <= 2
            assert end == utf16_length(saved)

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(answer=text, size=st.integers(1, 50))
    def examples(answer: str, size: int) -> None:
        asyncio.run_coroutine_threadsafe(check(answer, size), loop).result(30)

    await asyncio.to_thread(examples)


@pytest.mark.parametrize("letter", ["a", "é", "€", "😀", "\x01", '"', "\\"])
async def test_a_long_answer_of_any_letter_fits_the_notifications(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str, letter: str
) -> None:
    assistant.answers.append(letter * (3 * PAYLOAD_TEXT + 1))
    assistant.size = 2 * PAYLOAD_TEXT
    async with listening(client, session_id) as listener:
        sent = (await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "Why?"})).json()
        await listener.wait_for(lambda one: bool(one.named("turn.finished")))
        assert listener.texts[sent["turn_id"]] == letter * (3 * PAYLOAD_TEXT + 1)


async def test_a_late_reader_gets_the_answer_from_its_start_and_the_early_one_keeps_one_copy(
    client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    assistant.answers.append("Words 😀. " * 400)
    assistant.hold = asyncio.Event()
    async with listening(client, session_id) as early:
        sent = (await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "Why?"})).json()
        turn = sent["turn_id"]
        await assistant.reached_half.wait()
        await early.wait_for(lambda one: len(one.texts.get(turn, "")) > 1_500)
        async with listening(client, session_id) as late:
            await late.wait_for(lambda one: len(one.texts.get(turn, "")) > 1_500)
            # A piece that was just being sent may come before the repetition.
            assert 0 in [one["offset"] for one in late.named("turn.delta")]
            assistant.hold.set()
            for listener in (early, late):
                await listener.wait_for(lambda one: bool(one.named("turn.finished")))
                assert listener.texts[turn] == "Words 😀. " * 400


async def test_a_reader_who_comes_back_gets_exactly_the_missed_numbers(
    client: httpx2.AsyncClient, session_id: str
) -> None:
    async def add(number: int) -> None:
        added = await client.post(f"/ai-sessions/{session_id}/facts", json={"text": f"Fact {number}."})
        assert added.status_code == 201

    async with listening(client, session_id) as listener:
        await add(1)
        await listener.wait_for(lambda one: one.ids == [1])
    for number in range(2, 6):
        await add(number)
    async with listening(client, session_id, last_event_id=1) as back:
        await back.wait_for(lambda one: len(one.ids) == 4)
        await add(6)
        await back.wait_for(lambda one: len(one.ids) == 5)
        assert back.ids == [2, 3, 4, 5, 6]
        assert [one["state_version"] for one in back.named("state")] == [3, 4, 5, 6, 7]


async def test_more_missed_events_than_a_batch_all_arrive(
    client: httpx2.AsyncClient, session_id: str, tenant: Tenant, database_url: str
) -> None:
    many = 2 * BATCH + 1
    with psycopg.connect(database_url) as db:
        db.execute("UPDATE ai_sessions SET event_number = %s WHERE id = %s", [many, session_id])
        db.execute(
            "INSERT INTO session_events (account_id, session_id, number, name, data)"
            " SELECT %s, %s, n, 'state', '{}' FROM generate_series(1, %s) n",
            [tenant.account_id, session_id, many],
        )
    async with listening(client, session_id, last_event_id=0) as listener:
        await listener.wait_for(lambda one: len(one.ids) >= many)
        assert listener.ids == list(range(1, many + 1))


@pytest.mark.parametrize("claimed", ["99999", "9" * 40, "-1", "one", "²"])
async def test_a_number_that_was_never_given_is_not_an_error(
    client: httpx2.AsyncClient, session_id: str, claimed: str
) -> None:
    path = f"/ai-sessions/{session_id}/events"
    headers = {"Last-Event-ID": claimed.encode()}
    async with client.stream("GET", path, headers=headers) as answer:  # type: ignore[arg-type]  # bytes are sent as they are
        assert answer.status_code == 200
        lines = answer.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        added = await client.post(f"/ai-sessions/{session_id}/facts", json={"text": "New."})
        assert added.status_code == 201
        async with asyncio.timeout(10):
            # Who is there is told first, without a number.
            assert "id: 1" in [await anext(lines) for _ in range(6)]


async def test_a_reader_on_another_replica_sees_deltas_and_events(
    client: httpx2.AsyncClient, replica: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    assistant.answers.append("Words 😀. " * 40)
    async with listening(replica, session_id) as listener:
        await client.post(f"/ai-sessions/{session_id}/facts", json={"text": "The queue is full."})
        sent = (await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "Why?"})).json()
        await listener.wait_for(lambda one: bool(one.named("turn.finished")))
        assert listener.texts[sent["turn_id"]] == "Words 😀. " * 40
        assert [name for name, _ in listener.events if name not in ("turn.delta", "presence")] == [
            "state",
            "turn.started",
            "turn.finished",
        ]
        assert listener.ids == [1, 2, 3]


async def test_stop_and_catch_up_reach_the_replica_that_has_the_turn(
    client: httpx2.AsyncClient, replica: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str
) -> None:
    assistant.answers.append("Words 😀. " * 40)
    assistant.hold = asyncio.Event()
    sent = (await client.post(f"/ai-sessions/{session_id}/messages", json={"content": "Why?"})).json()
    await assistant.reached_half.wait()
    async with listening(replica, session_id) as late:
        await late.wait_for(lambda one: late.texts.get(sent["turn_id"], "").startswith("Words 😀. "))
        stopped = await replica.post(f"/ai-sessions/{session_id}/turns/{sent['turn_id']}/stop")
        assert stopped.status_code == 202
        await late.wait_for(lambda one: bool(one.named("turn.finished")))
        assert late.named("turn.finished")[0]["status"] == "stopped"


async def test_numbers_have_no_gaps_under_writers_on_two_replicas(
    client: httpx2.AsyncClient, replica: httpx2.AsyncClient, session_id: str
) -> None:
    async with AsyncExitStack() as readers:
        listeners = [await readers.enter_async_context(listening(one, session_id)) for one in (client, replica)]
        path = f"/ai-sessions/{session_id}/facts"
        added = [one.post(path, json={"text": f"Fact {n}."}) for n in range(10) for one in (client, replica)]
        await asyncio.gather(*added)
        for listener in listeners:
            await listener.wait_for(lambda one: len(one.ids) >= 20)
            assert listener.ids == list(range(1, 21))


async def test_the_stream_goes_on_after_its_database_connection_was_lost(
    database_url: str, app: FastAPI, client: httpx2.AsyncClient, session_id: str
) -> None:
    async with listening(client, session_id) as listener:
        await app.state.hub._connection.close()
        await client.post(f"/ai-sessions/{session_id}/facts", json={"text": "Told while nobody listened."})
        await listener.wait_for(lambda one: len(one.ids) == 1)
        assert listener.named("state")[0]["state_version"] == 2


async def test_a_reader_who_is_too_slow_is_told_to_look_again() -> None:
    subscription = Subscription()
    for number in range(QUEUE_LIMIT + 5):
        subscription.put(Wake("event", number=number))
    kinds = [wake.kind for wake in await subscription.take(30)]
    assert kinds == ["resync", "event", "event", "event", "event"]
