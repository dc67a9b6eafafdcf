"""What is refused of a drawing, by field; and that nothing which is taken breaks a rule."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from resolvent.diagrams.graph import check_graph
from resolvent.diagrams.schemas import DiagramDraw
from resolvent.diagrams.secrets import mask_drawing
from resolvent.masking import MASK
from tests.diagrams.drawings import a_drawing, a_node, an_edge

IDS = st.sampled_from(["a", "b", "c", "d"])


@settings(max_examples=300, deadline=None)
@given(
    nodes=st.lists(IDS, max_size=5),
    edges=st.lists(st.tuples(st.sampled_from(["e", "f", "g"]), IDS, IDS), max_size=4),
)
def test_each_fault_is_named_and_nothing_else(nodes: list[str], edges: list[tuple[str, str, str]]) -> None:
    drawing = DiagramDraw.model_validate(
        a_drawing(nodes=[a_node(one) for one in nodes], edges=[an_edge(*one) for one in edges])
    )
    expected = {f"nodes.{number}.id" for number, one in enumerate(nodes) if one in nodes[:number]}
    for number, (edge_id, start, end) in enumerate(edges):
        if edge_id in [one[0] for one in edges[:number]]:
            expected.add(f"edges.{number}.id")
        if start not in nodes:
            expected.add(f"edges.{number}.from")
        if end not in nodes or start == end:
            expected.add(f"edges.{number}.to")
    assert {fault.field for fault in check_graph(drawing.nodes, drawing.edges)} == expected


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"nodes": [a_node("a", kind="toaster")]}, ("nodes", 0, "kind")),
        ({"nodes": [a_node("a", status="fine")]}, ("nodes", 0, "status")),
        ({"nodes": [a_node("a b")]}, ("nodes", 0, "id")),
        ({"nodes": [a_node("a", label=" ")]}, ("nodes", 0, "label")),
        ({"nodes": [a_node("a", label="x" * 121)]}, ("nodes", 0, "label")),
        ({"nodes": [a_node("a", notes="x" * 1_001)]}, ("nodes", 0, "notes")),
        ({"nodes": [a_node("a", position={"x": float("nan"), "y": 0})]}, ("nodes", 0, "position", "x")),
        ({"nodes": [a_node("a", colour="red")]}, ("nodes", 0, "colour")),
        ({"nodes": [a_node(f"n{number}") for number in range(501)]}, ("nodes",)),
        ({"edges": [an_edge("e", "fw", "prn", kind="string")]}, ("edges", 0, "kind")),
        ({"edges": [{"id": "e", "from": "fw"}]}, ("edges", 0, "to")),
        ({"title": ""}, ("title",)),
    ],
)
def test_a_wrong_member_is_named(wrong: dict[str, Any], field: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        DiagramDraw.model_validate(a_drawing(**wrong))
    assert [error["loc"] for error in refused.value.errors()] == [field]


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"notes": "admin password: Winter2024!x"}, ["nodes.0.notes"]),
        ({"address": "https://admin:Winter2024x@10.0.0.1/"}, ["nodes.0.address"]),
        ({"label": "Admin password", "notes": "Winter2024!x"}, ["nodes.0.notes"]),
        ({"label": "Password vault", "notes": "Runs on SRV-02 since May."}, []),
        ({"label": "SW-2", "address": "10.0.0.2/24", "notes": "Port 7 to the uplink, VLAN 20, fw 7.2.8"}, []),
    ],
)
def test_secrets_are_masked_where_they_stand(changed: dict[str, str], fields: list[str]) -> None:
    drawing = DiagramDraw.model_validate(a_drawing(nodes=[a_node("a", **changed)], edges=[]))
    cleared, masked = mask_drawing(drawing.model_dump(by_alias=True))
    assert masked == fields
    assert "Winter2024" not in str(cleared)
    assert (MASK in str(cleared)) is bool(fields)
    assert mask_drawing(cleared) == (cleared, []), "masking twice changes nothing more"
