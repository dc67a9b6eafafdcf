from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from resolvent.schemas import Body, Line, OptionalProse, Version, storable
from resolvent.scripts.models import Risk
from resolvent.scripts.safety import Severity
from resolvent.scripts.syntax import Language

MAX_SCRIPT = 100_000
"""Characters."""

Script = Annotated[str, Field(min_length=1, max_length=MAX_SCRIPT), AfterValidator(storable)]
Description = Annotated[str, Field(max_length=4_000), AfterValidator(storable)]
Tag = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.+-]{0,39}$")]
Tags = Annotated[list[Tag], Field(max_length=20)]
Seconds = Annotated[int, Field(ge=1, le=86_400)]
Rule = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
Origin = Literal["fix", "fact", "ticket", "device", "default"]


class SafetyFindingOut(BaseModel):
    """What the safety review found; `rule` is a row of docs/script-safety.md."""

    rule: str
    severity: Severity
    line: int
    excerpt: str
    message: str
    explained: str | None
    """Why the template's author meant it so."""


class RateOut(BaseModel):
    """How a template's fixes went. `low` and `high` are the bounds of the 95 % Wilson interval of the success rate."""

    applied: int
    success: int
    failed: int
    partial: int
    low: float
    high: float


class SuccessOut(BaseModel):
    account: RateOut
    customer: RateOut | None
    """Of the session's customer, where there is a session with one."""


class TemplateBrief(BaseModel):
    id: UUID
    slug: str
    title: str
    description: str
    language: Language
    tags: list[str]
    risk: Risk
    needs_admin: bool
    timeout_hint: int | None
    source: Literal["shipped", "account"]
    status: Literal["published", "archived"]
    version: int
    parameters: int
    """How many it has."""
    success: SuccessOut
    last_used_at: datetime | None
    updated_at: datetime


class TemplatesOut(BaseModel):
    items: list[TemplateBrief]
    next_cursor: str | None
    total: int
    """Of all pages."""


class TemplateOut(TemplateBrief):
    body: str
    parameters_schema: dict[str, Any]
    findings: list[SafetyFindingOut]
    change_note: str
    provenance: dict[str, Any]


class TemplateVersionOut(BaseModel):
    version: int
    title: str
    description: str
    body: str
    parameters_schema: dict[str, Any]
    change_note: str
    author: str
    """Their name; `Resolvent` for shipped ones."""
    success: RateOut
    created_at: datetime


class TemplateVersionsOut(BaseModel):
    items: list[TemplateVersionOut]


class TemplateText(Body):
    title: Line
    description: Description = ""
    language: Language
    body: Script
    parameters_schema: dict[str, Any]
    tags: Tags = Field(default_factory=list)
    risk: Risk = Risk.MEDIUM
    needs_admin: bool = False
    timeout_hint: Seconds | None = None


class TemplateCreate(TemplateText):
    change_note: Line = "First version"


class TemplateRevise(TemplateText):
    """The next version. `version` is the one that was seen."""

    change_note: Line
    version: Version


class DraftCreate(Body):
    """From a template (`copy` to make another of it), from a session's fix, or from nothing."""

    template_id: UUID | None = None
    copy_of: UUID | None = None
    session_id: UUID | None = None
    fix_id: UUID | None = None
    title: Line | None = None
    language: Language | None = None
    body: Script | None = None


class DraftChange(Body):
    """`version` is the row's that was seen; an older one is a 412 with the row as it is now."""

    version: Version
    title: Line | None = None
    description: Description | None = None
    language: Language | None = None
    body: Annotated[str, Field(max_length=MAX_SCRIPT), AfterValidator(storable)] | None = None
    parameters_schema: dict[str, Any] | None = None
    tags: Tags | None = None
    risk: Risk | None = None
    needs_admin: bool | None = None
    timeout_hint: Seconds | None = None


class ProblemOut(BaseModel):
    """Why a draft can't be published yet; `field` as in a 422."""

    field: str
    message: str
    code: str


class DraftBrief(BaseModel):
    id: UUID
    title: str
    language: Language
    status: Literal["open", "published", "discarded"]
    prompt: Literal["open", "later", "never"]
    session_id: UUID | None
    fix_id: UUID | None
    edits_template_id: UUID | None
    published_template_id: UUID | None
    parameters: int
    version: int
    created_by: str
    """Names."""
    updated_by: str
    updated_at: datetime


class DraftsOut(BaseModel):
    items: list[DraftBrief]
    next_cursor: str | None


class DraftTemplateOut(DraftBrief):
    description: str
    body: str
    parameters_schema: dict[str, Any]
    tags: list[str]
    risk: Risk
    needs_admin: bool
    timeout_hint: int | None
    original_script: str | None
    """What ran, its sensitive values masked."""
    extraction_notes: list[str]
    edits_version: int | None
    copied_from_id: UUID | None
    problems: list[ProblemOut]
    findings: list[SafetyFindingOut]


class DraftPublish(Body):
    change_note: Line
    version: Version


class DraftPrompt(Body):
    answer: Literal["later", "never"]


class Generate(Body):
    template_id: UUID
    parameters: dict[str, Any]
    ai_session_id: UUID | None = None
    fix_id: UUID | None = None


class GeneratedOut(BaseModel):
    generation_id: UUID
    script: str
    """In the clear, this once."""
    redacted_script: str
    warnings: list[SafetyFindingOut]
    state_version: int | None


class GenerationOut(BaseModel):
    id: UUID
    template_id: UUID
    template_title: str
    template_version: int
    language: Language
    session_id: UUID | None
    fix_id: UUID | None
    parameters: dict[str, Any]
    sensitive: list[str]
    redacted_script: str
    findings: list[SafetyFindingOut]
    acknowledged: list[str]
    created_by: str
    created_at: datetime


class Acknowledge(Body):
    """Rules of high findings, ticked by name."""

    rules: Annotated[list[Rule], Field(min_length=1, max_length=50)]


class AcknowledgedOut(BaseModel):
    acknowledged: list[str]


class FormValue(BaseModel):
    """A value proposed for one parameter, and where it comes from. `label` is the evidence's, as in `F2`."""

    name: str
    value: Any
    source: Origin
    label: str | None


class FormOut(BaseModel):
    """The template's form of a fix, filled in from the session. Sensitive parameters are never filled in."""

    template: TemplateOut
    values: list[FormValue]
    dropped: list[str]
    """Parameters that the fix proposed and the template doesn't know or accept."""


class Extract(Body):
    script: Script
    language: Language
    ai_session_id: UUID | None = None


class ExtractedOut(BaseModel):
    templated_body: str
    parameters_schema: dict[str, Any]
    values: dict[str, Any]
    engine: str
    notes: list[str]


class Review(Body):
    script: OptionalProse
    language: Language


class ReviewOut(BaseModel):
    findings: list[SafetyFindingOut]
