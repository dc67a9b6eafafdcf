"""Read the fixes of a session; store a new suggestion, which supersedes the active one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Select, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from resolvent.accounts.actor import Actor
from resolvent.db import of_session
from resolvent.errors import NotFound
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.transitions import FixStatus
from resolvent.scripts.drafts import sensitive_in
from resolvent.scripts.models import ScriptTemplate
from resolvent.scripts.templates import find_usable, get_version
from resolvent.sessions.models import AISession, SessionStatus

Copy = aliased(ScriptTemplate)
WORKED = f"""
    SELECT f.title, count(DISTINCT f.session_id) AS sessions
    FROM suggested_fixes f JOIN ai_sessions s ON s.account_id = f.account_id AND s.id = f.session_id
    WHERE f.account_id = :account AND f.session_id <> :session AND s.status = '{SessionStatus.RESOLVED}'
      AND f.status = '{FixStatus.SUCCESS}' AND f.applied_at > clock_timestamp() - interval '365 days'
    GROUP BY f.title
"""  # noqa: S608 (constants)
"""In how many other sessions of the account a fix of each title was told to have worked, in a year. Computed from the fixes of
resolved sessions: an outcome that is undone, or a session that is open (again) or deleted, counts no more."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Suggestion:
    title: str
    rationale: str
    confidence: int
    template_slug: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    script: str | None = None
    language: str | None = None


LISTED = select(SuggestedFix).where(of_session(SuggestedFix)).order_by(SuggestedFix.created_at, SuggestedFix.id)


async def list_fixes(db: AsyncSession, actor: Actor, session_id: UUID) -> list[SuggestedFix]:
    return list(await db.scalars(LISTED, {"account": actor.account_id, "session": session_id}))


async def find_active_fix(db: AsyncSession, account_id: UUID, session_id: UUID) -> SuggestedFix | None:
    return await db.scalar(
        select(SuggestedFix)
        .where(
            SuggestedFix.account_id == account_id,
            SuggestedFix.session_id == session_id,
            SuggestedFix.superseded_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )


async def get_active_fix(db: AsyncSession, actor: Actor, session_id: UUID) -> SuggestedFix:
    fix = await find_active_fix(db, actor.account_id, session_id)
    if fix is None:
        raise NotFound("No fix is suggested at the moment.", code="no_active_fix")
    return fix


async def get_fix(db: AsyncSession, actor: Actor, session_id: UUID, fix_id: UUID) -> SuggestedFix:
    fix = await db.scalar(
        select(SuggestedFix)
        .where(
            SuggestedFix.account_id == actor.account_id,
            SuggestedFix.session_id == session_id,
            SuggestedFix.id == fix_id,
        )
        .execution_options(populate_existing=True)
    )
    if fix is None:
        raise NotFound("There is no such fix in this session.")
    return fix


async def suggest_fix(
    db: AsyncSession, session: AISession, suggestion: Suggestion, *, proposed_by: str | None = None
) -> SuggestedFix:
    """The caller holds the session row's lock (change_session), so that exactly one stays active. `proposed_by`: whose
    token a program used; the assistant has no name."""
    active = await find_active_fix(db, session.account_id, session.id)
    if active is not None:
        active.superseded_at = datetime.now(UTC)
        await db.flush()
    template = await find_template(db, session, suggestion.template_slug)
    fix = SuggestedFix(
        account_id=session.account_id,
        session_id=session.id,
        proposed_by=proposed_by,
        title=suggestion.title,
        rationale=suggestion.rationale,
        confidence=suggestion.confidence,
        template_id=template.id if template else None,
        template_slug=template.slug if template else suggestion.template_slug,
        ai_drafted_script=suggestion.script,
        ai_drafted_parameters=await keep_harmless(db, template, suggestion.parameters),
        language=suggestion.language,
    )
    db.add(fix)
    await db.flush()
    return fix


async def find_template(db: AsyncSession, session: AISession, slug: str | None) -> ScriptTemplate | None:
    """The published one that the suggestion names, or the desk's copy in its place.

    An assistant may name one that is not there: then it is a draft.
    """
    if slug is None:
        return None
    template = await find_usable(db, session.account_id, slug) or await db.scalar(
        find_copies()
        .where(
            ScriptTemplate.account_id == session.account_id,
            ScriptTemplate.slug == slug,
            ScriptTemplate.source == "shipped",
            ScriptTemplate.archived_at.is_not(None),
        )
        .order_by(Copy.id.desc())
        .limit(1)
    )
    if template is None:
        log.info("fix.unknown_template", session=str(session.id), slug=slug)
    return template


def find_copies() -> Select[ScriptTemplate]:
    """The published ones that the desk made of a template, to be named by the caller."""
    return select(Copy).where(
        Copy.account_id == ScriptTemplate.account_id,
        Copy.archived_at.is_(None),
        Copy.provenance["copied_from_id"].astext == cast(ScriptTemplate.id, Text),
    )


async def keep_harmless(
    db: AsyncSession, template: ScriptTemplate | None, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Without those that the template takes for secrets: an assistant may have read one in the conversation."""
    if template is None or not parameters:
        return dict(parameters)
    version = await get_version(db, template.account_id, template.id, template.version)
    sensitive = sensitive_in(version.parameters_schema)
    return {name: value for name, value in parameters.items() if name not in sensitive}


async def find_usable_template(db: AsyncSession, fix: SuggestedFix) -> ScriptTemplate | None:
    """None: the fix has no template, or it was archived or is gone since."""
    if fix.template_id is None:
        return None
    return await db.scalar(
        select(ScriptTemplate).where(
            ScriptTemplate.account_id == fix.account_id,
            ScriptTemplate.id == fix.template_id,
            ScriptTemplate.archived_at.is_(None),
        )
    )
