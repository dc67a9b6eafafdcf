"""Reads the rows of a session into its record: uncleared, with labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.login import get_account
from resolvent.accounts.models import User
from resolvent.attachments.models import Attachment
from resolvent.chat.models import Message
from resolvent.checks.ledger import list_checks
from resolvent.exports import parts
from resolvent.exports.record import AttachmentPart, MessagePart, SessionPart, SessionRecord
from resolvent.facts.ledger import list_facts
from resolvent.fixes.suggest import list_fixes
from resolvent.handoffs.queue import list_handoffs
from resolvent.scripts.generations import list_generations
from resolvent.sessions.access import get_session
from resolvent.sessions.models import AISession, SessionStatus
from resolvent.sessions.news import list_news
from resolvent.ticketing.writebacks import list_writebacks

LONGEST_MESSAGE: Final = 200_000
MOST_CONVERSATION: Final = 3_000_000
"""Characters."""


async def gather(db: AsyncSession, actor: Actor, session_id: UUID) -> SessionRecord:
    """With secrets, where the rows hold some: `clearing.clear` takes them out. `NotFound` as everywhere."""
    session = await get_session(db, actor, session_id)
    account = await get_account(db, actor.account_id)
    people = await read_names(db, actor)
    fixes = await list_fixes(db, actor, session_id)
    labels = {fix.id: f"X{number}" for number, fix in enumerate(fixes, 1)}
    writebacks = await list_writebacks(db, actor, session_id)
    files = await read_attachments(db, session)
    talk = await read_conversation(db, session, by_message(files))
    return SessionRecord(
        exported_at=datetime.now(UTC),
        exported_by=actor.name,
        time_zone=account.time_zone,
        session=session_part(session, people),
        ticket=parts.ticket_part(session.ticket) if session.ticket else None,
        facts=[parts.fact_part(f"F{n}", one) for n, one in enumerate(await list_facts(db, actor, session_id), 1)],
        checks=[parts.check_part(f"C{n}", one) for n, one in enumerate(await list_checks(db, actor, session_id), 1)],
        fixes=[parts.fix_part(labels[fix.id], fix) for fix in fixes],
        scripts=[
            parts.script_part(f"G{n}", one, labels)
            for n, one in enumerate(await list_generations(db, actor, session_id), 1)
        ],
        notes=[parts.note_part(f"N{n}", one) for n, one in enumerate(writebacks, 1)],
        escalations=[
            parts.escalation_part(f"N{n}", one, people)
            for n, one in enumerate(writebacks, 1)
            if one.kind == "escalation"
        ],
        handovers=[parts.handover_part(one) for one in await list_handoffs(db, session)],
        attachments=[one.part for one in files],
        ticket_changes=[parts.ticket_change_part(one) for one in await list_news(db, actor.account_id, session_id)],
        timeline=[],
        conversation=talk.messages,
        older_messages_left_out=talk.left_out,
    )


async def read_names(db: AsyncSession, actor: Actor) -> dict[UUID, str]:
    rows = await db.execute(select(User.id, User.name).where(User.account_id == actor.account_id))
    return dict(rows.tuples().all())


def session_part(session: AISession, people: Mapping[UUID, str]) -> SessionPart:
    return SessionPart(
        id=session.id,
        title=session.title,
        problem=session.problem,
        status=SessionStatus(session.status).value,
        round=session.round,
        opened_at=session.created_at,
        opened_by=people.get(session.created_by),
        assignee=people.get(session.assignee_id) if session.assignee_id else None,
        closed_at=session.closed_at,
    )


@dataclass(frozen=True, slots=True)
class FileRow:
    part: AttachmentPart
    message_id: UUID | None


async def read_attachments(db: AsyncSession, session: AISession) -> list[FileRow]:
    """The database reckons the hashes: no file is read."""
    content = func.coalesce(Attachment.content, func.convert_to(Attachment.text, "UTF8"))
    rows = await db.execute(
        select(
            Attachment.name,
            Attachment.media_type,
            Attachment.size,
            func.encode(func.sha256(content), "hex"),
            Attachment.uploaded_by_name,
            Attachment.created_at,
            Attachment.message_id,
        )
        .where(Attachment.account_id == session.account_id, Attachment.session_id == session.id)
        .order_by(Attachment.id)
    )
    names = ("name", "media_type", "size", "sha256", "by", "at")
    return [
        FileRow(AttachmentPart(label=f"A{number}", **dict(zip(names, row[:6], strict=True))), row[6])
        for number, row in enumerate(rows, 1)
    ]


def by_message(files: Sequence[FileRow]) -> dict[UUID | None, list[str]]:
    found: dict[UUID | None, list[str]] = {}
    for file in files:
        found.setdefault(file.message_id, []).append(file.part.label)
    return found


@dataclass(frozen=True, slots=True)
class Talk:
    messages: list[MessagePart]
    left_out: int
    """Messages before these."""


async def read_conversation(
    db: AsyncSession, session: AISession, attached: Mapping[UUID | None, Sequence[str]]
) -> Talk:
    """The newest that fit, oldest first. The database cuts them: no more than that is ever held."""
    text = func.left(Message.content, LONGEST_MESSAGE)
    newest = (
        select(
            Message.id,
            Message.role,
            Message.author,
            text.label("text"),
            (func.length(Message.content) - func.length(text)).label("left_out"),
            Message.retry_of,
            Message.created_at,
            func.sum(func.length(text)).over(order_by=Message.id.desc()).label("so_far"),
        )
        .where(Message.account_id == session.account_id, Message.session_id == session.id)
        .subquery()
    )
    every = select(func.count()).where(Message.account_id == session.account_id, Message.session_id == session.id)
    total = await db.scalar(every) or 0
    rows: Sequence[Any] = (
        await db.execute(select(newest).where(newest.c.so_far <= MOST_CONVERSATION).order_by(newest.c.id))
    ).all()
    skipped = total - len(rows)
    labels = {row.id: f"M{number}" for number, row in enumerate(rows, skipped + 1)}
    return Talk(
        [
            MessagePart(
                label=labels[row.id],
                role=row.role,
                author=row.author,
                text=row.text,
                left_out=row.left_out,
                files=list(attached.get(row.id, ())),
                retry_of=labels.get(row.retry_of),
                at=row.created_at,
            )
            for row in rows
        ],
        skipped,
    )
