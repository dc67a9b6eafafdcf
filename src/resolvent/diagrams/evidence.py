"""A diagram becomes a fact of a session: in words, with a snapshot that later drawing does not touch."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.diagrams.drawing import lock_diagram, need_drawn, need_version
from resolvent.diagrams.models import NetworkDiagram, SessionDiagram
from resolvent.diagrams.schemas import DiagramPick, EdgeOut, NodeOut, SnapshotOut
from resolvent.diagrams.words import say_diagram
from resolvent.errors import NotFound, invalid_field
from resolvent.facts import ledger
from resolvent.facts.models import Fact
from resolvent.masking import mask_deep
from resolvent.sessions.access import get_session
from resolvent.sessions.models import AISession
from resolvent.sessions.secrets import lock_secrets


def say_evidence(title: str, nodes: list[Any], edges: list[Any], node_id: str | None) -> str:
    """`nodes` and `edges` as they are stored."""
    if node_id is not None and all(node["id"] != node_id for node in nodes):
        raise invalid_field("node_id", "There is no such node in this diagram.", "unknown_node")
    return say_diagram(
        title, [NodeOut.model_validate(one) for one in nodes], [EdgeOut.model_validate(one) for one in edges], node_id
    )


async def add_diagram(
    db: AsyncSession, actor: Actor, session_id: UUID, pick: DiagramPick, *, seen: int | None
) -> tuple[Fact, SessionDiagram, AISession]:
    """A confirmed fact, added by the facts' own ledger; it is undone there as well."""
    secrets = await lock_secrets(db, actor.account_id, session_id)
    await get_session(db, actor, session_id)
    diagram = await lock_diagram(db, actor, pick.diagram_id)
    need_drawn(diagram)
    await need_version(db, actor, diagram, pick.version)
    shown = mask_deep(picture_of(diagram), secrets)
    text = say_evidence(shown["title"], shown["nodes"], shown["edges"], pick.node_id)
    values = {"text": text, "important": pick.important, "internal": pick.internal}
    fact, session = await ledger.add_fact(db, actor, session_id, values, seen=seen)
    kept = SessionDiagram(
        account_id=actor.account_id,
        session_id=session_id,
        fact_id=fact.id,
        diagram_id=diagram.id,
        diagram_version=diagram.version,
        client=shown["client"],
        title=shown["title"],
        snapshot={"nodes": shown["nodes"], "edges": shown["edges"]},
        node_id=pick.node_id,
        created_by=actor.user_id,
    )
    db.add(kept)
    await db.flush()
    await db.refresh(kept)
    after = {"diagram_id": str(diagram.id), "version": diagram.version}
    trail.record(db, actor, "fact.diagram", fact.id, after=after)
    return fact, kept, session


def picture_of(diagram: NetworkDiagram) -> dict[str, Any]:
    return {name: getattr(diagram, name) for name in ("client", "title", "nodes", "edges")}


async def read_snapshot(db: AsyncSession, actor: Actor, session_id: UUID, snapshot_id: UUID) -> SnapshotOut:
    await get_session(db, actor, session_id)
    kept = await db.scalar(
        select(SessionDiagram).where(
            SessionDiagram.account_id == actor.account_id,
            SessionDiagram.session_id == session_id,
            SessionDiagram.id == snapshot_id,
        )
    )
    if kept is None:
        raise NotFound("There is no such diagram in this session.")
    brief = {name: getattr(kept, name) for name in SnapshotOut.model_fields if name not in ("nodes", "edges")}
    return SnapshotOut.model_validate({**brief, **kept.snapshot})
