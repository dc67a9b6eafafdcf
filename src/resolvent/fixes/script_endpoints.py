"""The routes at which a session's fix and the scripts meet."""

from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, TooLarge, invalid_field, responses
from resolvent.fixes.drafting import draft_from_fix
from resolvent.fixes.form import read_form
from resolvent.fixes.generate import acknowledge_fix, generate_script
from resolvent.idempotency import Once
from resolvent.scripts.draft_view import read_draft
from resolvent.scripts.drafting import draft_from_nothing, draft_from_template
from resolvent.scripts.generations import acknowledge_generation
from resolvent.scripts.schemas import (
    Acknowledge,
    AcknowledgedOut,
    DraftCreate,
    DraftTemplateOut,
    FormOut,
    FormValue,
    Generate,
    GeneratedOut,
)
from resolvent.sessions.access import Seen

router = APIRouter(tags=["scripts"])
FIX = "/ai-sessions/{session_id}/suggested-fixes/{fix_id}"


@router.get(f"{FIX}/form", operation_id="getFixForm", responses=responses(NotFound))
async def get_form(session_id: UUID, fix_id: UUID, db: Db, actor: CurrentActor) -> FormOut:
    form = await read_form(db, actor, session_id, fix_id)
    return FormOut(
        template=form.template,
        values=[FormValue(name=one.name, value=one.value, source=one.source, label=one.label) for one in form.values],
        dropped=form.dropped,
    )


@router.post(f"{FIX}/acknowledge", operation_id="acknowledgeFix", responses=responses(BadRequest, NotFound, Invalid))
async def post_acknowledge(
    session_id: UUID, fix_id: UUID, body: Acknowledge, db: Db, actor: CurrentActor
) -> AcknowledgedOut:
    fix = await acknowledge_fix(db, actor, session_id, fix_id, body.rules)
    return AcknowledgedOut(acknowledged=fix.acknowledged)


@router.post(
    "/scripts/generate",
    operation_id="generateScript",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, TooLarge, Invalid),
)
async def post_generate(body: Generate, db: Db, actor: CurrentActor, seen: Seen, once: Once) -> GeneratedOut:
    """The script in the clear, this once. With a secret in it, the answer is not kept for a repeated `Idempotency-Key`."""
    if stored := await once.replay(db, actor, GeneratedOut):
        return stored
    generation, rendered, session = await generate_script(
        db,
        actor,
        body.template_id,
        body.parameters,
        session_id=body.ai_session_id,
        fix_id=body.fix_id,
        seen=seen,
    )
    answer = GeneratedOut(
        generation_id=generation.id,
        script=rendered.script,
        redacted_script=generation.redacted_script,
        warnings=list(rendered.findings),
        state_version=session.state_version if session else None,
    )
    if rendered.script == generation.redacted_script and not rendered.secrets:
        await once.store(db, actor, answer, session_id=body.ai_session_id)
    return answer


@router.post(
    "/scripts/generations/{generation_id}/acknowledge",
    operation_id="acknowledgeGeneration",
    responses=responses(BadRequest, NotFound, Invalid),
)
async def post_acknowledge_generation(
    generation_id: UUID, body: Acknowledge, db: Db, actor: CurrentActor
) -> AcknowledgedOut:
    generation = await acknowledge_generation(db, actor, generation_id, body.rules)
    return AcknowledgedOut(acknowledged=generation.acknowledged)


@router.post(
    "/scripts/drafts",
    status_code=201,
    operation_id="createDraftTemplate",
    responses=responses(BadRequest, NotFound, Conflict, TooLarge, Invalid),
)
async def post_draft(body: DraftCreate, db: Db, actor: CurrentActor) -> DraftTemplateOut:
    """Exactly one origin: a fix of a session, a template to edit, one to copy, or none."""
    origins = [name for name in ("template_id", "copy_of", "fix_id") if getattr(body, name) is not None]
    if len(origins) > 1:
        raise invalid_field(origins[1], "A draft has one origin.", "two_origins")
    if (body.fix_id is None) != (body.session_id is None):
        raise invalid_field("session_id", "A fix is named together with its session.", "session_missing")
    if body.fix_id is not None and body.session_id is not None:
        draft = await draft_from_fix(db, actor, body.session_id, body.fix_id)
    elif (template_id := body.template_id or body.copy_of) is not None:
        draft = await draft_from_template(db, actor, template_id, copy=body.copy_of is not None)
    else:
        draft = await draft_from_nothing(db, actor, title=body.title, language=body.language, body=body.body)
    return await read_draft(db, actor, draft.id)
