from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from resolvent.accounts.actor import Actor, BriefActor, CurrentActor
from resolvent.ai.endpoints import RouterDep
from resolvent.chat.endpoints import Runner
from resolvent.db import DatabaseDep, Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, VendorFailed, responses
from resolvent.idempotency import Once
from resolvent.journey.first_steps import read_first_steps
from resolvent.journey.overview import read_messages, read_whole
from resolvent.journey.schemas import (
    ClientsOut,
    FirstStepsOut,
    MessagesPage,
    SeenUpTo,
    SessionChange,
    SessionCounts,
    SessionLine,
    SessionOpen,
    SessionsOut,
    TicketPick,
    WholeSession,
)
from resolvent.paging import Cursor, Limit, page
from resolvent.schemas import Line
from resolvent.sessions.access import Seen, get_session
from resolvent.sessions.lifecycle import LinkedTicket, change_details, open_session, reopen
from resolvent.sessions.lists import Narrowing, count_by_status, list_clients, list_sessions
from resolvent.sessions.models import SessionStatus
from resolvent.sessions.schemas import SessionOut
from resolvent.sessions.secrets import mask_body
from resolvent.sessions.seen import list_unread, mark_seen
from resolvent.ticketing.errors import NotFound as NoSuchTicket
from resolvent.ticketing.reading import Tickets

router = APIRouter(prefix="/ai-sessions", tags=["sessions"])


async def link(tickets: Tickets, actor: Actor, pick: TicketPick | None) -> LinkedTicket | None:
    if pick is None:
        return None
    try:
        snapshot = await tickets.read_ticket(actor, pick.connection_id, pick.ticket_id)
    except NoSuchTicket as error:
        raise NotFound(error.detail, code="no_such_ticket") from None
    return LinkedTicket(pick.connection_id, pick.ticket_id, snapshot)


@router.post(
    "",
    status_code=201,
    operation_id="openSession",
    responses=responses(BadRequest, NotFound, Conflict, Invalid, VendorFailed),
)
async def post_session(
    body: SessionOpen, database: DatabaseDep, actor: BriefActor, tickets: Tickets, once: Once
) -> SessionOut:
    linked = await link(tickets, actor, body.ticket)
    async with database.transaction(actor.account_id) as db:
        if stored := await once.replay(db, actor, SessionOut):
            return stored
        session = await open_session(db, actor, title=body.title, problem=body.problem, linked=linked)
        answer = SessionOut.model_validate(session)
        await once.store(db, actor, answer)
        return answer


async def read_narrowing(
    q: Annotated[Line | None, Query()] = None,
    assignee: UUID | None = None,
    client: Annotated[Line | None, Query()] = None,
) -> Narrowing:
    return Narrowing(q, assignee, client)


Narrowed = Annotated[Narrowing, Depends(read_narrowing)]


@router.get("", operation_id="listSessions", responses=responses(Invalid))
async def get_sessions(
    db: Db,
    actor: CurrentActor,
    cursor: Cursor,
    narrowing: Narrowed,
    limit: Limit = 50,
    status: SessionStatus | None = None,
) -> SessionsOut:
    found = await list_sessions(db, actor, narrowing, status=status, before=cursor, limit=limit + 1)
    items, next_cursor = page(found, limit)
    unread = await list_unread(db, actor, items)
    lines = [SessionLine(**SessionOut.model_validate(one).model_dump(), unread=one.id in unread) for one in items]
    return SessionsOut(items=lines, next_cursor=next_cursor)


@router.get("/counts", operation_id="countSessions", responses=responses(Invalid))
async def get_counts(db: Db, actor: CurrentActor, narrowing: Narrowed) -> SessionCounts:
    return SessionCounts(**await count_by_status(db, actor, narrowing))


@router.get("/clients", operation_id="listSessionClients")
async def get_clients(db: Db, actor: CurrentActor) -> ClientsOut:
    return ClientsOut(items=await list_clients(db, actor))


@router.get("/first-steps", operation_id="getFirstSteps")
async def get_first_steps(db: Db, actor: CurrentActor, models: RouterDep) -> FirstStepsOut:
    return await read_first_steps(db, actor, models)


@router.put(
    "/{session_id}/seen", status_code=204, operation_id="markSessionSeen", responses=responses(NotFound, Invalid)
)
async def put_seen(session_id: UUID, body: SeenUpTo, db: Db, actor: CurrentActor) -> None:
    await mark_seen(db, actor, session_id, body.event_number)


@router.get("/{session_id}", operation_id="getSession", responses=responses(NotFound))
async def get_whole(session_id: UUID, db: Db, actor: CurrentActor, runner: Runner) -> WholeSession:
    assistant = await runner.assistants.name_for(db, actor.account_id)
    return await read_whole(db, actor, session_id, assistant)


@router.get("/{session_id}/messages", operation_id="listMessages", responses=responses(NotFound))
async def get_messages(
    session_id: UUID, db: Db, actor: CurrentActor, cursor: Cursor, limit: Limit = 50
) -> MessagesPage:
    await get_session(db, actor, session_id)
    items, older = await read_messages(db, actor, session_id, before=cursor, limit=limit)
    return MessagesPage(items=items, next_cursor=older)


@router.patch(
    "/{session_id}",
    operation_id="changeSession",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, Invalid, VendorFailed),
)
async def patch_session(
    session_id: UUID, body: SessionChange, database: DatabaseDep, actor: BriefActor, tickets: Tickets, seen: Seen
) -> SessionOut:
    linked = await link(tickets, actor, body.ticket)
    async with database.transaction(actor.account_id) as db:
        body = await mask_body(db, actor.account_id, session_id, body)
        session = await change_details(
            db, actor, session_id, title=body.title, assignee_id=body.assignee_id, linked=linked, seen=seen
        )
        return SessionOut.model_validate(session)


@router.post(
    "/{session_id}/reopen", operation_id="reopenSession", responses=responses(BadRequest, NotFound, StaleState)
)
async def post_reopen(session_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> SessionOut:
    return SessionOut.model_validate(await reopen(db, actor, session_id, seen=seen))
