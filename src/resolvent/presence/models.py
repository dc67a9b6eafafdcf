"""Who has something open, and who edits it. The subject is a session or a script draft, by its id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, of_account


class Presence(Model):
    """One tab. Unlogged: after a crash of the database everyone tells anew within seconds."""

    __tablename__ = "presences"
    __table_args__ = (
        of_account("users", "user_id"),
        CheckConstraint("doing IN ('viewing', 'typing', 'editing_note')", name="doing"),
        {"prefixes": ["UNLOGGED"]},
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    tab_id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made by the page for as long as it is open."""
    user_id: Mapped[UUID]
    doing: Mapped[str]
    stream_id: Mapped[UUID | None]
    """The tab's newest stream: when an older one ends, the tab is still there."""
    until: Mapped[datetime]


class EditLease(Model):
    """The one who may save a text: `part` is the kind of a session's note, or `script` of a draft."""

    __tablename__ = "edit_leases"
    __table_args__ = (
        of_account("users", "holder_id"),
        CheckConstraint("part IN ('resolution', 'escalation', 'script')", name="part"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    holder_id: Mapped[UUID]
    until: Mapped[datetime]
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    """One more with every save, so that those who watch know when to read the text again."""
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]
