"""Which parse errors are the script's, and which the grammar's."""

import re
from collections.abc import Callable

from tree_sitter import Node

from resolvent.scripts.syntax import Language, parse

WORDLIKE = re.compile(rb"[\w\\/=:.,%+*~#@?-]*")
TOLERATED: dict[Language, Callable[[bytes, bytes], bool]] = {
    Language.POWERSHELL: lambda text, before: bool(before.strip() and WORDLIKE.fullmatch(text)),
    Language.BASH: lambda text, before: bool(before.strip() and WORDLIKE.fullmatch(text)),
    Language.CMD: lambda text, _: not set(b"()\n") & set(text),
    Language.PYTHON: lambda *_: False,
}
"""The grammars don't know every word that the shells do (`5GB`, `$env:TEMP\\x.log`): an error within one word, given
with the byte before it, is the grammar's. Brackets, quotes and operators are the script's."""


def is_tolerated(language: Language, node: Node, source: bytes) -> bool:
    if node.is_missing:
        return node.type.strip() == ""
    start = node.start_byte
    return TOLERATED[language](source[start : node.end_byte], source[max(0, start - 1) : start])


def find_errors(language: Language, source: bytes) -> list[Node]:
    """Errors of the script, in its order."""
    waiting, found = [parse(language, source.decode()).root_node], []
    while waiting:
        node = waiting.pop()
        if (node.is_error or node.is_missing) and not is_tolerated(language, node, source):
            found.append(node)
        waiting.extend(child for child in reversed(node.children) if child.has_error or child.is_missing)
    return found
