"""Take files into a session, send them with a message, and remove those that were not sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.attachments.kinds import TEXT, take_apart
from resolvent.attachments.models import Attachment
from resolvent.attachments.names import clean_name, fit, number_name
from resolvent.attachments.reading import GONE, AttachmentRow, list_attachments
from resolvent.attachments.store import STORE
from resolvent.audit import trail
from resolvent.errors import Conflict, FieldError, Invalid, NotFound, invalid_field
from resolvent.ids import new_id
from resolvent.masking import mask_values
from resolvent.sessions.access import change_session
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import read_secrets

CHANGED: Final = ["attachments"]


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that was looked at: `text` of a text, `image` of an image."""

    name: str
    media_type: str
    size: int
    text: str | None
    image: bytes | None


def take_file(data: bytes, name: str) -> TakenFile:
    """Pure, and slow enough for a thread of its own. `WrongMediaType` unless it is text or an image, `Invalid` where empty or too many pixels."""
    media_type, text = take_apart(data)
    if text is not None and not text.strip():
        raise invalid_field("file", "This file is empty.", "empty_file")
    return TakenFile(
        name=clean_name(name, "text.txt" if media_type == TEXT else f"image.{media_type.rpartition('/')[2]}"),
        media_type=media_type,
        size=len(data),
        text=text,
        image=data if text is None else None,
    )


async def add_attachment(
    db: AsyncSession, actor: Actor, session_id: UUID, file: TakenFile, *, most: int, seen: int | None
) -> tuple[AttachmentRow, AISession]:
    """Under the session's lock: names and number are told apart, and a secret that is being learnt is waited for."""
    session = await change_session(db, actor, session_id, CHANGED, seen=seen)
    others = await list_attachments(db, actor.account_id, session_id)
    if len(others) >= most:
        raise invalid_field(
            "file", f"A session takes {most} attachments. Remove one that was not sent yet.", "too_many_attachments"
        )
    secrets = await read_secrets(db, actor.account_id, session_id)
    name = fit(mask_values(file.name, secrets))
    row = Attachment(
        account_id=actor.account_id,
        id=new_id(),
        session_id=session_id,
        name=number_name(name, {one.name for one in others}),
        media_type=file.media_type,
        size=file.size,
        uploaded_by=actor.user_id,
        uploaded_by_name=actor.name,
    )
    if file.text is not None:
        row.text = await asyncio.to_thread(mask_values, file.text, secrets) if secrets else file.text
    db.add(row)
    if file.image is not None:
        await STORE.put(db, row, file.image)
    trail.record(db, actor, "attachment.add", row.id, after={"media_type": row.media_type, "size": row.size})
    await db.flush()
    return describe(row), session


async def remove_attachment(
    db: AsyncSession, actor: Actor, session_id: UUID, attachment_id: UUID, *, seen: int | None
) -> tuple[AttachmentRow, AISession]:
    session = await change_session(db, actor, session_id, CHANGED, seen=seen)
    row = await db.scalar(
        select(Attachment).where(
            Attachment.account_id == actor.account_id,
            Attachment.session_id == session_id,
            Attachment.id == attachment_id,
        )
    )
    if row is None:
        raise NotFound(GONE)
    if row.message_id is not None:
        raise Conflict("This was sent with a message and stays with it.", code="attachment_sent")
    trail.record(db, actor, "attachment.remove", row.id, before={"media_type": row.media_type, "size": row.size})
    await STORE.delete(db, row)
    await db.flush()
    return describe(row), session


async def attach_to_message(
    db: AsyncSession, actor: Actor, session_id: UUID, message_id: UUID, attachment_ids: Sequence[UUID]
) -> list[Attachment]:
    """All of them or none, in the order of upload. The caller holds the session's lock; a message alone moves no version."""
    wanted = list(dict.fromkeys(attachment_ids))
    rows = await db.scalars(
        select(Attachment)
        .where(
            Attachment.account_id == actor.account_id,
            Attachment.session_id == session_id,
            Attachment.message_id.is_(None),
            Attachment.id.in_(wanted),
        )
        .with_for_update()
    )
    free = {row.id: row for row in rows}
    if missing := [one for one in wanted if one not in free]:
        raise Invalid(
            "Some attachments are not of this session, or were sent with a message before.",
            code="no_such_attachment",
            errors=[
                FieldError(field="attachment_ids", message=f"{one} can't be attached.", code="no_such_attachment")
                for one in missing
            ],
        )
    for row in free.values():
        row.message_id = message_id
    await db.flush()
    return sorted(free.values(), key=lambda row: row.id)


def describe(row: Attachment) -> AttachmentRow:
    return AttachmentRow(**{name: getattr(row, name) for name in AttachmentRow.__slots__})
