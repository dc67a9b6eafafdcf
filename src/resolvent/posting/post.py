"""From a confirmed note to a planned write-back: the gates that it passes before the first byte leaves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.accounts.settings import Preferences, read_preferences
from resolvent.audit import trail
from resolvent.errors import Conflict, FieldError, Invalid, NotFound, StaleState, invalid_field
from resolvent.ids import new_id
from resolvent.masking import mask_deep
from resolvent.notes.bundle import gather_evidence
from resolvent.notes.grounding import Finding, check_markdown
from resolvent.notes.grounding_nothing import warn_of_nothing
from resolvent.notes.marker import marker_of, with_marker
from resolvent.notes.preview import was_seen
from resolvent.notes.structure import Kind
from resolvent.sessions.access import lock_session
from resolvent.sessions.models import AISession, SessionStatus
from resolvent.sessions.secrets import read_secrets
from resolvent.ticketing.connections import get_connection
from resolvent.ticketing.models import Connection, Writeback
from resolvent.ticketing.snapshots import from_json
from resolvent.ticketing.status_targets import find_target
from resolvent.ticketing.steps import DONE, RETRY_FROM, STOPPED, Step
from resolvent.ticketing.writebacks import reach

CHANGED = "ticket_changed"
NO_TARGET = "No target status is configured for this {kind} on “{name}”. The ticket's status was not changed."


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the engineer confirmed."""

    kind: Kind
    markdown: str
    state_version: int
    acknowledged: Sequence[str]
    status_id: str | None
    handed: "Handed | None" = None


@dataclass(frozen=True, slots=True)
class Handed:
    """Of an escalation: to whom, with which question."""

    question: str | None = None
    user_id: UUID | None = None
    queue: str | None = None


async def check_open(
    db: AsyncSession, actor: Actor, session_id: UUID, kind: Kind
) -> tuple[AISession, Writeback | None]:
    """The session and this round's write-back, if one was begun; 409 when there is nothing left to post."""
    session = await lock_session(db, actor, session_id)
    begun = await find_writeback(db, session, kind)
    await check_no_other(db, session, kind)
    if session.status != SessionStatus.ACTIVE or (begun is not None and Step(begun.step) in DONE):
        raise Conflict(
            f"This session is {session.status} and its note was posted. Reopen it to begin a new round.",
            code="already_posted",
            extra=begun_by(begun) if begun else {"writeback_id": None},
        )
    return session, begun


async def check_no_other(db: AsyncSession, session: AISession, kind: Kind) -> None:
    """Two notes of one session at once would leave it to chance how it ends."""
    other = await db.scalar(
        select(Writeback).where(
            Writeback.account_id == session.account_id,
            Writeback.session_id == session.id,
            Writeback.kind != kind.value,
            Writeback.finished_at.is_(None),
        )
    )
    if other is not None:
        raise Conflict(
            f"The other note of this session is being posted by {other.confirmed_by_name}. Wait for its end.",
            code="other_note_posting",
            extra=begun_by(other),
        )


def begun_by(writeback: Writeback) -> dict[str, str]:
    """Whose note it is, for whoever comes second."""
    return {
        "writeback_id": str(writeback.id),
        "confirmed_by": writeback.confirmed_by_name,
        "confirmed_by_id": str(writeback.confirmed_by),
        "since": writeback.created_at.isoformat(),
    }


async def find_writeback(db: AsyncSession, session: AISession, kind: Kind) -> Writeback | None:
    return await db.scalar(
        select(Writeback)
        .where(
            Writeback.account_id == session.account_id,
            Writeback.session_id == session.id,
            Writeback.kind == kind.value,
            Writeback.round == session.round,
        )
        .execution_options(populate_existing=True)
    )


async def check_evidence_seen(db: AsyncSession, actor: Actor, session: AISession, state_version: int) -> None:
    """412 only when what a note may rest on changed since the version that the engineer saw."""
    if state_version == session.state_version:
        return
    now = (await gather_evidence(db, actor, session)).digest()
    if not await was_seen(db, actor, session.id, state_version, now):
        raise StaleState(
            f"The session changed since version {state_version}; it is now {session.state_version}. Look at the note again.",
            extra={"seen": state_version, "state_version": session.state_version},
        )


