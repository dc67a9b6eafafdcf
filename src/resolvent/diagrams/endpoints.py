from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.diagrams import drawing, reading
from resolvent.diagrams.evidence import say_evidence
from resolvent.diagrams.schemas import (
    ClientsOut,
    DiagramDraw,
    DiagramOut,
    DiagramRedraw,
    DiagramSaved,
    DiagramsOut,
    EvidenceOut,
    ItemId,
)
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, responses
from resolvent.idempotency import Once
from resolvent.paging import Cursor, Limit, page
from resolvent.schemas import Line

router = APIRouter(prefix="/diagrams", tags=["diagrams"])


@router.get("", operation_id="listDiagrams", responses=responses(Invalid))
async def get_diagrams(
    db: Db,
    actor: CurrentActor,
    cursor: Cursor,
    limit: Limit = 50,
    client: Annotated[Line | None, Query()] = None,
    q: Annotated[Line | None, Query()] = None,
    archived: bool = False,
) -> DiagramsOut:
    found = await reading.list_diagrams(
        db, actor, client=client, query=q, archived=archived, before=cursor, limit=limit + 1
    )
    items, next_cursor = page(found, limit)
    return DiagramsOut(items=list(items), next_cursor=next_cursor)


@router.post("", status_code=201, operation_id="drawDiagram", responses=responses(BadRequest, Conflict, Invalid))
async def post_diagram(body: DiagramDraw, db: Db, actor: CurrentActor, once: Once) -> DiagramSaved:
    if stored := await once.replay(db, actor, DiagramSaved):
        return stored
    answer = await drawing.draw_diagram(db, actor, body)
    await once.store(db, actor, answer)
    return answer


@router.get("/clients", operation_id="listDiagramClients")
async def get_clients(db: Db, actor: CurrentActor) -> ClientsOut:
    return ClientsOut(items=await reading.list_clients(db, actor))


@router.get("/{diagram_id}", operation_id="getDiagram", responses=responses(NotFound))
async def get_diagram(diagram_id: UUID, db: Db, actor: CurrentActor) -> DiagramOut:
    return await reading.read_diagram(db, actor, diagram_id)


@router.put(
    "/{diagram_id}",
    operation_id="redrawDiagram",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, Invalid),
)
async def put_diagram(diagram_id: UUID, body: DiagramRedraw, db: Db, actor: CurrentActor) -> DiagramSaved:
    """Of two who saw the same version the second is refused, with the diagram as the first left it."""
    return await drawing.redraw_diagram(db, actor, diagram_id, body, seen=body.version)


@router.delete("/{diagram_id}", operation_id="archiveDiagram", responses=responses(NotFound))
async def delete_diagram(diagram_id: UUID, db: Db, actor: CurrentActor) -> DiagramOut:
    """It is not listed any more. `restore` brings it back."""
    await drawing.set_archived(db, actor, diagram_id, archived=True)
    return await reading.read_diagram(db, actor, diagram_id)


@router.post("/{diagram_id}/restore", operation_id="restoreDiagram", responses=responses(NotFound))
async def post_restore(diagram_id: UUID, db: Db, actor: CurrentActor) -> DiagramOut:
    await drawing.set_archived(db, actor, diagram_id, archived=False)
    return await reading.read_diagram(db, actor, diagram_id)


@router.get("/{diagram_id}/evidence", operation_id="sayDiagram", responses=responses(NotFound, Invalid))
async def get_evidence(
    diagram_id: UUID, db: Db, actor: CurrentActor, node_id: Annotated[ItemId | None, Query()] = None
) -> EvidenceOut:
    """What a session's fact would say, before it is added."""
    diagram = await drawing.get_stored(db, actor, diagram_id)
    return EvidenceOut(text=say_evidence(diagram.title, diagram.nodes, diagram.edges, node_id), version=diagram.version)
