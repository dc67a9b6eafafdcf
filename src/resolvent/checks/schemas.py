from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from resolvent.schemas import Body, Line, OptionalProse, Through, Version

CheckStatus = Literal["todo", "done", "skipped"]


class CheckAdd(Body):
    title: Line
    command: OptionalProse | None = None
    why: OptionalProse | None = None
    status: CheckStatus = "todo"
    result: OptionalProse | None = None
    through: Through = None
    """`mcp`: a program's. It proposes the check; an engineer does it: its status must be `todo`, without a result."""

    @model_validator(mode="after")
    def check_through(self) -> Self:
        if self.through == "mcp" and (self.status != "todo" or self.result):
            raise ValueError("What a program proposes is still to do: send no status and no result.")
        return self


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
    proposed_by: str | None
    """Whose token a program used that proposed it."""
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
