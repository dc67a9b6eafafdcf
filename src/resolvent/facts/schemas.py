from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from resolvent.schemas import Body, Prose, Through, Version

FactStatus = Literal["proposed", "confirmed"]


class FactAdd(Body):
    text: Prose
    status: FactStatus = "confirmed"
    important: bool = False
    internal: bool = False
    through: Through = None
    """`mcp`: a program's. An engineer has yet to confirm it: its status must be `proposed`."""

    @model_validator(mode="after")
    def check_through(self) -> Self:
        if self.through == "mcp" and self.status != "proposed":
            raise ValueError("What a program tells is a proposal: send `status` as `proposed`.")
        return self


class FactChange(Body):
    """`version`, when given, is the version of the row that was seen."""

    text: Prose | None = None
    status: FactStatus | None = None
    important: bool | None = None
    internal: bool | None = None
    version: Version | None = None


class FactOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    text: str
    status: FactStatus
    source: str
    added_by: str | None
    """The engineer's name, or whose token a program used; none for the assistant's."""
    important: bool
    internal: bool
    version: int
    retracted_at: datetime | None
    created_at: datetime
    updated_at: datetime


class FactChanged(BaseModel):
    fact: FactOut
    state_version: int


class FactsOut(BaseModel):
    items: list[FactOut]
    state_version: int
