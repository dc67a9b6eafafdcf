"""What a PowerShell literal is for: said by the first of its ancestors that can tell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from tree_sitter import Node

from resolvent.scripts.extraction.commands import Command, name_command
from resolvent.scripts.extraction.literals import Collector, Place, Role, ancestors
from resolvent.scripts.extraction.platform import MESSAGE_COMMANDS, SIBLING_SCRIPT, SWITCHES
from resolvent.scripts.extraction.words import words

COMPARED = words("-eq -ne -ceq -ieq -cne -ine -like -notlike -match -notmatch -contains -in")
PLAIN_CAST = re.compile(r"\[(?:string|int\d*|uri|ipaddress|double|bool)\]", re.IGNORECASE)
SIBLING = re.compile(r"\$psscriptroot", re.IGNORECASE)
MESSAGE_OPTIONS = {"", "message", "object", "string", "msg", "nonewline", "status", "activity"}
THRESHOLDS = {"-lt", "-gt", "-le", "-ge"}


def find_place(collector: Collector, node: Node, head: range) -> Place:
    place, top = climb(collector, node)
    nested = any(parent.type in {"function_statement", "class_statement"} for _, parent in ancestors(node))
    at_head = node.start_byte in head and not nested and place.role in {Role.ASSIGNED, Role.DEFAULT}
    if place.role is Role.DEFAULT:
        nested = nested or all(parent.type != "param_block" for _, parent in ancestors(top))
        at_head = not nested
    return replace(place, head=at_head, nested=nested)


def climb(collector: Collector, node: Node) -> tuple[Place, Node]:
    """The first ancestor that says what the literal is for, and what was learned of it."""
    for child, parent in ancestors(node):
        place = PLACES[parent.type](collector, child, parent) if parent.type in PLACES else None
        if place is not None:
            return place, parent
    return Place(Role.OTHER), node


def place_joined(_: Collector, __: Node, node: Node) -> Place | None:
    """Part of a concatenation, a range or a format; the grammar wraps every expression in these."""
    return Place(Role.OTHER) if len(node.children) > 1 else None


def place_cast(collector: Collector, _: Node, node: Node) -> Place | None:
    return None if PLAIN_CAST.match(collector.text(node)) else Place(Role.OTHER)


def place_piped(collector: Collector, child: Node, node: Node) -> Place | None:
    steps = [c for c in node.children if c.is_named]
    if len(steps) == 1:
        return None
    secure = len(steps) > 1 and collector.text(steps[1]).lower().startswith("convertto-securestring")
    return Place(Role.PIPED if child == steps[0] else Role.OTHER, "password" if secure else "input")


def place_entry(collector: Collector, child: Node, entry: Node) -> Place:
    """The value of a hash table's entry. A calculated column (`Name` beside `Expression`) is the script's own."""
    keys = [
        collector.text(c.children[0]).lower() for c in (entry.parent.children if entry.parent else []) if c.children
    ]
    if child == entry.children[0] or any(key in {"e", "expression"} for key in keys):
        return Place(Role.OTHER)
    return Place(Role.ENTRY, collector.text(entry.children[0]).strip("'\""))


def place_default(collector: Collector, _: Node, node: Node) -> Place:
    parameter = node.parent
    names = [c for c in (parameter.children if parameter else []) if c.type == "variable"]
    return Place(Role.DEFAULT, collector.text(names[0]).lstrip("$") if names else "")


def place_assignment(collector: Collector, _: Node, node: Node) -> Place:
    target = collector.text(node.children[0])
    label = re.sub(r"^(?:\[[^\]]*\]\s*)*\$(?:\w+:)?", "", target.strip())
    operator = collector.text(node.children[1]) if len(node.children) > 1 else "="
    if operator != "=":
        return Place(Role.OTHER, label)
    if target.lower().startswith("$env:"):
        return Place(Role.ASSIGNED, f"env:{label}")
    if "." in label or "[" in label:
        return Place(Role.MEMBER, re.split(r"[.\[]", label)[-1].strip("]'\""))
    return Place(Role.ASSIGNED, label)


def place_comparison(collector: Collector, child: Node, node: Node) -> Place | None:
    if len(node.children) != 3:
        return None
    operator = collector.text(node.children[1]).lower()
    other = node.children[0] if child == node.children[2] else node.children[2]
    words = re.findall(r"[A-Za-z_]\w*", collector.text(other))
    label = words[-1] if words else ""
    if operator in THRESHOLDS:
        bound = any(parent.type == "for_condition" for _, parent in ancestors(node))
        return Place(Role.BOUND if bound else Role.THRESHOLD, label)
    return Place(Role.COMPARED if operator in COMPARED else Role.OTHER, label)


def place_method(collector: Collector, _: Node, argument: Node) -> Place:
    """An argument of a method, or of the constructor in `New-Object Type(…)`."""
    expressions = argument.parent
    position = len(
        [c for c in (expressions.children if expressions else []) if c.is_named and c.end_byte <= argument.start_byte]
    )
    holder = expressions.parent.parent if expressions and expressions.parent else None
    if holder is None:
        return Place(Role.METHOD)
    named = [c for c in holder.children if c.type in {"member_name", "generic_token"}]
    name = collector.text(named[-1]) if named else ""
    return name_method(name, position)


def name_method(name: str, position: int) -> Place:
    spoken = name.rpartition(".")[2]
    return Place(Role.METHOD, "", spoken.lower(), position, spoken=spoken)


def place_listed(collector: Collector, child: Node, node: Node) -> Place | None:
    """An element of a list: of constructor arguments in `New-Object Type ("a", $b)`, else of a plain list."""
    if len(node.children) == 1:
        return None
    for below, parent in ancestors(node):
        if parent.type == "command_elements":
            command = read_command(collector, parent, below)
            if command.name == "new-object" and command.operands:
                position = len([c for c in node.children if c.is_named and c.end_byte <= child.start_byte])
                return name_method(command.operands[0], position)
            break
        if parent.type in {"assignment_expression", "argument_expression", "statement_list", "array_expression"}:
            break
    return Place(Role.OTHER)


def read_command(collector: Collector, elements: Node, until: Node) -> Command:
    """The command that reads the elements, without `sudo`, and its operands before `until`."""
    command = next(
        (collector.text(c) for c in (elements.parent.children if elements.parent else []) if "command_name" in c.type),
        "",
    )
    operands = [
        collector.text(c)
        for c in elements.children
        if c.end_byte <= until.start_byte and c.type in {"generic_token", "array_literal_expression"}
    ]
    return name_command(command, operands)


def place_argument(collector: Collector, child: Node, elements: Node) -> Place:
    read = read_command(collector, elements, child)
    place = Place(Role.POSITIONAL, "", read.name, len(read.operands), spoken=read.spoken)
    before = [c for c in elements.children if c.end_byte <= child.start_byte and c.type != "command_argument_sep"]
    option = collector.text(before[-1]) if before and before[-1].type == "command_parameter" else ""
    label = option.lstrip("-").rstrip(":")
    if elements.parent and SIBLING.search(collector.text(elements.parent)[:40]):
        place = replace(place, command=SIBLING_SCRIPT)
    if read.name in MESSAGE_COMMANDS and label.lower() in MESSAGE_OPTIONS:
        return replace(place, role=Role.MESSAGE, label=label)
    if label and label.lower() not in SWITCHES:
        return replace(place, role=Role.NAMED, label=label)
    return place


PLACES: Mapping[str, Callable[[Collector, Node, Node], Place | None]] = MappingProxyType(
    {
        "command_elements": place_argument,
        "argument_expression": place_method,
        "comparison_expression": place_comparison,
        "array_literal_expression": place_listed,
        "cast_expression": place_cast,
        "pipeline_chain": place_piped,
        "assignment_expression": place_assignment,
        "hash_entry": place_entry,
        "script_parameter_default": place_default,
        "redirected_file_name": lambda *_: Place(Role.REDIRECT, "file"),
        **dict.fromkeys(
            ("additive_expression", "multiplicative_expression", "format_expression", "range_expression"), place_joined
        ),
        **dict.fromkeys(
            ("ERROR", "element_access", "switch_condition", "switch_clause_condition"), lambda *_: Place(Role.OTHER)
        ),
        **dict.fromkeys(
            ("flow_control_statement", "statement_list", "script_block_body", "program"), lambda *_: Place(Role.MESSAGE)
        ),
    }
)
"""What the first telling ancestor of a literal says of it; None where it says nothing and the next one is asked."""
