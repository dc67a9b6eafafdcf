from datetime import datetime

from pydantic import BaseModel


class TicketLooksOut(BaseModel):
    """How current the session's ticket is."""

    looked_at: datetime | None
    """The last time with success."""
    failing_since: datetime | None
    error: str | None
    poll_seconds: int
    """0: only callbacks make us look."""
