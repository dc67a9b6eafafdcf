"""The escalation queue: sessions that wait for an engineer, longest first, and one of them whole."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.checks.ledger import list_checks
from resolvent.errors import NotFound
from resolvent.fixes.models import SuggestedFix
from resolvent.handoffs.completeness import Handover, find_missing
from resolvent.handoffs.models import Handoff
from resolvent.handoffs.reasons import Fix, tell_reason
from resolvent.handoffs.schemas import (
    EscalationDetail,
    EscalationList,
    EscalationOut,
    EscalationTimes,
    HandoffOut,
    State,
)
from resolvent.notes.bundle import gather_evidence
from resolvent.notes.marker import without_marker
from resolvent.paging import page
from resolvent.sessions.access import get_session
from resolvent.sessions.lists import select_escalated
from resolvent.sessions.models import AISession, SessionStatus
from resolvent.ticketing.models import Writeback

KIND = "escalation"


def select_waiting(actor: Actor) -> Select[Writeback, AISession, str]:
    """(write-back, session, name of the person that it is for)."""
    waiting = aliased(AISession, select_escalated(actor).subquery())
    return (
        select(Writeback, waiting, User.name)
        .join(waiting, (waiting.id == Writeback.session_id) & (waiting.round == Writeback.round))
        .outerjoin(User, (User.account_id == Writeback.account_id) & (User.id == Writeback.to_user_id))
        .where(Writeback.account_id == actor.account_id, Writeback.kind == KIND)
    )


async def list_waiting(
    db: AsyncSession, actor: Actor, *, mine: bool, queue: str | None, limit: int, after: UUID | None
) -> EscalationList:
    """`mine`: addressed to the actor. `queue`: addressed to that queue."""
    statement = select_waiting(actor)
    if mine:
        statement = statement.where(Writeback.to_user_id == actor.user_id)
    if queue is not None:
        statement = statement.where(Writeback.to_queue == queue)
    if after is not None:
        statement = statement.where(Writeback.id > after)
    found = list((await db.execute(statement.order_by(Writeback.id).limit(limit + 1))).tuples())
    shown, cursor = page([writeback for writeback, _, _ in found], limit)
    fixes = await list_fixes_of(db, actor, [session.id for _, session, _ in found])
    counted = (
        await db.execute(
            select_waiting(actor).with_only_columns(
                func.count(),
                func.count().filter(Writeback.to_user_id == actor.user_id),
                func.array_agg(Writeback.to_queue.distinct()).filter(Writeback.to_queue.is_not(None)),
            )
        )
    ).one()
    rows = [escalation_out(writeback, session, name, fixes[session.id]) for writeback, session, name in found]
    return EscalationList(
        items=rows[: len(shown)],
        next_cursor=cursor,
        total=counted[0],
        mine=counted[1],
        queues=sorted(counted[2] or []),
    )


def escalation_out(
    writeback: Writeback, session: AISession, to_name: str | None, fixes: Sequence[Fix]
) -> EscalationOut:
    ticket = session.ticket or {}
    return EscalationOut(
        id=writeback.id,
        session_id=session.id,
        round=writeback.round,
        title=session.title,
        client=ticket.get("company"),
        ticket_number=ticket.get("number"),
        escalated_at=writeback.finished_at or writeback.created_at,
        escalated_by=writeback.confirmed_by,
        escalated_by_name=writeback.confirmed_by_name,
        reason=tell_reason(fixes),
        question=writeback.question,
        to_user_id=writeback.to_user_id,
        to_user_name=to_name,
        to_queue=writeback.to_queue,
    )


async def list_fixes_of(db: AsyncSession, actor: Actor, sessions: Sequence[UUID]) -> dict[UUID, list[Fix]]:
    """By session, oldest first. The scripts stay where they are."""
    by_session: dict[UUID, list[Fix]] = defaultdict(list)
    found = await db.execute(
        select(
            SuggestedFix.session_id,
            SuggestedFix.title,
            SuggestedFix.status,
            SuggestedFix.applied_at,
            SuggestedFix.failure_reason,
            SuggestedFix.partial_notes,
        )
        .where(SuggestedFix.account_id == actor.account_id, SuggestedFix.session_id.in_(sessions))
        .order_by(SuggestedFix.id)
    )
    for session_id, title, status, applied_at, failed, partly in found.tuples():
        by_session[session_id].append(Fix(title, status, applied_at, failed, partly))
    return by_session


async def read_escalation(db: AsyncSession, actor: Actor, session_id: UUID) -> EscalationDetail:
    """Of the newest round that ended escalated, also after it was taken up."""
    session = await get_session(db, actor, session_id)
    writeback = await find_escalation(db, session)
    handoffs = await list_handoffs(db, session)
    evidence = await gather_evidence(db, actor, session)
    waiting = [check.title for check in await list_checks(db, actor, session.id) if check.status == "todo"]
    fixes = await list_fixes_of(db, actor, [session.id])
    row = escalation_out(writeback, session, await name_of(db, actor, writeback.to_user_id), fixes[session.id])
    return EscalationDetail(
        **row.model_dump(),
        state=state_of(session, writeback, handoffs),
        note=without_marker(writeback.text),
        missing=find_missing(Handover(evidence, waiting, writeback.question)),
        handoffs=[HandoffOut.model_validate(one) for one in handoffs],
    )


def state_of(session: AISession, writeback: Writeback, handoffs: Sequence[Handoff]) -> State:
    if session.status == SessionStatus.ESCALATED and session.round == writeback.round:
        return "waiting"
    ends = [one.verb for one in handoffs if one.round == writeback.round]
    if "return" in ends:
        return "returned"
    return "picked_up" if ends else "reopened"


async def find_escalation(db: AsyncSession, session: AISession, of_round: int | None = None) -> Writeback:
    """The newest, or that round's."""
    statement = select(Writeback).where(
        Writeback.account_id == session.account_id,
        Writeback.session_id == session.id,
        Writeback.kind == KIND,
        Writeback.finished_at.is_not(None),
    )
    if of_round is not None:
        statement = statement.where(Writeback.round == of_round)
    found = await db.scalar(statement.order_by(Writeback.round.desc()).limit(1))
    if found is None:
        raise NotFound("This session was never escalated.", code="never_escalated")
    return found


