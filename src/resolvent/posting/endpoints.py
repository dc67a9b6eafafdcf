from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from resolvent.accounts.actor import Actor, BriefActor, CurrentActor
from resolvent.accounts.models import Role
from resolvent.db import Database, DatabaseDep, Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, VendorFailed, responses
from resolvent.idempotency import Once, OnceGuard
from resolvent.notes.endpoints import KINDS, PreviewsDep
from resolvent.notes.known_secrets import refuse_known_secrets
from resolvent.notes.structure import Kind
from resolvent.posting import post
from resolvent.posting.answer import answer_of, raise_stopped
from resolvent.posting.schemas import NotePost, PostOut
from resolvent.sessions.access import get_session, lock_session
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.reading import TicketReader, Tickets
from resolvent.ticketing.schemas import ExchangeOut, WritebackDetail, WritebackOut
from resolvent.ticketing.writeback import Writebacks
from resolvent.ticketing.writebacks import get_writeback, list_exchanges

router = APIRouter(prefix="/ai-sessions/{session_id}", tags=["posting"])
POST_ERRORS = responses(BadRequest, NotFound, Conflict, StaleState, Invalid, VendorFailed)


def get_writebacks(request: Request) -> Writebacks:
    writebacks: Writebacks = request.app.state.writebacks
    return writebacks


WritebacksDep = Annotated[Writebacks, Depends(get_writebacks)]


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
        tickets: Tickets,
        writebacks: WritebacksDep,
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
        markdown = body.markdown
        if markdown is None and anew:
            markdown = (await previews.preview(actor, session_id, kind)).markdown
        if anew and session.connection_id is not None:
            await refuse_changed_ticket(database, actor, session_id, tickets)
        confirmed = post.Confirmed(
            kind, post.need_text(markdown) if markdown else "", body.state_version, body.acknowledge, body.status_id
        )
        writeback = await plan_or_take_up(database, actor, session_id, confirmed, request.app.state.secret_key)
        return await finish(database, actor, writebacks, writeback, once, response)


for route, note_kind in KINDS.items():
    add_routes(route, note_kind)


async def refuse_changed_ticket(database: Database, actor: Actor, session_id: UUID, tickets: TicketReader) -> None:
    """Read outside any transaction; on a change nothing was sent, and the session shows the ticket as it is now."""
    async with database.transaction(actor.account_id) as db:
        session = await get_session(db, actor, session_id)
    assert session.connection_id is not None
    assert session.ticket_id is not None
    snapshot = await tickets.read_ticket(actor, session.connection_id, session.ticket_id)
    async with database.transaction(actor.account_id) as db:
        locked = await lock_session(db, actor, session_id)
        changes = await post.check_ticket_unchanged(db, actor, locked, snapshot)
    if changes is not None:
        raise Conflict(
            "The ticket was changed since this note was written. Nothing was posted: look at the change and confirm again.",
            code="ticket_changed",
            extra={"changes": changes},
        )


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
        findings = await post.ground(db, actor, session, confirmed.kind, confirmed.markdown)
        post.check_grounded(findings, confirmed.acknowledged)
        if begun is None:
            return await post.plan(db, actor, session, secret, confirmed)
        await post.fix_plan(db, actor, session, begun, confirmed)
        await post.take_up(db, begun, None)
        return begun


async def finish(
    database: Database,
    actor: Actor,
    writebacks: Writebacks,
    writeback: Writeback,
    once: OnceGuard,
    response: Response,
) -> PostOut:
    """Wait for the end; 202 when it takes longer than a request should."""
    if writeback.connection_id is not None:
        await writebacks.wait_for(actor.account_id, writeback.id)
    async with database.transaction(actor.account_id) as db:
        ended = await get_writeback(db, actor.account_id, writeback.session_id, writeback.id)
        raise_stopped(ended)
        answer = answer_of(ended)
        if answer.outcome == "posting":
            response.status_code = 202
        else:
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
    writebacks: WritebacksDep,
    once: Once,
) -> PostOut:
    async with database.transaction(actor.account_id) as db:
        writeback = await post.resume(db, actor, session_id, writeback_id)
    return await finish(database, actor, writebacks, writeback, once, response)
