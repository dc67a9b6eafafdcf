"""Search rows follow their sessions, whoever closes, changes, reopens or deletes them, and whatever dies meanwhile."""

import asyncio
from uuid import UUID

import httpx2
import psycopg

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.retention.run import run_due
from resolvent.search.keeping import BATCH, catch_up
from resolvent.sessions.access import lock_session_of
from resolvent.sessions.scrub import scrub_session
from tests.conftest import SECRET, Tenant, running
from tests.killed import WAITS, kill_while_it_waits
from tests.retention.closed import add_sessions, ask, keep_for
from tests.search.closed import add_closed
from tests.ticketing.posting import open_case

RUN = """
import asyncio, sys
from resolvent.db import Database
from resolvent.search.keeping import catch_up

asyncio.run(catch_up(Database(sys.argv[1])))
"""


async def kept(database_url: str) -> set[UUID]:
    return {
        one for (one,) in await ask(database_url, "SELECT session_id FROM searched_sessions") if isinstance(one, UUID)
    }


async def due(database_url: str) -> int:
    return int(str((await ask(database_url, "SELECT count(*) FROM search_due"))[0][0]))


async def test_a_session_is_found_from_its_end_to_its_reopening(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    case = await open_case(client, tenant)
    assert await catch_up(database) == 0, "it is active"
    posted = await case.post()
    assert posted.status_code == 200, posted.text
    assert await catch_up(database) == 1
    assert await kept(database_url) == {UUID(case.session_id)}
    ((title, note, status),) = await ask(database_url, "SELECT title, note, status FROM searched_sessions")
    assert (title, status) == ("Nobody can print", "resolved")
    assert "The Print Spooler service had stopped on PRN-01." in str(note)
    assert await catch_up(database) == 0, "nothing changed"
    renamed = await client.patch(case.path, json={"title": "No printing at Site B"})
    assert renamed.status_code == 200
    assert await catch_up(database) == 1
    assert await ask(database_url, "SELECT title FROM searched_sessions") == [("No printing at Site B",)]
    assert (await client.post(f"{case.path}/reopen")).status_code == 200
    assert await kept(database_url) == set(), "at once"
    assert await due(database_url) == 0


async def test_reopened_before_its_row_was_made_it_gets_none(
    client: httpx2.AsyncClient, database: Database, database_url: str, tenant: Tenant
) -> None:
    case = await open_case(client, tenant)
    assert (await case.post("escalation-package", acknowledge=[])).status_code == 200
    assert await due(database_url) == 1
    assert (await client.post(f"{case.path}/pickup")).status_code == 200
    assert await due(database_url) == 0
    assert await catch_up(database) == 0


async def test_retention_takes_the_row_along(database: Database, database_url: str, tenant: Tenant) -> None:
    await add_sessions(database_url, tenant, 2, days_ago=40)
    await add_sessions(database_url, tenant, 1, days_ago=1)
    assert await catch_up(database) == 3
    await keep_for(database_url, tenant, 30)
    assert (await run_due(database))["sessions"] == 2
    assert len(await kept(database_url)) == 1


async def test_a_secret_that_a_closed_session_learns_leaves_its_row(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    secret = "Herbst-2031!x"
    session_id = await add_closed(
        database_url, tenant, "Refused", problem=f"With {secret}.", fixes=((f"Set {secret}", "applied_success"),)
    )
    await catch_up(database)
    async with database.transaction(tenant.account_id) as db:
        session = await lock_session_of(db, tenant.account_id, session_id)
        await scrub_session(db, session, [secret])
    for _ in range(2):
        (row,) = await ask(database_url, "SELECT searched_sessions::text FROM searched_sessions")
        assert secret not in str(row)
        assert await catch_up(database) in {0, 1}


async def test_each_account_gets_its_own_rows(
    database: Database, database_url: str, tenant: Tenant, other_tenant: Tenant
) -> None:
    ours = await add_closed(database_url, tenant, "Ours")
    theirs = await add_closed(database_url, other_tenant, "Theirs")
    assert await catch_up(database) == 2
    found = await ask(database_url, "SELECT account_id, session_id FROM searched_sessions")
    assert set(found) == {(tenant.account_id, ours), (other_tenant.account_id, theirs)}


async def test_several_at_once_make_each_row_once(database_url: str, tenant: Tenant) -> None:
    await add_sessions(database_url, tenant, 3 * BATCH + 7)
    replicas = [Database(database_url, pool_size=1) for _ in range(4)]
    made = await asyncio.gather(*(catch_up(one) for one in replicas))
    for one in replicas:
        await one.close()
    assert sum(made) == 3 * BATCH + 7
    assert len(await kept(database_url)) == 3 * BATCH + 7
    assert await due(database_url) == 0


async def test_a_change_while_its_row_is_made_is_not_lost(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    """The change waits for the worker's transaction, and marks the session anew."""
    (session_id,) = await add_sessions(database_url, tenant, 1)
    async with await psycopg.AsyncConnection.connect(database_url) as worker:
        await worker.execute("SELECT 1 FROM search_due FOR UPDATE")
        change = asyncio.create_task(
            ask(database_url, "UPDATE ai_sessions SET title = 'Newer' WHERE id = %s", session_id)
        )
        async with asyncio.timeout(60):
            while await ask(database_url, WAITS) == [(0,)]:  # noqa: ASYNC110 (another process's)
                await asyncio.sleep(0.02)
        await worker.execute("DELETE FROM search_due")
        await worker.commit()
    await change
    assert await catch_up(database) == 1
    assert await ask(database_url, "SELECT title FROM searched_sessions") == [("Newer",)]


async def test_after_a_kill_the_next_run_comes_to_the_end(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    """Killed within its second batch, whose row is held."""
    await add_sessions(database_url, tenant, BATCH)
    later = await add_sessions(database_url, tenant, BATCH)
    await kill_while_it_waits(
        RUN,
        database_url,
        "search_due",
        "INSERT INTO searched_sessions (account_id, session_id, status, title, problem, closed_at)"
        " VALUES (%s, %s, 'resolved', 'x', 'x', now())",
        tenant.account_id,
        later[0],
    )
    assert len(await kept(database_url)) == BATCH
    assert await due(database_url) == BATCH
    assert await catch_up(database) == BATCH
    assert len(await kept(database_url)) == 2 * BATCH


async def test_a_process_that_does_the_jobs_keeps_it_current_by_itself(database_url: str, tenant: Tenant) -> None:
    await add_sessions(database_url, tenant, 1)
    async with running(create_app(Settings(), database_url, SECRET, jobs=True)), asyncio.timeout(60):
        while not await kept(database_url):  # noqa: ASYNC110 (the job has no event to wait for)
            await asyncio.sleep(0.05)
    assert await due(database_url) == 0
