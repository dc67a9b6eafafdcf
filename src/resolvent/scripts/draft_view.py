"""A draft as its editor sees it: the row, what keeps it from being published, what the safety review says of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.scripts.describe import review_body
from resolvent.scripts.drafts import Named, brief_of, get_named
from resolvent.scripts.engine import check_template
from resolvent.scripts.schemas import DraftTemplateOut, ProblemOut
from resolvent.scripts.syntax import Language


def draft_out(named: Named) -> DraftTemplateOut:
    draft = named[0]
    language = Language(draft.language)
    problems = check_template(language, draft.body, draft.parameters_schema)
    return DraftTemplateOut(
        **brief_of(*named),
        description=draft.description,
        body=draft.body,
        parameters_schema=draft.parameters_schema,
        tags=draft.tags,
        risk=draft.risk,
        needs_admin=draft.needs_admin,
        timeout_hint=draft.timeout_hint,
        original_script=draft.original_script,
        extraction_notes=draft.extraction.get("notes", []),
        edits_version=draft.edits_version,
        copied_from_id=draft.copied_from_id,
        problems=[ProblemOut(field=one.field, message=one.message, code=one.code) for one in problems],
        findings=review_body(language, draft.body, draft.parameters_schema, {}),
    )


async def read_draft(db: AsyncSession, actor: Actor, draft_id: UUID) -> DraftTemplateOut:
    return draft_out(await get_named(db, actor, draft_id))
