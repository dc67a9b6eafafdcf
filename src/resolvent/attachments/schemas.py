from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class AttachmentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    media_type: str
    """`text/plain`, `image/png`, `image/jpeg`, `image/gif` or `image/webp`."""
    size: int
    """Bytes, as it came."""
    uploaded_by: UUID
    uploaded_by_name: str
    message_id: UUID | None
    """The message that it was sent with; until then it can be removed."""
    created_at: datetime


class AttachmentChanged(BaseModel):
    attachment: AttachmentOut
    state_version: int


class AttachmentsOut(BaseModel):
    items: list[AttachmentOut]
    """Oldest first."""
    state_version: int
