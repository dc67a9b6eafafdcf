from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from resolvent.accounts.actor import CurrentActor
from resolvent.accounts.streams import while_signed_in
from resolvent.chat.endpoints import get_hub
from resolvent.db import DatabaseDep, Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, responses
from resolvent.events import EventHub
from resolvent.handoffs import handoff, queue
from resolvent.handoffs.schemas import EscalationDetail, EscalationList, EscalationTimes, HandBack
from resolvent.handoffs.stream import stream_queue
from resolvent.paging import Cursor, Limit
from resolvent.schemas import Line
from resolvent.sessions.access import Seen
from resolvent.sessions.schemas import SessionOut

router = APIRouter(tags=["escalations"])
SESSION = "/ai-sessions/{session_id}"


@router.get("/escalations", operation_id="listEscalations", responses=responses(Invalid))
async def get_list(
    db: Db,
    actor: CurrentActor,
    mine: bool = False,
    queue_name: Annotated[Line | None, Query(alias="queue")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> EscalationList:
    """Sessions that wait for an engineer, the longest first."""
    return await queue.list_waiting(db, actor, mine=mine, queue=queue_name, limit=limit, after=cursor)


@router.get("/escalations/times", operation_id="getEscalationTimes")
async def get_times(db: Db, actor: CurrentActor) -> EscalationTimes:
    return await queue.tell_times(db, actor)


@router.get(
    "/escalations/events",
    operation_id="streamEscalations",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def get_events(
    actor: CurrentActor, database: DatabaseDep, hub: Annotated[EventHub, Depends(get_hub)]
) -> StreamingResponse:
    """Server-sent events: `queue`, at once and whenever a session came or went."""
    return StreamingResponse(
        while_signed_in(database, hub, actor, stream_queue(database, hub, actor)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get(SESSION + "/escalation", operation_id="getEscalation", responses=responses(NotFound))
async def get_one(session_id: UUID, db: Db, actor: CurrentActor) -> EscalationDetail:
    """What was handed over, and what is missing from it. 404 `never_escalated`."""
    return await queue.read_escalation(db, actor, session_id)


@router.post(
    SESSION + "/pickup", operation_id="pickUpSession", responses=responses(BadRequest, NotFound, Conflict, StaleState)
)
async def post_pickup(session_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> SessionOut:
    """A new round, owned by the caller. 409 `not_waiting` names who was quicker."""
    return SessionOut.model_validate(await handoff.pick_up(db, actor, session_id, seen))


@router.post(
    SESSION + "/return",
    operation_id="returnSession",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, Invalid),
)
async def post_return(session_id: UUID, body: HandBack, db: Db, actor: CurrentActor, seen: Seen) -> SessionOut:
    """A new round, owned by the one who escalated, with questions to answer."""
    return SessionOut.model_validate(await handoff.give_back(db, actor, session_id, body.questions, seen))
