from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, model_validator

from resolvent.fixes.transitions import Decision, FixStatus
from resolvent.schemas import MAX_TEXT, Body, Line, OptionalProse, Prose, not_blank, storable
from resolvent.scripts.schemas import Script
from resolvent.scripts.syntax import Language


class FixOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    rationale: str
    proposed_by: str | None
    """Whose token a program used that proposed it; none for the assistant's."""
    confidence: int
    status: FixStatus
    decision: Decision | None
    template_id: UUID | None
    template_slug: str | None
    template_version: int | None
    """Of the script that was generated for it last."""
    acknowledged: list[str]
    """Rules of high findings in its drafted script that were ticked by name."""
    ai_drafted_script: str | None
    ai_drafted_parameters: dict[str, Any]
    language: str | None
    edited_script: str | None
    applied_at: datetime | None
    verified_at: datetime | None
    partial_notes: str | None
    failure_reason: str | None
    outcome_notes: str | None
    reported_by: str | None
    superseded_at: datetime | None
    created_at: datetime


class FixesOut(BaseModel):
    items: list[FixOut]
    state_version: int


class FixChanged(BaseModel):
    fix: FixOut
    state_version: int


Value = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(storable)]
ParameterName = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(storable)]
Parameters = Annotated[
    dict[ParameterName, Value | bool | int | FiniteFloat | list[Value] | None],
    Field(max_length=60),
]


class FixPropose(Body):
    """A program's suggestion, with a template, with a script, or as words alone."""

    title: Line
    rationale: Prose
    confidence: Annotated[int, Field(ge=0, le=100)]
    template: Annotated[Line, Field(max_length=100)] | None = None
    """Its short name in the library."""
    parameters: Annotated[Parameters, Field(default_factory=dict)]
    script: Annotated[Script, AfterValidator(not_blank)] | None = None
    language: Language | None = None

    @model_validator(mode="after")
    def check_script(self) -> Self:
        if (self.script is None) != (self.language is None):
            raise ValueError("Send a script together with its language.")
        if self.script is not None and self.template is not None:
            raise ValueError("Name a template or send a script, not both.")
        return self


class DecisionMade(Body):
    decision: Decision
    edited_script: Annotated[Script, AfterValidator(not_blank)] | None = None
    reason: OptionalProse | None = None


class DecisionOut(BaseModel):
    fix: FixOut
    rendered_script: str | None
    draft_template_id: UUID | None
    redirect_path: str | None
    state_version: int


class OutcomeRecord(Body):
    outcome: Literal[FixStatus.SUCCESS, FixStatus.FAILED, FixStatus.PARTIAL, FixStatus.DISMISSED]
    notes: OptionalProse | None = None
    failure_reason: OptionalProse | None = None
