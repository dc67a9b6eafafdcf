from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from resolvent.schemas import Body, Prose

State = Literal["waiting", "picked_up", "returned", "reopened"]


class HandBack(Body):
    questions: Prose
    """What must be answered before anybody can go on."""


class EscalationOut(BaseModel):
    """One escalated round of a session."""

    id: UUID
    """Of its write-back; the list's cursor."""
    session_id: UUID
    round: int
    title: str
    client: str | None
    ticket_number: str | None
    escalated_at: datetime
    escalated_by: UUID
    escalated_by_name: str
    reason: str
    """How far the last fix came, in one sentence."""
    question: str | None
    to_user_id: UUID | None
    to_user_name: str | None
    to_queue: str | None


class EscalationList(BaseModel):
    items: list[EscalationOut]
    next_cursor: str | None
    total: int
    """Of all that wait, whatever was asked for."""
    mine: int
    queues: list[str]
    """Names that escalations waiting now are addressed to."""


class HandoffOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    verb: Literal["pickup", "return"]
    round: int
    by_id: UUID
    by_name: str
    questions: str | None
    waited_seconds: int
    created_at: datetime


class EscalationDetail(EscalationOut):
    state: State
    note: str
    """The package that was posted, Markdown, without its reference line."""
    missing: list[str]
    """What the next engineer will miss, a sentence each; none is invented."""
    handoffs: list[HandoffOut]
    """Of all rounds, oldest first."""


class EscalationTimes(BaseModel):
    """Over escalations that somebody took up or gave back."""

    picked_up: int
    returned: int
    median_wait_seconds: int | None
    """Until somebody picked one up."""
