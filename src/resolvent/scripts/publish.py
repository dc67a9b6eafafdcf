"""A draft becomes a template, or the next version of the template that it edits."""

from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import FieldError, Invalid
from resolvent.scripts.draft_view import read_draft
from resolvent.scripts.drafts import announce, lock_draft, need_open, refuse_older, touch
from resolvent.scripts.models import DraftTemplate, ScriptTemplate
from resolvent.scripts.schemas import TemplateText
from resolvent.scripts.templates import create_template, revise_template


async def publish_draft(
    db: AsyncSession, actor: Actor, draft_id: UUID, *, change_note: str, seen: int
) -> ScriptTemplate:
    """What is still wrong with it is a 422 naming every field; a template that moved meanwhile is a 412."""
    draft = await lock_draft(db, actor, draft_id)
    need_open(draft)
    if draft.version != seen:
        refuse_older(draft, seen, await read_draft(db, actor, draft_id))
    text = text_of(draft)
    if draft.edits_template_id is not None and draft.edits_version is not None:
        template = await revise_template(
            db, actor, draft.edits_template_id, text, change_note=change_note, seen=draft.edits_version
        )
    else:
        template = await create_template(db, actor, text, change_note=change_note, provenance=provenance_of(draft))
    draft.status = "published"
    draft.published_template_id = template.id
    touch(draft, actor)
    trail.record(
        db,
        actor,
        "draft.publish",
        draft.id,
        after={"template_id": str(template.id), "version": template.version},
    )
    await announce(db, actor, draft)
    return template


def text_of(draft: DraftTemplate) -> TemplateText:
    try:
        return TemplateText.model_validate({name: getattr(draft, name) for name in TemplateText.model_fields})
    except ValidationError as error:
        errors = [
            FieldError(
                field=".".join(map(str, one["loc"])), message=one["msg"].removeprefix("Value error, "), code=one["type"]
            )
            for one in error.errors(include_input=False)
        ]
        raise Invalid(errors[0].message, code="invalid_template", errors=errors) from None


def provenance_of(draft: DraftTemplate) -> dict[str, Any]:
    known = {
        "draft_id": draft.id,
        "session_id": draft.session_id,
        "fix_id": draft.fix_id,
        "copied_from_id": draft.copied_from_id,
    }
    return {name: str(value) for name, value in known.items() if value is not None}
