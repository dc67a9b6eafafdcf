"""Templates with their versions, drafts of templates, and what was generated from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account

LANGUAGES = "language IN ('powershell', 'bash', 'cmd', 'python')"
RISKS = "risk IN ('low', 'medium', 'high')"
SEARCH = (
    "setweight(to_tsvector('english', title), 'A')"
    " || setweight(to_tsvector('english', tags), 'B')"
    " || setweight(to_tsvector('english', slug || ' ' || description), 'C')"
    " || to_tsvector('simple', title || ' ' || slug || ' ' || description) || to_tsvector('simple', tags)"
)
"""Stems with the weight of their place; then the words as they are written (weight D), for words that are half typed."""


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ScriptTemplate(TenantModel):
    """A published, parameterised script, as its newest version says. Archived, never deleted."""

    __tablename__ = "script_templates"
    __table_args__ = (
        UniqueConstraint("account_id", "slug"),
        CheckConstraint(LANGUAGES, name="language"),
        CheckConstraint(RISKS, name="risk"),
        CheckConstraint("source IN ('shipped', 'account')", name="source"),
    )

    slug: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    language: Mapped[str]
    tags: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    risk: Mapped[str]
    needs_admin: Mapped[bool]
    timeout_hint: Mapped[int | None]
    """Seconds that a run may take."""
    source: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    """The newest; its text is the row of `script_template_versions`."""
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(SEARCH, persisted=True), deferred=True)
    """Without an index: an account's templates are few, and its policy is asked before `@@` anyway."""
    provenance: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    """Where it came from: `draft_id`, `session_id`, `fix_id`, `copied_from_id`; of a shipped one `digest` and `release`."""
    created_by: Mapped[UUID | None]
    """Empty for shipped ones."""
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    archived_at: Mapped[datetime | None]


class TemplateVersion(TenantModel):
    """One version of a template. Never edited."""

    __tablename__ = "script_template_versions"
    __table_args__ = (
        of_account("script_templates", "template_id"),
        UniqueConstraint("account_id", "template_id", "version"),
    )

    template_id: Mapped[UUID]
    version: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    body: Mapped[str]
    parameters_schema: Mapped[dict[str, Any]]
    tags: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    risk: Mapped[str]
    needs_admin: Mapped[bool]
    timeout_hint: Mapped[int | None]
    explained: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    """Safety rule → why this finding is intended."""
    change_note: Mapped[str]
    created_by: Mapped[UUID | None]


class DraftTemplate(TenantModel):
    """A template in the making; published it becomes a template, or a new version of the one it edits."""

    __tablename__ = "draft_templates"
    __table_args__ = (
        ForeignKeyConstraint(
            ["account_id", "session_id"],
            ["ai_sessions.account_id", "ai_sessions.id"],
            ondelete="SET NULL (session_id)",
        ),
        CheckConstraint(LANGUAGES, name="language"),
        CheckConstraint(RISKS, name="risk"),
        CheckConstraint("status IN ('open', 'published', 'discarded')", name="status"),
        CheckConstraint("prompt IN ('open', 'later', 'never')", name="prompt"),
        Index("ix_draft_templates_session", "account_id", "session_id"),
        Index("ix_draft_templates_fix", "account_id", "fix_id"),
        Index("ix_draft_templates_published", "account_id", "published_template_id"),
    )

    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    language: Mapped[str]
    body: Mapped[str]
    parameters_schema: Mapped[dict[str, Any]]
    tags: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    risk: Mapped[str] = mapped_column(server_default=text("'medium'"))
    needs_admin: Mapped[bool] = mapped_column(server_default=text("false"))
    timeout_hint: Mapped[int | None]
    original_script: Mapped[str | None]
    """What ran, its sensitive values masked."""
    extraction: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    """`engine` and `notes` of the extraction that made it."""
    session_id: Mapped[UUID | None]
    fix_id: Mapped[UUID | None]
    edits_template_id: Mapped[UUID | None]
    edits_version: Mapped[int | None]
    """The version of that template which the draft began from."""
    copied_from_id: Mapped[UUID | None]
    published_template_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(server_default=text("'open'"))
    prompt: Mapped[str] = mapped_column(server_default=text("'open'"))
    """What the engineer answered when asked to publish it after success."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_by: Mapped[UUID]
    updated_by: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PastOutcome(TenantModel):
    """One applied fix whose session is deleted: to which template's count it belongs, and nothing else."""

    __tablename__ = "past_outcomes"
    __table_args__ = (
        of_account("script_templates", "template_id"),
        Index("ix_past_outcomes_template", "account_id", "template_id"),
    )

    template_id: Mapped[UUID]
    template_version: Mapped[int | None]
    status: Mapped[str]
    """As the fix's was."""


class ScriptGeneration(TenantModel):
    """One rendering of a template. The clear text is in the one answer to the engineer who asked, and nowhere else."""

    __tablename__ = "script_generations"
    __table_args__ = (
        of_account("script_templates", "template_id", cascade=False),
        of_account("ai_sessions", "session_id"),
        Index("ix_script_generations_session", "account_id", "session_id"),
        Index("ix_script_generations_template", "account_id", "template_id", "created_at"),
        Index("ix_script_generations_fix", "account_id", "fix_id"),
    )

    template_id: Mapped[UUID]
    template_version: Mapped[int]
    session_id: Mapped[UUID | None]
    fix_id: Mapped[UUID | None]
    parameters: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    """Without the sensitive ones."""
    sensitive: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    """Names of the sensitive parameters that got a value; the values are in `session_secrets`."""
    redacted_script: Mapped[str]
    findings: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    acknowledged: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    """Rules of high findings that someone ticked by name."""
    created_by: Mapped[UUID]
