"""Reading a tree without recursion and in bounded steps; what all four readers share."""

from collections.abc import Iterable, Iterator
from itertools import islice

from tree_sitter import Node

from resolvent.scripts.safety_model import Command, Scope, Values, Word
from resolvent.scripts.safety_names import BASH_ALIASES, CMD_ALIASES, find_name
from resolvent.scripts.syntax import Language, parse, walk

LIMIT = 200
"""Nodes that are looked at below one argument or condition: what is nested deeper is seen as commands of its own."""
LONGEST = 4000
"""Bytes that are read of anything but a string."""
MOST_UNREAD = 300
QUOTED = ("string", "comment", "heredoc_body")
WHOLE = frozenset(
    [
        "command",
        "variable",
        "verbatim_string_characters",
        "expandable_string_literal",
        "verbatim_here_string_characters",
        "string",
        "expandable_here_string_literal",
        "raw_string",
        "simple_expansion",
        "expansion",
        "command_name",
    ]
)
"""Nodes that are taken as they are, though they may have one child."""


def near(node: Node) -> Iterator[Node]:
    return islice(walk(node), LIMIT)


def descend(node: Node) -> Node:
    """Through the layers that only hold one another."""
    while len(node.children) == 1 and node.type not in WHOLE:
        node = node.children[0]
    return node


class Reader:
    """Visits a script once, in order, and collects its commands; `visit` of each language says how."""

    language: Language

    def __init__(self, source: str, first_line: int = 1, values: Values | None = None) -> None:
        self.source = source.encode(errors="replace")
        self.tree = parse(self.language, self.source.decode())
        self.first_line = first_line
        self.values = values or Values()
        self.commands: list[Command] = []
        self.splats: dict[str, dict[str, tuple[Word, ...]]] = {}
        """PowerShell: hash tables that may be splatted."""
        self.inner: list[tuple[str, int]] = []
        """cmd: commands in the brackets of `for /f`, with their lines."""
        self.imported: dict[str, str] = {}
        """Python: local names and what they stand for."""

    def find_unread(self) -> list[tuple[str, int]]:
        """Lines that the grammar could not read, each with its number, but for texts and comments in between."""
        lines = self.source.decode().split("\n")
        if len(lines) < 2 or not self.tree.root_node.has_error:
            return []
        unread: set[int] = set()
        quoted: set[int] = set()
        for node in walk(self.tree.root_node):
            rows = range(node.start_point.row, node.end_point.row + 1)
            if node.is_error:
                unread.update(rows)
            elif len(rows) > 1 and any(mark in node.type for mark in QUOTED):
                quoted.update(rows)
        return [(lines[row], self.first_line + row) for row in sorted(unread - quoted) if row < len(lines)][
            :MOST_UNREAD
        ]

    def visit(self, node: Node, scope: Scope) -> Iterable[tuple[Node, Scope]]:
        raise NotImplementedError

    def read(self, scope: Scope | None = None) -> list[Command]:
        waiting = [(self.tree.root_node, scope or Scope())]
        while waiting:
            node, inner = waiting.pop()
            if node.child_count:
                waiting.extend(reversed(list(self.visit(node, inner))))
        return self.commands

    def text(self, node: Node) -> str:
        end = node.end_byte if node.type in WHOLE - {"command"} else min(node.end_byte, node.start_byte + LONGEST)
        return self.source[node.start_byte : end].decode(errors="replace")

    def line(self, node: Node) -> int:
        return self.first_line + node.start_point.row

    def add_assignment(self, node: Node, name: str, value: Word, scope: Scope) -> None:
        """An assignment is the command `(assign)` with the variable as its option."""
        self.values.made_by[name] = self.values.made_by.get(name, frozenset()) | value.inside
        self.commands.append(
            Command(
                self.language,
                "(assign)",
                (),
                {name.lower(): (value,)},
                (),
                self.line(node),
                self.text(node),
                scope,
                values=self.values,
                start=node.start_byte,
            )
        )

    def note_stop(self, node: Node, scope: Scope) -> None:
        """The script ends here: from here on the conditions around it hold."""
        checked = next((scope.checked for scope in scope.chain() if scope.checked), frozenset())
        for name in checked:
            self.values.checked.setdefault(name, node.end_byte)


def sort_program_words(words: Iterable[Word], *, slashes: bool) -> tuple[dict[str, tuple[Word, ...]], tuple[Word, ...]]:
    """Options and arguments of a program. A word behind an option may be its value and counts as both."""
    options: dict[str, tuple[Word, ...]] = {}
    arguments: list[Word] = []
    current: list[str] = []
    ended = False
    for word in words:
        names = () if ended else name_options(word, slashes=slashes)
        if names:
            name, found, value = names[0].partition("=")
            current = [] if found else list(names)
            options.update({other: options.get(other, ()) for other in names if not found})
            if found:
                options[name] = (Word(value, word.line, word.literal, word.variables, word.unquoted),)
            ended = word.text == "--"
            continue
        arguments.append(word)
        options.update({name: (*options[name], word) for name in current})
        current = []
    return options, tuple(arguments)


def name_options(word: Word, *, slashes: bool) -> tuple[str, ...]:
    """`-rf` → -rf, -r, -f; `/s/q` → /s, /q; `--force` → itself; empty when the word is no option."""
    text = word.text
    if slashes and text.startswith("/") and len(text) > 1:
        parts = text.lower().split("/")[1:]
        name, found, value = parts[0].partition(":")
        clustered = all(len(part.partition(":")[0]) <= 3 for part in parts)
        return (
            tuple(f"/{part.partition(':')[0]}" for part in parts) if clustered else (f"/{name}{found and '='}{value}",)
        )
    if not text.startswith("-") or len(text) < 2 or text[1].isspace():
        return ()
    if slashes:
        return (text.lower(),)
    if text.startswith("--"):
        return (text,)
    letters = [f"-{letter}" for letter in text[1:] if letter.isalpha()] if len(text) <= 8 else []
    return (text, *letters)


def make_program(like: Command, language: Language, words: tuple[Word, ...]) -> Command | None:
    """The command that a wrapper starts, in the wrapper's place."""
    if not words:
        return None
    slashes = language is not Language.BASH
    options, arguments = sort_program_words(words[1:], slashes=slashes)
    name = find_name(words[0].text.replace("\\", "/"), BASH_ALIASES if not slashes else CMD_ALIASES)
    return Command(
        language, name, words[1:], options, arguments, like.line, like.source, like.scope, like.before, like.fed,
        like.redirects, None if words[0].literal else words[0], like.values, like.start,
    )  # fmt: skip
