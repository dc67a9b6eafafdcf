"""Who has a session open: on one replica and on two, told on change alone, gone within a bounded time."""

import asyncio
from uuid import uuid4

import httpx2
import psycopg

from tests.conftest import Tenant, make_tenant
from tests.presence.conftest import doing, latest, names, open_tab

ME, COLLEAGUE = "acme admin", "acme engineer"


async def test_two_people_see_each_other_and_tabs_of_one_count_as_one(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str
) -> None:
    async with open_tab(client, session_id) as mine:
        await mine.wait_for(lambda one: names(one) == [ME])
        async with open_tab(other, session_id) as theirs, open_tab(other, session_id):
            for listener in (mine, theirs):
                await listener.wait_for(lambda one: names(one) == [ME, COLLEAGUE])
                await listener.wait_for(lambda one: latest(one)["people"][1]["tabs"] == 2)
    shown = latest(mine)["people"][1]
    assert set(shown) == {"id", "name", "initials", "doing", "tabs"}, "no e-mail address"
    assert (shown["initials"], shown["doing"]) == ("AE", "viewing")
    assert mine.ids == [], "presence has no number"


async def test_people_at_two_replicas_see_each_other(
    client: httpx2.AsyncClient, far: httpx2.AsyncClient, session_id: str
) -> None:
    tab = str(uuid4())
    async with open_tab(client, session_id) as mine:
        async with open_tab(far, session_id, tab) as theirs:
            for listener in (mine, theirs):
                await listener.wait_for(lambda one: names(one) == [ME, COLLEAGUE])
            told = await far.put(f"/ai-sessions/{session_id}/presence", json={"tab": tab, "doing": "typing"})
            assert told.status_code == 204
            await mine.wait_for(lambda one: doing(one, COLLEAGUE) == "typing")
        await mine.wait_for(lambda one: names(one) == [ME])


async def test_only_changes_are_told_and_no_version_moves(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str
) -> None:
    tab, path = str(uuid4()), f"/ai-sessions/{session_id}/presence"
    async with open_tab(client, session_id) as mine, open_tab(other, session_id, tab):
        await mine.wait_for(lambda one: names(one) == [ME, COLLEAGUE])
        before = len(mine.named("presence"))
        for _ in range(5):
            await other.put(path, json={"tab": tab, "doing": "viewing"})
        await other.put(path, json={"tab": tab, "doing": "editing_note"})
        await mine.wait_for(lambda one: doing(one, COLLEAGUE) == "editing_note")
        assert len(mine.named("presence")) == before + 1
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert (whole["state_version"], whole["event_number"]) == (1, 0)


async def test_the_most_active_tab_is_shown(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str
) -> None:
    typing, viewing = str(uuid4()), str(uuid4())
    async with (
        open_tab(client, session_id) as mine,
        open_tab(other, session_id, typing),
        open_tab(other, session_id, viewing),
    ):
        path = f"/ai-sessions/{session_id}/presence"
        await other.put(path, json={"tab": typing, "doing": "typing"})
        await other.put(path, json={"tab": viewing, "doing": "viewing"})
        await mine.wait_for(lambda one: doing(one, COLLEAGUE) == "typing" and latest(one)["people"][1]["tabs"] == 2)
        assert doing(mine, COLLEAGUE) == "typing"


async def test_a_tab_that_is_silent_is_gone_when_its_time_is_over(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str, database_url: str
) -> None:
    """A killed browser: nothing ends its row but its time, and no notification tells."""
    await other.put(f"/ai-sessions/{session_id}/presence", json={"tab": str(uuid4())})
    with psycopg.connect(database_url) as db:
        left = db.execute("SELECT until - clock_timestamp() <= interval '20 s' FROM presences").fetchall()
        db.execute("UPDATE presences SET until = clock_timestamp() + interval '1 s'")
    assert left == [(True,)]
    async with open_tab(client, session_id) as mine:
        await mine.wait_for(lambda one: names(one) == [ME, COLLEAGUE])
        await mine.wait_for(lambda one: names(one) == [ME])


