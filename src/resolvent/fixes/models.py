from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account


class SuggestedFix(TenantModel):
    """One suggested fix. Active while `superseded_at` is empty: at most one per session, held by an index."""

    __tablename__ = "suggested_fixes"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        CheckConstraint(
            "status IN ('proposed', 'applied_success', 'applied_failed', 'applied_partial', 'dismissed')", name="status"
        ),
        CheckConstraint("confidence BETWEEN 0 AND 100", name="confidence"),
        CheckConstraint("status <> 'dismissed' OR superseded_at IS NOT NULL", name="dismissed_is_superseded"),
        Index(
            "uq_suggested_fixes_active",
            "account_id",
            "session_id",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_suggested_fixes_session", "account_id", "session_id"),
        Index(
            "ix_suggested_fixes_applied",
            "account_id",
            "applied_at",
            postgresql_where=text("applied_at IS NOT NULL"),
        ),
        Index(
            "ix_suggested_fixes_template",
            "account_id",
            "template_id",
            postgresql_where=text("template_id IS NOT NULL"),
        ),
    )

    session_id: Mapped[UUID]
    proposed_by: Mapped[str | None]
    """Of one from a program: the name of whose token it used, as it was then. The assistant's have none."""
    title: Mapped[str]
    rationale: Mapped[str]
    confidence: Mapped[int]
    status: Mapped[str] = mapped_column(server_default=text("'proposed'"))
    decision: Mapped[str | None]
    template_id: Mapped[UUID | None]
    template_slug: Mapped[str | None]
    template_version: Mapped[int | None]
    """Of the last script generated for this fix: the one that its outcome speaks of."""
    acknowledged: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    """Rules of high findings in the drafted script that someone ticked by name."""
    ai_drafted_script: Mapped[str | None]
    ai_drafted_parameters: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    language: Mapped[str | None]
    edited_script: Mapped[str | None]
    dismiss_reason: Mapped[str | None]
    applied_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    partial_notes: Mapped[str | None]
    failure_reason: Mapped[str | None]
    outcome_notes: Mapped[str | None]
    reported_by: Mapped[str | None]
    """Who told the outcome: `engineer` or `assistant`."""
    previous: Mapped[dict[str, Any] | None]
    """The outcome's columns before the last outcome, for undo."""
    superseded_at: Mapped[datetime | None]
