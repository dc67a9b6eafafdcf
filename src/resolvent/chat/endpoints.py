from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import StreamingResponse

from resolvent.accounts.actor import CurrentActor
from resolvent.accounts.streams import while_signed_in
from resolvent.chat.beside import turn_out
from resolvent.chat.models import TurnStatus
from resolvent.chat.runner import TurnRunner
from resolvent.chat.schemas import MessageSend, TurnOpened, TurnOut
from resolvent.chat.stream import stream_session
from resolvent.chat.turn import Talk, get_turn, retry, say
from resolvent.db import DatabaseDep, Db, after_commit
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, TooLarge, responses
from resolvent.events import EventHub
from resolvent.idempotency import Once
from resolvent.sessions.access import get_session
from resolvent.sessions.models import SessionStatus

router = APIRouter(prefix="/ai-sessions/{session_id}", tags=["chat"])
MAX_DIGITS = 9
"""Of an event's number; a longer one was never sent."""


async def get_runner(request: Request) -> TurnRunner:
    runner: TurnRunner = request.app.state.runner
    return runner


async def get_hub(request: Request) -> EventHub:
    hub: EventHub = request.app.state.hub
    return hub


Runner = Annotated[TurnRunner, Depends(get_runner)]


def turn_opened(talk: Talk) -> TurnOpened:
    session, turn, *_ = talk
    return TurnOpened(
        message_id=turn.question_id, answer_id=turn.answer_id, turn_id=turn.id, state_version=session.state_version
    )


@router.post(
    "/messages",
    status_code=202,
    operation_id="sendMessage",
    responses=responses(BadRequest, NotFound, Conflict, TooLarge, Invalid),
)
async def send_message(
    session_id: UUID, body: MessageSend, db: Db, actor: CurrentActor, runner: Runner, once: Once
) -> TurnOpened:
    if stored := await once.replay(db, actor, TurnOpened):
        return stored
    begin = partial(runner.prepare, db, actor)
    talk = await say(db, actor, session_id, body.content, body.attachment_ids, runner.assistants, begin)
    opened = turn_opened(talk)
    await once.store(db, actor, opened)
    return opened


@router.post(
    "/turns/{turn_id}/retry", status_code=202, operation_id="retryTurn", responses=responses(NotFound, Conflict)
)
async def retry_turn(session_id: UUID, turn_id: UUID, db: Db, actor: CurrentActor, runner: Runner) -> TurnOpened:
    begin = partial(runner.prepare, db, actor)
    return turn_opened(await retry(db, actor, session_id, turn_id, runner.assistants, begin))


@router.post("/turns/{turn_id}/stop", status_code=202, operation_id="stopTurn", responses=responses(NotFound))
async def stop_turn(session_id: UUID, turn_id: UUID, db: Db, actor: CurrentActor, runner: Runner) -> TurnOut:
    """Asks for the stop, wherever the turn runs; `turn.finished` tells when it is done. A turn that ended stays as it is."""
    turn = await get_turn(db, actor, session_id, turn_id)
    if turn.status == TurnStatus.RUNNING:
        await runner.request_stop(turn_id)
    return turn_out(turn, None)


@router.get(
    "/events",
    operation_id="streamEvents",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}, **responses(NotFound, Invalid)},
)
async def get_events(
    session_id: UUID,
    db: Db,
    actor: CurrentActor,
    database: DatabaseDep,
    hub: Annotated[EventHub, Depends(get_hub)],
    runner: Runner,
    last_event_id: Annotated[str | None, Header()] = None,
    tab: UUID | None = None,
) -> StreamingResponse:
    """Server-sent events: `state`, `turn.started`, `turn.delta`, `turn.finished`, `writeback`, `presence`.

    With `tab` the stream tells others that its caller has the session open, for as long as it lasts.
    """
    session = await get_session(db, actor, session_id)
    after = session.event_number
    if last_event_id and last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) <= MAX_DIGITS:
        after = min(after, int(last_event_id))
    if session.status == SessionStatus.ACTIVE:
        after_commit(db, lambda: runner.beforehand.begin(session))
    return StreamingResponse(
        while_signed_in(database, hub, actor, stream_session(database, hub, actor, session.id, after, tab)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
