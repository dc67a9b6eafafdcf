"""Syntax trees of scripts, by tree-sitter. Offsets are bytes of the UTF-8 source."""

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


def parse(language: Language, source: str) -> Tree:
    """Never fails: what the grammar can't read stands in the tree as ERROR or MISSING nodes."""
    return Parser(load_grammar(language)).parse(source.encode())


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
