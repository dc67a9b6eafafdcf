"""The pool: connections that the server closed are not handed out."""

import asyncio

import httpx2
import psycopg
from fastapi import FastAPI


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
