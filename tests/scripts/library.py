"""What the tests of the library share: a body that can be sent, and fixes with outcomes."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.fixes.models import SuggestedFix
from resolvent.fixes.outcomes import record_outcome
from resolvent.fixes.suggest import Suggestion, suggest_fix
from resolvent.fixes.transitions import FixStatus
from resolvent.scripts.models import DraftTemplate
from resolvent.sessions.access import change_session
from resolvent.sessions.lifecycle import LinkedTicket, open_session
from resolvent.sessions.models import AISession

SCHEMA = {
    "type": "object",
    "properties": {"service": {"type": "string", "title": "Service", "default": "Spooler"}},
    "required": ["service"],
}
SECRET_SCHEMA = {
    "type": "object",
    "properties": {"password": {"type": "string", "x-sensitive": True}},
    "required": ["password"],
}
SECRET_BODY = (
    "Set-ADAccountPassword -Identity jane -NewPassword (ConvertTo-SecureString {{ password }} -AsPlainText -Force)"
)
ENDED = {"success": FixStatus.SUCCESS, "failed": FixStatus.FAILED, "partial": FixStatus.PARTIAL}


def a_template(**changed: Any) -> dict[str, Any]:
    """A body of POST /scripts/templates."""
    return {
        "title": "Restart a service",
        "description": "Restarts one Windows service.",
        "language": "powershell",
        "body": "Restart-Service -Name {{ service }}",
        "parameters_schema": SCHEMA,
        "tags": ["service"],
        **changed,
    }


async def new_session(
    db: AsyncSession, actor: Actor, problem: str = "It prints nothing.", company: str | None = None
) -> AISession:
    linked = company and LinkedTicket(uuid4(), "1", {"number": "1", "summary": problem, "company": company})
    return await open_session(db, actor, title=None, problem=problem, linked=linked or None)


async def new_fix(
    db: AsyncSession,
    actor: Actor,
    outcome: str | None,
    *,
    template_id: UUID | None = None,
    version: int | None = None,
    company: str | None = None,
) -> SuggestedFix:
    """In a session of its own, with this outcome."""
    session = await change_session(db, actor, (await new_session(db, actor, company=company)).id, ["fix"])
    fix = await suggest_fix(db, session, Suggestion("Restart it", "It hangs.", 80, script="Restart-Service x"))
    await db.execute(
        update(SuggestedFix)
        .where(SuggestedFix.account_id == actor.account_id, SuggestedFix.id == fix.id)
        .values(template_id=template_id, template_version=version)
    )
    if outcome is not None:
        status = ENDED[outcome]
        await record_outcome(db, actor, session.id, fix.id, status, notes="So.", failure_reason=None, seen=None)
    await db.flush()
    return fix


async def publish_as(db: AsyncSession, actor: Actor, fix: SuggestedFix, template_id: UUID, **more: Any) -> None:
    """The fix's drafted script became this template."""
    db.add(
        DraftTemplate(
            account_id=actor.account_id,
            title="Draft",
            language="powershell",
            body="Restart-Service x",
            parameters_schema={},
            session_id=fix.session_id,
            fix_id=fix.id,
            published_template_id=template_id,
            status="published",
            created_by=actor.user_id,
            updated_by=actor.user_id,
            **more,
        )
    )
    await db.flush()