async def list_handoffs(db: AsyncSession, session: AISession) -> list[Handoff]:
    return list(
        await db.scalars(
            select(Handoff)
            .where(Handoff.account_id == session.account_id, Handoff.session_id == session.id)
            .order_by(Handoff.id)
        )
    )


async def name_of(db: AsyncSession, actor: Actor, user_id: UUID | None) -> str | None:
    if user_id is None:
        return None
    found: str | None = await db.scalar(
        select(User.name).where(User.account_id == actor.account_id, User.id == user_id)
    )
    return found


async def tell_times(db: AsyncSession, actor: Actor) -> EscalationTimes:
    picked = Handoff.verb == "pickup"
    row = (
        await db.execute(
            select(
                func.count().filter(picked),
                func.count().filter(~picked),
                func.percentile_cont(0.5).within_group(Handoff.waited_seconds).filter(picked),
            ).where(Handoff.account_id == actor.account_id)
        )
    ).one()
    return EscalationTimes(
        picked_up=row[0], returned=row[1], median_wait_seconds=None if row[2] is None else round(row[2])
    )


async def mark_of_queue(db: AsyncSession, actor: Actor) -> dict[str, str | int]:
    """Changes whenever a session comes or goes: `{waiting, mine, mark}`."""
    row = (
        await db.execute(
            select_waiting(actor).with_only_columns(
                func.count(),
                func.count().filter(Writeback.to_user_id == actor.user_id),
                func.md5(func.string_agg(cast(Writeback.id, Text), aggregate_order_by(literal(","), Writeback.id))),
            )
        )
    ).one()
    return {"waiting": row[0], "mine": row[1], "mark": row[2] or ""}
