"""Generate a script from a template, for a session's fix, for a session, or for no session at all."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict, invalid_field
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.suggest import get_fix
from resolvent.fixes.transitions import FixStatus
from resolvent.masking import mask_deep, mask_values
from resolvent.scripts.describe import review_script
from resolvent.scripts.generations import Rendered, need_known, render_version, store_generation
from resolvent.scripts.models import ScriptGeneration
from resolvent.scripts.safety import RULES
from resolvent.scripts.schemas import SafetyFindingOut
from resolvent.scripts.syntax import Language
from resolvent.scripts.templates import get_template, get_version
from resolvent.sessions.access import change_session, lock_session
from resolvent.sessions.models import AISession
from resolvent.sessions.scrub import scrub_session
from resolvent.sessions.secrets import keep_secrets, read_secrets


async def generate_script(
    db: AsyncSession,
    actor: Actor,
    template_id: UUID,
    given: Mapping[str, Any],
    *,
    session_id: UUID | None,
    fix_id: UUID | None,
    seen: int | None,
) -> tuple[ScriptGeneration, Rendered, AISession | None]:
    """Generating is not applying: the fix learns which version was rendered, and no more. Its session knows the secrets."""
    if fix_id is not None and session_id is None:
        raise invalid_field("ai_session_id", "A fix is of a session: name it too.", "session_missing")
    template = await get_template(db, actor, template_id)
    if template.archived_at is not None:
        raise Conflict("This template was archived. Restore it to generate from it.", code="template_archived")
    version = await get_version(db, actor.account_id, template.id, None)
    language = Language(template.language)
    rendered = await asyncio.to_thread(render_version, language, version, given)
    session = None
    if session_id is not None:
        session = await change_session(db, actor, session_id, ["generations"], seen=seen)
        if fix_id is not None:
            take_version(await get_fix(db, actor, session_id, fix_id), template.id, version.version)
        await keep_secrets(db, actor.account_id, session_id, rendered.secrets, field="parameters")
        await scrub_session(db, session, rendered.secrets)
        known = await read_secrets(db, actor.account_id, session_id)
        rendered = hide_earlier(
            rendered, known, review_script(language, rendered.script, version.explained, known=known)
        )
    generation = await store_generation(db, actor, version, rendered, session_id=session_id, fix_id=fix_id)
    return generation, rendered, session


def hide_earlier(rendered: Rendered, secrets: Sequence[str], findings: Sequence[SafetyFindingOut]) -> Rendered:
    """Another parameter may have been given what the session knows as a secret. `findings`: as these mask them."""
    return replace(
        rendered,
        redacted=mask_values(rendered.redacted, secrets),
        values=mask_deep(dict(rendered.values), secrets),
        findings=findings,
    )


def take_version(fix: SuggestedFix, template_id: UUID, version: int) -> None:
    """The fix's outcome will speak of this version. Of another template than its own it can't."""
    if fix.status == FixStatus.DISMISSED:
        raise Conflict("This fix was dismissed; undo that before generating its script.", code="fix_dismissed")
    if fix.template_id == template_id:
        fix.template_version = version


async def acknowledge_fix(
    db: AsyncSession, actor: Actor, session_id: UUID, fix_id: UUID, rules: list[str]
) -> SuggestedFix:
    """High findings of a drafted script, which may have been edited: any rule of the review can be ticked."""
    await lock_session(db, actor, session_id)
    fix = await get_fix(db, actor, session_id, fix_id)
    need_known(rules, set(RULES))
    fix.acknowledged = sorted({*fix.acknowledged, *rules})
    trail.record(db, actor, "fix.acknowledge", fix.id, after={"rules": sorted(set(rules))})
    await db.flush()
    return fix
