"""The engineer's own edit of a note belongs to the round in which it is saved."""

import asyncio

import httpx2
import psycopg

from tests.conftest import Tenant

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def test_a_draft_that_waited_for_a_new_round_is_saved_in_it(
    client: httpx2.AsyncClient, tenant: Tenant, database_url: str
) -> None:
    session = (await client.post("/ai-sessions", json={"problem": "Printing fails."})).json()
    path = f"/ai-sessions/{session['id']}/resolution-note/draft"
    draft = {"markdown": "## Resolution\n\nIt prints.", "based_on_state_version": session["state_version"]}
    async with (
        await psycopg.AsyncConnection.connect(database_url) as other,
        await psycopg.AsyncConnection.connect(database_url, autocommit=True) as looks,
    ):
        await other.execute("UPDATE ai_sessions SET round = 2 WHERE id = %s", (session["id"],))
        saving = asyncio.create_task(client.put(path, json=draft))
        async with asyncio.timeout(20):
            while (await (await looks.execute(WAITING)).fetchone()) == (0,):  # noqa: ASYNC110 (of the database)
                await asyncio.sleep(0.01)
        assert not saving.done()
        await other.commit()
        assert (await saving).status_code == 200
        rounds = await (await looks.execute("SELECT round FROM note_drafts")).fetchall()
    assert rounds == [(2,)]
    assert [one["markdown"] for one in (await client.get(f"/ai-sessions/{session['id']}")).json()["drafts"]] == [
        draft["markdown"]
    ]
