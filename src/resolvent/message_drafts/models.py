from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, of_account


class MessageDraft(Model):
    """What a person has typed to the assistant and not sent, so that it is there on their other machine."""

    __tablename__ = "message_drafts"
    __table_args__ = (of_account("ai_sessions", "session_id"), of_account("users", "user_id"))

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str]
    """Known secrets of the session are masked in it; the browser that it was typed in keeps it as it was typed."""
    revision: Mapped[UUID]
    """New with every save: whoever saw another one has not seen this text."""
    saved_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
