"""The proof that a value did not change the script: its tree is that of the script with harmless values."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from tree_sitter import Node

from resolvent.scripts.engine_body import Filled
from resolvent.scripts.syntax import Language, parse, walk

Part = tuple[int, str, int, int, str]
Shape = list[Part]
"""Depth, type, and where it begins and ends in the fixed text, for each node in the order of the source. A node that
touches no value is told with all below it at once, as the last member."""

LAYERS = {
    f"{operation}{argument}expression"
    for operation in ("logical", "bitwise", "comparison", "additive", "multiplicative", "format", "range")
    for argument in ("_", "_argument_")
}
LITERALS: dict[Language, set[str]] = {
    Language.POWERSHELL: {
        "generic_token",
        "array_literal_expression",
        "unary_expression",
        "string_literal",
        "integer_literal",
        "verbatim_string_characters",
        "decimal_integer_literal",
        "real_literal",
        "expression_with_unary_operator",
        "array_expression",
        "statement_list",
        "pipeline",
        "pipeline_chain",
        "variable",
        "argument_expression",
        "argument_expression_list",
        "simple_name",
        "-",
        "+",
        ",",
        "@(",
        ")",
        "command_name",
        "member_name",
        ".",
        *LAYERS,
    },
    Language.BASH: {"word", "number", "raw_string", "concatenation", "unary_expression", "-"},
    Language.CMD: {
        "argument_value",
        "string",
        "assignment_literal",
        "assignment_value",
        "quoted_assignment_value",
        "redirect_target",
        "for_set_literal",
        "integer",
    },
    Language.PYTHON: {
        "string",
        "string_start",
        "string_content",
        "string_end",
        "integer",
        "float",
        "true",
        "false",
        "list",
        "[",
        "]",
        ",",
        "unary_operator",
        "-",
        "escape_sequence",
        "escape_interpolation",
    },
}
"""What a value itself may consist of."""
TEXT = {"string_content", "escape_sequence", "heredoc_body", "heredoc_content", "escape_interpolation"}
TEXT |= {"assignment_value", "quoted_assignment_value", "assignment_literal"}
"""Nodes of the words inside a string, which an empty one has not: how a string is cut into them says nothing."""
BASH_WORDS = {"word", "number", "raw_string", "concatenation"}


class Insertions:
    """The insertions by place, to be asked for each node."""

    def __init__(self, spans: tuple[tuple[int, int], ...]) -> None:
        self.spans = spans
        self.starts = [start for start, _ in spans]
        self.lengths = [0, *accumulate(end - start for start, end in spans)]
        self.fixed = [start - before for start, before in zip(self.starts, self.lengths, strict=False)]

    def around(self, node: Node) -> int | None:
        """The insertion that the whole node lies in."""
        index = bisect_right(self.starts, node.start_byte) - 1
        if index < 0 or node.start_byte == node.end_byte or node.end_byte > self.spans[index][1]:
            return None
        return index

    def within(self, node: Node) -> bool:
        index = bisect_left(self.starts, node.start_byte)
        return index < len(self.spans) and self.spans[index][1] <= node.end_byte

    def touch(self, start: int, end: int) -> bool:
        """Is there one within or at the edge of this part of the fixed text?"""
        index = bisect_left(self.fixed, start)
        return index < len(self.fixed) and self.fixed[index] <= end

    def fixed_offset(self, position: int) -> int:
        """How much fixed text stands before."""
        count = bisect_left(self.starts, position)
        if not count:
            return position
        start, end = self.spans[count - 1]
        return position - self.lengths[count - 1] - (min(position, end) - start)


def shape_of(language: Language, filled: Filled) -> Shape:
    return list(describe(language, parse(language, filled.source.decode()).root_node, Insertions(filled.spans)))


def describe(language: Language, root: Node, insertions: Insertions) -> Iterator[Part]:
    waiting = [(root, 0)]
    last: tuple[int, int] | None = None
    while waiting:
        node, depth = waiting.pop()
        inside = insertions.around(node)
        if inside is not None:
            if node.type not in TEXT and last != (depth, inside):
                yield (depth, "value", inside, inside, "")
                last = (depth, inside)
            yield from foreign_parts(language, node, depth)
            continue
        children: list[Node] = node.children
        if node.type in TEXT:
            waiting.extend((child, depth) for child in reversed(children))
            continue
        last = None
        kind = f"missing {node.type}" if node.is_missing else node.type
        if language is Language.BASH and kind in BASH_WORDS and insertions.within(node):
            kind, children = "word", [child for child in children if child.type not in BASH_WORDS]
        start, end = insertions.fixed_offset(node.start_byte), insertions.fixed_offset(node.end_byte)
        if children and not insertions.touch(start, end):
            yield (depth, kind, start, end, str(node))
            continue
        yield (depth, kind, start, end, "")
        waiting.extend((child, depth + 1) for child in reversed(children))


def foreign_parts(language: Language, node: Node, depth: int) -> Iterator[Part]:
    """What stands inside a value and is no literal: the harmless value has none of it."""
    for part in walk(node):
        if part.type not in LITERALS[language] | TEXT:
            yield (depth, f"foreign {part.type}", 0, 0, "")
