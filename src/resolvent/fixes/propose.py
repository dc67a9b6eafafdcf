"""A fix that a program proposes with an engineer's token: the same as an assistant's, and it says whose it is."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict, invalid_field
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.suggest import Suggestion, find_template, suggest_fix
from resolvent.sessions.access import change_session
from resolvent.sessions.models import AISession, SessionStatus


async def propose_fix(
    db: AsyncSession, actor: Actor, session_id: UUID, suggestion: Suggestion, *, seen: int | None
) -> tuple[SuggestedFix, AISession]:
    """Supersedes the active one. Unlike an assistant, a program is told when it names a template that is not there."""
    session = await change_session(db, actor, session_id, ["fix"], seen=seen)
    if session.status != SessionStatus.ACTIVE:
        raise Conflict(f"This session is {session.status}. Reopen it to go on.", code="session_not_active")
    slug = suggestion.template_slug
    if slug is not None and await find_template(db, session, slug) is None:
        raise invalid_field("template", "There is no published template of this name.", "no_such_template")
    fix = await suggest_fix(db, session, suggestion, proposed_by=actor.name)
    trail.record(db, actor, "fix.propose", fix.id, after={"confidence": fix.confidence, "template": fix.template_slug})
    return fix, session
