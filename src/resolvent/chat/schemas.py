from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from resolvent.attachments.schemas import AttachmentOut
from resolvent.schemas import Body, not_blank, storable

MAX_MESSAGE = 1_000_000


class MessageSend(Body):
    content: Annotated[str, Field(max_length=MAX_MESSAGE), AfterValidator(storable), AfterValidator(not_blank)]
    attachment_ids: Annotated[list[UUID], Field(max_length=20)] = Field(default_factory=list)
    """Files of this session that go with it."""


class TurnOpened(BaseModel):
    message_id: UUID
    """The engineer's message; of a retry: the message that is answered again."""
    answer_id: UUID
    turn_id: UUID
    state_version: int


class TurnUsageOut(BaseModel):
    """Summed over the requests that the turn made. `cost_usd`: none where no price is known."""

    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_usd: Decimal | None


class TurnOut(BaseModel):
    id: UUID
    status: Literal["running", "complete", "stopped", "failed"]
    error: str | None
    error_detail: str | None
    """A sentence on what went wrong."""
    notice: str | None
    """Why another assistant than the account's answered."""
    unnonced_blocks: int
    malformed_blocks: int
    ignored_blocks: int
    """Those that broke a rule of the session."""
    usage: TurnUsageOut | None
    """Of the language model; none when none was asked."""


class MessageOut(BaseModel):
    id: UUID
    role: Literal["user", "assistant"]
    content: str
    author: str
    turn: TurnOut | None
    retry_of: UUID | None
    attachments: list[AttachmentOut]
    created_at: datetime
