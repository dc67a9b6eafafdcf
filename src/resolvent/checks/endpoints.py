from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.checks import ledger
from resolvent.checks.models import Check
from resolvent.checks.schemas import CheckAdd, CheckChange, CheckChanged, CheckOut, ChecksOut
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, invalid_field, responses
from resolvent.sessions.access import Seen
from resolvent.sessions.models import AISession

router = APIRouter(prefix="/ai-sessions/{session_id}/checks", tags=["checks"])
CHANGE_ERRORS = responses(BadRequest, NotFound, StaleState, Invalid)


def changed(result: tuple[Check, AISession]) -> CheckChanged:
    check, session = result
    return CheckChanged(check=CheckOut.model_validate(check), state_version=session.state_version)


@router.get("", operation_id="listChecks", responses=responses(NotFound))
async def list_checks(session_id: UUID, db: Db, actor: CurrentActor) -> ChecksOut:
    checks, session = await ledger.read_checks(db, actor, session_id)
    return ChecksOut(items=[CheckOut.model_validate(c) for c in checks], state_version=session.state_version)


@router.post("", status_code=201, operation_id="addCheck", responses=CHANGE_ERRORS)
async def add_check(session_id: UUID, body: CheckAdd, db: Db, actor: CurrentActor, seen: Seen) -> CheckChanged:
    values = {**body.model_dump(exclude={"through"}), "source": body.through or "engineer"}
    return changed(await ledger.add_check(db, actor, session_id, values, seen=seen))


@router.patch("/{check_id}", operation_id="changeCheck", responses=CHANGE_ERRORS)
async def change_check(
    session_id: UUID, check_id: UUID, body: CheckChange, db: Db, actor: CurrentActor, seen: Seen
) -> CheckChanged:
    values = body.model_dump(exclude={"version"}, exclude_none=True)
    if not values:
        raise invalid_field("result", "Name at least one field to change.", "nothing_to_change")
    return changed(await ledger.change_check(db, actor, session_id, check_id, values, seen=seen, row_seen=body.version))


@router.delete("/{check_id}", operation_id="retractCheck", responses=CHANGE_ERRORS)
async def retract_check(session_id: UUID, check_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> CheckChanged:
    return changed(await ledger.retract_check(db, actor, session_id, check_id, seen=seen))


@router.post("/{check_id}/undo", operation_id="undoCheck", responses={**CHANGE_ERRORS, **responses(Conflict)})
async def undo_check(session_id: UUID, check_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> CheckChanged:
    return changed(await ledger.undo_check(db, actor, session_id, check_id, seen=seen))
