from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

SessionStatusName = Literal["active", "resolved", "escalated"]


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
    posted_round: int | None
