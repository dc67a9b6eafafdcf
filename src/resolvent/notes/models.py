from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, of_account


class NotePreview(Model):
    """A note as written for one key; while `body` is empty, a claim of whoever writes it, until `lease_until`."""

    __tablename__ = "note_previews"
    __table_args__ = (of_account("ai_sessions", "session_id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 over kind, session, state_version and all else that shapes the text."""
    session_id: Mapped[UUID]
    body: Mapped[dict[str, Any] | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class NoteDraft(Model):
    """The engineer's own edit of one kind of note in one round."""

    __tablename__ = "note_drafts"
    __table_args__ = (of_account("ai_sessions", "session_id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    markdown: Mapped[str]
    based_on_state_version: Mapped[int]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    updated_by: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
