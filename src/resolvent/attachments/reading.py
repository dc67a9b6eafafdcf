"""Look at the attachments of a session: what they are, without what they hold; and what they hold, by their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.attachments.kinds import TEXT, find_image
from resolvent.attachments.models import Attachment
from resolvent.attachments.store import STORE
from resolvent.db import of_session
from resolvent.errors import NotFound

LEFT_OUT: Final = "\n[… the middle of this file is left out here …]\n"
GONE: Final = "There is no such attachment in this session."


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    id: UUID
    name: str
    media_type: str
    size: int
    """Bytes, as it came."""
    uploaded_by: UUID
    uploaded_by_name: str
    message_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    """`media_type` is told again by what it holds, so that nothing else decides what a browser or a model takes it for."""

    id: UUID
    name: str
    media_type: str
    text: str | None
    image: bytes | None


LISTED = (
    select(*(getattr(Attachment, name) for name in AttachmentRow.__slots__))
    .where(of_session(Attachment))
    .order_by(Attachment.id)
)


async def list_attachments(db: AsyncSession, account_id: UUID, session_id: UUID) -> list[AttachmentRow]:
    """Oldest first."""
    rows = await db.execute(LISTED, {"account": account_id, "session": session_id})
    return [AttachmentRow(*row) for row in rows]


async def read_content(
    db: AsyncSession, account_id: UUID, session_id: UUID, ids: Sequence[UUID], *, longest: int | None = None
) -> list[AttachmentContent]:
    """In the order of `ids`; `NotFound` when one is not of this session.

    `longest`: characters of a text, of which a longer one gives its beginning and its end.
    """
    text: Any = Attachment.text
    if longest is not None:
        ends = func.left(text, longest // 2) + LEFT_OUT + func.right(text, longest // 2)
        text = case((func.length(text) > longest, ends), else_=text)
    rows = await db.execute(
        select(Attachment.id, Attachment.name, text).where(
            Attachment.account_id == account_id, Attachment.session_id == session_id, Attachment.id.in_(ids)
        )
    )
    found = {id_: (name, text) for id_, name, text in rows.tuples()}
    if not found.keys() >= set(ids):
        raise NotFound(GONE)
    return [await open_content(db, account_id, one, *found[one]) for one in ids]


async def open_content(
    db: AsyncSession, account_id: UUID, attachment_id: UUID, name: str, text: str | None
) -> AttachmentContent:
    if text is not None:
        return AttachmentContent(attachment_id, name, TEXT, text, None)
    image = await STORE.get(db, account_id, attachment_id)
    return AttachmentContent(attachment_id, name, find_image(image) or TEXT, None, image)
