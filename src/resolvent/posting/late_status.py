"""Another status for the ticket of a note that is out, picked by the engineer: no target was configured, or the ticketing
system did not let the wanted one stand.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict
from resolvent.notes.structure import Kind
from resolvent.posting.post import check_no_other
from resolvent.sessions.access import lock_session
from resolvent.sessions.models import AISession, SessionStatus
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.steps import Step
from resolvent.ticketing.writebacks import get_writeback

WITHOUT = {Step.SKIPPED: False, Step.REJECTED: True, Step.OVERRIDDEN: True}
"""Where a note is out and its ticket has no status from it, and whether its session is then open."""


def check_without_status(session: AISession, writeback: Writeback) -> None:
    """409 unless the note is out, its status was left or did not stand, and nothing has begun since."""
    is_open = WITHOUT.get(Step(writeback.step))
    if is_open is None:
        raise Conflict("The status of this note's ticket was set already, or is being set.", code="already_posted")
    if (session.status == SessionStatus.ACTIVE) is not is_open or writeback.round != session.round:
        raise Conflict("This session has moved on since. Set the status with its next note.", code="round_is_over")


async def begin(
    db: AsyncSession, actor: Actor, session_id: UUID, writeback_id: UUID, status_id: str, name: str | None
) -> Writeback:
    """The write-back goes on from its proven note. Until the status is proven, the session counts as open."""
    session = await lock_session(db, actor, session_id)
    await db.execute(
        select(Writeback.id)
        .where(Writeback.account_id == actor.account_id, Writeback.id == writeback_id)
        .with_for_update()
    )
    writeback = await get_writeback(db, actor.account_id, session_id, writeback_id)
    await db.refresh(writeback)
    check_without_status(session, writeback)
    await check_no_other(db, session, Kind(writeback.kind))
    writeback.step = Step.NOTE_PROVEN
    writeback.status_id, writeback.status_name = status_id, name or status_id
    # The engineer has looked at the ticket: whatever stands there now may be replaced.
    writeback.precondition = {}
    writeback.skipped_reason = writeback.finished_at = writeback.lease_until = writeback.error = None
    session.status, session.closed_at = SessionStatus.ACTIVE, None
    trail.record(db, actor, "writeback.set_status", writeback.id, after={"status_id": status_id})
    await db.flush()
    return writeback
