"""Pieces of longer literals that are values of their own: `key=value` pairs and the telling parts of what is interpolated."""

import re
from collections.abc import Iterator

from resolvent.scripts.extraction.labels import is_secret
from resolvent.scripts.extraction.literals import Literal, Role, take_piece
from resolvent.scripts.extraction.platform import find_constant

CONNECTION = re.compile(r"(?P<key>[A-Za-z][\w ]*?)\s*=\s*(?P<value>[^;=]+?)\s*(?=;|$)")
QUERY = re.compile(r"(?<=[?&])(?P<key>[\w-]+)=(?P<value>[^&\s#]+)")
SETTING = re.compile(r"(?P<key>[A-Za-z][\w./-]*)=(?P<value>[\w.@:/-]+)")
FILTER = re.compile(
    r"(?P<key>[A-Za-z][\w.]*)\s*(?:=|==|-?\b(?:eq|like|match|contains|startswith)\b)\s*(?:'(?P<value>[^'*]+)\*?')"
)
JSON_SECRET = re.compile(r"[\"'](?P<key>\w+)[\"']\s*:\s*[\"'](?P<value>[^\"'$]+)[\"']")
CREDENTIALS = re.compile(r"(?<=://)(?P<key>[^:/@\s]+):(?P<value>[^:/@\s$]+)(?=@)")
HEADER = re.compile(r"(?P<key>[A-Za-z][\w-]*):\s+(?:(?:Bearer|Basic|Token)\s+)?(?P<value>\S+)")
TELLING = {
    "path": re.compile(
        r"\\\\[\w.-]+\\[\w.$-]+(?:\\[\w.$ -]+)*(?=\\?$|\\)|(?<![\w\\/])[A-Za-z]:\\[\w.$ -]+(?:\\[\w.$ -]+)*(?=\\|$)"
    ),
    "email": re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "address": re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"),
    "host": re.compile(r"(?<=://)[\w.-]+\.[a-z]{2,}(?=[:/?]|$)"),
}
VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,3}(?![\d]|\.\d)")
LONGEST = 4_000
"""Characters of a literal that is taken apart."""


def split_pieces(literal: Literal) -> Iterator[Literal]:
    """The pieces of one literal. Those of a message are left to the literals they repeat."""
    if literal.role in {Role.MESSAGE, Role.PAIR, Role.KEY} or literal.number or len(literal.value) > LONGEST:
        return
    yield from split_pairs(literal)
    if not literal.whole:
        for label, pattern in TELLING.items():
            for match in pattern.finditer(literal.value):
                yield take_piece(literal, match.start(), match.end(), Role.EMBEDDED, label)
    for match in VERSION.finditer(literal.value):
        if match.group() != literal.value and not re.fullmatch(r"(?:\d+\.){3}\d+", match.group()):
            yield take_piece(literal, match.start(), match.end(), Role.EMBEDDED, "version")


def split_pairs(literal: Literal) -> Iterator[Literal]:
    """The pairs of the one notation that the literal is written in."""
    value = literal.value
    for match in CREDENTIALS.finditer(value):
        yield take_piece(literal, match.start("value"), match.end("value"), Role.PAIR, "password")
    for match in JSON_SECRET.finditer(value):
        if is_secret(match["key"]):
            yield take_piece(literal, match.start("value"), match.end("value"), Role.PAIR, match["key"])
    if literal.quoted and ";" in value and len(list(CONNECTION.finditer(value))) >= 2:
        yield from take_pairs(literal, CONNECTION)
    elif "://" in value:
        yield from take_pairs(literal, QUERY)
    elif re.fullmatch(SETTING, value):
        yield from take_pairs(literal, SETTING, keys=True)
    elif literal.quoted and FILTER.search(value):
        yield from take_pairs(literal, FILTER)
    elif literal.label.lower() in {"header", "h", "headers"} and literal.role is Role.NAMED:
        yield from take_pairs(literal, HEADER)


def take_pairs(literal: Literal, pattern: re.Pattern[str], *, keys: bool = False) -> Iterator[Literal]:
    for match in pattern.finditer(literal.value):
        key = match["key"]
        yield take_piece(literal, match.start("value"), match.end("value"), Role.PAIR, re.split(r"[/.]", key)[-1])
        if keys:
            tail = re.split(r"[/.]", key)[-1]
            yield take_piece(literal, match.end("key") - len(tail), match.end("key"), Role.KEY, "key")


def all_literals(literals: tuple[Literal, ...]) -> list[Literal]:
    """The literals and their pieces, without constants of the platform."""
    found = [piece for literal in literals for piece in (literal, *split_pieces(literal))]
    return [literal for literal in found if not find_constant(literal)]
