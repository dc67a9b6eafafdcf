"""Which sessions are past their time: the one selection, for what would be deleted and for what is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.attachments.models import Attachment
from resolvent.chat.models import Message, TurnRow, TurnStatus
from resolvent.retention.schemas import WouldDelete
from resolvent.sessions.lists import select_resolved_before
from resolvent.sessions.models import AISession
from resolvent.ticketing.models import Writeback


def select_due(account_id: UUID, days: int, now: datetime | None = None) -> Select[AISession]:
    """Resolved and closed that long ago, with nothing under way. Active and escalated ones never are."""
    before = (now or datetime.now(UTC)) - timedelta(days=days)
    of_session = (Writeback.account_id == AISession.account_id, Writeback.session_id == AISession.id)
    turns = (TurnRow.account_id == AISession.account_id, TurnRow.session_id == AISession.id)
    return select_resolved_before(account_id, before).where(
        ~exists().where(*of_session, Writeback.finished_at.is_(None)),
        ~exists().where(*turns, TurnRow.status == TurnStatus.RUNNING),
    )


async def tell_due(db: AsyncSession, account_id: UUID, days: int) -> WouldDelete:
    """The dry run."""
    due = select_due(account_id, days).order_by(None).subquery()
    sessions, first, last = (
        await db.execute(select(func.count(), func.min(due.c.closed_at), func.max(due.c.closed_at)))
    ).one()
    ids = select(due.c.id)
    messages = await db.scalar(
        select(func.count()).where(Message.account_id == account_id, Message.session_id.in_(ids))
    )
    files, size = (
        await db.execute(
            select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(
                Attachment.account_id == account_id, Attachment.session_id.in_(ids)
            )
        )
    ).one()
    oldest = await db.scalar(select_due(account_id, days).limit(1))
    newest = await db.scalar(
        select_due(account_id, days).order_by(None).order_by(AISession.closed_at.desc(), AISession.id.desc()).limit(1)
    )
    return WouldDelete(
        days=days,
        sessions=sessions,
        messages=messages or 0,
        attachments=files,
        attachment_bytes=int(size),
        oldest_title=oldest and oldest.title,
        oldest_closed_at=first,
        newest_title=newest and newest.title,
        newest_closed_at=last,
    )
