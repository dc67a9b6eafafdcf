import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from resolvent.accounts.actor import BriefActor, CurrentActor
from resolvent.ai.endpoints import DoorDep, RouterDep
from resolvent.ai.models import Use
from resolvent.db import DatabaseDep, Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, responses
from resolvent.idempotency import Once
from resolvent.paging import Cursor, Limit
from resolvent.schemas import Line
from resolvent.scripts import templates
from resolvent.scripts.clues import gather_texts
from resolvent.scripts.describe import describe_template, describe_templates, describe_versions, review_script
from resolvent.scripts.extraction import extract
from resolvent.scripts.extraction.asking import ask_model, caller_for, read_protection
from resolvent.scripts.repeated import refuse_repeated
from resolvent.scripts.schemas import (
    Extract,
    ExtractedOut,
    Review,
    ReviewOut,
    Tag,
    TemplateCreate,
    TemplateOut,
    TemplateRevise,
    TemplatesOut,
    TemplateVersionsOut,
)
from resolvent.scripts.search import Source, Status, Wanted, search_templates
from resolvent.scripts.syntax import Language
from resolvent.scripts.templates import get_template
from resolvent.sessions.access import get_session

router = APIRouter(prefix="/scripts", tags=["scripts"])
NAMES_ONCE = [Depends(refuse_repeated, scope="function")]


@router.get("/templates", operation_id="listTemplates", responses=responses(Invalid))
async def get_templates(
    db: Db,
    actor: CurrentActor,
    cursor: Cursor,
    limit: Limit = 50,
    q: Annotated[Line | None, Query()] = None,
    tag: Annotated[Tag | None, Query()] = None,
    language: Language | None = None,
    status: Status = "published",
    source: Source | None = None,
) -> TemplatesOut:
    wanted = Wanted(query=q, tag=tag, language=language, status=status, source=source)
    found, total = await search_templates(db, actor.account_id, wanted, after=cursor, limit=limit + 1)
    items = await describe_templates(db, actor.account_id, found[:limit])
    return TemplatesOut(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None, total=total)


@router.post(
    "/templates",
    status_code=201,
    operation_id="createTemplate",
    responses=responses(BadRequest, Conflict, Invalid),
    dependencies=NAMES_ONCE,
)
async def post_template(body: TemplateCreate, db: Db, actor: CurrentActor, once: Once) -> TemplateOut:
    if stored := await once.replay(db, actor, TemplateOut):
        return stored
    template = await templates.create_template(db, actor, body, change_note=body.change_note)
    answer = await describe_template(db, actor.account_id, template.id)
    await once.store(db, actor, answer)
    return answer


@router.get("/templates/{template_id}", operation_id="getTemplate", responses=responses(NotFound))
async def get_one_template(template_id: UUID, db: Db, actor: CurrentActor) -> TemplateOut:
    await get_template(db, actor, template_id)
    return await describe_template(db, actor.account_id, template_id)


@router.put(
    "/templates/{template_id}",
    operation_id="reviseTemplate",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, Invalid),
    dependencies=NAMES_ONCE,
)
async def put_template(template_id: UUID, body: TemplateRevise, db: Db, actor: CurrentActor) -> TemplateOut:
    """A new version, with a note that says what changed."""
    await templates.revise_template(db, actor, template_id, body, change_note=body.change_note, seen=body.version)
    return await describe_template(db, actor.account_id, template_id)


@router.delete("/templates/{template_id}", operation_id="archiveTemplate", responses=responses(NotFound))
async def delete_template(template_id: UUID, db: Db, actor: CurrentActor) -> TemplateOut:
    """It is not offered any more. `restore` brings it back."""
    await templates.archive_template(db, actor, template_id)
    return await describe_template(db, actor.account_id, template_id)


@router.post("/templates/{template_id}/restore", operation_id="restoreTemplate", responses=responses(NotFound))
async def post_restore(template_id: UUID, db: Db, actor: CurrentActor) -> TemplateOut:
    await templates.restore_template(db, actor, template_id)
    return await describe_template(db, actor.account_id, template_id)


@router.get("/templates/{template_id}/versions", operation_id="listTemplateVersions", responses=responses(NotFound))
async def get_versions(template_id: UUID, db: Db, actor: CurrentActor) -> TemplateVersionsOut:
    await get_template(db, actor, template_id)
    return TemplateVersionsOut(items=await describe_versions(db, actor.account_id, template_id))


@router.post("/review", operation_id="reviewScript", responses=responses(Invalid))
async def post_review(body: Review, _: BriefActor) -> ReviewOut:
    return ReviewOut(findings=await asyncio.to_thread(review_script, body.language, body.script))


@router.post("/extract", operation_id="extractParameters", responses=responses(NotFound, Invalid))
async def post_extract(
    body: Extract, database: DatabaseDep, actor: BriefActor, models: RouterDep, door: DoorDep
) -> ExtractedOut:
    """A template of a concrete script. With a session, values that its evidence names are likelier parameters.

    A language model chooses them where the account has one for this; `engine` says who did.
    """
    evidence: list[str] = []
    async with database.transaction(actor.account_id) as db:
        session = await get_session(db, actor, body.ai_session_id) if body.ai_session_id else None
        if session is not None:
            evidence = await gather_texts(db, actor, session)
        asked = await models.names(db, actor.account_id, Use.EXTRACTION)
        protection = await read_protection(db, actor.account_id, session)
    if asked:
        caller = caller_for(actor.account_id, body.ai_session_id)
        found = await ask_model(door, caller, protection, body.language, body.script, evidence)
    else:
        found = await asyncio.to_thread(extract, body.language, body.script, evidence)
    return ExtractedOut(
        templated_body=found.templated_body,
        parameters_schema=found.parameters_schema,
        values=found.values,
        engine=found.engine,
        notes=list(found.notes),
    )
