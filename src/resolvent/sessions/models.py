"""The troubleshooting session and its numbered events."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, TenantModel, of_account

NO_ITEMS = text("'[]'::jsonb")


class SessionStatus(StrEnum):
    ACTIVE = "active"
    RESOLVED = "resolved"
    ESCALATED = "escalated"


class AISession(TenantModel):
    __tablename__ = "ai_sessions"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'resolved', 'escalated')", name="status"),
        Index("ix_ai_sessions_list", "account_id", text("id DESC")),
        Index("ix_ai_sessions_company", "account_id", "company"),
        Index("ix_ai_sessions_opened", "account_id", "created_at"),
        Index("ix_ai_sessions_search", "search", postgresql_using="gin"),
        Index("ix_ai_sessions_escalated", "account_id", "id", postgresql_where=text("status = 'escalated'")),
        Index("ix_ai_sessions_closed", "account_id", "closed_at", postgresql_where=text("status = 'resolved'")),
        Index(
            "ix_ai_sessions_watched",
            "account_id",
            "connection_id",
            "ticket_id",
            postgresql_where=text("status = 'active' AND ticket_id IS NOT NULL"),
        ),
    )

    title: Mapped[str]
    problem: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=text("'active'"))
    round: Mapped[int] = mapped_column(server_default=text("1"))
    """Begins at 1; pick-up, return and reopen begin a new one."""
    state_version: Mapped[int] = mapped_column(server_default=text("1"))
    """Moves only in access.change_session."""
    event_number: Mapped[int] = mapped_column(server_default=text("0"))
    ticket: Mapped[dict[str, Any] | None]
    """The last snapshot held of the linked ticket (`ticketing.provider.TicketSnapshot` as JSON)."""
    company: Mapped[str | None] = mapped_column(Computed("ticket ->> 'company'", persisted=True), deferred=True)
    """Of the ticket: statistics by customer read it."""
    category: Mapped[str | None]
    """The playbook that fits (`category.find_category`); None: none does, or it was opened before there were categories."""
    connection_id: Mapped[UUID | None]
    ticket_id: Mapped[str | None]
    assignee_id: Mapped[UUID | None]
    created_by: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    closed_at: Mapped[datetime | None]
    changed_since: Mapped[datetime | None]
    """A look after the session was closed found its ticket moved by others; a new round forgets it."""
    posted_round: Mapped[int | None]
    """The last round of which a note was posted; outcomes of that round can't be undone any more."""
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed("to_tsvector('english', left(title || ' ' || problem, 100000))", persisted=True),
        deferred=True,
    )


def note_was_posted(session: AISession) -> bool:
    return session.posted_round == session.round


class SessionSecret(Model):
    """The secrets that scripts of this session were given, sealed: kept to find them again in a text, and for nothing else."""

    __tablename__ = "session_secrets"
    __table_args__ = (of_account("ai_sessions", "session_id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    """`{"values": […]}`, each once."""


class SessionPseudonyms(Model):
    """What a language model is told instead of names: pseudonym → name."""

    __tablename__ = "session_pseudonyms"
    __table_args__ = (of_account("ai_sessions", "session_id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    names: Mapped[dict[str, Any]]


class SessionSeen(Model):
    """How far one person has seen a session: up to which event."""

    __tablename__ = "session_seen"
    __table_args__ = (of_account("users", "user_id"), of_account("ai_sessions", "session_id"))

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_number: Mapped[int]


class SessionEvent(Model):
    """What happened in a session, numbered without gaps under the session row's lock, for streams that come back."""

    __tablename__ = "session_events"
    __table_args__ = (of_account("ai_sessions", "session_id"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class TicketNews(TenantModel):
    """What others did at the session's ticket since it was last read. Untrusted text, cut, and masked of known secrets."""

    __tablename__ = "ticket_news"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        UniqueConstraint("account_id", "session_id", "kind", "source_id"),
        CheckConstraint("kind IN ('changed', 'note', 'gone')", name="kind"),
        CheckConstraint("visibility IN ('customer', 'internal')", name="visibility"),
    )

    session_id: Mapped[UUID]
    kind: Mapped[str]
    """`gone`: the ticketing system does not know the ticket any more."""
    source_id: Mapped[str]
    """The note's id, or the version that the ticket has since: the same news is told once."""
    author: Mapped[str | None]
    visibility: Mapped[str | None]
    """Of a note."""
    text: Mapped[str | None]
    """Of a note."""
    changes: Mapped[list[Any]] = mapped_column(server_default=NO_ITEMS)
    """`{field, before, after}` each."""
    happened_at: Mapped[datetime]
    """As the ticketing system tells."""
