"""Closed sessions to be found, made as the database's owner."""

import json
from uuid import UUID

import psycopg

from resolvent.ids import new_id
from tests.conftest import Tenant


async def add_closed(
    database_url: str,
    tenant: Tenant,
    title: str,
    *,
    problem: str = "It does not work.",
    company: str | None = None,
    number: str | None = None,
    fixes: tuple[tuple[str, str], ...] = (),
    note: str | None = None,
    question: str | None = None,
    status: str = "resolved",
    days_ago: float = 1,
) -> UUID:
    """`fixes`: (title, status). `note`: as posted at its end; `question`: of an escalation's."""
    session = new_id()
    ticket = json.dumps({"summary": title, "company": company, "number": number}) if company or number else None
    async with await psycopg.AsyncConnection.connect(database_url) as db:
        await db.execute(
            "INSERT INTO ai_sessions (account_id, id, title, problem, status, created_by, closed_at, ticket)"
            " VALUES (%s, %s, %s, %s, %s, %s, now() - make_interval(secs => %s), %s)",
            (tenant.account_id, session, title, problem, status, tenant.actor.user_id, days_ago * 86_400, ticket),
        )
        for name, outcome in fixes:
            await db.execute(
                "INSERT INTO suggested_fixes (account_id, id, session_id, title, rationale, confidence, status,"
                " applied_at, superseded_at) VALUES (%s, %s, %s, %s, '', 80, %s, now(), now())",
                (tenant.account_id, new_id(), session, name, outcome),
            )
        if note is not None:
            kind = "escalation" if status == "escalated" else "resolution"
            await db.execute(
                "INSERT INTO writebacks (account_id, id, session_id, kind, round, step, text, text_hash, marker,"
                " confirmed_by, confirmed_by_name, state_version, finished_at, question)"
                " VALUES (%s, %s, %s, %s, 1, 'DONE', %s, 'x', 'x', %s, 'A', 1, now(), %s)",
                (tenant.account_id, new_id(), session, kind, note, tenant.actor.user_id, question),
            )
    return session
