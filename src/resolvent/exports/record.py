"""A session as a file tells it. The JSON form of `SessionRecord` is the documented schema of an export.

Members may be added within a version; one that goes, or that means something else, makes a new version.
Labels (`F1` a fact, `C1` a check, `X1` a fix, `G1` a generated script, `N1` a note, `A1` a file, `M1` a message) are of
this file alone.
"""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

SCHEMA: Final = "resolvent.session"
VERSION: Final = 1
KEPT: Final = frozenset({"label", "fix", "note", "retry_of", "files", "sha256", "media_type", "time_zone"})
"""Members that hold our own words, never text of a session."""


class Part(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True, from_attributes=True)


class SessionPart(Part):
    id: UUID
    title: str
    problem: str
    """As the engineer told it."""
    status: Literal["active", "resolved", "escalated"]
    round: int
    opened_at: datetime
    opened_by: str | None
    assignee: str | None
    closed_at: datetime | None


class TicketPart(Part):
    """As last read from its system."""

    number: str | None
    summary: str | None
    description: str | None
    company: str | None
    contact: str | None
    devices: list[str]
    status: str | None


class FactPart(Part):
    label: str
    text: str
    status: Literal["proposed", "confirmed"]
    source: str
    added_by: str | None
    important: bool
    internal: bool
    """Never in a note that the customer sees."""
    at: datetime


class CheckPart(Part):
    label: str
    title: str
    command: str | None
    why: str | None
    status: Literal["todo", "done", "skipped"]
    result: str | None
    proposed_by: str | None
    """Whose token a program used that proposed it."""
    at: datetime


class FixPart(Part):
    label: str
    title: str
    rationale: str
    proposed_by: str | None
    """Whose token a program used that proposed it; none for the assistant's."""
    confidence: int
    """0 to 100."""
    status: Literal["proposed", "applied_success", "applied_failed", "applied_partial", "dismissed"]
    decision: Literal["one_off", "draft_template", "build_template", "dismissed"] | None
    dismiss_reason: str | None
    template: str | None
    """Its short name in the library."""
    template_version: int | None
    language: str | None
    drafted_script: str | None
    drafted_parameters: dict[str, Any]
    edited_script: str | None
    """The drafted one as the engineer changed it."""
    reported_by: str | None
    """Who told the outcome: `engineer` or `assistant`."""
    partial_notes: str | None
    failure_reason: str | None
    outcome_notes: str | None
    at: datetime
    applied_at: datetime | None
    verified_at: datetime | None
    superseded_at: datetime | None


class WarningPart(Part):
    severity: str
    line: int
    message: str
    acknowledged: bool


class ScriptPart(Part):
    """One script that was generated from a template."""

    label: str
    template: str
    template_version: int
    language: str
    fix: str | None
    """The label of the fix that it was made for."""
    parameters: dict[str, Any]
    sensitive: list[str]
    """Names of parameters whose values were not kept."""
    script: str
    warnings: list[WarningPart]
    by: str
    at: datetime


class NotePart(Part):
    """A note that was posted, or was to be, and what proves it."""

    label: str
    kind: Literal["resolution", "escalation"]
    round: int
    text: str
    """With the reference that ends it."""
    posted: bool
    """It stands on the ticket, or, without a ticket, is kept here."""
    status_verified: bool
    """The ticket was read again and had the wanted status."""
    step: str
    note_id: str | None
    """At the ticketing system."""
    wanted_status: str | None
    actual_status: str | None
    skipped_reason: str | None
    error: str | None
    later_status: str | None
    """Another one that a later look found."""
    by: str
    at: datetime
    ended_at: datetime | None


class EscalationPart(Part):
    note: str
    """The label of its note."""
    round: int
    by: str
    to_person: str | None
    to_queue: str | None
    question: str | None
    at: datetime


class HandoverPart(Part):
    verb: Literal["pickup", "return"]
    round: int
    by: str
    questions: str | None
    at: datetime


class AttachmentPart(Part):
    label: str
    name: str
    media_type: str
    size: int
    """Bytes, as it came."""
    sha256: str
    """Of what a download gives today."""
    by: str
    at: datetime


class TicketChangePart(Part):
    """What others did at the ticket."""

    kind: Literal["changed", "note", "gone"]
    author: str | None
    text: str | None
    changes: list[str]
    at: datetime


class MessagePart(Part):
    label: str
    role: Literal["user", "assistant"]
    author: str
    text: str
    left_out: int
    """Characters that are not in this file."""
    files: list[str]
    """Labels of attachments."""
    retry_of: str | None
    """The label of the older answer that it replaces."""
    at: datetime


class MomentPart(Part):
    at: datetime
    label: str | None
    what: str


class SessionRecord(Part):
    schema_name: Literal["resolvent.session"] = SCHEMA
    schema_version: Literal[1] = VERSION
    exported_at: datetime
    exported_by: str
    time_zone: str
    """Of the account: in it the other forms write times; these here are UTC."""
    session: SessionPart
    ticket: TicketPart | None
    facts: list[FactPart]
    checks: list[CheckPart]
    fixes: list[FixPart]
    scripts: list[ScriptPart]
    notes: list[NotePart]
    escalations: list[EscalationPart]
    handovers: list[HandoverPart]
    attachments: list[AttachmentPart]
    ticket_changes: list[TicketChangePart]
    """The newest 200."""
    timeline: list[MomentPart]
    conversation: list[MessagePart]
    older_messages_left_out: int
    """A file holds about 3 million characters of conversation, the newest."""
