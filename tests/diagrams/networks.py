"""A network of the size that real sites have."""

from typing import Any

from tests.diagrams.drawings import a_node, an_edge


def a_site(devices: int = 200) -> dict[str, Any]:
    """Internet, firewall, a core switch, and access switches with some twenty devices each."""
    nodes = [
        a_node("net", label="Internet", kind="internet", status="ok"),
        a_node("fw", label="FW-HQ-01", kind="firewall", status="ok", address="10.0.0.1"),
        a_node(
            "core",
            label="SW-CORE-01",
            kind="switch",
            status="warning",
            address="10.0.0.2",
            notes="One power supply failed.",
        ),
    ]
    edges = [an_edge("e-net", "net", "fw", kind="wan", status="ok", label="1 Gbit/s"), an_edge("e-core", "fw", "core")]
    kinds = ("workstation", "printer", "phone", "access_point", "server")
    switch = ""
    for number in range(devices - len(nodes)):
        if number % 21 == 0:
            switch = f"sw{number}"
            nodes.append(
                a_node(switch, label=f"SW-ACC-{number // 21 + 1:02}", status="ok", address=f"10.0.{number // 21}.2")
            )
            edges.append(an_edge(f"e-{switch}", "core", switch))
            continue
        kind = kinds[number % 5]
        status = "down" if number % 67 == 5 else "ok" if number % 3 else "unknown"
        nodes.append(
            a_node(
                f"d{number}",
                label=f"{kind[:3].upper()}-{number:03}",
                kind=kind,
                status=status,
                address=f"10.0.{number // 21}.{number % 250 + 3}",
            )
        )
        edges.append(
            an_edge(
                f"e{number}",
                switch,
                f"d{number}",
                kind="wireless" if kind == "phone" else "wired",
                status="down" if status == "down" else "unknown",
            )
        )
    return {"client": "ACME Logistics", "title": "Warehouse", "nodes": nodes, "edges": edges}
