"""What a script holds: its literals, each with the place it stands in, and the stretches of text that may be replaced."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tree_sitter import Node

from resolvent.scripts.extraction.labels import is_describing, is_identifying, is_secret


class Role(StrEnum):
    """What a literal does where it stands."""

    ASSIGNED = "assigned"
    DEFAULT = "default"
    NAMED = "named"
    POSITIONAL = "positional"
    METHOD = "method"
    MEMBER = "member"
    ENTRY = "entry"
    COMPARED = "compared"
    THRESHOLD = "threshold"
    BOUND = "bound"
    PIPED = "piped"
    REDIRECT = "redirect"
    MESSAGE = "message"
    PAIR = "pair"
    """The value of `key=value` inside a literal."""
    KEY = "key"
    """The key of `key=value` inside a literal."""
    EMBEDDED = "embedded"
    """A telling piece of a longer literal, such as the server of a URL."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Literal:
    """`start` and `end` are bytes of the value itself, without its quotes; `label` is what the script calls it."""

    value: str
    start: int
    end: int
    role: Role
    quoted: bool = False
    number: bool = False
    """A bare number or boolean, whose type is its own."""
    label: str = ""
    command: str = ""
    """The command, method or type that reads it, in lower case."""
    spoken: str = ""
    """The same as the script writes it."""
    position: int = 0
    """Among the operands of that command."""
    head: bool = False
    """Before the script does anything."""
    nested: bool = False
    """Inside a function."""
    whole: bool = True
    """Nothing interpolated and nothing escaped: the text is the value."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text without syntax of its own, where an occurrence can become a placeholder."""

    start: int
    end: int
    message: bool = False
    """Text for a reader. A comment is neither that nor a place: it says nothing about a value."""
    comment: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    literals: tuple[Literal, ...]
    regions: tuple[Region, ...]
    functions: frozenset[str] = frozenset()
    """Names, in lower case, that the script itself defines."""
    members: frozenset[str] = frozenset()
    """Properties and keys, in lower case, that the script reads: words of its program, wherever they stand."""
    changed: frozenset[str] = frozenset()
    """Variables, in lower case, that the script changes after their first value."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a literal stands, before its value is known."""

    role: Role
    label: str = ""
    command: str = ""
    position: int = 0
    head: bool = False
    nested: bool = False
    spoken: str = ""


class Collector:
    """Gathers literals and regions while a reader walks the tree."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.literals: list[Literal] = []
        self.regions: list[Region] = []
        self.members: set[str] = set()

    def text(self, node: Node) -> str:
        return self.source[node.start_byte : node.end_byte].decode()

    def add(
        self, place: Place, start: int, end: int, *, quoted: bool, whole: bool = True, number: bool = False
    ) -> None:
        self.literals.append(
            Literal(
                value=self.source[start:end].decode(),
                start=start,
                end=end,
                role=place.role,
                quoted=quoted,
                number=number,
                label=place.label,
                command=place.command,
                position=place.position,
                head=place.head,
                nested=place.nested,
                spoken=place.spoken,
                whole=whole,
            )
        )

    def add_region(self, start: int, end: int, *, message: bool = False, comment: bool = False) -> None:
        if end > start:
            self.regions.append(Region(start, end, message, comment))

    def add_comment(self, node: Node) -> None:
        self.add_region(node.start_byte, node.end_byte, comment=True)

    def add_string(self, place: Place, start: int, end: int, holes: Sequence[Node], escapes: Sequence[bytes]) -> None:
        """A quoted literal: `start` and `end` inside its quotes, `holes` what is interpolated into it."""
        inner = self.source[start:end]
        whole = not holes and not any(escape in inner for escape in escapes)
        self.add(place, start, end, quoted=True, whole=whole)
        self.add_segments(start, end, holes, message=place.role is Role.MESSAGE)

    def add_segments(self, start: int, end: int, holes: Sequence[Node], *, message: bool = False) -> None:
        at = start
        for hole in holes:
            self.add_region(at, min(hole.start_byte, end), message=message)
            at = max(at, hole.end_byte)
        self.add_region(at, end, message=message)

    def finish(self, functions: set[str], changed: set[str]) -> Reading:
        return Reading(
            literals=tuple(sorted(self.literals, key=lambda literal: (literal.start, literal.end))),
            regions=tuple(sorted(set(self.regions), key=lambda region: region.start)),
            functions=frozenset(functions),
            members=frozenset(self.members),
            changed=frozenset(changed),
        )


def ancestors(node: Node) -> Iterator[tuple[Node, Node]]:
    """(child, parent) pairs from the node upwards."""
    child, parent = node, node.parent
    while parent is not None:
        yield child, parent
        child, parent = parent, parent.parent


def place_slash(place: Place, label: str) -> Place:
    """`/user:bob`: the letters of most such options are the command's own words, so only a telling name counts."""
    telling = is_identifying(label) or is_describing(label) or is_secret(label)
    return replace(place, role=Role.NAMED if telling else Role.OTHER, label=label)


def find_repeated(names: Sequence[str]) -> set[str]:
    return {name for name, times in Counter(names).items() if times > 1}


def take_piece(literal: Literal, start: int, end: int, role: Role, label: str = "") -> Literal:
    """A piece of a literal; `start` and `end` are characters of its value."""
    offset = literal.start + len(literal.value[:start].encode())
    value = literal.value[start:end]
    return replace(
        literal,
        value=value,
        start=offset,
        end=offset + len(value.encode()),
        role=role,
        label=label or literal.label,
        number=False,
        head=False,
        whole=True,
    )
