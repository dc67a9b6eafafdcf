"""Literals of a batch file and the places they stand in. Modest: settings, operands and options."""

import re
from dataclasses import replace

from tree_sitter import Node

from resolvent.scripts.extraction.commands import name_command
from resolvent.scripts.extraction.literals import Collector, Place, Reading, Role, ancestors, find_repeated, place_slash
from resolvent.scripts.extraction.platform import MESSAGE_COMMANDS
from resolvent.scripts.syntax import walk

OPTION = re.compile(r"(?P<label>[/-][A-Za-z]\w*)[:=](?P<value>.+)", re.DOTALL)


def read_cmd(source: bytes, root: Node) -> Reading:
    collector = Collector(source)
    assigned: list[str] = []
    acting = [
        c.start_byte
        for c in root.children
        if c.type not in {"echo_off", "variable_assignment", "comment"} and c.is_named
    ]
    head = range(min(acting, default=root.end_byte))
    for node in walk(root):
        if node.type == "comment":
            collector.add_comment(node)
        elif node.type == "assignment_literal":
            name = next(
                (collector.text(c) for _, p in ancestors(node) for c in p.children if c.type == "variable_name"), ""
            )
            assigned.append(name.lower())
            add_plain(collector, Place(Role.ASSIGNED, name, head=node.start_byte in head), node, quoted=False)
        elif node.type in {"argument_value", "command_option"} and node.parent is not None:
            add_plain(collector, place_argument(collector, node, node.parent), node, quoted=False)
        elif node.type == "string" and node.parent is not None:
            listed = node.parent.type == "argument_list"
            place = place_argument(collector, node, node.parent) if listed else Place(Role.COMPARED)
            add_plain(collector, place, node, quoted=True)
        elif node.type == "redirect_target":
            add_plain(collector, Place(Role.REDIRECT, "file"), node, quoted=False)
    return collector.finish(set(), find_repeated(assigned))


def add_plain(collector: Collector, place: Place, node: Node, *, quoted: bool) -> None:
    alone = place.role is not Role.ASSIGNED or node.parent is None or len(node.parent.named_children) == 1
    start, end = node.start_byte, node.end_byte
    text = collector.text(node)
    if text.startswith('"') and text.endswith('"') and len(text) >= 2:
        quoted, start, end, text = True, start + 1, end - 1, text[1:-1]
    match = OPTION.fullmatch(text) if place.role is not Role.ASSIGNED else None
    if match:
        start += len(text[: match.start("value")].encode())
        text = match["value"]
        place = place_slash(place, match["label"].lstrip("/-"))
    elif node.type == "command_option":
        return
    whole = alone and not re.search(r"[%!^&|<>()\"]", text)
    collector.add(place, start, end, quoted=quoted, whole=whole, number=text.isdigit() and not quoted)
    collector.add_region(start, end, message=place.role is Role.MESSAGE)


def place_argument(collector: Collector, node: Node, arguments: Node) -> Place:
    command = next(
        (
            collector.text(c)
            for c in (arguments.parent.children if arguments.parent else [])
            if c.type == "command_name"
        ),
        "",
    )
    before = [c for c in arguments.children if c.end_byte <= node.start_byte]
    operands = [
        collector.text(c)
        for c in before
        if c.type in {"argument_value", "string"} and not collector.text(c).startswith("-")
    ]
    read = name_command(command, operands)
    place = Place(Role.POSITIONAL, "", read.name, len(read.operands), spoken=read.spoken)
    if read.name in MESSAGE_COMMANDS:
        return replace(place, role=Role.MESSAGE)
    previous = collector.text(before[-1]) if before else ""
    if re.fullmatch(r"[/-][A-Za-z]\w*", previous):
        return replace(place, role=Role.NAMED, label=previous.lstrip("/-"))
    return place
