"""Syntax trees of scripts, by tree-sitter. Offsets are bytes of the UTF-8 source."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module

from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser, Tree


class Language(StrEnum):
    POWERSHELL = "powershell"
    BASH = "bash"
    CMD = "cmd"
    PYTHON = "python"


GRAMMARS = {
    Language.POWERSHELL: "tree_sitter_powershell",
    Language.BASH: "tree_sitter_bash",
    Language.CMD: "tree_sitter_batch",
    Language.PYTHON: "tree_sitter_python",
}


@cache
def load_grammar(language: Language) -> Grammar:
    return Grammar(import_module(GRAMMARS[language]).language())


LISTED = re.compile(rb"(?<!`),([ \t]+)(?=[A-Za-z_*])")
"""`Format-List Name, Status`: PowerShell's grammar reads a list of bare words only when the blanks stand before its comma."""


DEEPEST = 500
"""Brackets of cmd nested deeper than in any script: its grammar takes a minute for 100 kB of them."""


def parse(language: Language, source: str) -> Tree:
    """Never fails: what the grammar can't read stands in the tree as ERROR or MISSING nodes."""
    text = source.encode()
    if language is Language.POWERSHELL:
        text = LISTED.sub(rb"\1,", text)  # as many bytes, so every offset stays
    elif language is Language.CMD and text.count(b"(") > DEEPEST:
        text = flatten_brackets(text)
    return Parser(load_grammar(language)).parse(text)


def flatten_brackets(text: bytes) -> bytes:
    kept = bytearray(text)
    depth = 0
    for at, sign in enumerate(text):
        depth = depth + (sign == ord("(")) - (sign == ord(")") and depth > 0)
        if sign == ord("(") and depth > DEEPEST:
            kept[at] = ord(" ")
    return bytes(kept)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the source, without recursion."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def parse_errors(tree: Tree) -> list[Node]:
    if not tree.root_node.has_error:
        return []
    return [node for node in walk(tree.root_node) if node.is_error or node.is_missing]