def check_grounded(findings: Sequence[Finding], acknowledged: Sequence[str]) -> None:
    """Each finding needs the engineer's tick; nothing else is asked."""
    missing = [one for one in findings if one.id not in acknowledged]
    if missing:
        raise Invalid(
            f"{len(missing)} point(s) of this note want your word. Change them, or confirm that you stand by them.",
            code="not_grounded",
            errors=[
                FieldError(field="markdown", message=f"{one.sentence} — {one.reason}", code=one.id) for one in missing
            ],
        )


async def address(db: AsyncSession, actor: Actor, session: AISession, confirmed: Confirmed) -> Confirmed:
    """With a person of this account, and no secret of the session in the question."""
    handed = confirmed.handed
    if handed is None:
        return confirmed
    if handed.user_id is not None:
        known = await db.scalar(
            select(User.id).where(
                User.account_id == actor.account_id, User.id == handed.user_id, User.disabled_at.is_(None)
            )
        )
        if known is None:
            raise invalid_field("to.user_id", "There is no such person in this account.", "unknown_user")
    if handed.question is None:
        return confirmed
    question = mask_deep(handed.question, await read_secrets(db, actor.account_id, session.id))
    return replace(confirmed, handed=replace(handed, question=question))


async def plan(db: AsyncSession, actor: Actor, session: AISession, secret: str, confirmed: Confirmed) -> Writeback:
    """Everything that will be written is fixed here. The caller holds the session's lock."""
    writeback = Writeback(
        account_id=actor.account_id,
        id=new_id(),
        session_id=session.id,
        kind=confirmed.kind.value,
        round=session.round,
        step=Step.PLANNED,
        marker=marker_of(secret, session.id, confirmed.kind, session.round),
    )
    await fix_plan(db, actor, session, writeback, confirmed)
    db.add(writeback)
    await db.flush()
    await db.refresh(writeback)
    if session.connection_id is None:
        await reach(db, writeback, writeback.fence, Step.LOCAL, actual_status=None)
    else:
        await defer_resume(db, writeback)
    return writeback


async def fix_plan(
    db: AsyncSession, actor: Actor, session: AISession, writeback: Writeback, confirmed: Confirmed
) -> None:
    """Text, aim and who confirmed them; audited."""
    writeback.text = with_marker(confirmed.markdown, writeback.marker)
    writeback.text_hash = hashlib.sha256(writeback.text.encode()).hexdigest()
    writeback.acknowledged = list(confirmed.acknowledged)
    writeback.confirmed_by, writeback.confirmed_by_name = actor.user_id, actor.name
    writeback.state_version = session.state_version
    handed = confirmed.handed or Handed()
    writeback.question, writeback.to_user_id, writeback.to_queue = handed.question, handed.user_id, handed.queue
    if session.connection_id is not None:
        await aim(db, actor, session, writeback, confirmed)
    trail.record(
        db,
        actor,
        f"note.{confirmed.kind}.confirm",
        writeback.id,
        after={"text_hash": writeback.text_hash, "acknowledged": list(confirmed.acknowledged)},
    )


async def aim(db: AsyncSession, actor: Actor, session: AISession, writeback: Writeback, confirmed: Confirmed) -> None:
    """The ticket, its status to be, and what it must still look like."""
    assert session.connection_id is not None
    assert session.ticket is not None
    connection = await get_connection(db, actor.account_id, session.connection_id)
    ticket = from_json(session.ticket)
    writeback.connection_id, writeback.ticket_id = connection.id, session.ticket_id
    writeback.precondition = {"status": ticket.status.id, "version": ticket.version, "board": ticket.board_id}
    set_target(writeback, connection, await read_preferences(db, actor), ticket.board_id, confirmed.status_id)


async def aim_anew(db: AsyncSession, actor: Actor, writeback: Writeback, board_id: str | None) -> None:
    """The ticket stands on another board now: what is configured there counts."""
    assert writeback.connection_id is not None
    connection = await get_connection(db, actor.account_id, writeback.connection_id)
    set_target(writeback, connection, await read_preferences(db, actor), board_id, None)


