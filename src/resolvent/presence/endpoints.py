from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, responses
from resolvent.presence import leases
from resolvent.presence.schemas import LeaseOut, LeaseTake, NotePart, PresenceTell
from resolvent.presence.tabs import tell
from resolvent.sessions.access import get_session

router = APIRouter(prefix="/ai-sessions/{session_id}", tags=["people"])
LEASE = "/note-leases/{kind}"


@router.put(
    "/presence", status_code=204, operation_id="tellPresence", responses=responses(BadRequest, NotFound, Invalid)
)
async def put_presence(session_id: UUID, body: PresenceTell, db: Db, actor: CurrentActor) -> None:
    """For a tab that has the session open; believed for 20 s. Others are told by `presence` events, when it changes."""
    session = await get_session(db, actor, session_id)
    await tell(db, actor, session.id, body.tab, body.doing)


@router.put(LEASE, operation_id="holdNoteLease", responses=responses(NotFound, Conflict, Invalid))
async def put_lease(session_id: UUID, kind: NotePart, db: Db, actor: CurrentActor) -> LeaseOut:
    """Begin to edit, or go on. 409 `lease_held` names who edits the note now (`lease`)."""
    session = await get_session(db, actor, session_id)
    return await leases.hold(db, actor, session.id, kind)


@router.post(
    LEASE + "/take-over", operation_id="takeNoteLease", responses=responses(BadRequest, NotFound, Conflict, Invalid)
)
async def post_take_over(session_id: UUID, kind: NotePart, body: LeaseTake, db: Db, actor: CurrentActor) -> LeaseOut:
    """From the one who edits it, who is told so and keeps their text."""
    session = await get_session(db, actor, session_id)
    return await leases.take_over(db, actor, session.id, kind, body.holder_id)


@router.delete(LEASE, status_code=204, operation_id="releaseNoteLease", responses=responses(NotFound, Invalid))
async def delete_lease(session_id: UUID, kind: NotePart, db: Db, actor: CurrentActor) -> None:
    session = await get_session(db, actor, session_id)
    await leases.release(db, actor, session.id, kind)
