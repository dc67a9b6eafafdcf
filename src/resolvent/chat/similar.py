"""Earlier sessions of the account with much the same words, and what came of them."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.chat.assistant import Similar
from resolvent.sessions.models import AISession

MOST = 3
EXCERPT = 6_000
"""Characters that are read; what is shown of them is cut after masking."""
FIND = text(
    """WITH words AS MATERIALIZED (
        SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS asked
        FROM (SELECT lexeme FROM unnest(to_tsvector('english', left(:problem, 4000))) ORDER BY positions[1] LIMIT 40) w
    ), recent AS MATERIALIZED (
        SELECT id, title, problem, ticket, status, search FROM ai_sessions
        WHERE account_id = :account AND id <> :session AND status <> 'active' ORDER BY id DESC LIMIT 5000
    )
    SELECT r.id, r.title, r.status, r.ticket ->> 'contact' AS contact, r.ticket ->> 'company' AS company, left(concat_ws(E'\\n', r.ticket ->> 'description', r.problem), :excerpt) AS problem
    FROM recent r, words w WHERE r.search @@ w.asked
    ORDER BY ts_rank_cd(r.search, w.asked, 1) DESC, r.id DESC LIMIT :most"""
)
TRIED = text(
    """SELECT session_id, title, status FROM suggested_fixes
    WHERE account_id = :account AND session_id = ANY(:sessions) AND status <> 'proposed' ORDER BY id"""
)
"""The newest 5,000 closed sessions are looked at: what a desk met lately is what it meets again."""


async def find_similar(db: AsyncSession, session: AISession, problem: str) -> tuple[Similar, ...]:
    rows = (
        await db.execute(
            FIND,
            {
                "account": session.account_id,
                "session": session.id,
                "problem": f"{session.title}\n{problem}",
                "excerpt": EXCERPT,
                "most": MOST,
            },
        )
    ).all()
    if not rows:
        return ()
    tried: dict[UUID, list[tuple[str, str]]] = {}
    for found in await db.execute(TRIED, {"account": session.account_id, "sessions": [row.id for row in rows]}):
        tried.setdefault(found.session_id, []).append((found.title, found.status))
    return tuple(
        Similar(row.title, row.problem, row.status, tuple(tried.get(row.id, ())), row.contact, row.company)
        for row in rows
    )
