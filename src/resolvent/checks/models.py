from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account


class Check(TenantModel):
    """One diagnostic step: `todo`, `done` with a result, or `skipped`."""

    __tablename__ = "checks"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        CheckConstraint("status IN ('todo', 'done', 'skipped')", name="status"),
        Index("ix_checks_session", "account_id", "session_id"),
    )

    session_id: Mapped[UUID]
    title: Mapped[str]
    command: Mapped[str | None]
    why: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default=text("'todo'"))
    result: Mapped[str | None]
    source: Mapped[str]
    """Whose it is as it stands, `engineer`, `assistant` or `mcp`: the one who proposed it, then the one who logged its
    result."""
    proposed_by: Mapped[str | None]
    """Of one from a program: the name of whose token it used, as it was then."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    previous: Mapped[dict[str, Any] | None]
    retracted_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
