from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from resolvent.db import TenantModel, of_account


class Handoff(TenantModel):
    """One end of a wait: an escalated round was taken up, or given back. Once each, held by an index."""

    __tablename__ = "handoffs"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        UniqueConstraint("account_id", "session_id", "round", "verb"),
        CheckConstraint("verb IN ('pickup', 'return')", name="verb"),
    )

    session_id: Mapped[UUID]
    round: Mapped[int]
    """The one that ended escalated."""
    verb: Mapped[str]
    by_id: Mapped[UUID]
    by_name: Mapped[str]
    questions: Mapped[str | None]
    """Of a return: what the one who escalated is to answer."""
    waited_seconds: Mapped[int]
    """Since it was escalated; of a return after a pick-up, since that."""
