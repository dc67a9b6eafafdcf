"""Each migration goes down and up again on a database in use: what it did not make stays, and the schema is the same after it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx2
import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from psycopg import sql

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.migrations import alembic_config, psycopg_url
from resolvent.models import METADATA
from tests.architecture.test_tables import COLUMNS, CONSTRAINTS, INDEXES
from tests.conftest import SECRET, Tenant, running
from tests.diagrams.drawings import a_drawing
from tests.talk import say

FIRST_WITH_ROWS = "0006"
"""What came before is held by its own tests."""
FUNCTIONS = "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'resolvent_%'"
POLICIES = "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
GRANTS = (
    "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'resolvent_app'"
    " AND table_schema = 'public'"
)
SCHEMA = (COLUMNS, CONSTRAINTS, INDEXES, FUNCTIONS, POLICIES, GRANTS)
MADE_LATER = (
    "network_diagrams",
    "session_diagrams",
    "message_drafts",
    "answer_ratings",
    "user_preferences",
    "session_seen",
    "presences",
    "edit_leases",
    "handoffs",
    "retention",
    "past_outcomes",
    "searched_sessions",
    "search_due",
    "search_meaning",
)
KEPT = (
    "users",
    "logins",
    "one_time_links",
    "api_tokens",
    "audit_entries",
    "facts",
    "ai_sessions",
    "messages",
    "writebacks",
)

PAST_OUTCOME = """
    INSERT INTO past_outcomes (account_id, id, template_id, template_version, status)
    SELECT account_id, gen_random_uuid(), id, 1, 'applied_success' FROM script_templates LIMIT 1
"""
"""Comes with the deletion of an old session, which this one is not."""
FOUND_BY = """
    INSERT INTO searched_sessions (account_id, session_id, status, title, problem, closed_at)
    SELECT account_id, id, 'resolved', title, problem, now() FROM ai_sessions
