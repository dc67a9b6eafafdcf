"""Where the bytes of images lie."""

from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.attachments.models import Attachment


class AttachmentStore(Protocol):
    """Called inside the transaction that makes, reads or removes the row, and bound to its end."""

    async def put(self, db: AsyncSession, row: Attachment, data: bytes) -> None: ...

    async def get(self, db: AsyncSession, account_id: UUID, attachment_id: UUID) -> bytes: ...

    async def delete(self, db: AsyncSession, row: Attachment) -> None: ...


class TableStore:
    """In the row itself: they come and go with it."""

    async def put(self, db: AsyncSession, row: Attachment, data: bytes) -> None:
        row.content = data
        await db.flush()

    async def get(self, db: AsyncSession, account_id: UUID, attachment_id: UUID) -> bytes:
        found = await db.execute(
            select(Attachment.content).where(Attachment.account_id == account_id, Attachment.id == attachment_id)
        )
        return found.scalar_one() or b""

    async def delete(self, db: AsyncSession, row: Attachment) -> None:
        await db.delete(row)


STORE: Final[AttachmentStore] = TableStore()
