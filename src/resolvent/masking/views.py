"""A text as it reads once decoded, with the way back to where each character stood."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class View:
    """A text as it reads once decoded, and for each of its characters from where to where it stood in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def as_it_stands(text: str) -> View:
    return View(text, range(len(text)), range(1, len(text) + 1))


def views_of(text: str) -> Iterator[View]:
    """As it stands, and decoded as a URL and as HTML, once and twice."""
    plain = as_it_stands(text)
    yield plain
    for sign, codes, decode in (("%", PERCENTS, decode_percents), ("&", ENTITY, html.unescape)):
        view = plain
        for _ in range(2):
            if sign in view.text and codes.search(view.text):
                view = decoded(view, codes, decode)
                yield view


def decoded(view: View, codes: re.Pattern[str], decode: Callable[[str], str]) -> View:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in codes.finditer(view.text):
        parts.append(view.text[at : match.start()])
        starts.extend(view.starts[at : match.start()])
        ends.extend(view.ends[at : match.start()])
        said = decode(match[0])
        parts.append(said)
        # One code may be of several characters, or one character of several codes: they begin and end together.
        starts.extend([view.starts[match.start()]] * len(said))
        ends.extend([view.ends[match.end() - 1]] * len(said))
        at = match.end()
    parts.append(view.text[at:])
    starts.extend(view.starts[at:])
    ends.extend(view.ends[at:])
    return View("".join(parts), starts, ends)


def decode_percents(codes: str) -> str:
    return unquote(codes, errors="replace")
