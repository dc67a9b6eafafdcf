from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, of_account

WORDS: Final = (
    "setweight(to_tsvector('english', title || ' ' || coalesce(number, '') || ' ' || coalesce(company, '')), 'A')"
    " || setweight(to_tsvector('english', coalesce(fixed, '') || ' ' || coalesce(cause, '')), 'B')"
    " || setweight(to_tsvector('english', problem), 'C')"
    " || setweight(to_tsvector('english', coalesce(note, '')), 'D')"
)


class SearchedSession(Model):
    """What a closed session is found by: its texts without secrets, cut. Made by `keeping`, never edited."""

    __tablename__ = "searched_sessions"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        CheckConstraint("status IN ('resolved', 'escalated')", name="status"),
        Index("ix_searched_sessions_newest", "account_id", text("closed_at DESC"), text("session_id DESC")),
        Index("ix_searched_sessions_words", "words", postgresql_using="gin"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]
    title: Mapped[str]
    problem: Mapped[str]
    """As told; with a ticket, its summary and description before it."""
    number: Mapped[str | None]
    company: Mapped[str | None]
    contact: Mapped[str | None]
    """These three of the ticket."""
    fixes: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    """`{title, status, told}` of each that was tried, oldest first."""
    fixed: Mapped[str | None]
    """Titles of those that succeeded."""
    cause: Mapped[str | None]
    """As the posted note tells it."""
    note: Mapped[str | None]
    """As posted."""
    closed_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(TSVECTOR, Computed(WORDS, persisted=True), deferred=True)


class SearchDue(Model):
    """A closed session whose search row is not made, or older than it. Marked by a trigger of `ai_sessions`."""

    __tablename__ = "search_due"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        Index("ix_search_due_marked", "marked_at"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    marked_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class SearchMeaning(Model):
    """How far an account's vectors are. The vectors stand in `resolvent_vectors`, a schema that only some databases have."""

    __tablename__ = "search_meaning"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str | None]
    """Whose vectors are looked for and made."""
    dimensions: Mapped[int | None]
    """Their length, as the model's last answer had it."""
    not_before: Mapped[datetime]
    """When a process may look next: one is at it now, or the endpoint failed."""
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    """In a row."""
    trouble: Mapped[str | None]
    """What the last one was, in a sentence."""
