from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict

from resolvent.fixes.transitions import Decision, FixStatus
from resolvent.schemas import Body, OptionalProse, not_blank
from resolvent.scripts.schemas import Script


class FixOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: str
    rationale: str
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
