from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import Model, of_account


class AnswerRating(Model):
    """Whether an answer helped: one word a person."""

    __tablename__ = "answer_ratings"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        of_account("messages", "message_id"),
        of_account("users", "user_id"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    helpful: Mapped[bool]
    rated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
