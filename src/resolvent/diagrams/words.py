"""Says in words what a diagram shows, for a fact of a session. Pure.

The order is that of use: what is down, what has a warning, links in trouble, then the neighbours of the chosen node. What
does not fit is counted, never dropped in silence.
"""

from collections.abc import Sequence

from resolvent.diagrams.schemas import EdgeOut, NodeOut

MOST = 1_500
"""Characters of a fact made from a diagram: it is read as one line among others."""
MOST_NOTES = 200
KINDS = {"access_point": "access point", "cloud": "cloud service", "other": ""}
"""Where the word differs from the name of the kind."""
LINKS = {"vpn": "VPN", "wan": "WAN"}
TROUBLE = ("down", "warning")


def say_diagram(title: str, nodes: Sequence[NodeOut], edges: Sequence[EdgeOut], chosen: str | None = None) -> str:
    """One line of at most `MOST` characters. `chosen`: a node's id."""
    names = {node.id: name_node(node) for node in nodes}
    labels = {node.id: name_kind(node) for node in nodes}
    head = f"Network diagram “{title}”:"
    one = next((node for node in nodes if node.id == chosen), None)
    beside = say_neighbours(one, edges, names, (MOST - len(head)) // 2) if one is not None else ""
    lists = [
        ("Down", [names[node.id] for node in nodes if node.status == "down"]),
        ("With a warning", [names[node.id] for node in nodes if node.status == "warning"]),
        ("Links down", [name_link(edge, labels) for edge in edges if edge.status == "down"]),
        ("Links with a warning", [name_link(edge, labels) for edge in edges if edge.status == "warning"]),
    ]
    told = [(lead, items) for lead, items in lists if items]
    text = head if told else f"{head} {say_calm(len(nodes), len(edges))}"
    for number, (lead, items) in enumerate(told):
        # Each of the lists to come can say at least how many it has.
        later = sum(len(shorten_list(name, rest, 0)) + 1 for name, rest in told[number + 1 :])
        room = MOST - len(text) - len(beside) - later - 2
        text = f"{text} {shorten_list(lead, items, room)}"
    return f"{text} {beside}".rstrip()


def say_calm(nodes: int, edges: int) -> str:
    return f"nothing is marked down or with a warning among {count(nodes, 'device')} and {count(edges, 'link')}."


def say_neighbours(node: NodeOut, edges: Sequence[EdgeOut], names: dict[str, str], room: int) -> str:
    name = names[node.id]
    others = [
        f"{names[edge.target if edge.source == node.id else edge.source]} ({say_link(edge)})"
        for edge in edges
        if node.id in (edge.source, edge.target)
    ]
    lead = f"{name[:1].upper()}{name[1:]} ({node.status}) is connected to"
    said = shorten_list(lead, others, room, mark="") if others else f"{lead} nothing."
    notes = " ".join((node.notes or "").split())
    if not notes:
        return said
    cut = notes if len(notes) <= MOST_NOTES else notes[: MOST_NOTES - 1].rstrip() + "…"
    return f"{said} Notes: {cut}"


def shorten_list(lead: str, items: Sequence[str], room: int, mark: str = ":") -> str:
    """`Down: A, B and 3 more.` with as many items as fit into `room` characters; none: `Down: 5 more.`"""
    kept, used = 0, len(lead) + len(mark) + len(f" and {len(items)} more.")
    for item in items:
        used += len(item) + 2
        if used > room and not (kept == len(items) - 1 and used - len(f" and {len(items)} more") <= room):
            break
        kept += 1
    return f"{lead}{mark} {join(items[:kept], len(items) - kept)}."


def join(items: Sequence[str], more: int) -> str:
    if more:
        return f"{', '.join(items)} and {more} more" if items else f"{more} of them"
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def name_kind(node: NodeOut) -> str:
    """`switch SW-2`; a label that says what it is needs no kind before it."""
    kind = KINDS.get(node.kind, node.kind)
    return node.label if not kind or kind in node.label.casefold() else f"{kind} {node.label}"


def name_node(node: NodeOut) -> str:
    """`switch SW-2 (10.0.0.2)`"""
    return f"{name_kind(node)} ({node.address})" if node.address else name_kind(node)


def name_link(edge: EdgeOut, labels: dict[str, str]) -> str:
    """`switch SW-2 to printer PRN-1 (wired, Port 7)`"""
    kind = ", ".join(filter(None, (LINKS.get(edge.kind, edge.kind), edge.label)))
    return f"{labels[edge.source]} to {labels[edge.target]} ({kind})"


def say_link(edge: EdgeOut) -> str:
    trouble = {"down": "link down", "warning": "link with a warning"}.get(edge.status)
    return ", ".join(filter(None, (LINKS.get(edge.kind, edge.kind), edge.label, trouble)))


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