"""
DUE = "INSERT INTO search_due (account_id, session_id) SELECT account_id, id FROM ai_sessions"
"""Of a closed session, which this one is not any more."""

MEANT = "INSERT INTO search_meaning (account_id, not_before) SELECT id, now() FROM accounts"

Rows = dict[str, list[dict[str, Any]]]


def revisions() -> list[str]:
    """From the newest down to the first with rows."""
    script = ScriptDirectory.from_config(alembic_config())
    return [one.revision for one in script.iterate_revisions("head", FIRST_WITH_ROWS)]


def move(url: str, to: str, *, down: bool) -> None:
    engine = sa.create_engine(psycopg_url(url), poolclass=sa.NullPool)
    config = alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, to)
        connection.commit()


def read_schema(url: str) -> list[list[str]]:
    with psycopg.connect(url) as db:
        return [sorted(map(repr, db.execute(query.encode()).fetchall())) for query in SCHEMA]


def read_rows(url: str, tables: tuple[str, ...]) -> Rows:
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as db:
        return {
            table: sorted(db.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))).fetchall(), key=repr)
            for table in tables
        }


def common(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """Both with the columns that both have."""
    shared = {table: set(before[table][0]) & set(after[table][0]) for table in before if before[table] and after[table]}

    def narrow(rows: Rows) -> Rows:
        return {
            table: sorted(({name: row[name] for name in sorted(names)} for row in rows[table]), key=repr)
            for table, names in shared.items()
        }

    return narrow(before), narrow(after)


@asynccontextmanager
async def serving(url: str, tenant: Tenant) -> AsyncIterator[httpx2.AsyncClient]:
    async with (
        running(create_app(Settings(), url, SECRET)) as address,
        httpx2.AsyncClient(base_url=f"{address}/api/v1", headers=tenant.headers(), timeout=30) as client,
    ):
        yield client


async def ask(client: httpx2.AsyncClient, method: str, path: str, body: Any = None) -> Any:
    answer = await client.request(method, path, json=body)
    assert answer.is_success, (path, answer.text)
    return answer.json() if answer.content else None


async def use(client: httpx2.AsyncClient, tenant: Tenant) -> str:
    """A day's work, so that every table has a row: the session's id."""
    ticket = await ask(client, "POST", "/desk/tickets", {"summary": "No printing", "description": "Since Monday."})
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": ticket["id"]}
    session = (await ask(client, "POST", "/ai-sessions", {"ticket": pick}))["id"]
    path = f"/ai-sessions/{session}"
    await ask(client, "POST", f"{path}/facts", {"text": "Only Site B."})
    answer = (await say(client, session, "What now?"))["messages"][-1]
    await ask(client, "PUT", f"{path}/messages/{answer['id']}/rating", {"helpful": True})
    diagram = await ask(client, "POST", "/diagrams", a_drawing())
    await ask(client, "POST", f"{path}/diagrams", {"diagram_id": diagram["id"], "version": diagram["version"]})
    await ask(client, "PUT", f"{path}/message-draft", {"text": "Half a thought", "seen": None})
    await ask(client, "PATCH", "/auth/me/preferences", {"guide_hidden": True})
    await ask(client, "PUT", f"{path}/seen", {"event_number": 1})
    await ask(client, "PUT", f"{path}/presence", {"tab": str(uuid4()), "doing": "typing"})
    await ask(client, "PUT", f"{path}/note-leases/resolution")
    made = await ask(client, "POST", "/users", {"email": "new@acme.example", "name": "New", "role": "lead"})
    token = made["sign_in_path"].partition("#token=")[2]
    await ask(client, "POST", "/auth/one-time", {"token": token})
    await ask(client, "POST", f"/users/{made['user']['id']}/sign-in-link")
    seen = (await ask(client, "POST", f"{path}/escalation-package/preview", {}))["state_version"]
    package = {"markdown": "## Problem\n\nOnly Site B.", "state_version": seen, "question": "Which queue?"}
    refused = await client.post(f"{path}/escalation-package/post", json=package)
    if refused.status_code == 422:
        package["acknowledge"] = [one["code"] for one in refused.json()["errors"]]
        await ask(client, "POST", f"{path}/escalation-package/post", package)
    await ask(client, "POST", f"{path}/pickup")
    await ask(client, "PUT", "/account/retention", {"days": 90, "version": 1})
    await ask(client, "GET", "/scripts/templates")
    return str(session)


@pytest.mark.parametrize("newest", revisions())
def test_down_and_up_on_an_empty_database_is_the_same_schema(database_url: str, newest: str) -> None:
    if newest != revisions()[0]:
        move(database_url, newest, down=True)
    before = read_schema(database_url)
    move(database_url, "-1", down=True)
    assert read_schema(database_url) != before, "it made something"
    move(database_url, newest, down=False)
    assert read_schema(database_url) == before


async def test_down_and_up_with_rows_loses_only_what_it_made(database_url: str, tenant: Tenant) -> None:
    async with serving(database_url, tenant) as client:
        session = await use(client, tenant)
    with psycopg.connect(database_url) as db:
        for statement in (PAST_OUTCOME, FOUND_BY, DUE, MEANT):
            db.execute(statement)
    before, schema = read_rows(database_url, (*KEPT, *MADE_LATER)), read_schema(database_url)
    assert [table for table, rows in before.items() if not rows] == []
    for _ in revisions():
        move(database_url, "-1", down=True)
    old = read_rows(database_url, KEPT)
    was, now = common({table: before[table] for table in KEPT}, old)
    assert now == was
    with psycopg.connect(database_url) as db:
        left = db.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s)", [list(MADE_LATER)]).fetchall()
    assert left == []
    for revision in reversed(revisions()):
        move(database_url, revision, down=False)
    assert read_schema(database_url) == schema
    was, now = common({table: before[table] for table in KEPT}, read_rows(database_url, KEPT))
    gone = {"users": "last_seen_at", "logins": "browser", "audit_entries": "origin", "facts": "added_by"}
    assert {table: {row[name] for row in now[table]} for table, name in gone.items()} == {
        table: {None} for table in gone
    }
    assert set(METADATA.tables) >= {*KEPT, *MADE_LATER}
    async with serving(database_url, tenant) as client:
        whole = await ask(client, "GET", f"/ai-sessions/{session}")
        assert "Only Site B." in [fact["text"] for fact in whole["facts"]]
        await ask(client, "POST", "/diagrams", a_drawing())
        await ask(client, "PUT", f"/ai-sessions/{session}/message-draft", {"text": "Again", "seen": None})
        assert (await ask(client, "GET", "/audit"))["items"] != []
