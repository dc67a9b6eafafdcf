"""What the readers of the four languages hand to the rules: commands, their words, and what is known about variables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from resolvent.scripts.syntax import Language


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    severity: Severity
    line: int
    """From 1."""
    excerpt: str
    """The command on one line, at most 160 characters, secrets masked."""
    message: str
    """A sentence for an engineer."""


@dataclass(frozen=True, slots=True)
class Word:
    """One argument as the command would see it, as far as that can be known."""

    text: str
    """Without its quotes and escapes; expansions stand as written."""
    line: int
    literal: bool = True
    """Nothing in it is expanded."""
    variables: tuple[str, ...] = ()
    """Names of what is expanded in it, in lower case but for bash."""
    unquoted: bool = False
    """An expansion in it is split and globbed by the shell (bash, cmd)."""
    refused_when_empty: bool = False
    """`${x:?}`: the script stops when the variable is empty."""
    inside: frozenset[str] = frozenset()
    """Names of the commands and methods whose output it takes."""

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Scope:
    """What the blocks around a command say: a linked list, innermost first."""

    outer: "Scope | None" = None
    checked: frozenset[str] = frozenset()
    """Variables in the condition of the block."""
    sources: tuple["Command", ...] = ()
    """Commands whose output the block is repeated for."""
    repeated: bool = False
    """The block runs once for each of many."""
    hosts: int = 0
    """Machines that the block is sent to; 2 stands for many."""
    confirmed: bool = False
    """Runs only when `ShouldProcess` said yes."""

    def chain(self) -> Iterator["Scope"]:
        """Itself and what is around it; only the nearest, so that deep nesting stays cheap."""
        scope: Scope | None = self
        for _ in range(40):
            if scope is None:
                return
            yield scope
            scope = scope.outer


@dataclass(slots=True)
class Values:
    """What is known about variables."""

    known: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """Everything that the script may have put into them; None when that can't be told."""
    checked: dict[str, int] = field(default_factory=dict)
    """Variables without which the script stops, and from which byte on."""
    never_empty: set[str] = field(default_factory=set)
    """Mandatory parameters and variables of loops."""
    fed_by: dict[str, tuple["Command", ...]] = field(default_factory=dict)
    """Commands whose output they hold."""

    made_by: dict[str, frozenset[str]] = field(default_factory=dict)
    """Names of the commands and methods that gave their value."""

    def add(self, name: str, values: tuple[str, ...] | None) -> None:
        before = self.known.get(name, ())
        both = None if before is None or values is None else tuple(dict.fromkeys(before + values))
        self.known[name] = both if both is None or len(both) <= 12 else None


@dataclass(frozen=True, slots=True)
class Command:
    language: Language
    name: str
    """Lower case, without path, `.exe` and alias; empty when it is computed."""
    words: tuple[Word, ...]
    """All arguments in order, options included."""
    options: Mapping[str, tuple[Word, ...]]
    """Options and what belongs to them. PowerShell: `recurse`; programs: `-r`, `--recursive`, `/s`."""
    arguments: tuple[Word, ...]
    """Arguments that are no options."""
    line: int
    source: str
    """As written."""
    scope: Scope = field(default_factory=Scope)
    before: tuple["Command", ...] = ()
    """What feeds it in the pipeline, nearest last."""
    fed: tuple[Word, ...] = ()
    """Text that is put into it: the other end of a here-document, or a value at the head of its pipeline."""
    redirects: tuple[Word, ...] = ()
    """Files that it writes."""
    dynamic: Word | None = None
    """The expression that gives its name, when it is computed."""
    values: Values = field(default_factory=Values)
    start: int = 0
    """Byte in its script, to tell what came before."""

    def has(self, *specs: str) -> bool:
        """Whether one of the options is given and not switched off; `r|ecurse` also means -r, -re, …."""
        return any(not is_off(given) for spec in specs for given in self.given(spec))

    def given(self, spec: str) -> Iterator[tuple[Word, ...]]:
        least, _, rest = spec.partition("|")
        full = least + rest
        for name, given in self.options.items():
            if name == full or (rest and full.startswith(name) and name.startswith(least)):
                yield given

    def get(self, *specs: str) -> tuple[Word, ...]:
        """The values of the options."""
        return tuple(word for spec in specs for given in self.given(spec) for word in given)

    def texts(self) -> list[str]:
        return [word.lower for word in self.words]

    def upstream(self) -> tuple["Command", ...]:
        """What it is fed by, in its pipeline or through the loops around it."""
        return self.before + tuple(source for scope in self.scope.chain() for source in scope.sources)

    def repeated(self) -> bool:
        return any(scope.repeated for scope in self.scope.chain())


def is_off(given: tuple[Word, ...]) -> bool:
    return len(given) == 1 and given[0].lower in {"$false", "$null"}
