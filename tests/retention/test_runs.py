"""The daily run: which sessions it deletes, once, by one process at a time, and after a kill to its end."""

import asyncio
import os
import sys
from uuid import UUID

import psycopg

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.retention.deletion import BATCH
from resolvent.retention.due import tell_due
from resolvent.retention.run import run_due
from resolvent.search.keeping import catch_up
from tests.conftest import SECRET, Tenant, running
from tests.killed import kill_while_it_waits
from tests.retention.closed import add_sessions, ask, deleted_in_trail, keep_for, left

RUN = """
import asyncio, sys
from resolvent.db import Database
from resolvent.retention.run import run_due

asyncio.run(run_due(Database(sys.argv[1])))
"""


async def add_writeback(database_url: str, tenant: Tenant, session_id: UUID, *, ended: bool) -> None:
    await ask(
        database_url,
        "INSERT INTO writebacks (account_id, id, session_id, kind, round, step, text, text_hash, marker, confirmed_by,"
        " confirmed_by_name, state_version, finished_at)"
        " VALUES (%s, %s, %s, 'resolution', 1, 'PLANNED', 'x', 'x', 'x', %s, 'A', 1, CASE WHEN %s THEN now() END)",
        tenant.account_id, new_id(), session_id, tenant.actor.user_id, ended,
    )  # fmt: skip


async def add_turn(database_url: str, tenant: Tenant, session_id: UUID) -> None:
    await ask(
        database_url,
        "INSERT INTO turns (account_id, id, session_id, question_id, answer_id, started_by, status, assistant, lease_until)"
        " VALUES (%s, %s, %s, %s, %s, %s, 'running', 'A', now())",
        tenant.account_id, new_id(), session_id, new_id(), new_id(), tenant.actor.user_id,
    )  # fmt: skip


async def test_what_is_resolved_and_past_its_time_goes_and_nothing_else(
    database: Database, database_url: str, tenant: Tenant, other_tenant: Tenant
) -> None:
    old = await add_sessions(database_url, tenant, 3, days_ago=30.1)
    kept = {
        *await add_sessions(database_url, tenant, 1, days_ago=29.9),
        *await add_sessions(database_url, tenant, 1, days_ago=400, status="escalated"),
        *await add_sessions(database_url, tenant, 1, status="active"),
        *(busy := await add_sessions(database_url, tenant, 1, days_ago=400)),
        *(answering := await add_sessions(database_url, tenant, 1, days_ago=400)),
    }
    theirs = await add_sessions(database_url, other_tenant, 1, days_ago=400)
    await add_writeback(database_url, tenant, old[0], ended=True)
    await add_writeback(database_url, tenant, busy[0], ended=False)
    await add_turn(database_url, tenant, answering[0])
    await keep_for(database_url, tenant, 30)
    async with database.transaction(tenant.account_id) as db:
        would = await tell_due(db, tenant.account_id, 30)
    assert (would.sessions, would.messages, would.attachments) == (3, 3, 0)
    deleted = await run_due(database)
    assert (deleted["sessions"], deleted["messages"]) == (would.sessions, would.messages)
    assert await left(database_url, tenant) == kept
    assert await left(database_url, other_tenant) == set(theirs)
    assert await deleted_in_trail(database_url) == 3


async def test_without_a_setting_nothing_is_deleted(database: Database, database_url: str, tenant: Tenant) -> None:
    ids = await add_sessions(database_url, tenant, 1, days_ago=4000)
    assert await run_due(database) == {}
    await keep_for(database_url, tenant, None)
    assert await run_due(database) == {}
    assert await left(database_url, tenant) == set(ids)


async def test_it_runs_once_a_day(database: Database, database_url: str, tenant: Tenant) -> None:
    await keep_for(database_url, tenant, 7)
    await add_sessions(database_url, tenant, 1)
    assert (await run_due(database))["sessions"] == 1
    (more,) = await add_sessions(database_url, tenant, 1)
    assert await run_due(database) == {}
    assert await left(database_url, tenant) == {more}
    await ask(database_url, "UPDATE retention SET ran_on = ran_on - 1")
    assert (await run_due(database))["sessions"] == 1


