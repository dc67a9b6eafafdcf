"""Drawings for the tests, in the shape of a request."""

from typing import Any


def a_node(node_id: str, **changed: Any) -> dict[str, Any]:
    return {"id": node_id, "label": node_id.upper(), "kind": "switch", **changed}


def an_edge(edge_id: str, start: str, end: str, **changed: Any) -> dict[str, Any]:
    return {"id": edge_id, "from": start, "to": end, **changed}


def a_drawing(**changed: Any) -> dict[str, Any]:
    """A firewall, two switches behind it, and a printer that is down."""
    return {
        "client": "ACME",
        "title": "Head office",
        "nodes": [
            a_node("fw", kind="firewall", status="ok", address="10.0.0.1"),
            a_node("sw-1", status="ok", position={"x": 10.5, "y": 20}),
            a_node("sw-2", status="warning", notes="Loses packets since Monday."),
            a_node("prn", kind="printer", status="down", address="10.0.0.40"),
        ],
        "edges": [
            an_edge("e1", "fw", "sw-1", status="ok"),
            an_edge("e2", "fw", "sw-2", label="Port 7"),
            an_edge("e3", "sw-2", "prn", status="down"),
        ],
        **changed,
    }
