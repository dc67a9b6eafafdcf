from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from resolvent.schemas import Body

Doing = Literal["viewing", "typing", "editing_note"]
NotePart = Literal["resolution", "escalation"]
Part = Literal["resolution", "escalation", "script"]


class PresenceTell(Body):
    """What a tab does. It is believed for 20 s; a visible tab tells again before that."""

    tab: UUID
    doing: Doing = "viewing"


class LeaseTake(Body):
    holder_id: UUID
    """Whom it is taken from: of two who take it from the same person, one gets it."""


class LeaseAnswer(Body):
    asker_id: UUID
    hand_over: bool


class PersonOut(BaseModel):
    id: UUID
    name: str
    initials: str


class PresentOut(PersonOut):
    doing: Doing
    tabs: int


class LeaseOut(BaseModel):
    part: Part
    holder: PersonOut
    until: datetime
    """Renewed by every save and every renewal."""
    asked_by: PersonOut | None
    """Who asks the holder for it (script drafts)."""
    may_take_at: datetime | None
    """From when the asker may take it without an answer."""
