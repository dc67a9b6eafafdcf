from typing import Annotated

from pydantic import BaseModel, WithJsonSchema

from resolvent.schemas import Body, Line
from resolvent.ticketing.status_targets import NoteKind, Problem, Source

TargetProblem = Annotated[Problem, WithJsonSchema({"type": "string", "enum": [*Problem]})]
"""Written out: in the API's description the name Problem is the error document's."""


class BoardStatusOut(BaseModel):
    id: str
    name: str
    closed: bool
    inactive: bool


class BoardTargetOut(BaseModel):
    """What a note of this kind sets on this board; `sentence` says what is wrong with it."""

    kind: NoteKind
    stored: str | None
    """Chosen for this very board."""
    default_id: str | None
    """What counts when nothing is."""
    status_id: str | None
    status_name: str | None
    source: Source | None
    problem: TargetProblem | None
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
