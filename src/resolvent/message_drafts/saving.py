"""Save, read and drop a person's own draft. The session does not move by it, and nobody is told."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.errors import NotFound, StaleState
from resolvent.ids import new_id
from resolvent.message_drafts.models import MessageDraft
from resolvent.sessions.access import lock_session


async def find_draft(db: AsyncSession, actor: Actor, session_id: UUID) -> MessageDraft | None:
    return await db.scalar(
        select(MessageDraft).where(
            MessageDraft.account_id == actor.account_id,
            MessageDraft.session_id == session_id,
            MessageDraft.user_id == actor.user_id,
        )
    )


async def save_draft(db: AsyncSession, actor: Actor, session_id: UUID, text: str, *, seen: UUID | None) -> MessageDraft:
    """`text` is masked. One that another machine saved meanwhile is not overwritten; the same text again is no change."""
    await lock_session(db, actor, session_id)
    draft = await find_draft(db, actor, session_id)
    if draft is not None and draft.text == text:
        return draft
    if draft is not None and draft.revision != seen:
        raise StaleState("This draft was changed on another machine. Put the two together first.", code="draft_changed")
    key = {"account_id": actor.account_id, "session_id": session_id, "user_id": actor.user_id}
    values = {"text": text, "revision": new_id(), "saved_at": func.clock_timestamp()}
    saved = await db.scalars(
        insert(MessageDraft)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
        .returning(MessageDraft)
        .execution_options(populate_existing=True)
    )
    return saved.one()


async def drop_draft(db: AsyncSession, actor: Actor, session_id: UUID, *, seen: UUID) -> None:
    """That revision alone: what was typed elsewhere since stays, and is a 404 here."""
    dropped = await db.scalar(
        delete(MessageDraft)
        .where(
            MessageDraft.account_id == actor.account_id,
            MessageDraft.session_id == session_id,
            MessageDraft.user_id == actor.user_id,
            MessageDraft.revision == seen,
        )
        .returning(MessageDraft.revision)
    )
    if dropped is None:
        raise NotFound("There is no such draft.")
