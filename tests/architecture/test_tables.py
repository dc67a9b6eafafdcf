"""Every table, as the models say and as the migrations really make it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from resolvent.db import APP_ROLE
from resolvent.migrations import migrate, psycopg_url
from resolvent.models import GLOBAL_TABLES, METADATA
from resolvent.postgres import EmbeddedPostgres

TENANT_TABLES = sorted(table.name for table in METADATA.sorted_tables if "account_id" in table.columns)
LIBRARY_TABLES = ("alembic_version", "procrastinate_%")
ROOT_TABLE = "accounts"

COLUMNS: LiteralString = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped"""
CONSTRAINTS: LiteralString = """
    SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.connamespace = 'public'::regnamespace AND k.contype <> 'n'"""
INDEXES: LiteralString = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    """Two databases: `migrated` by the migrations, `modelled` by the models."""
    folder = Path(tempfile.mkdtemp(prefix="resolvent-test-", dir="/tmp"))
    folder.chmod(0o711)
    with EmbeddedPostgres(folder / "data", extra_settings={"fsync": "off"}) as started:
        for database in ("migrated", "modelled"):
            started.create_database(database)
        migrate(started.url("migrated"))
        engine = sa.create_engine(psycopg_url(started.url("modelled")), poolclass=sa.NullPool)
        METADATA.create_all(engine)
        yield started
    shutil.rmtree(folder)


def read(server: EmbeddedPostgres, database: str, query: LiteralString) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(database)) as db:
        return db.execute(query).fetchall()


def of_ours(rows: list[tuple[object, ...]]) -> set[tuple[object, ...]]:
    return {row for row in rows if not str(row[0]).startswith(tuple(name.rstrip("%") for name in LIBRARY_TABLES))}


@pytest.mark.parametrize("query", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
def test_models_and_migrations_make_the_same_schema(server: EmbeddedPostgres, query: LiteralString) -> None:
    migrated, modelled = of_ours(read(server, "migrated", query)), of_ours(read(server, "modelled", query))
    assert modelled, "the models make something to compare"
    assert sorted(map(repr, migrated - modelled)) == [], "only the migrations make these"
    assert sorted(map(repr, modelled - migrated)) == [], "only the models make these"


def test_every_table_belongs_to_an_account_or_is_named_as_global() -> None:
    names = {table.name for table in METADATA.sorted_tables}
    assert names - set(TENANT_TABLES) == GLOBAL_TABLES | {ROOT_TABLE}


@pytest.mark.parametrize("name", TENANT_TABLES)
def test_the_account_leads_the_primary_key(name: str) -> None:
    assert next(iter(METADATA.tables[name].primary_key.columns)).name == "account_id"


@pytest.mark.parametrize("name", TENANT_TABLES)
def test_foreign_keys_cannot_cross_accounts(name: str) -> None:
    for key in METADATA.tables[name].foreign_key_constraints:
        assert "account_id" in key.column_keys, key.name


@pytest.mark.parametrize("name", [ROOT_TABLE, *TENANT_TABLES])
def test_row_level_security_holds_the_table(server: EmbeddedPostgres, name: str) -> None:
    with psycopg.connect(server.url("migrated")) as db:
        enabled = db.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", (name,)).fetchone()
        policies = db.execute(
            "SELECT permissive, roles::text[], cmd, qual, coalesce(with_check, qual) FROM pg_policies WHERE tablename = %s",
            (name,),
        ).fetchall()
    assert enabled == (True,)
    assert policies, "no policy: nobody but the owner could see a row"
    column = "id" if name == ROOT_TABLE else "account_id"
    for _, _, _, visible, writable in policies:
        for condition in (visible, writable):
            assert f"({column} = " in condition
            assert "current_setting('resolvent.account_id'::text, true)" in condition


def test_the_application_role_owns_nothing_and_cannot_bypass(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url("migrated")) as db:
        rights = db.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s", (APP_ROLE,)
        ).fetchone()
        owned = db.execute("SELECT relname FROM pg_class WHERE relowner = %s::regrole", (APP_ROLE,)).fetchall()
    assert rights == (False, False, False, False)
    assert owned == []


@pytest.mark.parametrize("name", TENANT_TABLES)
def test_without_an_account_no_row_is_visible(server: EmbeddedPostgres, name: str) -> None:
    """As the application's role: the policy is part of the plan of every read."""
    table = psycopg.sql.Identifier(name)
    with psycopg.connect(server.url("migrated")) as db:
        db.execute(psycopg.sql.SQL("SET ROLE {}").format(psycopg.sql.Identifier(APP_ROLE)))
        counted = db.execute(psycopg.sql.SQL("EXPLAIN SELECT * FROM {}").format(table)).fetchall()
    assert "current_setting('resolvent.account_id'" in str(counted)


def test_json_defaults_are_expressions() -> None:
    """asyncpg refuses a bare string when the schema is made."""
    documents = [c for table in METADATA.sorted_tables for c in table.columns if isinstance(c.type, JSONB)]
    assert documents, "there are JSONB columns to check"
    for column in documents:
        if column.server_default is not None:
            assert isinstance(column.server_default, sa.DefaultClause), column
            assert str(column.server_default.arg).endswith("::jsonb"), column
