"""A turn: the engineer's message, and the answer that the server gives to it.

A turn belongs to the server: a task of the replica that took it, with a lease row. Closing the tab does not end it; Stop
does. What the answer's marker blocks bring takes effect together with the message, in the transaction that ends the turn,
and not at all when the turn is stopped, fails or is cut off.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.ai.fences import code_for
from resolvent.attachments.intake import attach_to_message
from resolvent.chat.assistant import Assistant, Assistants, Attached, DeskTemplate, Place, Similar, Turn
from resolvent.chat.beforehand import Beforehand
from resolvent.chat.desk_templates import RANKED, describe_template, gather_desk_templates, problem_of
from resolvent.chat.known import EVER, MESSAGES, Known, read_attached, read_known
from resolvent.chat.models import TurnRow, TurnStatus
from resolvent.db import Database
from resolvent.errors import Conflict, NotFound
from resolvent.ids import new_id
from resolvent.masking import mask_values
from resolvent.scripts.ranking import Ranked, rank_templates
from resolvent.scripts.statistics import customer_of
from resolvent.search.find import tell
from resolvent.sessions.access import add_event, lock_session, next_event
from resolvent.sessions.models import AISession, SessionStatus

LEASE = timedelta(seconds=10)
NO_TURN = "There is no such answer in this session."
OPEN = text(
    f"""WITH opened AS (
        INSERT INTO turns (account_id, id, session_id, question_id, answer_id, started_by, status, assistant, fix_id, lease_until)
        VALUES (:account, :turn, :session, :question, :answer, :user, 'running', :assistant, :fix, :lease_until)
    ), asked AS (
        INSERT INTO messages (account_id, id, session_id, role, content, author_id, author)
        SELECT CAST(:account AS uuid), CAST(:question AS uuid), CAST(:session AS uuid), 'user', CAST(:content AS text),
               CAST(:user AS uuid), CAST(:author AS text)
        WHERE CAST(:content AS text) IS NOT NULL
    ), answered AS (
        INSERT INTO messages (account_id, id, session_id, role, content, author, turn_id, retry_of)
        VALUES (:account, :answer, :session, 'assistant', '', :assistant, :turn, :retry_of)
    ), {next_event()}"""  # noqa: S608 (constants)
)
"""The message, if it is not there yet, the turn and its answer to be, and the event that tells of them."""


class Talk(NamedTuple):
    """A locked session, what it knows, and the turn in it that is about to be stored."""

    session: AISession
    turn: TurnRow
    known: Known
    assistant: Assistant


Begin = Callable[[Talk], None]
"""Called when the turn is written, and before the commit: what it begins waits for that before anything leaves the process."""


async def say(
    db: AsyncSession,
    actor: Actor,
    session_id: UUID,
    content: str,
    attachment_ids: Sequence[UUID],
    assistants: Assistants,
    begin: Begin,
) -> Talk:
    """Store the engineer's message, masked, and open the turn that answers it. The session is locked."""
    session = await lock_for_talk(db, actor, session_id)
    known = await read_quiet(db, actor, session, messages=MESSAGES - 1)
    question_id = new_id()
    files = await attach_to_message(db, actor, session_id, question_id, attachment_ids) if attachment_ids else ()
    asked = mask_values(content, known.secrets)
    assistant = assistants.choose(known.models)
    turn = make_turn(actor, session_id, question_id, assistant, known.fix_id)
    talk = Talk(session, turn, known.hear(question_id, asked, files), assistant)
    return await open_turn(db, actor, talk, begin, content=asked)


async def retry(
    db: AsyncSession, actor: Actor, session_id: UUID, turn_id: UUID, assistants: Assistants, begin: Begin
) -> Talk:
    """Answer the same message again; the older answer is kept beside the newer. The session is locked."""
    session = await lock_for_talk(db, actor, session_id)
    old = await find_turn(db, actor, session_id, turn_id)
    known = await read_quiet(db, actor, session, until=old.question_id if old else EVER)
    if old is None:
        raise NotFound(NO_TURN)
    newest = await db.scalar(
        select(TurnRow)
        .where(TurnRow.account_id == actor.account_id, TurnRow.session_id == session_id)
        .order_by(TurnRow.id.desc())
        .limit(1)
    )
    if newest is not None and newest.id != old.id:
        raise Conflict("Only the newest answer can be tried again.", code="not_the_newest")
    assistant = assistants.choose(known.models)
    turn = make_turn(actor, session_id, old.question_id, assistant, known.fix_id)
    return await open_turn(db, actor, Talk(session, turn, known, assistant), begin, retry_of=old.answer_id)


async def lock_for_talk(db: AsyncSession, actor: Actor, session_id: UUID) -> AISession:
    session = await lock_session(db, actor, session_id)
    if session.status != SessionStatus.ACTIVE:
        raise Conflict(f"This session is {session.status}. Reopen it to go on.", code="session_not_active")
    return session


