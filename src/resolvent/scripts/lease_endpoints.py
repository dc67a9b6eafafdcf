"""Two people at one script draft: one edits, the other asks for it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from resolvent.accounts.actor import CurrentActor
from resolvent.accounts.streams import while_signed_in
from resolvent.db import DatabaseDep, Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, responses
from resolvent.events import EventHub
from resolvent.presence import leases
from resolvent.presence.schemas import LeaseAnswer, LeaseOut, LeaseTake
from resolvent.presence.stream import stream_presence
from resolvent.scripts.drafts import get_named

router = APIRouter(prefix="/scripts/drafts/{draft_id}", tags=["script drafts"])


async def need_draft(draft_id: UUID, db: Db, actor: CurrentActor) -> UUID:
    await get_named(db, actor, draft_id)
    return draft_id


Draft = Annotated[UUID, Depends(need_draft, scope="function")]


@router.put("/lease", operation_id="holdDraftLease", responses=responses(NotFound, Conflict))
async def put_lease(draft: Draft, db: Db, actor: CurrentActor) -> LeaseOut:
    """Begin to edit, or go on. 409 `lease_held` names who edits it now (`lease`)."""
    return await leases.hold(db, actor, draft, "script")


@router.delete("/lease", status_code=204, operation_id="releaseDraftLease", responses=responses(NotFound))
async def delete_lease(draft: Draft, db: Db, actor: CurrentActor) -> None:
    await leases.release(db, actor, draft, "script")


@router.post("/lease/ask", operation_id="askForDraftLease", responses=responses(NotFound, Conflict))
async def post_ask(draft: Draft, db: Db, actor: CurrentActor) -> LeaseOut:
    """The one who edits is told, and has 30 s to answer."""
    return await leases.ask(db, actor, draft, "script")


@router.post(
    "/lease/answer", operation_id="answerDraftLease", responses=responses(BadRequest, NotFound, Conflict, Invalid)
)
async def post_answer(draft: Draft, body: LeaseAnswer, db: Db, actor: CurrentActor) -> LeaseOut:
    return await leases.answer(db, actor, draft, "script", body.asker_id, hand_over=body.hand_over)


@router.post(
    "/lease/take-over", operation_id="takeDraftLease", responses=responses(BadRequest, NotFound, Conflict, Invalid)
)
async def post_take_over(draft: Draft, body: LeaseTake, db: Db, actor: CurrentActor) -> LeaseOut:
    """After 30 s without an answer (409 `ask_first` before)."""
    return await leases.take_over(db, actor, draft, "script", body.holder_id, after_asking=True)


@router.get(
    "/events",
    operation_id="streamDraftEvents",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}, **responses(NotFound, Invalid)},
)
async def get_events(
    draft: Draft, request: Request, actor: CurrentActor, database: DatabaseDep, tab: UUID | None = None
) -> StreamingResponse:
    """Server-sent events: `presence`, with who has it open, who edits it and who asks."""
    hub: EventHub = request.app.state.hub
    events = while_signed_in(database, hub, actor, stream_presence(database, hub, actor, draft, tab))
    return StreamingResponse(
        events, media_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
