from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.db import TenantModel, of_account

NO_ITEMS = sql("'[]'::jsonb")


class NetworkDiagram(TenantModel):
    """A client's network as engineers draw it. Archived, never deleted."""

    __tablename__ = "network_diagrams"
    __table_args__ = (Index("ix_network_diagrams_client", "account_id", "client"),)

    client: Mapped[str]
    """The company's name, as its tickets have it."""
    title: Mapped[str]
    nodes: Mapped[list[Any]] = mapped_column(server_default=NO_ITEMS)
    """`schemas.NodeOut` each."""
    edges: Mapped[list[Any]] = mapped_column(server_default=NO_ITEMS)
    """`schemas.EdgeOut` each."""
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    created_by: Mapped[UUID]
    updated_by: Mapped[UUID]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    archived_at: Mapped[datetime | None]


class SessionDiagram(TenantModel):
    """A diagram as it was when it became a fact of a session: what is drawn later does not change what was known then."""

    __tablename__ = "session_diagrams"
    __table_args__ = (
        of_account("ai_sessions", "session_id"),
        of_account("facts", "fact_id"),
        of_account("network_diagrams", "diagram_id"),
        Index("ix_session_diagrams_session", "account_id", "session_id"),
        Index("ix_session_diagrams_fact", "account_id", "fact_id"),
        Index("ix_session_diagrams_diagram", "account_id", "diagram_id"),
    )

    session_id: Mapped[UUID]
    fact_id: Mapped[UUID]
    """The fact that says in words what the snapshot shows."""
    diagram_id: Mapped[UUID]
    diagram_version: Mapped[int]
    client: Mapped[str]
    title: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    """`nodes` and `edges` of that version."""
    node_id: Mapped[str | None]
    """Whose neighbours the fact names."""
    created_by: Mapped[UUID]
