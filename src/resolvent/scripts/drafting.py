"""A draft from a template, to edit it or to make another of it, or from nothing."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.scripts.drafts import NewDraft, add_draft
from resolvent.scripts.models import DraftTemplate, Risk
from resolvent.scripts.syntax import Language
from resolvent.scripts.templates import get_template, get_version, need_published

UNTITLED = "Untitled script"


async def draft_from_template(db: AsyncSession, actor: Actor, template_id: UUID, *, copy: bool) -> DraftTemplate:
    """Published, it becomes the next version of an account's own template. Of a shipped one only a copy can be made."""
    template = await get_template(db, actor, template_id)
    copy = copy or template.source == "shipped"
    if not copy:
        need_published(template)
    version = await get_version(db, actor.account_id, template.id, template.version)
    return await add_draft(
        db,
        actor,
        NewDraft(
            title=f"{version.title} (copy)" if copy else version.title,
            description=version.description,
            language=Language(template.language),
            body=version.body,
            parameters_schema=version.parameters_schema,
            tags=version.tags,
            risk=Risk(version.risk),
            needs_admin=version.needs_admin,
            timeout_hint=version.timeout_hint,
            edits_template_id=None if copy else template.id,
            edits_version=None if copy else version.version,
            copied_from_id=template.id if copy else None,
        ),
    )


async def draft_from_nothing(
    db: AsyncSession, actor: Actor, *, title: str | None, language: Language | None, body: str | None
) -> DraftTemplate:
    return await add_draft(
        db,
        actor,
        NewDraft(title=title or UNTITLED, language=language or Language.POWERSHELL, body=body or ""),
    )
