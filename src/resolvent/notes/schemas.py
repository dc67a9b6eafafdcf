from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from resolvent.schemas import Body, Version, not_blank, storable

NOTE_LENGTH = 60_000
NoteText = Annotated[str, Field(max_length=NOTE_LENGTH), AfterValidator(storable), AfterValidator(not_blank)]
KindName = Literal["resolution", "escalation"]


class PreviewAsk(Body):
    refresh: bool = False


class ClaimOut(BaseModel):
    text: str
    evidence: list[str]


class SectionOut(BaseModel):
    title: str
    claims: list[ClaimOut]


class EvidenceItemOut(BaseModel):
    label: str
    text: str


class FindingOut(BaseModel):
    id: str
    code: str
    sentence: str
    reason: str


class GroundingOut(BaseModel):
    ok: bool
    findings: list[FindingOut]


class PreviewOut(BaseModel):
    kind: KindName
    markdown: str
    marker: str
    """The last line that is posted with the note."""
    sections: list[SectionOut]
    evidence: list[EvidenceItemOut]
    from_cache: bool
    stale: bool
    """The session moved on while this was written."""
    state_version: int
    evidence_hash: str
    engine: str
    notice: str | None
    """Why the account's language model did not write it."""
    grounding: GroundingOut
    ticket_version: str | None
    written_at: datetime


class DraftSave(Body):
    markdown: NoteText
    based_on_state_version: Version
    version: Version | None = None
    """The version of the draft that was seen; 412 when another was saved meanwhile."""


class DraftOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: KindName
    markdown: str
    based_on_state_version: int
    version: int
    updated_by: UUID
    updated_at: datetime


class DraftSaved(BaseModel):
    draft: DraftOut
    grounding: GroundingOut
