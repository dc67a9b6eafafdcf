"""Sessions that were closed some time ago, made as the database's owner."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg

from resolvent.ids import new_id
from tests.conftest import Tenant


async def add_sessions(
    database_url: str, tenant: Tenant, count: int, *, days_ago: float = 40, status: str = "resolved", title: str = "Old"
) -> list[UUID]:
    """Each with a fact and a message."""
    ids = [new_id() for _ in range(count)]
    closed = None if status == "active" else datetime.now(UTC) - timedelta(days=days_ago)
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        for number, one in enumerate(ids):
            key = (tenant.account_id, new_id(), one)
            await db.execute(
                "INSERT INTO ai_sessions (account_id, id, title, problem, status, created_by, closed_at)"
                " VALUES (%s, %s, %s, 'It does not print.', %s, %s, %s)",
                (tenant.account_id, one, f"{title} {number}", status, tenant.actor.user_id, closed),
            )
            await db.execute(
                "INSERT INTO facts (account_id, id, session_id, text, status, source)"
                " VALUES (%s, %s, %s, 'Only Site B.', 'confirmed', 'engineer')",
                key,
            )
            await db.execute(
                "INSERT INTO messages (account_id, id, session_id, role, content, author)"
                " VALUES (%s, %s, %s, 'user', 'Hello.', 'A')",
                key,
            )
    return ids


async def ask(database_url: str, statement: str, *values: object) -> list[tuple[object, ...]]:
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        done = await db.execute(statement.encode(), values)
        return await done.fetchall() if done.description else []


async def keep_for(database_url: str, tenant: Tenant, days: int | None) -> None:
    statement = "INSERT INTO retention (account_id, days) VALUES (%s, %s) ON CONFLICT (account_id) DO UPDATE SET days = excluded.days"
    await ask(database_url, statement, tenant.account_id, days)


async def left(database_url: str, tenant: Tenant) -> set[UUID]:
    rows = await ask(database_url, "SELECT id FROM ai_sessions WHERE account_id = %s", tenant.account_id)
    return {one for (one,) in rows if isinstance(one, UUID)}


async def deleted_in_trail(database_url: str) -> int:
    rows = await ask(
        database_url,
        "SELECT coalesce(sum((after ->> 'sessions')::int), 0) FROM audit_entries WHERE action = 'retention.delete'",
    )
    return int(str(rows[0][0]))
