from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account


class TurnStatus(StrEnum):
    RUNNING = "running"
    COMPLETE = "complete"
    STOPPED = "stopped"
    FAILED = "failed"


class Message(TenantModel):
    """One message. An assistant's grows while its turn runs; `retry_of` names the older answer that it is a newer one of."""

    __tablename__ = "messages"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        CheckConstraint("role IN ('user', 'assistant')", name="role"),
        Index("ix_messages_session", "account_id", "session_id", "id"),
    )

    session_id: Mapped[UUID]
    role: Mapped[str]
    content: Mapped[str]
    author_id: Mapped[UUID | None]
    author: Mapped[str]
    turn_id: Mapped[UUID | None]
    retry_of: Mapped[UUID | None]


class TurnRow(TenantModel):
    """One answer being given. Belongs to the replica that renews its lease; a lease that ran out means: cut off."""

    __tablename__ = "turns"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        CheckConstraint("status IN ('running', 'complete', 'stopped', 'failed')", name="status"),
        Index("uq_turns_running", "account_id", "session_id", unique=True, postgresql_where=text("status = 'running'")),
        Index("ix_turns_lease", "lease_until", postgresql_where=text("status = 'running'")),
    )

    session_id: Mapped[UUID]
    question_id: Mapped[UUID]
    answer_id: Mapped[UUID]
    started_by: Mapped[UUID]
    status: Mapped[str]
    assistant: Mapped[str]
    fix_id: Mapped[UUID | None]
    """The fix active when the turn began: `[FIX_OUTCOME]` speaks of it."""
    error: Mapped[str | None]
    """A code: `cut_off`, `assistant_failed`, or that of the model's failure."""
    error_detail: Mapped[str | None]
    """The same as a sentence."""
    notice: Mapped[str | None]
    """Why another assistant than the account's answered."""
    lease_until: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    malformed_blocks: Mapped[int] = mapped_column(server_default=text("0"))
    unnonced_blocks: Mapped[int] = mapped_column(server_default=text("0"))
    ignored_blocks: Mapped[int] = mapped_column(server_default=text("0"))
