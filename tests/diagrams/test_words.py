"""What a diagram says in words: everything in trouble is named or counted, on one line that fits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvent.diagrams.schemas import EdgeOut, NodeOut
from resolvent.diagrams.words import MOST, TROUBLE, say_diagram
from tests.diagrams.drawings import a_drawing

STATUSES = st.sampled_from(["ok", "warning", "down", "unknown"])
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=120)


def nodes_of(drawing: dict[str, list[dict[str, object]]]) -> list[NodeOut]:
    blank = {"status": "unknown", "address": None, "notes": None, "position": None}
    return [NodeOut.model_validate({**blank, **one}) for one in drawing["nodes"]]


def edges_of(drawing: dict[str, list[dict[str, object]]]) -> list[EdgeOut]:
    blank = {"status": "unknown", "label": None, "kind": "wired"}
    return [EdgeOut.model_validate({**blank, **one}) for one in drawing["edges"]]


def test_it_names_trouble_and_the_neighbours_of_the_chosen_node() -> None:
    drawing = a_drawing()
    said = say_diagram("Head office", nodes_of(drawing), edges_of(drawing), "sw-2")
    assert said == (
        "Network diagram “Head office”: Down: printer PRN (10.0.0.40). With a warning: switch SW-2."
        " Links down: switch SW-2 to printer PRN (wired)."
        " Switch SW-2 (warning) is connected to firewall FW (10.0.0.1) (wired, Port 7) and printer PRN (10.0.0.40)"
        " (wired, link down). Notes: Loses packets since Monday."
    )


def test_without_trouble_it_says_so() -> None:
    drawing = a_drawing(nodes=[{"id": "a", "label": "Core switch", "kind": "switch"}], edges=[])
    said = say_diagram("Small", nodes_of(drawing), [], "a")
    assert said == (
        "Network diagram “Small”: nothing is marked down or with a warning among 1 device and 0 links."
        " Core switch (unknown) is connected to nothing."
    )


@pytest.mark.parametrize("down", [1, 2, 30, 500])
def test_what_does_not_fit_is_counted(down: int) -> None:
    labels = [f"A device with a long name, number {number:03}" for number in range(down)]
    nodes = [
        NodeOut(id=f"n{number}", label=label, kind="other", status="down", address=None, notes=None, position=None)
        for number, label in enumerate(labels)
    ]
    said = say_diagram("All", nodes, [])
    assert len(said) <= MOST
    named = sum(label in said for label in labels)
    more = re.search(r" and (\d+) more\.", said)
    assert named + (int(more.group(1)) if more else 0) == down
    assert bool(more) is (down > 30)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[NodeOut], list[EdgeOut], str | None]:
    size = draw(st.integers(0, 40))
    nodes = [
        NodeOut(
            id=f"n{number}",
            label=f"{draw(TEXT)} #{number}#"[-120:],
            kind=draw(st.sampled_from(["switch", "cloud", "access_point", "other"])),
            status=draw(STATUSES),
            address=draw(st.none() | TEXT),
            notes=draw(st.none() | st.text(max_size=400)),
            position=None,
        )
        for number in range(size)
    ]
    ends = st.integers(0, size - 1) if size else st.nothing()
    pairs = draw(st.lists(st.tuples(ends, ends).filter(lambda one: one[0] != one[1]), max_size=40)) if size > 1 else []
    edges = [
        EdgeOut.model_validate(
            {
                "id": f"e{number}",
                "from": f"n{a}",
                "to": f"n{b}",
                "label": draw(st.none() | TEXT),
                "kind": draw(st.sampled_from(["wired", "wireless", "vpn", "wan"])),
                "status": draw(STATUSES),
            }
        )
        for number, (a, b) in enumerate(pairs)
    ]
    chosen = draw(st.none() | st.sampled_from([one.id for one in nodes])) if nodes else None
    return nodes, edges, chosen


@settings(max_examples=150, deadline=None)
@given(graph=graphs(), title=TEXT)
def test_any_diagram_is_one_line_that_hides_no_trouble(
    graph: tuple[list[NodeOut], list[EdgeOut], str | None], title: str
) -> None:
    nodes, edges, chosen = graph
    said = say_diagram(title, nodes, edges, chosen)
    assert len(said) <= MOST
    assert "\n" not in said
    marked = [status in TROUBLE for status in (*(one.status for one in nodes), *(one.status for one in edges))]
    assert ("nothing is marked" in said.replace(title, "")) >= (not any(marked))
    unnamed = [one for one in nodes if one.status in TROUBLE and f"#{nodes.index(one)}#" not in said]
    assert not unnamed or re.search(r"\d+ more\.|: \d+ of them\.", said)
    if chosen is not None:
        assert "is connected to" in said
