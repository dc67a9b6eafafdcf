from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.diagrams import evidence
from resolvent.diagrams.schemas import DiagramAdded, DiagramPick, SessionDiagramOut, SnapshotOut
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, responses
from resolvent.facts.schemas import FactOut
from resolvent.sessions.access import Seen

router = APIRouter(prefix="/ai-sessions/{session_id}/diagrams", tags=["diagrams"])


@router.post(
    "",
    status_code=201,
    operation_id="addDiagramToSession",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, Invalid),
)
async def post_diagram(session_id: UUID, body: DiagramPick, db: Db, actor: CurrentActor, seen: Seen) -> DiagramAdded:
    """A confirmed fact that says what the diagram shows, and a snapshot that later drawing does not touch."""
    fact, kept, session = await evidence.add_diagram(db, actor, session_id, body, seen=seen)
    return DiagramAdded(
        fact=FactOut.model_validate(fact),
        diagram=SessionDiagramOut.model_validate(kept),
        state_version=session.state_version,
    )


@router.get("/{snapshot_id}", operation_id="getDiagramOfSession", responses=responses(NotFound))
async def get_snapshot(session_id: UUID, snapshot_id: UUID, db: Db, actor: CurrentActor) -> SnapshotOut:
    """The diagram as it was when it was added."""
    return await evidence.read_snapshot(db, actor, session_id, snapshot_id)