async def test_a_tab_that_comes_back_at_once_never_left(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str
) -> None:
    """The end of an older stream does not end the tab whose newer one is there."""
    tab = str(uuid4())
    async with open_tab(client, session_id) as mine:
        async with open_tab(other, session_id, tab):
            await mine.wait_for(lambda one: names(one) == [ME, COLLEAGUE])
        async with open_tab(other, session_id, tab), open_tab(other, session_id) as last:
            await last.wait_for(lambda one: names(one) == [ME, COLLEAGUE])
            await mine.wait_for(lambda one: any(p["tabs"] == 2 for p in latest(one)["people"]))
        seen = [[one["name"] for one in event["people"]] for event in mine.named("presence")]
        first = seen.index([ME, COLLEAGUE])
        assert all(one == [ME, COLLEAGUE] for one in seen[first:])


async def test_a_tab_whose_row_was_forgotten_still_leaves_with_its_stream(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str, database_url: str
) -> None:
    """Alone for long, a tab is silent; when another person comes it tells again, without its stream."""
    tab = str(uuid4())
    async with open_tab(client, session_id) as mine:
        async with open_tab(other, session_id, tab):
            await mine.wait_for(lambda one: names(one) == [ME, COLLEAGUE])
            with psycopg.connect(database_url) as db:
                db.execute("DELETE FROM presences WHERE tab_id = %s", [tab])
            await other.put(f"/ai-sessions/{session_id}/presence", json={"tab": tab, "doing": "typing"})
            await mine.wait_for(lambda one: doing(one, COLLEAGUE) == "typing")
        await mine.wait_for(lambda one: names(one) == [ME])
        with psycopg.connect(database_url) as db:
            gone = db.execute("SELECT until < clock_timestamp() FROM presences WHERE tab_id = %s", [tab]).fetchall()
    assert gone == [(True,)]


async def test_what_is_long_gone_is_forgotten(
    client: httpx2.AsyncClient, session_id: str, database_url: str, tenant: Tenant
) -> None:
    with psycopg.connect(database_url) as db:
        db.execute(
            "INSERT INTO presences SELECT %s, gen_random_uuid(), gen_random_uuid(), %s, 'viewing', NULL,"
            " clock_timestamp() - interval '1 h' FROM generate_series(1, 500)",
            [tenant.account_id, tenant.actor.user_id],
        )
    async with open_tab(client, session_id) as mine:
        await mine.wait_for(lambda one: names(one) == [ME])
    with psycopg.connect(database_url) as db:
        assert db.execute("SELECT count(*) FROM presences").fetchone() == (1,)


async def test_another_account_sees_and_tells_nothing(
    client: httpx2.AsyncClient, session_id: str, database_url: str
) -> None:
    stranger = await make_tenant(database_url, "globex")
    tab = str(uuid4())
    async with open_tab(client, session_id, tab) as mine:
        await mine.wait_for(lambda one: names(one) == [ME])
        body = {"tab": tab, "doing": "typing"}
        told = await client.put(f"/ai-sessions/{session_id}/presence", json=body, headers=stranger.headers())
        watched = await client.get(f"/ai-sessions/{session_id}/events?tab={tab}", headers=stranger.headers())
        assert (told.status_code, watched.status_code) == (404, 404)
        assert doing(mine, ME) == "viewing"


async def test_a_colleague_cannot_speak_for_my_tab(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str, database_url: str
) -> None:
    tab = str(uuid4())
    async with open_tab(client, session_id, tab) as mine:
        await mine.wait_for(lambda one: names(one) == [ME])
        await other.put(f"/ai-sessions/{session_id}/presence", json={"tab": tab, "doing": "typing"})
        with psycopg.connect(database_url) as db:
            assert db.execute("SELECT doing FROM presences").fetchall() == [("viewing",)]


async def test_many_tabs_that_open_and_close_at_once_leave_none_behind(
    client: httpx2.AsyncClient, far: httpx2.AsyncClient, session_id: str
) -> None:
    async def visit(person: httpx2.AsyncClient) -> None:
        async with open_tab(person, session_id) as listener:
            await listener.wait_for(lambda one: bool(names(one)))

    async with open_tab(client, session_id) as mine:
        await asyncio.gather(*(visit(person) for person in (client, far) for _ in range(10)))
        await mine.wait_for(lambda one: [(p["name"], p["tabs"]) for p in latest(one)["people"]] == [(ME, 1)])
        assert len(latest(mine)["people"]) == 1
