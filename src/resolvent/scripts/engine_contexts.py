"""Where a placeholder stands, told from the syntax tree of the body with a harmless word in its place."""

import re
from dataclasses import dataclass

from tree_sitter import Node

from resolvent.scripts.parameters.kinds import Kind
from resolvent.scripts.quoting import Context, Unplaceable

NUMBERS = {Kind.INTEGER, Kind.NUMBER}
NOT_A_VALUE = "It stands where a value can't: it would be part of the code itself."
JOINED = "It would be read as part of the variable before it: write ${…} or $(…) there."


@dataclass(frozen=True, slots=True)
class Place:
    """`chain` goes from the smallest node around the word to the root; `before` and `after` are the fixed text."""

    chain: tuple[Node, ...]
    word: str
    kind: Kind
    before: str
    after: str
    touching: bool
    """Another placeholder stands right before or after."""

    @property
    def types(self) -> list[str]:
        return [node.type for node in self.chain]

    @property
    def text(self) -> str:
        return text_of(self.chain[0])

    def has_text(self, kind: str, start: str) -> bool:
        """Is there a node of this type around whose text begins so?"""
        return any(node.type == kind and text_of(node).lstrip().startswith(start) for node in self.chain)

    @property
    def here(self) -> str:
        """The delimiter of the here-document around, however deep inside it the place is."""
        for node in self.chain:
            if node.type == "heredoc_redirect":
                starts = [text_of(child) for child in node.children if child.type == "heredoc_start"]
                return re.sub(r"['\"\\]", "", starts[0]) if starts else ""
        return ""

    def has(self, *types: str) -> bool:
        return any(node.type in types for node in self.chain)


@dataclass(frozen=True, slots=True)
class Found:
    context: Context
    opening: str = ""
    dashes: bool = False
    native: bool = False


def text_of(node: Node) -> str:
    return (node.text or b"").decode()


def refuse_escape(place: Place, escape: str) -> None:
    """An escape character right before a placeholder would act on the value's first character."""
    if (len(place.before) - len(place.before.rstrip(escape))) % 2:
        raise Unplaceable(f"{escape} right before it changes how the value is read.")


def refuse_variable(place: Place, pattern: str) -> None:
    if re.search(pattern, place.before):
        raise Unplaceable(JOINED)


def find_comment(place: Place, start: str, block: str = "") -> Found:
    if block and place.text.startswith(block):
        return Found(Context.BLOCK_COMMENT)
    if place.before.endswith(start):
        raise Unplaceable(f"Put a space between {start} and it: some comments are orders.")
    return Found(Context.COMMENT)
