"""A job in a process of its own, killed while a lock that somebody holds makes it wait."""

import asyncio
import os
import sys

import psycopg

from tests.retention.closed import ask

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
HELD = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass"


async def kill_while_it_waits(program: str, database_url: str, table: str, hold: str, *values: object) -> None:
    """`program`: Python source that gets the database's address as its argument. `hold`: the statement whose lock it comes to
    wait for, with its values. Ends once the server let go of what the process had locked of `table`."""
    async with await psycopg.AsyncConnection.connect(database_url) as holder:
        await holder.execute(hold.encode(), values)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, database_url, env=environment)
        async with asyncio.timeout(60):
            while await ask(database_url, WAITS) == [(0,)]:  # noqa: ASYNC110 (another process's)
                await asyncio.sleep(0.05)
        process.kill()
        await process.wait()
        await holder.rollback()
    async with asyncio.timeout(60):
        while await ask(database_url, HELD, table) != [(0,)]:  # noqa: ASYNC110 (another process's)
            await asyncio.sleep(0.05)
