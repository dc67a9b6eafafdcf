from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, TooLarge, invalid_field, responses
from resolvent.paging import Cursor, Limit, page
from resolvent.presence.leases import hold, need_free
from resolvent.scripts import drafts
from resolvent.scripts.describe import describe_template
from resolvent.scripts.draft_view import read_draft
from resolvent.scripts.publish import publish_draft
from resolvent.scripts.repeated import refuse_repeated
from resolvent.scripts.schemas import DraftChange, DraftPrompt, DraftPublish, DraftsOut, DraftTemplateOut, TemplateOut
from resolvent.sessions.secrets import lock_secrets

router = APIRouter(prefix="/scripts/drafts", tags=["script drafts"])


@router.get("", operation_id="listDraftTemplates", responses=responses(Invalid))
async def get_drafts(
    db: Db,
    actor: CurrentActor,
    cursor: Cursor,
    limit: Limit = 50,
    status: Annotated[Literal["open", "published", "discarded"] | None, Query()] = None,
) -> DraftsOut:
    items, next_cursor = page(await drafts.list_drafts(db, actor, status=status, before=cursor, limit=limit + 1), limit)
    return DraftsOut(items=list(items), next_cursor=next_cursor)


@router.get("/{draft_id}", operation_id="getDraftTemplate", responses=responses(NotFound))
async def get_draft(draft_id: UUID, db: Db, actor: CurrentActor) -> DraftTemplateOut:
    return await read_draft(db, actor, draft_id)


@router.patch(
    "/{draft_id}",
    operation_id="changeDraftTemplate",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, TooLarge, Invalid),
    dependencies=[Depends(refuse_repeated, scope="function")],
)
async def patch_draft(draft_id: UUID, body: DraftChange, db: Db, actor: CurrentActor) -> DraftTemplateOut:
    """Autosave, by whoever holds the editing lease or finds it free (409 `lease_held`).

    Of two saves that saw the same version the second is refused, with the row as the first left it.
    """
    draft = await drafts.lock_draft(db, actor, draft_id)
    drafts.need_open(draft)
    await hold(db, actor, draft.id, "script", saved=True)
    if draft.version != body.version:
        drafts.refuse_older(draft, body.version, await read_draft(db, actor, draft_id))
    values = body.model_dump(exclude={"version"}, exclude_unset=True)
    if draft.session_id is not None:
        values = drafts.mask_change(values, await lock_secrets(db, actor.account_id, draft.session_id))
    values = {name: value for name, value in values.items() if value is not None or name == "timeout_hint"}
    if not values:
        raise invalid_field("body", "Name at least one field to change.", "nothing_to_change")
    drafts.change_draft(draft, actor, values)
    await db.flush()
    return await read_draft(db, actor, draft_id)


@router.post(
    "/{draft_id}/publish",
    operation_id="publishDraftTemplate",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, Invalid),
)
async def post_publish(draft_id: UUID, body: DraftPublish, db: Db, actor: CurrentActor) -> TemplateOut:
    await need_free(db, actor, draft_id, "script")
    template = await publish_draft(db, actor, draft_id, change_note=body.change_note, seen=body.version)
    return await describe_template(db, actor.account_id, template.id)


@router.post("/{draft_id}/discard", operation_id="discardDraftTemplate", responses=responses(NotFound, Conflict))
async def post_discard(draft_id: UUID, db: Db, actor: CurrentActor) -> DraftTemplateOut:
    await need_free(db, actor, draft_id, "script")
    await drafts.discard_draft(db, actor, draft_id)
    return await read_draft(db, actor, draft_id)


@router.post(
    "/{draft_id}/prompt",
    operation_id="answerDraftPrompt",
    responses=responses(BadRequest, NotFound, Conflict, Invalid),
)
async def post_prompt(draft_id: UUID, body: DraftPrompt, db: Db, actor: CurrentActor) -> DraftTemplateOut:
    await drafts.answer_prompt(db, actor, draft_id, body.answer)
    return await read_draft(db, actor, draft_id)
