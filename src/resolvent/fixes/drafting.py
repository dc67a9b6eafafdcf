"""A draft template from a fix's script: by extraction when it was decided so, as it stands when Script Builder opens it."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.errors import BadRequest
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.suggest import get_fix
from resolvent.masking import mask_values
from resolvent.scripts.clues import gather_texts
from resolvent.scripts.drafts import (
    EMPTY_SCHEMA,
    NewDraft,
    add_draft,
    announce,
    find_open_draft,
    mask_schema,
    sensitive_in,
)
from resolvent.scripts.extraction import Extraction, extract
from resolvent.scripts.extraction.features import THRESHOLD
from resolvent.scripts.extraction.readers import read_script
from resolvent.scripts.extraction.scoring import find_candidates
from resolvent.scripts.extraction.sensitive import is_sensitive
from resolvent.scripts.languages import read_language
from resolvent.scripts.models import DraftTemplate, Risk
from resolvent.scripts.safety import Finding, Severity, review
from resolvent.scripts.syntax import Language
from resolvent.sessions.access import lock_session
from resolvent.sessions.models import AISession
from resolvent.sessions.scrub import scrub_session
from resolvent.sessions.secrets import keep_secrets, lock_secrets

DESCRIPTION = 4_000


async def draft_from_script(
    db: AsyncSession, actor: Actor, session: AISession, fix: SuggestedFix, script: str
) -> DraftTemplate:
    """With the parameters that the extraction finds. The caller holds the session's lock."""
    return await make_once(db, actor, session, fix, script, await learn_secrets(db, actor, session, fix, script))


async def learn_secrets(
    db: AsyncSession, actor: Actor, session: AISession, fix: SuggestedFix, script: str
) -> Extraction:
    """What the extraction takes for a secret, this session knows as one from here on, and forgets where it said it."""
    given = (read_language(fix.language, script), script, await gather_texts(db, actor, session))
    extraction = await asyncio.to_thread(extract, *given)
    sensitive = sensitive_in(extraction.parameters_schema)
    found = [value for name, value in extraction.values.items() if name in sensitive and isinstance(value, str)]
    found += await asyncio.to_thread(find_sensitive, *given)
    await keep_secrets(db, actor.account_id, session.id, found, field="edited_script")
    await scrub_session(db, session, found)
    await db.refresh(fix)
    return extraction


def find_sensitive(language: Language, script: str, evidence: Sequence[str]) -> list[str]:
    """Those too that no parameter can take the place of: they stay in the script. Of one that can't be read, none."""
    try:
        candidates = find_candidates(script.encode(), read_script(language, script), evidence)
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        return []
    return [one.value for one in candidates if one.score >= THRESHOLD and is_sensitive(one.literal)]


async def draft_from_fix(db: AsyncSession, actor: Actor, session_id: UUID, fix_id: UUID) -> DraftTemplate:
    """What Script Builder opens: the draft that the fix has of this script already, else the script as it was edited last."""
    session = await lock_session(db, actor, session_id)
    fix = await get_fix(db, actor, session_id, fix_id)
    script = fix.edited_script or fix.ai_drafted_script
    if script is None:
        raise BadRequest("This fix has no drafted script to build a template from.", code="no_drafted_script")
    draft = await make_once(db, actor, session, fix, script, None)
    await announce(db, actor, draft)
    return draft


async def make_once(
    db: AsyncSession, actor: Actor, session: AISession, fix: SuggestedFix, script: str, extraction: Extraction | None
) -> DraftTemplate:
    """A fix has one open draft of one script, however often it is asked for. The session's secrets are masked."""
    secrets = await lock_secrets(db, actor.account_id, session.id)
    masked = mask_values(script, secrets)
    known = await find_open_draft(db, actor.account_id, fix.id)
    if known is not None and known.original_script == masked:
        return known
    language = read_language(fix.language, script)
    return await add_draft(
        db,
        actor,
        NewDraft(
            title=fix.title,
            description=fix.rationale[:DESCRIPTION],
            language=language,
            body=mask_values(extraction.templated_body, secrets) if extraction else masked,
            parameters_schema=mask_schema(extraction.parameters_schema if extraction else EMPTY_SCHEMA, secrets),
            risk=risk_of(review(language, script)),
            original_script=masked,
            extraction={"engine": extraction.engine, "notes": list(extraction.notes)} if extraction else {},
            session_id=session.id,
            fix_id=fix.id,
        ),
    )


def risk_of(findings: Sequence[Finding]) -> Risk:
    found = {one.severity for one in findings}
    return next((Risk(severity.value) for severity in (Severity.HIGH, Severity.MEDIUM) if severity in found), Risk.LOW)
