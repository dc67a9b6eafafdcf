import asyncio
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from resolvent.accounts.actor import Actor, BriefActor, CurrentActor
from resolvent.accounts.models import Role
from resolvent.db import Database, DatabaseDep, Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, VendorFailed, invalid_field, responses
from resolvent.idempotency import Once, OnceGuard
from resolvent.notes.endpoints import KINDS, PreviewsDep
from resolvent.notes.known_secrets import refuse_known_secrets
from resolvent.notes.structure import Kind
from resolvent.posting import late_status, post
from resolvent.posting.answer import NO_TICKET, answer_of, raise_stopped, target_out, was_stopped_by_change
from resolvent.posting.schemas import NotePost, PostOut, RetryAsk, TargetOut
from resolvent.posting.ticket_look import (
    look_at_ticket,
    refuse_changed,
    refuse_target,
    refuse_unseen_news,
    resolve,
    take_changes,
)
from resolvent.schemas import Line as Text
from resolvent.sessions.access import get_session
from resolvent.sessions.models import AISession
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.schemas import ExchangeOut, WritebackDetail, WritebackOut
from resolvent.ticketing.writeback import Writebacks
from resolvent.ticketing.writebacks import get_writeback, list_exchanges

router = APIRouter(prefix="/ai-sessions/{session_id}", tags=["posting"])
StatusAsked = Annotated[Text | None, Query()]
"""The status that the engineer picked for this one note."""
POST_ERRORS = responses(BadRequest, NotFound, Conflict, StaleState, Invalid, VendorFailed)


@dataclass(frozen=True, slots=True)
class Line:
    """What a request needs to reach its ticket, and until when (the event loop's time) it may wait for it."""

    writebacks: Writebacks
    connector: Connector
    give_up_at: float


async def get_line(request: Request) -> Line:
    writebacks: Writebacks = request.app.state.writebacks
    give_up_at = asyncio.get_running_loop().time() + writebacks.patience.deadline
    return Line(writebacks, request.app.state.connector, give_up_at)


LineDep = Annotated[Line, Depends(get_line)]


def add_routes(path: str, kind: Kind) -> None:
    @router.post(f"/{path}/post", operation_id=f"post{kind.value.capitalize()}", responses=POST_ERRORS)
    async def post_note(
        session_id: UUID,
        body: NotePost,
        request: Request,
        response: Response,
        database: DatabaseDep,
        actor: BriefActor,
        previews: PreviewsDep,
        line: LineDep,
        once: Once,
    ) -> PostOut:
        async with database.transaction(actor.account_id) as db:
            if stored := await once.find(db, actor, PostOut):
                return stored
            session, begun = await post.check_open(db, actor, session_id, kind)
            await refuse_known_secrets(db, actor, session, kind, body.markdown or "")
            anew = post.may_replan(begun)
            if anew:
                await post.check_evidence_seen(db, actor, session, body.state_version)
                await refuse_unseen_news(db, session, body.state_version)
        markdown = body.markdown
        if markdown is None and anew:
            markdown = (await previews.preview(actor, session_id, kind)).open().markdown
        if anew and session.connection_id is not None:
            await look_before_sending(database, actor, session, kind, body.status_id, line)
        confirmed = post.Confirmed(
            kind=kind,
            markdown=post.need_text(markdown) if markdown else "",
            state_version=body.state_version,
            acknowledged=body.acknowledge,
            status_id=body.status_id,
            handed=handed_of(body, kind),
        )
        writeback = await plan_or_take_up(database, actor, session_id, confirmed, request.app.state.secret_key)
        return await finish(database, actor, line, writeback, once, response)

    @router.get(
        f"/{path}/target",
        operation_id=f"get{kind.value.capitalize()}Target",
        responses=responses(NotFound, VendorFailed),
    )
    async def get_target(
        session_id: UUID, database: DatabaseDep, actor: BriefActor, line: LineDep, status_id: StatusAsked = None
    ) -> TargetOut:
        async with database.transaction(actor.account_id) as db:
            session = await get_session(db, actor, session_id)
        if session.connection_id is None:
            return NO_TICKET
        look = await look_at_ticket(line.connector, session, line.give_up_at)
        async with database.transaction(actor.account_id) as db:
            return target_out(await resolve(db, actor, session, kind, status_id, look), look)


for route, note_kind in KINDS.items():
    add_routes(route, note_kind)


def handed_of(body: NotePost, kind: Kind) -> post.Handed | None:
    if kind is not Kind.ESCALATION:
        if body.to is not None or body.question:
            field = "to" if body.to is not None else "question"
            raise invalid_field(field, "Only an escalation is addressed to someone.", "not_an_escalation")
        return None
    return post.Handed(
        (body.question or "").strip() or None,
        body.to.user_id if body.to else None,
        body.to.queue if body.to else None,
    )


