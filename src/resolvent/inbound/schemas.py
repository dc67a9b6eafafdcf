from datetime import datetime

from pydantic import BaseModel

from resolvent.schemas import Body


class TicketLooksOut(BaseModel):
    """How current the session's ticket is."""

    looked_at: datetime | None
    """The last time with success."""
    failing_since: datetime | None
    error: str | None
    poll_seconds: int
    """0: only callbacks make us look."""


class InboundSet(Body):
    poll_seconds: int
    """Between two looks at one ticket; 0: off."""
    webhook: bool


class WebhookOut(BaseModel):
    possible: bool
    """This kind of ticketing system calls back."""
    reachable: bool
    """The installation knows its own public address."""
    on: bool
    url: str | None
    """Once, in the answer that turned it on: it holds a secret."""
    last_callback_at: datetime | None
    error: str | None
    """Why the last callback was not taken."""


class InboundOut(BaseModel):
    poll_seconds: int
    watched: int
    """Tickets of active sessions."""
    looked_at: datetime | None
    failing_since: datetime | None
    error: str | None
    try_again_at: datetime | None
    webhook: WebhookOut
