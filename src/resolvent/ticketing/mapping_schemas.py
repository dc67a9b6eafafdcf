from typing import Literal

from pydantic import BaseModel

from resolvent.schemas import Body, Line
from resolvent.ticketing.status_targets import Problem, Source

NoteKind = Literal["resolution", "escalation"]


class BoardStatusOut(BaseModel):
    id: str
    name: str
    closed: bool
    inactive: bool


class BoardTargetOut(BaseModel):
    """What a note of this kind sets on this board; `sentence` says what is wrong with it."""

    kind: str
    stored: str | None
    """Chosen for this very board."""
    default_id: str | None
    """What counts when nothing is."""
    status_id: str | None
    status_name: str | None
    source: Source | None
    problem: Problem | None
    sentence: str | None


class BoardMappingOut(BaseModel):
    id: str
    name: str
    failed: str | None
    """Why its statuses could not be read; there are no targets then."""
    statuses: list[BoardStatusOut]
    targets: list[BoardTargetOut]


class StatusMappingOut(BaseModel):
    boards: list[BoardMappingOut]


class StatusMap(Body):
    board_id: Line
    kind: NoteKind
    status_id: Line | None
    """Null: what is set for the whole system."""
