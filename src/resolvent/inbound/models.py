"""Which tickets are watched, and how each connection is asked for them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, of_account


class ConnectionInbound(Model):
    """One row a connection, made when its first ticket is watched or an administrator sets it up."""

    __tablename__ = "connection_inbound"
    __table_args__ = (of_account("connections", "connection_id"), UniqueConstraint("token_hash"))

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID] = mapped_column(primary_key=True)
    poll_seconds: Mapped[int] = mapped_column(server_default=text("60"))
    """Between two looks at one ticket; 0: only callbacks make us look."""
    token_hash: Mapped[str | None]
    """Of the token in the callbacks' address; None: callbacks are off."""
    registration_id: Mapped[str | None]
    """Of the callback at the ticketing system, where we registered it."""
    last_callback_at: Mapped[datetime | None]
    """Of the last one that was signed as it should be."""
    callback_error: Mapped[str | None]
    """Why the last callback was not taken."""
    reads_until: Mapped[datetime | None]
    """The reads made so far are paid for by then: the limit per minute over all replicas."""
    looked_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    """In a row."""
    failing_since: Mapped[datetime | None]
    error: Mapped[str | None]
    try_again_at: Mapped[datetime | None]


class TicketWatch(Model):
    """One row a ticket with an active session, however many sessions."""

    __tablename__ = "ticket_watches"
    __table_args__ = (
        of_account("connections", "connection_id"),
        Index("ix_ticket_watches_due", "account_id", "connection_id", "next_look_at"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    connection_id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    next_look_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    hinted_at: Mapped[datetime | None]
    """A callback asked for a look that was not taken yet."""
    lease_until: Mapped[datetime | None]
    version: Mapped[str | None]
    """At the last look that all sessions of the ticket took over; with a `?` before it, it was seen once."""
    notes_seen: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Ids of the notes up to that look; None: they were never listed."""
    notes_read_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    failing_since: Mapped[datetime | None]
    error: Mapped[str | None]
