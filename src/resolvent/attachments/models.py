from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account


class Attachment(TenantModel):
    """A file of a session: a text, decoded, or an image as it came. `reading.py` tells what it is without what it holds."""

    __tablename__ = "attachments"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        CheckConstraint("(content IS NULL) <> (text IS NULL)", name="one_form"),
        Index("ix_attachments_session", "account_id", "session_id", "id"),
    )

    session_id: Mapped[UUID]
    message_id: Mapped[UUID | None]
    """The engineer's message that it was sent with; from then on it stays."""
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    """Bytes, as it came."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    text: Mapped[str | None] = mapped_column(deferred=True)
    uploaded_by: Mapped[UUID]
    uploaded_by_name: Mapped[str]
