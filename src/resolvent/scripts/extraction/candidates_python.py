"""Literals of a Python script and the places they stand in. Modest: settings, keywords, defaults and arguments."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from tree_sitter import Node

from resolvent.scripts.extraction.literals import Collector, Place, Reading, Role, ancestors, find_repeated
from resolvent.scripts.extraction.platform import MESSAGE_COMMANDS
from resolvent.scripts.syntax import walk

CALM = {
    "import_statement",
    "import_from_statement",
    "future_import_statement",
    "comment",
    "function_definition",
    "class_definition",
}


def read_python(source: bytes, root: Node) -> Reading:
    collector = Collector(source)
    functions: set[str] = set()
    assigned: list[str] = []
    acting = [c.start_byte for c in root.children if c.is_named and not is_calm(c)]
    head = range(min(acting, default=root.end_byte))
    for node in walk(root):
        if node.type == "string" and node.parent is not None and node.parent.type != "concatenated_string":
            read_string(collector, node, find_place(collector, node, head))
        elif node.type in {"integer", "float", "true", "false"}:
            place = find_place(collector, node, head)
            whole = node.type not in {"true", "false"}  # a form's true is not Python's True
            collector.add(place, node.start_byte, node.end_byte, quoted=False, number=True, whole=whole)
        elif node.type == "comment":
            collector.add_comment(node)
        elif node.type == "function_definition":
            functions.update(collector.text(c).lower() for c in node.children if c.type == "identifier")
        elif node.type in {"assignment", "augmented_assignment"} and node.children:
            assigned.extend([collector.text(node.children[0]).lower()] * (2 if node.type != "assignment" else 1))
    return collector.finish(functions, find_repeated(assigned))


def is_calm(statement: Node) -> bool:
    if statement.type in CALM:
        return True
    first = statement.children[0].type if statement.children else ""
    return statement.type == "expression_statement" and first in {"assignment", "string"}


def read_string(collector: Collector, node: Node, place: Place) -> None:
    opening, closing = node.children[0], node.children[-1]
    prefix = collector.text(opening).lower()
    holes = [c for c in node.children if c.type == "interpolation"]
    escapes = [] if "r" in prefix else [b"\\"]
    if "f" in prefix:
        escapes += [b"{{", b"}}"]
    if "b" not in prefix:
        collector.add_string(place, opening.end_byte, closing.start_byte, holes, escapes)


def find_place(collector: Collector, node: Node, head: range) -> Place:
    place = climb(collector, node)
    nested = any(p.type in {"function_definition", "class_definition", "lambda"} for _, p in ancestors(node))
    at_head = place.role is Role.ASSIGNED and node.start_byte in head and not nested
    return replace(place, head=at_head, nested=nested)


def climb(collector: Collector, node: Node) -> Place:
    for child, parent in ancestors(node):
        if parent.type in PLACES:
            return PLACES[parent.type](collector, child, parent)
    return Place(Role.OTHER)


def place_assignment(collector: Collector, _: Node, node: Node) -> Place:
    target = collector.text(node.children[0])
    names = re.findall(r"\w+", target)
    return Place(Role.ASSIGNED if re.fullmatch(r"\w+", target) else Role.MEMBER, names[-1] if names else "")


def place_pair(collector: Collector, child: Node, node: Node) -> Place:
    key = node.children[0]
    return Place(Role.OTHER if child == key else Role.ENTRY, collector.text(key).strip("'\""))


def place_default(collector: Collector, _: Node, node: Node) -> Place:
    return Place(Role.DEFAULT, collector.text(node.children[0]))


def place_comparison(collector: Collector, _: Node, node: Node) -> Place:
    names = re.findall(r"[A-Za-z_]\w*", collector.text(node.children[0]))
    return Place(Role.COMPARED, names[-1] if names else "")


def place_message(*_: object) -> Place:
    return Place(Role.MESSAGE)


def place_other(*_: object) -> Place:
    return Place(Role.OTHER)


def place_keyword(collector: Collector, _: Node, node: Node) -> Place:
    holder = node.parent
    if holder is None or holder.type != "argument_list":
        return Place(Role.OTHER)
    place = place_argument(collector, node, holder)
    return replace(place, role=Role.NAMED, label=collector.text(node.children[0]))


def place_argument(collector: Collector, child: Node, arguments: Node) -> Place:
    call = collector.text(arguments.parent.children[0]) if arguments.parent else ""
    spoken = call.rpartition(".")[2]
    command = spoken.lower()
    position = len([c for c in arguments.children if c.is_named and c.end_byte <= child.start_byte])
    role = Role.MESSAGE if command in MESSAGE_COMMANDS else Role.METHOD
    return Place(role, "", command, position, spoken=spoken)


PLACES: Mapping[str, Callable[[Collector, Node, Node], Place]] = MappingProxyType(
    {
        "keyword_argument": place_keyword,
        "argument_list": place_argument,
        "assignment": place_assignment,
        "pair": place_pair,
        "default_parameter": place_default,
        "typed_default_parameter": place_default,
        "comparison_operator": place_comparison,
        **dict.fromkeys(("raise_statement", "return_statement", "assert_statement"), place_message),
        **dict.fromkeys(
            ("expression_statement", "list", "tuple", "set", "binary_operator", "subscript", "ERROR", "block"),
            place_other,
        ),
    }
)
"""What the first telling ancestor of a literal says of it."""
