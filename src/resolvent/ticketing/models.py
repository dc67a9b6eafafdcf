"""Connections, the local desk's rows, and write-backs with their recovery points."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, TenantModel, of_account


class Connection(TenantModel):
    """One configured ticketing system. `secret` is encrypted and write-only."""

    __tablename__ = "connections"

    provider: Mapped[str]
    name: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'::jsonb"))
    """The provider's settings without its secret ones."""
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    secret_set_at: Mapped[datetime | None]
    status_targets: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'::jsonb"))
    """`{resolution?: status id, escalation?: status id}`; overrides the account's."""
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class DeskTicket(TenantModel):
    """A ticket of Resolvent's own small desk."""

    __tablename__ = "desk_tickets"
    __table_args__ = (
        UniqueConstraint("account_id", "number"),
        Index("ix_desk_tickets_list", "account_id", sql("number DESC")),
    )

    number: Mapped[int]
    summary: Mapped[str]
    description: Mapped[str]
    company: Mapped[str | None]
    contact: Mapped[str | None]
    device: Mapped[str | None]
    status: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    updated_by: Mapped[str]


class DeskNote(TenantModel):
    __tablename__ = "desk_notes"
    __table_args__ = (
        of_account("desk_tickets", "ticket_id"),
        CheckConstraint("visibility IN ('customer', 'internal')", name="visibility"),
        Index("ix_desk_notes_ticket", "account_id", "ticket_id"),
    )

    ticket_id: Mapped[UUID]
    visibility: Mapped[str]
    author: Mapped[str]
    text: Mapped[str]


class Writeback(TenantModel):
    """Posting one note and moving the status, until verified. One per session, kind and round."""

    __tablename__ = "writebacks"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        UniqueConstraint("account_id", "session_id", "kind", "round"),
        CheckConstraint("kind IN ('resolution', 'escalation')", name="kind"),
        Index("ix_writebacks_unfinished", "lease_until", postgresql_where=sql("finished_at IS NULL")),
        Index("ix_writebacks_finished", "account_id", "finished_at", postgresql_where=sql("finished_at IS NOT NULL")),
        Index("ix_writebacks_late", "late_due_at", postgresql_where=sql("late_due_at IS NOT NULL")),
    )

    session_id: Mapped[UUID]
    kind: Mapped[str]
    round: Mapped[int]
    connection_id: Mapped[UUID | None]
    """None: the session has no ticket; the note is kept here only."""
    ticket_id: Mapped[str | None]
    step: Mapped[str]
    """The last recovery point reached (`writeback.Step`)."""
    text: Mapped[str]
    """What is posted, to the letter, marker included."""
    text_hash: Mapped[str]
    marker: Mapped[str]
    status_id: Mapped[str | None]
    """The wanted status; None: none is configured."""
    status_name: Mapped[str | None]
    skipped_reason: Mapped[str | None]
    precondition: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'::jsonb"))
    note_id: Mapped[str | None]
    actual_status: Mapped[str | None]
    receipt: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    """`{code, detail}` of what stopped it last."""
    acknowledged: Mapped[list[Any]] = mapped_column(server_default=sql("'[]'::jsonb"))
    confirmed_by: Mapped[UUID]
    confirmed_by_name: Mapped[str]
    state_version: Mapped[int]
    note_sent_at: Mapped[datetime | None]
    status_sent_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(server_default=sql("0"))
    """Grows with every take-over; a writer with an older number stops."""
    finished_at: Mapped[datetime | None]
    question: Mapped[str | None]
    """Of an escalation: what the next engineer is asked."""
    to_user_id: Mapped[UUID | None]
    to_queue: Mapped[str | None]
    """Of an escalation: the person or the queue that it is for; neither: whoever comes."""
    late_due_at: Mapped[datetime | None]
    """When the ticket is looked at next, after its status was proven; None: no more."""
    late_looks: Mapped[int] = mapped_column(server_default=sql("0"))
    late_status: Mapped[str | None]
    """As the last such look found it."""
    late_change: Mapped[dict[str, Any] | None]
    """`{status, by, at}` of the look that found another status; its `status` is null when the ticket was gone."""


class WritebackExchange(TenantModel):
    """One request and its answer, redacted, for administrators."""

    __tablename__ = "writeback_exchanges"
    __table_args__ = (
        of_account("writebacks", "writeback_id"),
        Index("ix_writeback_exchanges", "account_id", "writeback_id"),
    )

    writeback_id: Mapped[UUID]
    method: Mapped[str]
    path: Mapped[str]
    status: Mapped[int | None]
    request: Mapped[str | None]
    response: Mapped[str | None]
    milliseconds: Mapped[int]


class TicketLease(Model):
    """One writer per ticket."""

    __tablename__ = "ticket_leases"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    writeback_id: Mapped[UUID]
    fence: Mapped[int]
    lease_until: Mapped[datetime]
