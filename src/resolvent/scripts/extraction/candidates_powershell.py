"""Literals of a PowerShell script and the places they stand in."""

import re
from dataclasses import replace

from tree_sitter import Node

from resolvent.scripts.extraction.literals import Collector, Place, Reading, Role, find_repeated, place_slash
from resolvent.scripts.extraction.places_powershell import find_place
from resolvent.scripts.extraction.platform import PREPARING_COMMANDS
from resolvent.scripts.syntax import walk

QUOTES = {
    "expandable_string_literal": (re.compile(rb'["\xe2\x80\x9c\x9d\x9e]+'), 1),
    "verbatim_string_characters": (re.compile(rb"'"), 1),
    "expandable_here_string_literal": (re.compile(rb'@"[ \t]*\r?\n'), 0),
    "verbatim_here_string_characters": (re.compile(rb"@'[ \t]*\r?\n"), 0),
}
ESCAPES = {"expandable_string_literal": (b"`", b'""'), "verbatim_string_characters": (b"''",)}
HOLES = {"variable", "sub_expression", "braced_variable"}
NUMBERS = {"integer_literal", "real_literal"}
OPTION = re.compile(r"/(?P<label>[A-Za-z]+):(?=.)")
"""`/user:bob` of a native command is one token."""


def read_powershell(source: bytes, root: Node) -> Reading:
    collector = Collector(source)
    functions: set[str] = set()
    assigned: list[str] = []
    changed: set[str] = set()
    heads = find_head(collector, root)
    for node in walk(root):
        if node.type == "string_literal":
            read_string(collector, node, find_place(collector, node, heads))
        elif node.type == "generic_token":
            read_token(collector, node, find_place(collector, node, heads))
        elif node.type in NUMBERS:
            collector.add(find_place(collector, node, heads), node.start_byte, node.end_byte, quoted=False, number=True)
        elif node.type == "variable" and collector.text(node).lower() in {"$true", "$false"}:
            place = find_place(collector, node, heads)
            if place.role in {Role.ASSIGNED, Role.DEFAULT}:
                collector.add(place, node.start_byte, node.end_byte, quoted=False, number=True)
        elif node.type == "comment":
            collector.add_comment(node)
        elif node.type in {"member_name", "key_expression"}:
            collector.members.add(collector.text(node).strip("'\"").lower())
        elif node.type == "function_name":
            functions.add(collector.text(node).lower())
        elif node.type in {"post_increment_expression", "post_decrement_expression"} or (
            node.type == "assignement_operator" and collector.text(node) != "="
        ):
            target = node.parent if node.type == "assignement_operator" else node
            changed.update(name_variables(collector, target))
        elif node.type == "left_assignment_expression":
            assigned.extend(name_variables(collector, node))
    changed |= find_repeated(assigned)
    return collector.finish(functions, changed)


def read_string(collector: Collector, node: Node, place: Place) -> None:
    if not node.children:
        return
    kind = node.children[0]
    text = collector.source[kind.start_byte : kind.end_byte]
    if kind.type not in QUOTES:
        return
    opening, closing = QUOTES[kind.type]
    match = opening.match(text)
    if match is None:
        return
    if closing:
        start, end = kind.start_byte + 1, kind.end_byte - 1
    else:
        start = kind.start_byte + match.end()
        end = kind.start_byte + max(text.rfind(b"\n"), match.end())
    holes = [child for child in kind.children if child.type in HOLES]
    collector.add_string(place, start, max(start, end), holes, ESCAPES.get(kind.type, ()))


def read_token(collector: Collector, node: Node, place: Place) -> None:
    """A bare argument. The grammar keeps the comma of `a,b` with what follows it."""
    start, end = node.start_byte, node.end_byte
    text = collector.source[start:end]
    start += len(text) - len(text.lstrip(b","))
    listed = b"," in text or collector.source[end : end + 1] == b","
    if option := OPTION.match(text.decode()):
        start += option.end()
        place = place_slash(place, option["label"])
    if start < end:
        whole = not listed and not any(mark in text for mark in b"`$(){}@#;|&\"'")
        if listed:
            place = replace(place, role=Role.OTHER)
        collector.add(place, start, end, quoted=False, whole=whole)
        collector.add_region(start, end)


def find_head(collector: Collector, root: Node) -> range:
    """The bytes before the first statement that does something: what stands there is set, not done."""
    for node in root.children:
        if node.type != "statement_list":
            continue
        for statement in node.children:
            if is_acting(collector, statement):
                return range(statement.start_byte)
    return range(root.end_byte)


def is_acting(collector: Collector, statement: Node) -> bool:
    if statement.type in {"comment", "empty_statement", "function_statement", "param_block"}:
        return False
    if statement.type != "pipeline":
        return True
    first = statement.children[0] if statement.children else statement
    if first.type == "assignment_expression":
        return False
    names = [collector.text(node).lower() for node in walk(statement) if node.type == "command_name"]
    return not names or names[0] not in PREPARING_COMMANDS


def name_variables(collector: Collector, node: Node | None) -> list[str]:
    """Variables that an assignment sets itself, not those it reads to find a property."""
    if node is None:
        return []
    return [
        collector.text(child).lstrip("$").lower()
        for child in walk(node)
        if child.type == "variable" and (child.parent is None or child.parent.type != "member_access")
    ][:1]
