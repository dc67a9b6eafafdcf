from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model


class Retention(Model):
    """How long an account keeps what was resolved, and the run that deletes what is older. Without a row: for good."""

    __tablename__ = "retention"
    __table_args__ = (CheckConstraint("days BETWEEN 7 AND 36500", name="days"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    days: Mapped[int | None]
    """After a session was closed; None: for good."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    ran_on: Mapped[date | None]
    """The account's day on which a run came to its end."""
    lease_until: Mapped[datetime | None]
    """A process is at it; when it is past, that one died and another goes on."""
    deleted: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    """How many of each the last run deleted."""
