"""Draw, redraw, archive and bring back diagrams.

Two engineers may have one diagram open. A save names the version that it saw; an older one is refused and told the diagram
as it is now, so that the page can show both and nothing is lost.
"""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.diagrams.graph import check_graph
from resolvent.diagrams.models import NetworkDiagram
from resolvent.diagrams.reading import read_diagram
from resolvent.diagrams.schemas import DiagramDraw, DiagramSaved
from resolvent.diagrams.secrets import mask_drawing
from resolvent.errors import Conflict, Invalid, NotFound, StaleState
from resolvent.problems import MAX_FIELDS

PARTS = ("client", "title", "nodes", "edges")


async def draw_diagram(db: AsyncSession, actor: Actor, given: DiagramDraw) -> DiagramSaved:
    drawing, masked = await clear(given)
    diagram = NetworkDiagram(account_id=actor.account_id, created_by=actor.user_id, updated_by=actor.user_id, **drawing)
    db.add(diagram)
    await db.flush()
    trail.record(db, actor, "diagram.create", diagram.id, after={"client": diagram.client, "title": diagram.title})
    return await tell_saved(db, actor, diagram, masked)


async def redraw_diagram(
    db: AsyncSession, actor: Actor, diagram_id: UUID, given: DiagramDraw, *, seen: int
) -> DiagramSaved:
    """`seen`: the version that the caller's drawing is based on."""
    drawing, masked = await clear(given)
    diagram = await lock_diagram(db, actor, diagram_id)
    need_drawn(diagram)
    await need_version(db, actor, diagram, seen)
    for name, value in drawing.items():
        setattr(diagram, name, value)
    diagram.version += 1
    diagram.updated_by = actor.user_id
    diagram.updated_at = func.clock_timestamp()
    trail.record(db, actor, "diagram.change", diagram.id, before={"version": seen}, after={"version": diagram.version})
    await db.flush()
    return await tell_saved(db, actor, diagram, masked)


async def set_archived(db: AsyncSession, actor: Actor, diagram_id: UUID, *, archived: bool) -> NetworkDiagram:
    """Twice is once. What sessions keep of it stays."""
    diagram = await lock_diagram(db, actor, diagram_id)
    if (diagram.archived_at is not None) is not archived:
        diagram.archived_at = func.clock_timestamp() if archived else None
        action = "diagram.archive" if archived else "diagram.restore"
        trail.record(db, actor, action, diagram.id, after={"client": diagram.client, "title": diagram.title})
        await db.flush()
        await db.refresh(diagram)
    return diagram


async def lock_diagram(db: AsyncSession, actor: Actor, diagram_id: UUID) -> NetworkDiagram:
    return await get_stored(db, actor, diagram_id, lock=True)


async def get_stored(db: AsyncSession, actor: Actor, diagram_id: UUID, *, lock: bool = False) -> NetworkDiagram:
    statement = select(NetworkDiagram).where(
        NetworkDiagram.account_id == actor.account_id, NetworkDiagram.id == diagram_id
    )
    if lock:
        statement = statement.with_for_update()
    found = await db.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("There is no such diagram.")
    return found


def need_drawn(diagram: NetworkDiagram) -> None:
    if diagram.archived_at is not None:
        raise Conflict("This diagram is archived. Restore it first.", code="archived_diagram")


async def need_version(db: AsyncSession, actor: Actor, diagram: NetworkDiagram, seen: int) -> None:
    if diagram.version != seen:
        current = await read_diagram(db, actor, diagram.id)
        raise StaleState(
            f"You saw version {seen} of this diagram; it is now {diagram.version}. Look at both before you go on.",
            code="row_changed",
            extra={
                "seen": seen,
                "version": diagram.version,
                "current": current.model_dump(mode="json", by_alias=True),
            },
        )


async def clear(given: DiagramDraw) -> tuple[dict[str, Any], list[str]]:
    """What is stored, and where a secret was masked."""
    if faults := check_graph(given.nodes, given.edges):
        raise Invalid(faults[0].message, code="invalid_diagram", errors=faults[:MAX_FIELDS])
    return await asyncio.to_thread(mask_drawing, given.model_dump(by_alias=True, include=set(PARTS)))


async def tell_saved(db: AsyncSession, actor: Actor, diagram: NetworkDiagram, masked: list[str]) -> DiagramSaved:
    whole = await read_diagram(db, actor, diagram.id)
    return DiagramSaved.model_validate({**whole.model_dump(by_alias=True), "masked": masked})
