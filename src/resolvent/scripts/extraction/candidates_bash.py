"""Literals of a bash script and the places they stand in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from tree_sitter import Node

from resolvent.scripts.extraction.commands import name_command
from resolvent.scripts.extraction.labels import expand_option
from resolvent.scripts.extraction.literals import Collector, Place, Reading, Role, ancestors, find_repeated
from resolvent.scripts.extraction.platform import MESSAGE_COMMANDS, PREPARING_COMMANDS, PROGRAM_COMMANDS
from resolvent.scripts.syntax import walk

LITERALS = {"string", "raw_string", "word", "number"}
HOLES = {"simple_expansion", "expansion", "command_substitution", "arithmetic_expansion", "process_substitution"}
QUIET_PARENTS = {"command_name", "case_item", "arithmetic_expansion", "subscript", "expansion", "function_definition"}
SECRET_READERS = {"chpasswd", "passwd", "smbpasswd", "cryptsetup", "htpasswd", "login", "su"}
OPTION = re.compile(r"(?P<dashes>--?)(?P<label>[A-Za-z][\w.-]*)(?:=(?P<value>.+))?", re.DOTALL)
GREPS = {"grep", "egrep", "fgrep"}
SWITCHING = {"echo", "ls", "rm", "cp", "mv", "mkdir", "ln", "chown", "chmod"}
GLUED = re.compile(r"[\w./-]+=|-[A-Za-z]")
"""What may stand before a quoted value in one word: `--secret=` or `-p`."""
SETTING = re.compile(r"(?P<label>[A-Za-z][\w./-]*)=(?P<value>.*)", re.DOTALL)


def read_bash(source: bytes, root: Node) -> Reading:
    collector = Collector(source)
    functions: set[str] = set()
    assigned: list[str] = []
    head = find_head(collector, root)
    for node in walk(root):
        if node.type in LITERALS:
            read_literal(collector, node, head)
        elif node.type == "comment":
            collector.add_comment(node)
        elif node.type == "heredoc_body":
            collector.add_segments(node.start_byte, node.end_byte, [c for c in node.children if c.type in HOLES])
        elif node.type == "function_definition":
            names = [c for c in node.children if c.type == "word"]
            functions.update(collector.text(name).lower() for name in names[:1])
        elif node.type == "variable_assignment" and node.children:
            assigned.append(collector.text(node.children[0]).lower())
    return collector.finish(functions, find_repeated(assigned))


def find_head(collector: Collector, root: Node) -> range:
    for statement in root.children:
        names = [collector.text(c).lower() for c in statement.children if c.type == "command_name"]
        prepares = statement.type == "command" and bool(names) and names[0] in PREPARING_COMMANDS
        calm = statement.type in {"comment", "variable_assignment", "declaration_command", "function_definition"}
        if statement.is_named and not prepares and not calm:
            return range(statement.start_byte)
    return range(root.end_byte)


def read_literal(collector: Collector, node: Node, head: range) -> None:
    parent = node.parent
    if parent is None or parent.type in QUIET_PARENTS or any(p.type == "command_name" for _, p in ancestors(node)):
        if node.type in {"string", "raw_string"}:
            read_quoted(collector, node, Place(Role.OTHER))
        return
    place = find_place(collector, node, head)
    if node.type in {"string", "raw_string"}:
        read_quoted(collector, node, place)
    else:
        read_word(collector, node, place)


def read_quoted(collector: Collector, node: Node, place: Place) -> None:
    holes = [c for c in node.children if c.type in HOLES]
    escapes = (b"\\",) if node.type == "string" else ()
    collector.add_string(place, node.start_byte + 1, node.end_byte - 1, holes, escapes)


def read_word(collector: Collector, node: Node, place: Place) -> None:
    """A bare word. `--user=bob` and `team=web` are literals of their right side."""
    start, end = node.start_byte, node.end_byte
    text = collector.text(node)
    if not re.fullmatch(r"[\w.,:@%+/=~^*?-]+", text):
        return
    joined = node.parent is not None and node.parent.type == "concatenation"
    match = OPTION.fullmatch(text) or (SETTING.fullmatch(text) if place.role is Role.POSITIONAL else None)
    if match and match["value"] and not joined:
        at = start + len(text[: match.start("value")].encode())
        named = replace(place, role=Role.NAMED, label=match["label"])
        collector.add(named, at, end, quoted=False)
        collector.add_region(at, end)
        return
    if joined:
        collector.add_region(start, end)
        return
    if place.command in {"mysql", "mysqldump", "mysqladmin"} and re.fullmatch(r"-p\S+", text):
        collector.add(replace(place, role=Role.NAMED, label="password"), start + 2, end, quoted=False)
        collector.add_region(start + 2, end)
        return
    collector.add(place, start, end, quoted=False, number=node.type == "number")
    if not text.startswith("-"):
        collector.add_region(start, end)


def find_place(collector: Collector, node: Node, head: range) -> Place:
    place = climb(collector, node)
    nested = any(parent.type == "function_definition" for _, parent in ancestors(node))
    at_head = place.role is Role.ASSIGNED and node.start_byte in head and not nested
    return replace(place, head=at_head, nested=nested)


def climb(collector: Collector, node: Node) -> Place:
    label = ""
    for child, parent in ancestors(node):
        if parent.type == "concatenation":
            before = collector.source[parent.start_byte : child.start_byte].decode()
            if not GLUED.fullmatch(before) or child.end_byte != parent.end_byte:
                return Place(Role.OTHER)
            label = before.rstrip("=").lstrip("-")
        elif parent.type == "command":
            return place_argument(collector, child, parent, label)
        elif parent.type in PLACES:
            return PLACES[parent.type](collector, child, parent)
    return Place(Role.OTHER)


def place_assignment(collector: Collector, _: Node, node: Node) -> Place:
    """`NAME=value`; before a command it is for that command alone."""
    alone = node.parent is None or node.parent.type != "command"
    return Place(Role.ASSIGNED if alone else Role.OTHER, collector.text(node.children[0]))


def place_comparison(collector: Collector, child: Node, node: Node) -> Place:
    if len(node.children) != 3:
        return Place(Role.OTHER)
    operator = collector.text(node.children[1])
    other = node.children[0] if child == node.children[2] else node.children[2]
    words = re.findall(r"[A-Za-z_]\w*", collector.text(other))
    label = words[-1] if words else ""
    if operator in {"-lt", "-gt", "-le", "-ge", "<", ">"}:
        return Place(Role.THRESHOLD, label)
    return Place(Role.COMPARED if operator in {"=", "==", "!="} else Role.OTHER, label)


def place_argument(collector: Collector, child: Node, command_node: Node, label: str) -> Place:
    word = next((collector.text(part) for part in command_node.children if part.type == "command_name"), "")
    before: list[str] = []
    option = ""
    for part in command_node.children:
        if part.start_byte >= child.start_byte:
            break
        if part.type in {"command_name", "variable_assignment"}:
            continue
        match = OPTION.fullmatch(collector.text(part))
        option = match["label"] if match and not match["value"] else ""
        if not match:
            before.append(collector.text(part))
    read = name_command(word, before)
    place = Place(Role.POSITIONAL, "", read.name, len(read.operands), spoken=read.spoken)
    if label:
        return replace(place, role=Role.NAMED, label=expand_option(read.name, label.rpartition("/")[2]))
    if option and not option_is_switch(read.name, option):
        return replace(place, role=Role.NAMED, label=expand_option(read.name, option))
    if read.name in MESSAGE_COMMANDS and (read.name != "printf" or not read.operands):
        reader = find_reader(collector, command_node)
        return (
            replace(place, role=Role.PIPED, label="password", command=reader)
            if reader
            else replace(place, role=Role.MESSAGE)
        )
    if (read.name in PROGRAM_COMMANDS and not read.operands) or (read.name in GREPS and "v" in option):
        return replace(place, role=Role.OTHER)  # a program of its own, or what is left out of a list
    return place


def find_reader(collector: Collector, command: Node) -> str:
    """The command after the pipe, where that is one that reads a secret."""
    after = command.next_named_sibling if command.parent and command.parent.type == "pipeline" else None
    words = re.findall(r"[\w-]+", collector.text(after)) if after else []
    names = [word for word in words[:2] if word in SECRET_READERS]
    return names[0] if names else ""


def option_is_switch(command: str, option: str) -> bool:
    """`grep -E PATTERN`: a short option of these tools takes no value of its own."""
    return len(option) <= 3 and command in GREPS | SWITCHING


PLACES: Mapping[str, Callable[[Collector, Node, Node], Place]] = MappingProxyType(
    {
        "variable_assignment": place_assignment,
        "binary_expression": place_comparison,
        "file_redirect": lambda *_: Place(Role.REDIRECT, "file"),
        "herestring_redirect": lambda *_: Place(Role.PIPED, "input"),
        **dict.fromkeys(
            ("string", "command_substitution", "array", "for_statement", "ERROR"), lambda *_: Place(Role.OTHER)
        ),
    }
)
"""What the first telling ancestor of a literal says of it, commands apart."""
