"""Deletes sessions with all that is theirs. The rest of the schema hangs on foreign keys; what doesn't is named here.

What stays: audit entries (ids and short values, never texts), the use of models without its session (numbers), templates
and their drafts without where they came from, and for each applied fix its template and outcome, without text.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.attachments.models import Attachment
from resolvent.audit.models import AuditEntry
from resolvent.chat.models import Message
from resolvent.facts.models import Fact
from resolvent.fixes.models import SuggestedFix
from resolvent.idempotency import OF_SESSION
from resolvent.retention.due import select_due
from resolvent.sessions.access import delete_sessions
from resolvent.sessions.models import AISession
from resolvent.ticketing.models import Writeback

BATCH: Final = 25
WHO: Final = "Retention"
KEEP_OUTCOMES: Final = text("""
    INSERT INTO past_outcomes (account_id, id, template_id, template_version, status)
    SELECT f.account_id, gen_random_uuid(), f.template_id, f.template_version, f.status
    FROM suggested_fixes f
    WHERE f.account_id = :account AND f.session_id = ANY(CAST(:sessions AS uuid[])) AND f.template_id IS NOT NULL
      AND f.applied_at IS NOT NULL AND f.status <> 'dismissed'
      AND EXISTS (SELECT FROM script_templates t WHERE t.account_id = f.account_id AND t.id = f.template_id)
    UNION ALL
    SELECT f.account_id, gen_random_uuid(), d.published_template_id, d.version, f.status
    FROM (
        SELECT DISTINCT fix_id, published_template_id, coalesce(edits_version, 0) + 1 AS version
        FROM draft_templates WHERE account_id = :account AND published_template_id IS NOT NULL
    ) d
    JOIN suggested_fixes f ON f.account_id = :account AND f.id = d.fix_id
    WHERE f.session_id = ANY(CAST(:sessions AS uuid[])) AND f.template_id IS NULL
      AND f.applied_at IS NOT NULL AND f.status <> 'dismissed'
""")
CUT_TIES: Final[tuple[TextClause, ...]] = (
    text("""
        UPDATE draft_templates SET session_id = NULL, fix_id = NULL, original_script = NULL
        WHERE account_id = :account AND session_id = ANY(CAST(:sessions AS uuid[]))
    """),
    text("""
        UPDATE script_templates SET provenance = provenance - 'session_id' - 'fix_id'
        WHERE account_id = :account AND provenance ->> 'session_id' = ANY(CAST(CAST(:sessions AS uuid[]) AS text[]))
    """),
    text("""
        UPDATE model_usage SET session_id = NULL, turn_id = NULL
        WHERE account_id = :account AND session_id = ANY(CAST(:sessions AS uuid[]))
    """),
    text("DELETE FROM presences WHERE account_id = :account AND subject_id = ANY(CAST(:sessions AS uuid[]))"),
    text("DELETE FROM edit_leases WHERE account_id = :account AND subject_id = ANY(CAST(:sessions AS uuid[]))"),
    text(f"""
        DELETE FROM idempotency_keys WHERE account_id = :account
        AND (answer ->> '{OF_SESSION}' = ANY(CAST(CAST(:sessions AS uuid[]) AS text[])) OR answer ->> 'id' = ANY(CAST(CAST(:sessions AS uuid[]) AS text[])))
    """),  # noqa: S608 (a constant)
    text("""
        DELETE FROM idempotency_keys k USING writebacks w
        WHERE k.account_id = :account AND w.account_id = :account AND w.session_id = ANY(CAST(:sessions AS uuid[]))
        AND k.answer ->> 'writeback_id' = CAST(w.id AS text)
    """),
    text("""
        DELETE FROM ticket_leases l USING writebacks w
        WHERE l.account_id = :account AND w.account_id = :account AND w.session_id = ANY(CAST(:sessions AS uuid[]))
        AND l.writeback_id = w.id
    """),
)
COUNTED: Final = (Message, Fact, SuggestedFix, Attachment, Writeback)


async def delete_batch(db: AsyncSession, account_id: UUID, days: int) -> Counter[str]:
    """At most `BATCH` sessions, and the entry that tells of them, in the caller's transaction; empty: none is left.

    One that somebody holds is left to the next run.
    """
    due = select_due(account_id, days).limit(BATCH).with_for_update(skip_locked=True, of=AISession)
    sessions = list(await db.scalars(due))
    if not sessions:
        return Counter()
    ids = [one.id for one in sessions]
    deleted = Counter(sessions=len(ids)) + await count_rows(db, account_id, ids)
    given = {"account": account_id, "sessions": ids}
    for statement in (KEEP_OUTCOMES, *CUT_TIES):
        await db.execute(statement, given)
    db.expunge_all()
    await delete_sessions(db, account_id, ids)
    db.add(
        AuditEntry(
            account_id=account_id,
            actor_id=None,
            actor_name=WHO,
            action="retention.delete",
            subject_id=account_id,
            before=None,
            after={"days": days, **deleted},
            session_id=None,
            origin=None,
        )
    )
    await db.flush()
    return deleted


async def count_rows(db: AsyncSession, account_id: UUID, ids: Sequence[UUID]) -> Counter[str]:
    """By table."""
    found: Counter[str] = Counter()
    for model in COUNTED:
        of_these = (model.account_id == account_id, model.session_id.in_(ids))
        found[model.__tablename__] = await db.scalar(select(func.count()).select_from(model).where(*of_these)) or 0
    return found