async def read_quiet(
    db: AsyncSession, actor: Actor, session: AISession, *, until: UUID = EVER, messages: int = MESSAGES
) -> Known:
    """What a locked session knows while nobody answers in it. A statement of its own: what is read together with a lock may be
    older than the lock."""
    known = await read_known(db, actor.account_id, session.id, until=until, messages=messages)
    if known.lease_until is None:
        return known
    if known.lease_until > datetime.now(UTC):
        raise Conflict("An answer is being written. Wait for it, or stop it.", code="turn_running")
    await db.execute(text("SELECT resolvent_expire_turns()"))
    await lock_session(db, actor, session.id)
    return await read_known(db, actor.account_id, session.id, until=until, messages=messages)


def make_turn(actor: Actor, session_id: UUID, question_id: UUID, assistant: Assistant, fix_id: UUID | None) -> TurnRow:
    return TurnRow(
        account_id=actor.account_id,
        id=new_id(),
        session_id=session_id,
        question_id=question_id,
        answer_id=new_id(),
        started_by=actor.user_id,
        status=TurnStatus.RUNNING,
        assistant=assistant.name,
        fix_id=fix_id,
        lease_until=datetime.now(UTC) + LEASE,
    )


async def open_turn(
    db: AsyncSession,
    actor: Actor,
    talk: Talk,
    begin: Begin,
    *,
    content: str | None = None,
    retry_of: UUID | None = None,
) -> Talk:
    """`content`: of a message that is not stored yet."""
    turn = talk.turn
    given = {
        "turn": turn.id,
        "question": turn.question_id,
        "answer": turn.answer_id,
        "user": actor.user_id,
        "author": actor.name,
        "assistant": turn.assistant,
        "fix": turn.fix_id,
        "lease_until": turn.lease_until,
        "content": content,
        "retry_of": retry_of,
    }
    told = {"turn_id": str(turn.id), "question_id": str(turn.question_id), "message_id": str(turn.answer_id)}
    await add_event(db, talk.session, "turn.started", told, along=OPEN, given=given)
    begin(talk)
    return talk


async def find_turn(db: AsyncSession, actor: Actor, session_id: UUID, turn_id: UUID) -> TurnRow | None:
    found: TurnRow | None = await db.scalar(
        select(TurnRow)
        .where(TurnRow.account_id == actor.account_id, TurnRow.session_id == session_id, TurnRow.id == turn_id)
        .execution_options(populate_existing=True)
    )
    return found


async def get_turn(db: AsyncSession, actor: Actor, session_id: UUID, turn_id: UUID) -> TurnRow:
    turn = await find_turn(db, actor, session_id, turn_id)
    if turn is None:
        raise NotFound(NO_TURN)
    return turn


async def gather(database: Database, talk: Talk, fence_key: str, beforehand: Beforehand) -> Turn:
    """All that the assistant may know. The session's secrets stand in it as they do in its rows."""
    session, turn, known, _ = talk
    attached: Mapping[str, tuple[Attached, ...]] = {}
    ranked: Sequence[Ranked] = ()
    desk: tuple[DeskTemplate, ...] = ()
    similar = beforehand.recall_similar(session)
    if similar is None or known.files or not beforehand.fits_nothing(session, known.templates):
        async with database.transaction(session.account_id) as db:
            similar = await beforehand.find_similar(db, session)
            shared = await beforehand.find_shared(db, session, known.templates)
            ranked = await rank_templates(
                db, session.account_id, tell(session), customer_of(session), RANKED, besides=session.id, shared=shared
            )
            desk = await gather_desk_templates(db, session, ranked)
            if known.files:
                attached = await read_attached(db, session.account_id, session.id, known.files)
    return Turn(
        nonce=secrets.token_hex(8),
        title=session.title,
        problem=problem_of(session),
        messages=tuple(replace(said, attached=attached.get(id_, ())) for id_, said in known.messages),
        facts=known.facts,
        checks=known.checks,
        fixes=known.fixes,
        news=known.news,
        worked=known.worked,
        desk_templates=desk,
        archived_templates=known.archived,
        templates=tuple(map(describe_template, ranked)),
        similar=similar,
        secrets=known.secrets,
        place=place_of(session, turn, fence_key, similar, known),
        preferences=known.preferences,
    )


def place_of(session: AISession, row: TurnRow, fence_key: str, similar: Sequence[Similar], known: Known) -> Place:
    """With the names of every ticket that is shown to an assistant."""
    ticket = session.ticket or {}
    authors = dict.fromkeys(one.author for one in known.news if one.author)
    return Place(
        account_id=session.account_id,
        session_id=session.id,
        turn_id=row.id,
        people=tuple(name for name in (ticket.get("contact"), *(one.contact for one in similar), *authors) if name),
        companies=tuple(name for name in (ticket.get("company"), *(one.company for one in similar)) if name),
        fence=code_for(session.id, fence_key),
        names=known.names,
        books=known.books,
        led=known.led,
    )