def set_target(
    writeback: Writeback, connection: Connection, preferences: Preferences, board_id: str | None, asked: str | None
) -> None:
    target = find_target(preferences, connection, board_id, writeback.kind, asked)
    writeback.status_id = writeback.status_name = target[0] if target else None
    writeback.skipped_reason = None if target else NO_TARGET.format(kind=writeback.kind, name=connection.name)


async def defer_resume(db: AsyncSession, writeback: Writeback) -> None:
    """A job in the same transaction: should this process die, a worker finishes what was planned."""
    await db.execute(
        text(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'resume_writeback', 0, NULL, CAST(:lock AS text), "
            "jsonb_build_object('account_id', CAST(:account AS text), 'writeback_id', CAST(:writeback AS text)), "
            "clock_timestamp() + interval '15 seconds')::procrastinate_job_to_defer_v1])"
        ),
        {
            "lock": f"writeback:{writeback.id}",
            "account": str(writeback.account_id),
            "writeback": str(writeback.id),
        },
    )


def may_replan(writeback: Writeback | None) -> bool:
    """Nothing was begun, or what was begun is proven never to have been sent: the engineer's text is planned anew."""
    return writeback is None or (Step(writeback.step) is Step.PLANNED and writeback.finished_at is not None)


async def take_up(db: AsyncSession, writeback: Writeback, markdown: str | None) -> None:
    """A retry goes on where the last try stopped; the text that was planned stands."""
    if markdown is not None and with_marker(markdown, writeback.marker) != writeback.text:
        raise Conflict(
            f"Another text of this note was confirmed by {writeback.confirmed_by_name} in this round and may be on the "
            "ticket already. Retry that one.",
            code="text_is_fixed",
            extra=begun_by(writeback),
        )
    if writeback.finished_at is not None:
        for name, value in values_of_retry(writeback).items():
            setattr(writeback, name, value)
    await db.flush()


def values_of_retry(writeback: Writeback) -> dict[str, Any]:
    values = {"step": retry_from(writeback), "finished_at": None, "lease_until": None, "error": None}
    # The engineer has looked at the ticket: what stands there now is what others may still change.
    return {**values, "precondition": {}} if Step(writeback.step) in STOPPED else values


def retry_from(writeback: Writeback) -> Step:
    if Step(writeback.step) in STOPPED and writeback.note_id is None:
        # It was taken back. Whether a trace of it is left is looked for first.
        return Step.NOTE_SENDING
    return RETRY_FROM.get(Step(writeback.step), Step(writeback.step))


async def ground(db: AsyncSession, actor: Actor, session: AISession, kind: Kind, markdown: str) -> list[Finding]:
    evidence = await gather_evidence(db, actor, session)
    return [*warn_of_nothing(markdown, kind), *check_markdown(markdown, evidence, kind)]


async def resume(db: AsyncSession, actor: Actor, session_id: UUID, writeback_id: UUID) -> Writeback:
    """The Retry button: the planned text, from the last recovery point on."""
    session = await lock_session(db, actor, session_id)
    writeback = await db.scalar(
        select(Writeback)
        .where(
            Writeback.account_id == actor.account_id, Writeback.session_id == session_id, Writeback.id == writeback_id
        )
        .with_for_update()
    )
    if writeback is None:
        raise NotFound("There is no such write-back in this session.")
    if Step(writeback.step) in DONE:
        raise Conflict("This note was posted and proven.", code="already_posted")
    if session.status != SessionStatus.ACTIVE or writeback.round != session.round:
        raise Conflict("This session has moved on since. Its note can't be tried again.", code="round_is_over")
    await check_no_other(db, session, Kind(writeback.kind))
    error = writeback.error or {}
    if may_replan(writeback) and error.get("code") == CHANGED:
        raise Conflict(str(error.get("detail")), code=CHANGED)
    if error.get("code") == "ticket_moved":
        await aim_anew(db, actor, writeback, error.get("board_id"))
    await take_up(db, writeback, None)
    trail.record(db, actor, "writeback.retry", writeback.id, after={"step": writeback.step})
    return writeback


def need_text(markdown: str) -> str:
    if not markdown.strip():
        raise invalid_field("markdown", "There is nothing to post yet: add a fact or an outcome.", "empty_note")
    return markdown
