from datetime import date, datetime
from typing import Annotated, Final

from pydantic import BaseModel, Field

from resolvent.schemas import Body, Version

LEAST: Final = 7
MOST: Final = 36_500
Days = Annotated[int, Field(ge=LEAST, le=MOST)]


class RetentionSet(Body):
    """`days` null: what was resolved is kept for good."""

    days: Days | None
    version: Version
    """The one that was seen; 412 when it is not the newest."""


class RetentionOut(BaseModel):
    days: int | None
    """After a session was closed; null: for good."""
    version: int
    ran_on: date | None
    """The account's day of the last run."""
    deleted: dict[str, int]
    """How many of each that run deleted."""


class WouldDelete(BaseModel):
    """What a run with `days` would delete now."""

    days: int
    sessions: int
    messages: int
    attachments: int
    attachment_bytes: int
    oldest_title: str | None
    oldest_closed_at: datetime | None
    newest_title: str | None
    newest_closed_at: datetime | None
