from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from resolvent.facts.schemas import FactOut
from resolvent.schemas import Body, Line, Version, one_line, storable

MAX_NODES = 500
MAX_EDGES = 1_000
MAX_LABEL = 120
MAX_ADDRESS = 200
MAX_NOTES = 1_000
FARTHEST = 100_000
"""Pixels from the diagram's origin."""

NodeKind = Literal[
    "internet", "firewall", "router", "switch", "access_point", "server", "workstation", "printer", "storage", "cloud",
    "phone", "other",
]  # fmt: skip
LinkKind = Literal["wired", "wireless", "vpn", "wan"]
NodeStatus = Literal["ok", "warning", "down", "unknown"]

ItemId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Label = Annotated[str, Field(max_length=MAX_LABEL), AfterValidator(storable), AfterValidator(one_line)]
Address = Annotated[str, Field(max_length=MAX_ADDRESS), AfterValidator(storable), AfterValidator(one_line)]
Notes = Annotated[str, Field(max_length=MAX_NOTES), AfterValidator(storable)]
Pixels = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)]


class Position(Body):
    """Of the node's upper left corner."""

    x: Pixels
    y: Pixels


class NodeIn(Body):
    id: ItemId
    label: Label
    kind: NodeKind
    status: NodeStatus = "unknown"
    address: Address | None = None
    notes: Notes | None = None
    position: Position | None = None
    """Without one the page places it."""


class EdgeIn(Body):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    id: ItemId
    source: ItemId = Field(alias="from")
    target: ItemId = Field(alias="to")
    label: Label | None = None
    kind: LinkKind = "wired"
    status: NodeStatus = "unknown"


class DiagramDraw(Body):
    client: Line
    title: Label
    nodes: list[NodeIn] = Field(max_length=MAX_NODES)
    edges: list[EdgeIn] = Field(max_length=MAX_EDGES)


class DiagramRedraw(DiagramDraw):
    """The whole diagram anew. `version` is the one that was seen; an older one is a 412 with the diagram as it is now."""

    version: Version


class NodeOut(BaseModel):
    id: str
    label: str
    kind: NodeKind
    status: NodeStatus
    address: str | None
    notes: str | None
    position: Position | None


class EdgeOut(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    id: str
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    label: str | None
    kind: LinkKind
    status: NodeStatus


class DiagramBrief(BaseModel):
    id: UUID
    client: str
    title: str
    version: int
    nodes_count: int
    edges_count: int
    down: int
    """Nodes."""
    warning: int
    created_by: str
    """Names."""
    updated_by: str
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class DiagramsOut(BaseModel):
    items: list[DiagramBrief]
    next_cursor: str | None


class DiagramOut(DiagramBrief):
    nodes: list[NodeOut]
    edges: list[EdgeOut]


class DiagramSaved(DiagramOut):
    masked: list[str]
    """Fields of the request in which a secret stood, as in a 422: `nodes.3.notes`. What was stored has a mask there."""


class ClientOut(BaseModel):
    """A company that diagrams or sessions are of."""

    client: str
    diagrams: int
    down: int
    """Nodes of all its diagrams."""
    warning: int
    active_sessions: int


class ClientsOut(BaseModel):
    items: list[ClientOut]


class EvidenceOut(BaseModel):
    """What a session's fact would say of this version."""

    text: str
    version: int


class DiagramPick(Body):
    """`version` is the one that was seen. `node_id`: name its neighbours too."""

    diagram_id: UUID
    version: Version
    node_id: ItemId | None = None
    important: bool = False
    internal: bool = False


class SessionDiagramOut(BaseModel):
    """Which fact of a session says what a diagram showed, and in which version."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    fact_id: UUID
    diagram_id: UUID
    diagram_version: int
    client: str
    title: str
    created_at: datetime


class SnapshotOut(SessionDiagramOut):
    node_id: str | None
    nodes: list[NodeOut]
    edges: list[EdgeOut]


class DiagramAdded(BaseModel):
    fact: FactOut
    diagram: SessionDiagramOut
    state_version: int
