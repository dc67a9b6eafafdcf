"""What no single field can tell of a diagram: ids once each, links between nodes that are there. Pure."""

from collections.abc import Iterator, Sequence

from resolvent.diagrams.schemas import EdgeIn, NodeIn
from resolvent.errors import FieldError


def check_graph(nodes: Sequence[NodeIn], edges: Sequence[EdgeIn]) -> list[FieldError]:
    """Every fault, each with its field as in `edges.2.from`."""
    known = {node.id for node in nodes}
    return [
        *doubled("nodes", [node.id for node in nodes]),
        *doubled("edges", [edge.id for edge in edges]),
        *(fault for number, edge in enumerate(edges) for fault in check_ends(f"edges.{number}", edge, known)),
    ]


def doubled(list_name: str, ids: Sequence[str]) -> Iterator[FieldError]:
    first: dict[str, int] = {}
    for number, one in enumerate(ids):
        if first.setdefault(one, number) != number:
            message = f"This id is the one of {list_name}.{first[one]} already."
            yield FieldError(field=f"{list_name}.{number}.id", message=message, code="doubled_id")


def check_ends(field: str, edge: EdgeIn, known: set[str]) -> Iterator[FieldError]:
    for end, node_id in (("from", edge.source), ("to", edge.target)):
        if node_id not in known:
            message = f"There is no node with the id “{node_id}” in this diagram."
            yield FieldError(field=f"{field}.{end}", message=message, code="unknown_node")
    if edge.source == edge.target:
        yield FieldError(field=f"{field}.to", message="A link joins two different nodes.", code="joins_itself")