async def look_before_sending(
    database: Database, actor: Actor, session: AISession, kind: Kind, asked: str | None, line: Line
) -> None:
    """On a change nothing was sent, and the session shows the ticket as it is now."""
    look = await look_at_ticket(line.connector, session, line.give_up_at)
    async with database.transaction(actor.account_id) as db:
        changes = await take_changes(db, actor, session.id, look)
        target = await resolve(db, actor, session, kind, asked, look)
    refuse_changed(changes)
    refuse_target(target)


async def plan_or_take_up(
    database: Database, actor: Actor, session_id: UUID, confirmed: post.Confirmed, secret: str
) -> Writeback:
    async with database.transaction(actor.account_id) as db:
        session, begun = await post.check_open(db, actor, session_id, confirmed.kind)
        await refuse_known_secrets(db, actor, session, confirmed.kind, confirmed.markdown)
        if begun is not None and not (confirmed.markdown and post.may_replan(begun)):
            await post.take_up(db, begun, confirmed.markdown or None)
            return begun
        await post.check_evidence_seen(db, actor, session, confirmed.state_version)
        # Under the lock: what the session was told since the first look would become what the plan rests on.
        await refuse_unseen_news(db, session, confirmed.state_version)
        findings = await post.ground(db, actor, session, confirmed.kind, confirmed.markdown)
        post.check_grounded(findings, confirmed.acknowledged)
        confirmed = await post.address(db, actor, session, confirmed)
        if begun is None:
            return await post.plan(db, actor, session, secret, confirmed)
        await post.fix_plan(db, actor, session, begun, confirmed)
        await post.take_up(db, begun, None)
        return begun


async def finish(
    database: Database,
    actor: Actor,
    line: Line,
    writeback: Writeback,
    once: OnceGuard,
    response: Response,
) -> PostOut:
    """Wait for the end; 202 when it takes longer than a request should."""
    if writeback.connection_id is not None:
        await line.writebacks.wait_for(actor.account_id, writeback.id, line.give_up_at)
    async with database.transaction(actor.account_id) as db:
        ended = await get_writeback(db, actor.account_id, writeback.session_id, writeback.id)
        session = await get_session(db, actor, writeback.session_id)
    if was_stopped_by_change(ended):
        await look_before_sending(database, actor, session, Kind(ended.kind), None, line)
        # The session was told already, by the news of its ticket.
        raise Conflict(str((ended.error or {}).get("detail")), code=post.CHANGED, extra={"changes": []})
    raise_stopped(ended)
    answer = answer_of(ended)
    if answer.outcome == "posting":
        response.status_code = 202
        return answer
    async with database.transaction(actor.account_id) as db:
        await once.keep(db, actor, answer)
    return answer


@router.get("/writebacks/{writeback_id}", operation_id="getWriteback", responses=responses(NotFound))
async def get_one(session_id: UUID, writeback_id: UUID, db: Db, actor: CurrentActor) -> WritebackDetail:
    writeback = await get_writeback(db, actor.account_id, session_id, writeback_id)
    exchanges = await list_exchanges(db, actor.account_id, writeback_id) if actor.role.covers(Role.ADMIN) else []
    return WritebackDetail(
        writeback=WritebackOut.model_validate(writeback),
        exchanges=[ExchangeOut.model_validate(one) for one in exchanges],
    )


@router.post("/writebacks/{writeback_id}/retry", operation_id="retryWriteback", responses=POST_ERRORS)
async def retry(
    session_id: UUID,
    writeback_id: UUID,
    response: Response,
    database: DatabaseDep,
    actor: BriefActor,
    line: LineDep,
    once: Once,
    body: RetryAsk | None = None,
) -> PostOut:
    if body is not None and body.status_id is not None:
        writeback = await set_status(database, actor, session_id, writeback_id, body.status_id, line)
    else:
        async with database.transaction(actor.account_id) as db:
            writeback = await post.resume(db, actor, session_id, writeback_id)
    return await finish(database, actor, line, writeback, once, response)


async def set_status(
    database: Database, actor: Actor, session_id: UUID, writeback_id: UUID, status_id: str, line: Line
) -> Writeback:
    """Refused before anything is sent when the board does not have it."""
    async with database.transaction(actor.account_id) as db:
        session = await get_session(db, actor, session_id)
        begun = await get_writeback(db, actor.account_id, session_id, writeback_id)
        late_status.check_without_status(session, begun)
    look = await look_at_ticket(line.connector, session, line.give_up_at)
    async with database.transaction(actor.account_id) as db:
        target = await resolve(db, actor, session, Kind(begun.kind), status_id, look)
        refuse_target(target)
        return await late_status.begin(db, actor, session_id, writeback_id, status_id, target.status_name)
