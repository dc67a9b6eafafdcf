from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from resolvent.schemas import Body, not_blank, storable

MAX_MESSAGE = 1_000_000


class MessageSend(Body):
    content: Annotated[str, Field(max_length=MAX_MESSAGE), AfterValidator(storable), AfterValidator(not_blank)]


class TurnOpened(BaseModel):
    message_id: UUID
    """The engineer's message; of a retry: the message that is answered again."""
    answer_id: UUID
    turn_id: UUID
    state_version: int


class TurnOut(BaseModel):
    id: UUID
    status: Literal["running", "complete", "stopped", "failed"]
    error: str | None
    unnonced_blocks: int


class MessageOut(BaseModel):
    id: UUID
    role: Literal["user", "assistant"]
    content: str
    author: str
    turn: TurnOut | None
    retry_of: UUID | None
    created_at: datetime
