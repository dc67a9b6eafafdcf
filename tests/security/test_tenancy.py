"""Row-level security as the application's own role meets it, on a database that holds rows of two accounts."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from resolvent.db import ACCOUNT_SETTING, APP_ROLE
from resolvent.models import METADATA
from tests.security.conftest import World
from tests.security.routes import ROWS
from tests.security.test_access_matrix import call

pytestmark = pytest.mark.asyncio(loop_scope="module")
TENANT_TABLES = sorted(table.name for table in METADATA.sorted_tables if "account_id" in table.columns)
FILLED = {"accounts", "users", "api_tokens", "ai_sessions", "facts", "checks", "suggested_fixes", "messages", "turns"} | {
    "session_events", "connections", "desk_tickets", "note_previews", "note_drafts", "audit_entries", "one_time_links"
}  # fmt: skip
"""Tables that the fixture puts rows of acme's into; an empty table would prove nothing."""

Connection = psycopg.AsyncConnection[Any]


def of(column: str) -> str:
    return "id" if column == "accounts" else "account_id"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def filled(world: World) -> World:
    """acme has called every route with success once; the other account has its people, desk and a session."""
    for row in ROWS:
        if row.special:
            continue
        status, _ = await call(world, row, await row.build(world), world.acme.headers())
        assert status == row.status, row.name
    await world.ask("POST", "/ai-sessions", {"problem": "Ours."}, headers=world.other.headers())
    return world


@pytest_asyncio.fixture(loop_scope="module")
async def as_app(filled: World) -> AsyncIterator[Connection]:
    """As the application connects: the role comes with the connection."""
    async with await psycopg.AsyncConnection.connect(filled.database_url, options=f"-c role={APP_ROLE}") as db:
        yield db
        await db.rollback()


async def enter(db: Connection, account_id: UUID) -> None:
    await db.execute("SELECT set_config(%s, %s, true)", (ACCOUNT_SETTING, str(account_id)))


async def read(db: Connection, query: sql.SQL | sql.Composed, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = await (await db.execute(query, values)).fetchall()
    return found


@pytest.mark.parametrize("table", ["accounts", *TENANT_TABLES])
async def test_an_account_sees_its_own_rows_and_no_others(filled: World, as_app: Connection, table: str) -> None:
    every = sql.SQL("SELECT DISTINCT {} FROM {}").format(sql.Identifier(of(table)), sql.Identifier(table))
    assert await read(as_app, every) == [], "no account was named"
    if table in FILLED:
        await enter(as_app, filled.acme.account_id)
        assert await read(as_app, every) == [(filled.acme.account_id,)]
    await enter(as_app, filled.other.account_id)
    assert {row[0] for row in await read(as_app, every)} <= {filled.other.account_id}
    await as_app.rollback()
    assert await read(as_app, every) == [], "the account ends with its transaction"


@pytest.mark.parametrize("table", sorted(FILLED - {"audit_entries"}))
async def test_rows_of_another_account_cannot_be_deleted(filled: World, as_app: Connection, table: str) -> None:
    await enter(as_app, filled.other.account_id)
    delete = sql.SQL("DELETE FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(of(table)))
    assert (await as_app.execute(delete, (filled.acme.account_id,))).rowcount == 0


@pytest.mark.parametrize("table", sorted(FILLED))
async def test_a_row_for_another_account_is_refused(filled: World, as_app: Connection, table: str) -> None:
    """A copy of one of the own rows, under the other's account."""
    await enter(as_app, filled.acme.account_id)
    listed = sql.SQL(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''"
    )
    columns = [row[0] for row in await read(as_app, listed, (table,))]
    picked = [sql.SQL("%s::uuid") if one == of(table) else sql.Identifier(one) for one in columns]
    copy = sql.SQL("INSERT INTO {name} ({columns}) SELECT {picked} FROM {name} LIMIT 1").format(
        name=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        picked=sql.SQL(", ").join(picked),
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        await as_app.execute(copy, (filled.other.account_id,))


@pytest.mark.parametrize("table", sorted(FILLED - {"audit_entries"}))
async def test_own_rows_cannot_be_moved_to_another_account(filled: World, as_app: Connection, table: str) -> None:
    await enter(as_app, filled.acme.account_id)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        await as_app.execute(
            sql.SQL("UPDATE {} SET {} = %s").format(sql.Identifier(table), sql.Identifier(of(table))),
            (filled.other.account_id,),
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor_name = 'x'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "SELECT * FROM rate_buckets",
        "DELETE FROM rate_buckets",
        "INSERT INTO rate_buckets VALUES ('x', now(), 0)",
        "ALTER TABLE facts DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_account ON facts",
        "ALTER ROLE resolvent_app BYPASSRLS",
        "CREATE TABLE mine (x int)",
        "UPDATE alembic_version SET version_num = 'x'",
        "SELECT rolpassword FROM pg_authid",
        "COPY facts TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE FUNCTION resolvent_mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
async def test_what_the_role_may_not_do(filled: World, as_app: Connection, statement: str) -> None:
    await enter(as_app, filled.acme.account_id)
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName)):
        await as_app.execute(statement.encode())


async def test_row_security_off_is_an_error_and_no_way_round(filled: World, as_app: Connection) -> None:
    await as_app.execute("SET row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        await as_app.execute("SELECT * FROM facts")


async def test_reset_role_stays_the_applications_role(as_app: Connection) -> None:
    await as_app.execute("RESET ROLE")
    assert await read(as_app, sql.SQL("SELECT current_user::text")) == [(APP_ROLE,)]


async def test_nobody_but_the_application_may_call_the_functions_that_look_past_the_policies(filled: World) -> None:
    async with await psycopg.AsyncConnection.connect(filled.database_url) as db:
        rows = await read(
            db,
            sql.SQL(
                "SELECT proname, has_function_privilege('public', oid, 'EXECUTE'), proconfig::text FROM pg_proc "
                "WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            ),
        )
    assert rows
    for name, open_to_all, config in rows:
        assert not open_to_all, name
        assert "search_path=pg_catalog, public, pg_temp" in config, name
