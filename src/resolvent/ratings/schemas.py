from uuid import UUID

from pydantic import BaseModel, ConfigDict

from resolvent.schemas import Body


class RatingSet(Body):
    helpful: bool


class RatingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    message_id: UUID
    helpful: bool


class RatingsOut(BaseModel):
    items: list[RatingOut]


class RatingCount(BaseModel):
    assistant: str
    """As its answers are signed."""
    helpful: int
    not_helpful: int


class RatingCounts(BaseModel):
    items: list[RatingCount]
