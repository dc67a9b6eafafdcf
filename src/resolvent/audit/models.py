from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from resolvent.db import TenantModel

KIND = "split_part(action, '.', 1)"
"""The part of an action before its first dot."""


class AuditEntry(TenantModel):
    """Who did what to what. The application role may add and read entries, never change or delete them."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "account_id", "subject_id"),
        Index("ix_audit_entries_actor", "account_id", "actor_id", "id"),
        Index("ix_audit_entries_kind", "account_id", text(KIND), "id"),
        Index(
            "ix_audit_entries_session",
            "account_id",
            "session_id",
            "id",
            postgresql_where=text("session_id IS NOT NULL"),
        ),
    )

    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    session_id: Mapped[UUID | None]
    """The troubleshooting session that the same transaction changed."""
    origin: Mapped[str | None]
    """The network address that the request came from; none for what no request did."""
