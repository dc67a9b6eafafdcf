"""Playbooks that the account wrote itself, each with its versions, and which of them a session goes by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account


class AccountPlaybook(TenantModel):
    """As its newest version says; the assistant goes by the published one. Archived, never deleted."""

    __tablename__ = "playbooks"
    __table_args__ = (
        UniqueConstraint("account_id", "slug"),
        ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            ondelete="SET NULL (session_id)",
        ),
        Index("ix_playbooks_session", "account_id", "session_id"),
    )

    slug: Mapped[str]
    """The text's `id`. A shipped one's: this one takes its place."""
    title: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    """The newest; its text is the row of `playbook_versions`."""
    published_version: Mapped[int | None]
    session_id: Mapped[UUID | None]
    """From which it was made."""
    created_by: Mapped[UUID]
    updated_by: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    archived_at: Mapped[datetime | None]


class PlaybookVersion(TenantModel):
    """One version as it was typed. Never edited: the application may not update a row."""

    __tablename__ = "playbook_versions"
    __table_args__ = (
        of_account("playbooks", "playbook_id"),
        UniqueConstraint("account_id", "playbook_id", "version"),
    )

    playbook_id: Mapped[UUID]
    version: Mapped[int]
    source: Mapped[str]
    """YAML."""
    body: Mapped[dict[str, Any] | None]
    """As read; empty while something is wrong with the text."""
    change_note: Mapped[str]
    created_by: Mapped[UUID]


class SessionShelf(TenantModel):
    """The account's playbooks by which a session's problem was found, so that nothing changes under its engineer."""

    __tablename__ = "session_shelves"
    __table_args__ = (of_account("ai_sessions", "session_id"), UniqueConstraint("account_id", "session_id"))

    session_id: Mapped[UUID]
    books: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    """Pairs of a playbook's id and a version."""
