"""A body as pieces: fixed text, and what is put between."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from resolvent.scripts.quoting_powershell import shell_view
from resolvent.scripts.syntax import Language

PLACEHOLDER = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]{0,39})[ \t]*\}\}")
MISSPELT = re.compile(r"\{\{[ \t]*([A-Za-z_][A-Za-z0-9_-]*)[ \t]*\}\}")
MAX_BYTES = 100_000
MAX_PLACEHOLDERS = 500
MAX_FILLED = 200_000
"""Characters of a script with its values."""


@dataclass(frozen=True, slots=True)
class Body:
    """`fixed` has one piece more than `names`: the text before, between and after the placeholders."""

    fixed: tuple[str, ...]
    names: tuple[str, ...]

    def lines(self) -> list[int]:
        """Of each placeholder."""
        return [breaks + 1 for breaks in accumulate(piece.count("\n") for piece in self.fixed[:-1])]


@dataclass(frozen=True, slots=True)
class Filled:
    """A script with its insertions. `places` are their characters in `text`; `taken` is the text as the shell takes it,
    `source` the same as the grammar needs it, and `spans` the insertions' bytes in both."""

    text: str
    places: tuple[tuple[int, int], ...]
    taken: bytes
    source: bytes
    spans: tuple[tuple[int, int], ...]


def split_body(body: str) -> Body:
    parts = PLACEHOLDER.split(body)
    return Body(fixed=tuple(parts[::2]), names=tuple(parts[1::2]))


def find_placeholders(body: str) -> tuple[str, ...]:
    """Names in order of first use."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(body)))


def fill(language: Language, body: Body, insertions: Sequence[str]) -> Filled:
    see = VIEWS.get(language, str)
    text, source = body.fixed[0], bytearray(see(body.fixed[0]).encode())
    parts, places, spans, length = [text], [], [], len(text)
    for inserted, fixed in zip(insertions, body.fixed[1:], strict=True):
        start = len(source)
        source += see(inserted).encode()
        spans.append((start, len(source)))
        source += see(fixed).encode()
        places.append((length, length + len(inserted)))
        length += len(inserted) + len(fixed)
        parts += [inserted, fixed]
    finish = FINISHES.get(language, bytes)
    return Filled("".join(parts), tuple(places), bytes(source), finish(bytes(source)), tuple(spans))


PATH_OPTION = re.compile(rb"(?<=\s)/\w+:[\w.:\\/@+#$~-]+")


def finish_cmd(source: bytes) -> bytes:
    """The grammar needs a line end at the end; it splits a quoted name at its spaces, and takes an option with a path
    for something else than one with a word, where cmd does not."""
    source = re.sub(rb'"[^"\n]*"', lambda quoted: quoted[0].replace(b" ", b"_"), source)
    return PATH_OPTION.sub(lambda option: option[0][:2] + b"_" * (len(option[0]) - 2), source) + b"\n"


def finish_bash(source: bytes) -> bytes:
    """The grammar does not know a here-document whose text begins with an escape."""
    return re.sub(rb"(<<-?[ ]*\w+[^<\n]*\n)\\[^\n]", rb"\1__", source)


VIEWS: dict[Language, Callable[[str], str]] = {Language.POWERSHELL: shell_view}
"""Text → how the shell takes it, where the grammar would not know."""
FINISHES: dict[Language, Callable[[bytes], bytes]] = {Language.CMD: finish_cmd, Language.BASH: finish_bash}
"""The same for a whole script; lengths stay as they are."""
