"""The pool: connections that the server closed are not handed out; one whose work is cancelled comes back."""

import asyncio
from uuid import UUID

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from resolvent.db import Database, after_commit, after_end
from resolvent.ids import new_id


async def test_the_first_request_after_the_server_closed_all_connections_is_answered(
    database_url: str, app: FastAPI, client: httpx2.AsyncClient
) -> None:
    assert (await client.get("/ai-sessions")).status_code == 200
    async with await psycopg.AsyncConnection.connect(database_url) as owner:
        closed = await owner.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = session_user"
        )
        row = await closed.fetchone()
        assert row is not None
        assert row[0] > 0
    # The driver hears of it when the loop next looks at its sockets.
    await asyncio.sleep(0)
    answers = [await client.get("/ai-sessions") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 5


@pytest.mark.parametrize("how", ["commits", "fails", "fails, and its connection is gone", "part of it fails"])
async def test_the_end_of_a_transaction_is_told_once_however_it_ends(
    database: Database, database_url: str, how: str
) -> None:
    told: list[str] = []

    async def change() -> None:
        async with database.transaction() as db:
            after_end(db, lambda: told.append("ended"))
            after_commit(db, lambda: told.append("committed"))
            own = await db.scalar(text("SELECT pg_backend_pid()"))
            if how == "part of it fails":
                with pytest.raises(RuntimeError):
                    async with db.begin_nested():
                        raise RuntimeError
                assert told == []
            if how == "fails, and its connection is gone":
                async with await psycopg.AsyncConnection.connect(database_url) as owner:
                    await owner.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
            if how.startswith("fails"):
                raise RuntimeError

    if how.startswith("fails"):
        with pytest.raises((RuntimeError, DBAPIError)):
            await change()
    else:
        await change()
    assert told == (["ended"] if how.startswith("fails") else ["committed", "ended"])


@pytest.mark.parametrize("steps", range(0, 25, 4))
async def test_many_rows_that_are_cancelled_at_any_step_hold_nothing(database: Database, steps: int) -> None:
    """The statement is prepared first, so that the steps are those of sending it."""
    insert = text("INSERT INTO kept (note) VALUES (:note)")
    rows = [{"note": "x" * 20_000} for _ in range(20)]

    async def write() -> None:
        async with database.transaction() as db:
            await db.execute(text("SELECT pg_advisory_xact_lock(4)"))
            await db.execute(text("CREATE TEMPORARY TABLE kept (note text) ON COMMIT DROP"))
            await db.execute(insert, rows[:2])
            sending.set()
            await db.execute(insert, rows)

    sending = asyncio.Event()
    writing = asyncio.create_task(write())
    await sending.wait()
    for _ in range(steps):
        await asyncio.sleep(0)
    writing.cancel()
    done, _ = await asyncio.wait({writing}, timeout=10)
    assert done
    assert writing.cancelled() or steps > 3
    async with asyncio.timeout(10), database.transaction() as db:
        assert await db.scalar(text("SELECT pg_try_advisory_xact_lock(4)"))


async def test_a_transaction_is_its_own_tenants_alone_though_the_connection_is_the_same(database_url: str) -> None:
    """Also after one that took the connection and asked nothing, and inside a savepoint."""
    asked = text("SELECT pg_backend_pid(), current_setting('resolvent.account_id', true)")
    database = Database(database_url, pool_size=1)
    one, other = new_id(), new_id()
    seen: list[tuple[str | None, int]] = []

    async def look(account_id: UUID | None) -> None:
        async with database.transaction(account_id) as db:
            pid, tenant = (await db.execute(asked)).one()
            seen.append((tenant or None, pid))
            async with db.begin_nested():
                assert (await db.execute(asked)).one() == (pid, tenant)

    await look(one)
    await look(None)
    await look(other)
    async with database.transaction(one) as db:
        await db.connection()
    await look(None)
    await look(other)
    await database.close()
    assert [tenant for tenant, _ in seen] == [str(one), None, str(other), None, str(other)]
    assert len({pid for _, pid in seen}) == 1


async def test_the_connection_that_was_used_last_is_used_next(database: Database) -> None:
    """It has prepared its statements."""
    asked = text("SELECT pg_backend_pid()")
    async with database.transaction() as last:
        kept = await last.scalar(asked)
        async with database.transaction() as other:
            assert await other.scalar(asked) != kept
    for _ in range(3):
        async with database.transaction() as db:
            assert await db.scalar(asked) == kept