async def test_a_session_that_somebody_holds_is_left_to_the_next_run(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    await keep_for(database_url, tenant, 7)
    held, _ = await add_sessions(database_url, tenant, 2)
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        await db.execute("SELECT 1 FROM ai_sessions WHERE id = %s FOR UPDATE", (held,))
        assert (await run_due(database))["sessions"] == 1
        await db.rollback()
    assert await left(database_url, tenant) == {held}


async def test_of_several_processes_one_deletes(database_url: str, tenant: Tenant) -> None:
    await keep_for(database_url, tenant, 7)
    await add_sessions(database_url, tenant, 2 * BATCH + 3)
    replicas = [Database(database_url, pool_size=1) for _ in range(4)]
    runs = await asyncio.gather(*(run_due(one) for one in replicas))
    for one in replicas:
        await one.close()
    assert sorted(one["sessions"] for one in runs) == [0, 0, 0, 2 * BATCH + 3]
    assert await deleted_in_trail(database_url) == 2 * BATCH + 3


async def test_after_a_kill_the_next_run_comes_to_the_end(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    """Killed within its second batch, which waits for a fact that is held."""
    await keep_for(database_url, tenant, 7)
    ids = await add_sessions(database_url, tenant, BATCH)
    later = await add_sessions(database_url, tenant, BATCH, days_ago=20)
    lock = "SELECT 1 FROM facts WHERE session_id = %s FOR UPDATE"
    await kill_while_it_waits(RUN, database_url, "retention", lock, later[0])
    assert await left(database_url, tenant) == set(later), f"{len(ids)} of the first batch are gone for good"
    assert await run_due(database) == {}, "its lease holds for a while"
    await ask(database_url, "UPDATE retention SET lease_until = now()")
    assert (await run_due(database))["sessions"] == BATCH
    assert await left(database_url, tenant) == set()
    assert await deleted_in_trail(database_url) == 2 * BATCH


async def run_command(database_url: str, *options: str) -> str:
    """What it prints. In a process of its own: it sets up the logs of its process."""
    settings = {"DATABASE_URL": database_url, "LOG_LEVEL": "ERROR", "SECRET_KEY": SECRET}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "resolvent.cli", "retention", *options),
        env={**os.environ, **{f"RESOLVENT_{name}": value for name, value in settings.items()}},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return printed.decode()


async def test_the_command_tells_and_deletes_the_same(database_url: str, tenant: Tenant) -> None:
    nothing = await run_command(database_url, "--dry-run")
    assert nothing == "No account has a retention time. Nothing would be deleted.\n"
    await keep_for(database_url, tenant, 10)
    await add_sessions(database_url, tenant, 1, days_ago=90, title="Oldest of all")
    await add_sessions(database_url, tenant, 1, days_ago=11, title="Newest of them")
    told = await run_command(database_url, "--dry-run")
    assert "acme: 2 sessions closed more than 10 days ago would be deleted, with 2 messages and 0 files" in told
    assert "oldest: Oldest of all 0  newest: Newest of them 0" in told
    assert len(await left(database_url, tenant)) == 2
    assert await run_command(database_url) == "Deleted: 2 sessions, 2 messages, 2 facts.\n"
    assert await left(database_url, tenant) == set()


async def test_a_process_that_does_the_jobs_runs_it_by_itself(
    database: Database, database_url: str, tenant: Tenant
) -> None:
    await keep_for(database_url, tenant, 7)
    await add_sessions(database_url, tenant, 1)
    assert await catch_up(database) == 1, "what the search's job holds is left to the next day's run"
    async with running(create_app(Settings(), database_url, SECRET, jobs=True)), asyncio.timeout(60):
        while await left(database_url, tenant):  # noqa: ASYNC110 (the job has no event to wait for)
            await asyncio.sleep(0.05)
    assert await deleted_in_trail(database_url) == 1
