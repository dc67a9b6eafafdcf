from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from resolvent.notes.schemas import NoteText
from resolvent.schemas import Body, Line, OptionalProse, Version
from resolvent.ticketing.schemas import StatusOut


class HandTo(Body):
    """A person, or a queue by its name."""

    user_id: UUID | None = None
    queue: Annotated[Line, Field(max_length=60)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.user_id is None) == (self.queue is None):
            raise ValueError("Name a person or a queue, one of the two.")
        return self


class NotePost(Body):
    """`markdown`: the text as the engineer saw it, without the reference line; none: the current preview."""

    markdown: NoteText | None = None
    state_version: Version
    acknowledge: list[Line] = Field(default_factory=list)
    """Ids of the findings that the engineer has read and stands by."""
    status_id: Line | None = None
    question: OptionalProse | None = None
    """Of an escalation: what the next engineer is asked; shown in the queue, not part of the note."""
    to: HandTo | None = None
    """Of an escalation."""


class RetryAsk(Body):
    status_id: Line | None = None
    """For a posted note whose status was left or did not stand: the one that its ticket gets now."""


class StatusProof(BaseModel):
    wanted: str | None
    actual: str | None
    verified: bool


class PostOut(BaseModel):
    outcome: Literal["resolved", "escalated", "resolved_local", "escalated_local", "posting"]
    """`posting`: it goes on without this request (202); the write-back's address tells how."""
    external_id: str | None
    status: StatusProof
    status_transition_skipped_reason: str | None
    writeback_id: UUID
    step: str


class TargetOut(BaseModel):
    """The status that a note of this kind sets on the ticket as it stands now."""

    status_id: str | None
    status_name: str | None
    source: Literal["asked", "board", "connection", "account"] | None
    problem: Literal["not_configured", "inactive", "other_board", "missing", "no_ticket"] | None
    """Only `not_configured` and `no_ticket` let the note be posted; any other refuses it before anything is sent."""
    sentence: str | None
    """The problem in words."""
    statuses: list[StatusOut]
    """Those that can be picked instead."""
