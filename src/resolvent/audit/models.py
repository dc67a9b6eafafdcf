from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from resolvent.db import TenantModel


class AuditEntry(TenantModel):
    """Who did what to what. The application role may add and read entries, never change or delete them."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "account_id", "subject_id"),)

    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject_id: Mapped[UUID]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
