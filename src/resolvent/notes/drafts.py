"""The engineer's own edit of a note, saved as it is typed: one per kind and round."""

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.errors import StaleState
from resolvent.notes.models import NoteDraft
from resolvent.notes.structure import Kind
from resolvent.sessions.models import AISession


async def save_draft(
    db: AsyncSession,
    actor: Actor,
    session: AISession,
    kind: Kind,
    markdown: str,
    *,
    based_on: int,
    seen: int | None,
) -> NoteDraft:
    """Saving a draft moves no state_version. With `seen`, a draft that another saved meanwhile is not overwritten."""
    values = {
        "markdown": markdown,
        "based_on_state_version": based_on,
        "updated_by": actor.user_id,
        "updated_at": func.clock_timestamp(),
    }
    key = {"account_id": actor.account_id, "session_id": session.id, "kind": kind.value, "round": session.round}
    saved = await db.scalar(
        insert(NoteDraft)
        .values(**key, **values)
        .on_conflict_do_update(
            index_elements=list(key),
            set_={**values, "version": NoteDraft.version + 1},
            where=(NoteDraft.version == seen) if seen is not None else None,
        )
        .returning(NoteDraft)
        .execution_options(populate_existing=True)
    )
    if saved is None:
        raise StaleState("Someone else saved this draft meanwhile. Look at theirs first.", code="draft_changed")
    return saved
