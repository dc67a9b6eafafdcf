"""Text that is handed to an interpreter is read twice, by two languages.

An interpreter is known by its name wherever it stands in a command: being too careful only costs a refused value.
"""

import re

from tree_sitter import Node

from resolvent.scripts.engine_body import Filled
from resolvent.scripts.engine_interpreters import (
    ALL_AFTER,
    ANY_ORDER,
    ARGUMENT,
    BUILTIN,
    FED,
    FEEDING,
    INTERPRETER,
    METHODS,
    ONLY_DATA,
    OPTION,
    PIPE,
    PROGRAM,
    SHELL,
    STARTER,
    TEST,
)
from resolvent.scripts.quoting import Refused
from resolvent.scripts.syntax import Language

COMMANDS = {"command", "cmd", "for_set", "declaration_command", "unset_command", "test_command", "ERROR", *METHODS}
PIPELINES = {"pipeline", "pipe_stmt", "redirected_statement"}
BLOCKS = {"script_block", "sub_expression", "command_substitution"}
HARMLESS = re.compile(r"(?!-)[A-Za-z0-9_./:\\@+,=-]*")
HARMLESS_UNIX = re.compile(r"(?!-)[A-Za-z0-9_./:@+,=-]*")


def read_twice(chain: tuple[Node, ...], filled: Filled, span: tuple[int, int]) -> bool:
    """Is the text at the span handed to an interpreter? Each command around it is asked for what it says itself."""
    start, stop = span
    for node in chain:
        if node.type not in COMMANDS | PIPELINES | BLOCKS:
            continue
        before = filled.taken[node.start_byte : start].decode(errors="replace")
        after = filled.taken[stop : node.end_byte].decode(errors="replace")
        if node.type in PIPELINES:
            if is_piped(after) or (node.type == "redirected_statement" and feeds(before)):
                return True
        elif node.type in COMMANDS and not ONLY_DATA.fullmatch(before) and runs(node, before, after):
            return True
        if node.type in COMMANDS or (node.type in BLOCKS and start < span[0]):
            start = node.start_byte
        stop = node.end_byte
    return False


def is_piped(after: str) -> bool:
    if not FED.search(after):
        return False
    return any(FED.search(part) and not ONLY_DATA.fullmatch(part) for part in PIPE.split(after)[1:])


def runs(node: Node, before: str, after: str) -> bool:
    if node.type in METHODS and takes_code(node, before, after):
        return True
    if ANY_ORDER.match(before):
        before = f"{after.partition('{')[0]} {before}"
    if feeds(before) or BUILTIN.match(before) or TEST.match(f"{before} {after}"):
        return True
    return hands_on(before)


def feeds(before: str) -> bool:
    head = FEEDING.match(before)
    return head is not None and FED.search(head[0]) is not None


def takes_code(node: Node, before: str, after: str) -> bool:
    callee = (node.text or b"")[: node.children[-1].start_byte - node.start_byte].decode(errors="replace")
    as_one = STARTER.fullmatch(callee) and not PROGRAM.match(before[len(callee) :])
    if node.type == "call" and (as_one or SHELL.search(before + after)):
        return True
    return re.search(f"(?:{METHODS[node.type]})$", callee, re.IGNORECASE) is not None


def hands_on(text: str) -> bool:
    """Does an interpreter that is named in the text take what follows the text as code?"""
    if ALL_AFTER.search(text):
        return True
    name = INTERPRETER.search(text)
    option = name and OPTION.search(text, name.end())
    while option:
        code = ARGUMENT.match(text, option.end())
        if code is None:
            return True
        option = OPTION.search(text, code.end() - 1)
    return False


def refuse_code(language: Language, text: str) -> None:
    allowed = HARMLESS_UNIX if language is Language.BASH else HARMLESS
    if not allowed.fullmatch(text):
        raise Refused("It becomes part of code that another program runs, so only letters, digits and ./:@+,=_- can.")
