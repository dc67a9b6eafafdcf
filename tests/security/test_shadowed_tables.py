"""Functions that look past the policies read our tables, whatever a session puts before them."""

import psycopg
import pytest

from resolvent.db import APP_ROLE


@pytest.mark.parametrize("table", ["connection_inbound", "writebacks"])
async def test_a_temporary_table_does_not_take_the_place_of_ours(database_url: str, table: str) -> None:
    calls = {
        "connection_inbound": "SELECT account_id FROM resolvent_connection_of_hook('a stranger''s')",
        "writebacks": "SELECT account_id FROM resolvent_due_late_looks()",
    }
    rows = {
        "connection_inbound": "SELECT account_id, id AS connection_id, 'a stranger''s' AS token_hash FROM connections",
        "writebacks": "SELECT gen_random_uuid() AS account_id, gen_random_uuid() AS id, now() AS late_due_at",
    }
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        await db.execute(f"SET ROLE {APP_ROLE}".encode())
        try:
            await db.execute(f"CREATE TEMPORARY TABLE {table} AS {rows[table]}".encode())
            await db.execute(f"GRANT SELECT ON pg_temp.{table} TO PUBLIC".encode())
        except psycopg.errors.InsufficientPrivilege:
            return
        found = await (await db.execute(calls[table].encode())).fetchall()
    assert found == []
