"""Search rows follow their sessions: a trigger marks what changed, and any process makes what is marked.

Each batch is a transaction of its own that takes its marks and leaves those that another holds: killed at any point, its
marks stand again; two at once make no row twice.
"""

import asyncio
from collections import defaultdict
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import Database
from resolvent.search.contents import make_contents
from resolvent.search.models import SearchDue, SearchedSession
from resolvent.sessions.secrets import read_secrets_of

BATCH: Final = 20
LOOK_EVERY: Final = 3.0
"""Seconds."""
LONGEST: Final = 30_000
"""Characters of any one text that are read."""
# A session before its mark, as everywhere; whoever holds one of them is not waited for.
DUE: Final = text("""
    SELECT s.id, s.status, coalesce(s.closed_at, s.updated_at) AS closed_at, left(s.title, :longest) AS title,
           left(s.problem, :longest) AS problem,
           CASE WHEN s.ticket IS NOT NULL THEN jsonb_build_object(
               'summary', left(s.ticket ->> 'summary', :longest), 'description', left(s.ticket ->> 'description', :longest),
               'number', s.ticket ->> 'number', 'company', s.ticket ->> 'company', 'contact', s.ticket ->> 'contact') END AS ticket
    FROM search_due d JOIN ai_sessions s ON s.account_id = d.account_id AND s.id = d.session_id
    WHERE d.account_id = :account ORDER BY d.marked_at LIMIT :most
    FOR KEY SHARE OF s SKIP LOCKED FOR UPDATE OF d SKIP LOCKED
""")
TRIED: Final = text("""
    SELECT session_id, left(title, :longest) AS title, status,
           left(coalesce(failure_reason, partial_notes, outcome_notes), :longest) AS told
    FROM suggested_fixes
    WHERE account_id = :account AND session_id = ANY(:sessions) AND status NOT IN ('proposed', 'dismissed') ORDER BY id
""")
NOTES: Final = text("""
    SELECT DISTINCT ON (session_id) session_id, left(text, :longest) AS text FROM writebacks
    WHERE account_id = :account AND session_id = ANY(:sessions) AND finished_at IS NOT NULL
    ORDER BY session_id, finished_at DESC
""")
log = structlog.get_logger()


async def catch_up(database: Database) -> int:
    """All that is marked now and held by nobody: how many rows were made."""
    async with database.transaction() as db:
        accounts = list(await db.scalars(text("SELECT account_id FROM resolvent_search_due()")))
    total = 0
    for account_id in accounts:
        while made := await take_batch(database, account_id):
            total += made
    return total


async def take_batch(database: Database, account_id: UUID) -> int:
    async with database.transaction(account_id) as db:
        given = {"account": account_id, "longest": LONGEST}
        sessions = (await db.execute(DUE, {**given, "most": BATCH})).mappings().all()
        if not sessions:
            return 0
        ids = [one["id"] for one in sessions]
        fixes, notes = await read_told(db, {**given, "sessions": ids})
        secrets = await read_secrets_of(db, account_id, ids)
        rows = await asyncio.to_thread(
            lambda: [
                {
                    "account_id": account_id,
                    "session_id": one["id"],
                    "status": one["status"],
                    "closed_at": one["closed_at"],
                    **make_contents(dict(one), fixes[one["id"]], notes.get(one["id"]), secrets.get(one["id"], ())),
                }
                for one in sessions
            ]
        )
        await put_rows(db, rows)
        await db.execute(delete(SearchDue).where(SearchDue.account_id == account_id, SearchDue.session_id.in_(ids)))
    return len(ids)


async def read_told(
    db: AsyncSession, given: dict[str, Any]
) -> tuple[dict[UUID, list[dict[str, Any]]], dict[UUID, str]]:
    """By session: the fixes that were tried, and the newest note that was posted."""
    fixes: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for fix in (await db.execute(TRIED, given)).mappings():
        fixes[fix["session_id"]].append(dict(fix))
    return fixes, {row.session_id: row.text for row in await db.execute(NOTES, given)}


async def put_rows(db: AsyncSession, rows: list[dict[str, Any]]) -> None:
    given = insert(SearchedSession)
    new = {name: given.excluded[name] for name in rows[0] if name not in {"account_id", "session_id"}}
    await db.execute(given.on_conflict_do_update(index_elements=["account_id", "session_id"], set_=new), rows)


async def keep_search_current(database: Database) -> None:
    """Until it is cancelled. A round that fails is told, and tried again."""
    while True:
        try:
            await catch_up(database)
        except Exception as error:
            log.warning("search.failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)
