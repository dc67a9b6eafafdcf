from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

SessionStatusName = Literal["active", "resolved", "escalated"]


class FieldChangeOut(BaseModel):
    field: str
    before: str
    after: str


class TicketNewsOut(BaseModel):
    """What others did at the ticket. Quoted text, not ours."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: Literal["changed", "note", "gone"]
    author: str | None
    visibility: Literal["customer", "internal"] | None
    text: str | None
    changes: list[FieldChangeOut]
    happened_at: datetime
    """As the ticketing system tells; `created_at` is when we saw it."""
    created_at: datetime


class SessionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    problem: str
    status: SessionStatusName
    round: int
    state_version: int
    ticket: dict[str, Any] | None
    connection_id: UUID | None
    ticket_id: str | None
    assignee_id: UUID | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    changed_since: datetime | None
    """Closed here, and its ticket was moved by others since."""
    posted_round: int | None
