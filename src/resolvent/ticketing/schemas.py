from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from resolvent.schemas import Body, Line, Prose, Version
from resolvent.ticketing.providers.registry import PROVIDERS
from resolvent.ticketing.steps import Step

TARGETED = frozenset({"resolution", "escalation"})


def check_targets(targets: dict[str, str | None]) -> dict[str, str | None]:
    if unknown := set(targets) - TARGETED:
        raise ValueError(f"There are targets for resolution and escalation, not for {', '.join(sorted(unknown))}.")
    return targets


TargetsOf = Annotated[dict[str, Line | None], AfterValidator(check_targets)]
"""The status id to set, by kind of note; null removes one."""


def check_provider(name: str) -> str:
    if name not in PROVIDERS:
        raise ValueError(f"Known are: {', '.join(sorted(PROVIDERS))}.")
    return name


ProviderName = Annotated[Line, AfterValidator(check_provider), Field(json_schema_extra={"enum": [*PROVIDERS]})]


class ProviderOut(BaseModel):
    name: str
    title: str
    about: str
    settings_schema: dict[str, Any]
    """JSON schema of its settings; the secret ones are `writeOnly`."""


class ProvidersOut(BaseModel):
    items: list[ProviderOut]


class StatusOut(BaseModel):
    id: str
    name: str
    closed: bool


class TicketOut(BaseModel):
    id: str
    number: str
    summary: str
    description: str
    status: StatusOut
    company: str | None
    contact: str | None
    devices: list[str]
    updated_at: datetime
    url: str | None


class TicketsOut(BaseModel):
    items: list[TicketOut]
    next_cursor: str | None


class StatusesOut(BaseModel):
    items: list[StatusOut]


class ConnectionOut(BaseModel):
    id: UUID
    provider: str
    name: str
    settings: dict[str, Any]
    secrets: list[str]
    """Names of the secret settings that are set."""
    secret_set_at: datetime | None
    status_targets: dict[str, str | None]
    version: int


class ConnectionsOut(BaseModel):
    items: list[ConnectionOut]


class ConnectionCreate(Body):
    """`settings` are the provider's own; `secret` holds its secret ones and is never given back."""

    provider: ProviderName
    name: Line
    settings: dict[str, Any]
    secret: dict[str, str | None] = Field(default_factory=dict)
    status_targets: TargetsOf = Field(default_factory=dict)


class ConnectionChange(Body):
    """`settings` replace the stored ones. A secret left out or empty stays; null removes it."""

    version: Version | None = None
    """The version that was seen; 412 when it is not the newest."""
    name: Line | None = None
    settings: dict[str, Any] | None = None
    secret: dict[str, str | None] | None = None
    status_targets: TargetsOf | None = None


class CheckStepOut(BaseModel):
    name: str
    ok: bool | None
    detail: str


class ConnectionReportOut(BaseModel):
    ok: bool
    steps: list[CheckStepOut]


class DeskNoteOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    visibility: Literal["customer", "internal"]
    author: str
    text: str
    created_at: datetime


class DeskTicketOut(BaseModel):
    id: UUID
    number: int
    summary: str
    description: str
    company: str | None
    contact: str | None
    device: str | None
    status: StatusOut
    updated_by: str
    updated_at: datetime
    created_at: datetime


class DeskTicketsOut(BaseModel):
    items: list[DeskTicketOut]
    next_cursor: str | None


class DeskTicketWhole(BaseModel):
    ticket: DeskTicketOut
    notes: list[DeskNoteOut]
    allowed_statuses: list[StatusOut]


class DeskTicketOpen(Body):
    summary: Line
    description: Prose
    company: Line | None = None
    contact: Line | None = None
    device: Line | None = None


class DeskTicketMove(Body):
    status: Line


class DeskNoteAdd(Body):
    text: Prose
    visibility: Literal["customer", "internal"]


class LateChange(BaseModel):
    status: str | None
    """None: there was no such ticket any more."""
    by: str | None
    """Who changed the ticket last, where the system tells."""
    at: datetime
    """When we looked."""


class WritebackOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: Literal["resolution", "escalation"]
    round: int
    step: Step
    text: str
    note_id: str | None
    status_name: str | None
    """Wanted."""
    actual_status: str | None
    skipped_reason: str | None
    error: dict[str, Any] | None
    confirmed_by: UUID
    """The user; two may have one name."""
    confirmed_by_name: str
    created_at: datetime
    finished_at: datetime | None
    late_change: LateChange | None
    """A look after the end found another status."""


class ExchangeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    method: str
    path: str
    status: int | None
    request: str | None
    response: str | None
    milliseconds: int
    created_at: datetime


class WritebackDetail(BaseModel):
    writeback: WritebackOut
    exchanges: list[ExchangeOut]
    """For administrators; empty for others."""
