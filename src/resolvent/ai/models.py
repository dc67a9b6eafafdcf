"""Endpoints of language models that an account configured, and what each call used."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel


class Use(StrEnum):
    """What a model is asked for."""

    CHAT = "chat"
    NOTES = "notes"
    EXTRACTION = "extraction"
    SEARCH = "search"
    """Vectors of texts, not an answer. Texts leave for it unasked, so that only an account itself turns it on."""


WRITING: Final = (Use.CHAT, Use.NOTES, Use.EXTRACTION)
"""What a model that writes is for, if nothing is said."""


class ModelEndpoint(TenantModel):
    """`sealed` holds the key, encrypted; it never comes out."""

    __tablename__ = "model_endpoints"
    __table_args__ = (CheckConstraint("provider IN ('anthropic', 'openai')", name="provider"),)

    name: Mapped[str]
    provider: Mapped[str]
    """Whose protocol it speaks; `openai` is any compatible server."""
    model: Mapped[str]
    base_url: Mapped[str | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_set_at: Mapped[datetime | None]
    uses: Mapped[list[Any]]
    """Of `Use`. Those of one use are tried in the order of their positions."""
    position: Mapped[int]
    allow_private: Mapped[bool] = mapped_column(server_default=text("false"))
    sees_images: Mapped[bool] = mapped_column(server_default=text("false"))
    context_tokens: Mapped[int]
    version: Mapped[int] = mapped_column(server_default=text("1"))


HELD = "held"
"""The outcome of rows that say what a running call may use; whoever adds up what was used leaves them out."""


class ModelUsage(TenantModel):
    """One call of a model. Outlives its session: it was paid for."""

    __tablename__ = "model_usage"
    __table_args__ = (
        CheckConstraint("use IN ('chat', 'notes', 'extraction', 'search')", name="use"),
        Index("ix_model_usage_day", "account_id", "created_at"),
        Index("ix_model_usage_turn", "account_id", "turn_id", postgresql_where=text("turn_id IS NOT NULL")),
    )

    use: Mapped[str]
    endpoint: Mapped[str]
    """Its name then."""
    model: Mapped[str]
    session_id: Mapped[UUID | None]
    turn_id: Mapped[UUID | None]
    outcome: Mapped[str]
    """`complete`, `stopped`, the code of a failure, or `held`."""
    input_tokens: Mapped[int]
    """All that was read, cached ones included."""
    cached_tokens: Mapped[int]
    output_tokens: Mapped[int]
    measured: Mapped[bool]
    """False: the endpoint didn't say, or was stopped before it did; then the tokens are estimated from the text."""
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    """None: no price is known for this model."""
    first_ms: Mapped[int | None]
    """Until the first text."""
    total_ms: Mapped[int]
