"""What escalated sessions were handed on with."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.search.contents import LONGEST_TOLD, keep
from resolvent.search.models import SearchedSession
from resolvent.sessions.secrets import read_secrets_of

ASKED: Final = text("""
    SELECT DISTINCT ON (session_id) session_id, question FROM writebacks
    WHERE account_id = :account AND session_id = ANY(:sessions) AND kind = 'escalation' AND finished_at IS NOT NULL
    ORDER BY session_id, finished_at DESC
""")


async def read_questions(db: AsyncSession, account_id: UUID, rows: Sequence[SearchedSession]) -> Mapping[UUID, str]:
    """By session, of those that ended escalated with a question; without secrets."""
    ids = [row.session_id for row in rows if row.status == "escalated"]
    if not ids:
        return {}
    found = (await db.execute(ASKED, {"account": account_id, "sessions": ids})).tuples()
    asked: dict[UUID, str] = {session_id: question for session_id, question in found if question}
    # Masked when it was posted; a secret that became known later is masked here.
    secrets = await read_secrets_of(db, account_id, asked)
    kept = {one: keep(question, LONGEST_TOLD, secrets.get(one, ())) for one, question in asked.items()}
    return {one: question for one, question in kept.items() if question}
