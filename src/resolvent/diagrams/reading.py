"""Diagrams as they are listed and read, with the names of who drew them; and the companies they are of."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, cast, func, or_, select, true, union
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import User
from resolvent.diagrams.models import NetworkDiagram
from resolvent.diagrams.schemas import ClientOut, DiagramBrief, DiagramOut
from resolvent.errors import NotFound
from resolvent.sessions.models import AISession, SessionStatus

MOST_CLIENTS = 1_000
COPIED = ("id", "client", "title", "version", "created_at", "updated_at", "archived_at")
Author, Editor = aliased(User), aliased(User)
Named = tuple[NetworkDiagram, str, str]
"""With the names of who drew it first and who saved it last."""


def named_diagrams(actor: Actor) -> Select[NetworkDiagram, str, str]:
    row = NetworkDiagram
    return (
        select(row, Author.name, Editor.name)
        .join(Author, (Author.account_id == row.account_id) & (Author.id == row.created_by))
        .join(Editor, (Editor.account_id == row.account_id) & (Editor.id == row.updated_by))
        .where(row.account_id == actor.account_id)
        .execution_options(populate_existing=True)
    )


async def read_diagram(db: AsyncSession, actor: Actor, diagram_id: UUID) -> DiagramOut:
    """Archived ones too."""
    found = (await db.execute(named_diagrams(actor).where(NetworkDiagram.id == diagram_id))).tuples().first()
    if found is None:
        raise NotFound("There is no such diagram.")
    diagram = found[0]
    return DiagramOut.model_validate({**brief_of(*found), "nodes": diagram.nodes, "edges": diagram.edges})


async def list_diagrams(
    db: AsyncSession,
    actor: Actor,
    *,
    client: str | None,
    query: str | None,
    archived: bool,
    before: UUID | None,
    limit: int,
) -> list[DiagramBrief]:
    """Newest first. `query`: a part of the title, the client, or a node's label or address."""
    gone = NetworkDiagram.archived_at.is_not(None)
    statement = named_diagrams(actor).where(gone if archived else ~gone)
    if client is not None:
        statement = statement.where(NetworkDiagram.client == client)
    if query is not None:
        statement = statement.where(holds(query))
    if before is not None:
        statement = statement.where(NetworkDiagram.id < before)
    rows = (await db.execute(statement.order_by(NetworkDiagram.id.desc()).limit(limit))).tuples().all()
    return [DiagramBrief.model_validate(brief_of(*row)) for row in rows]


def holds(query: str) -> ColumnElement[bool]:
    node = func.jsonb_array_elements(NetworkDiagram.nodes).table_valued("value").alias("node")
    value: Any = node.c.value
    texts = (value.op("->>")("label"), value.op("->>")("address"))
    in_node = select(true()).select_from(node).where(or_(*(one.icontains(query, autoescape=True) for one in texts)))
    return or_(
        NetworkDiagram.title.icontains(query, autoescape=True),
        NetworkDiagram.client.icontains(query, autoescape=True),
        in_node.correlate(NetworkDiagram).exists(),
    )


def brief_of(diagram: NetworkDiagram, author: str, editor: str) -> dict[str, Any]:
    statuses = [node["status"] for node in diagram.nodes]
    return {
        **{name: getattr(diagram, name) for name in COPIED},
        "nodes_count": len(statuses),
        "edges_count": len(diagram.edges),
        "down": statuses.count("down"),
        "warning": statuses.count("warning"),
        "created_by": author,
        "updated_by": editor,
    }


async def list_clients(db: AsyncSession, actor: Actor) -> list[ClientOut]:
    """Companies of diagrams that are not archived, and of tickets that sessions were opened on; by name."""
    diagram, session = NetworkDiagram, AISession
    drawn = (
        select(
            diagram.client.label("client"), func.count().label("diagrams"), count_nodes("down"), count_nodes("warning")
        )
        .where(diagram.account_id == actor.account_id, diagram.archived_at.is_(None))
        .group_by(diagram.client)
        .subquery()
    )
    active = func.count().filter(session.status == SessionStatus.ACTIVE)
    helped = (
        select(session.company.label("client"), active.label("active_sessions"))
        .where(session.account_id == actor.account_id, func.trim(session.company) != "")
        .group_by(session.company)
        .subquery()
    )
    names = union(select(drawn.c.client), select(helped.c.client)).subquery()
    rows = await db.execute(
        select(names.c.client, drawn.c.diagrams, drawn.c.down, drawn.c.warning, helped.c.active_sessions)
        .outerjoin(drawn, drawn.c.client == names.c.client)
        .outerjoin(helped, helped.c.client == names.c.client)
        .order_by(func.lower(names.c.client), names.c.client)
        .limit(MOST_CLIENTS)
    )
    return [
        ClientOut(
            client=client, diagrams=diagrams or 0, down=down or 0, warning=warning or 0, active_sessions=open_ or 0
        )
        for client, diagrams, down, warning, open_ in rows.tuples()
    ]


def count_nodes(status: str) -> ColumnElement[int]:
    """Of all diagrams of a group."""
    path = cast(f'$[*] ? (@.status == "{status}")', JSONPATH)
    found = func.jsonb_path_query_array(NetworkDiagram.nodes, path)
    return func.sum(func.jsonb_array_length(found)).label(status)
