from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account


class Fact(TenantModel):
    """Something known. `proposed` by the assistant or `confirmed`; only confirmed facts reach a note."""

    __tablename__ = "facts"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        CheckConstraint("status IN ('proposed', 'confirmed')", name="status"),
        Index("ix_facts_session", "account_id", "session_id"),
    )

    session_id: Mapped[UUID]
    text: Mapped[str]
    status: Mapped[str]
    source: Mapped[str]
    """Whose it is: `engineer`; `mcp`, a program's with an engineer's token; else the assistant's, from `ticket`, `check` or
    simply `assistant`."""
    added_by: Mapped[str | None]
    """The name of the engineer who wrote it or whose token it was, as it was then; of the assistant's, and of older rows,
    none."""
    important: Mapped[bool] = mapped_column(server_default=sql("false"))
    internal: Mapped[bool] = mapped_column(server_default=sql("false"))
    """Never in a customer-visible note."""
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    previous: Mapped[dict[str, Any] | None]
    """The values before the last change, for undo."""
    retracted_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
