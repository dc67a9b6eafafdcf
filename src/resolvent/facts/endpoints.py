from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, invalid_field, responses
from resolvent.facts import ledger
from resolvent.facts.models import Fact
from resolvent.facts.schemas import FactAdd, FactChange, FactChanged, FactOut, FactsOut
from resolvent.idempotency import Once
from resolvent.sessions.access import Seen
from resolvent.sessions.models import AISession

router = APIRouter(prefix="/ai-sessions/{session_id}/facts", tags=["facts"])
CHANGE_ERRORS = responses(BadRequest, NotFound, StaleState, Invalid)


def changed(result: tuple[Fact, AISession]) -> FactChanged:
    fact, session = result
    return FactChanged(fact=FactOut.model_validate(fact), state_version=session.state_version)


@router.get("", operation_id="listFacts", responses=responses(NotFound))
async def list_facts(session_id: UUID, db: Db, actor: CurrentActor) -> FactsOut:
    facts, session = await ledger.read_facts(db, actor, session_id)
    return FactsOut(items=[FactOut.model_validate(f) for f in facts], state_version=session.state_version)


@router.post("", status_code=201, operation_id="addFact", responses=CHANGE_ERRORS)
async def add_fact(session_id: UUID, body: FactAdd, db: Db, actor: CurrentActor, seen: Seen, once: Once) -> FactChanged:
    if stored := await once.replay(db, actor, FactChanged):
        return stored
    values = {**body.model_dump(exclude={"through"}), "source": body.through or "engineer"}
    answer = changed(await ledger.add_fact(db, actor, session_id, values, seen=seen))
    await once.store(db, actor, answer, session_id=session_id)
    return answer


@router.patch("/{fact_id}", operation_id="correctFact", responses=CHANGE_ERRORS)
async def correct_fact(
    session_id: UUID, fact_id: UUID, body: FactChange, db: Db, actor: CurrentActor, seen: Seen
) -> FactChanged:
    values = body.model_dump(exclude={"version"}, exclude_none=True)
    if not values:
        raise invalid_field("text", "Name at least one field to change.", "nothing_to_change")
    return changed(await ledger.correct_fact(db, actor, session_id, fact_id, values, seen=seen, row_seen=body.version))


@router.delete("/{fact_id}", operation_id="retractFact", responses=CHANGE_ERRORS)
async def retract_fact(session_id: UUID, fact_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> FactChanged:
    return changed(await ledger.retract_fact(db, actor, session_id, fact_id, seen=seen))


@router.post("/{fact_id}/undo", operation_id="undoFact", responses={**CHANGE_ERRORS, **responses(Conflict)})
async def undo_fact(session_id: UUID, fact_id: UUID, db: Db, actor: CurrentActor, seen: Seen) -> FactChanged:
    return changed(await ledger.undo_fact(db, actor, session_id, fact_id, seen=seen))
