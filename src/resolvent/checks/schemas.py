from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from resolvent.schemas import Body, Line, OptionalProse, Version

CheckStatus = Literal["todo", "done", "skipped"]


class CheckAdd(Body):
    title: Line
    command: OptionalProse | None = None
    status: CheckStatus = "todo"
    result: OptionalProse | None = None


class CheckChange(Body):
    """`version`, when given, is the version of the row that was seen."""

    title: Line | None = None
    command: OptionalProse | None = None
    status: CheckStatus | None = None
    result: OptionalProse | None = None
    version: Version | None = None


class CheckOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    command: str | None
    why: str | None
    status: CheckStatus
    result: str | None
    source: str
    version: int
    retracted_at: datetime | None
    created_at: datetime
    updated_at: datetime


class CheckChanged(BaseModel):
    check: CheckOut
    state_version: int


class ChecksOut(BaseModel):
    items: list[CheckOut]
    state_version: int
