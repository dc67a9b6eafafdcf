from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from resolvent.schemas import Body, not_blank, storable

MAX_DRAFT = 1_000_000
"""Characters: as long as a message may be."""


class MessageDraftSave(Body):
    text: Annotated[str, Field(max_length=MAX_DRAFT), AfterValidator(storable), AfterValidator(not_blank)]
    seen: UUID | None = None
    """The revision that this text goes on from; none: there was no draft."""


class MessageDraftOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    text: str
    revision: UUID
    saved_at: datetime


class MessageDraftState(BaseModel):
    draft: MessageDraftOut | None
