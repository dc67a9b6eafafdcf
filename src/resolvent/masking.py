"""Finds known secrets in a text, in any form in which people and programs write them, and masks them. Pure.

Plain; quoted and escaped for PowerShell, bash, cmd, Python, JSON, HTML, Markdown and URLs, also twice over; in base64 and
hexadecimal of UTF-8 and UTF-16, also as a part of something longer. A secret of less than four characters is masked where
it stands alone: anything more would tear words apart. What reads like the mask itself can't be told from it and is let be.
"""

import base64
import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import unquote

MASK = "********"
SHORT = 4
DASHES = "-‐‑‒–—―−"
DOUBLED = "%$"
SOFT = "'\"‘’‚‛“”„«»`\\^+"
"""Quotes and signs of escape: each language writes them in its own way, and texts are typeset."""
SOFT_CODES = "(?:u00(?:27|22|60|5c|5e|20|0a|0d|09)|u20(?:18|19|1a|1b|1c|1d|1e)|x(?:27|22|60|5c|5e|20))"
SOFT_UNIT = rf"(?:\\{{1,4}}(?i:{SOFT_CODES})|[{re.escape(SOFT)}\s])"
"""One of them, or a space, as it may be written."""
LINE_UNIT = rf"(?:[\\`][nrt]|{SOFT_UNIT})"
"""The same where the secret has line ends or tabs."""
SPELLED_OUT = 12
"""Characters that one character of a secret takes at most, as in `&quot;` or `'"'"'`."""
WRAP = r"(?:\\?\r?\\?\n[ \t]*)?"
"""Encoded text is often wrapped."""
BASE64 = re.compile(r"[A-Za-z0-9+/_=-]+")

PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

Value = TypeVar("Value")
Span = tuple[int, int]


def mask_values(text: str, values: Collection[str]) -> str:
    """`text` with each of the values masked. Masking twice changes nothing more."""
    spans = find_values(text, values)
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], MASK]
        at = end
    return "".join([*parts, text[at:]])


def find_values(text: str, values: Iterable[str]) -> list[Span]:
    """Where they stand, as offsets, in order; what overlaps or touches is one place."""
    wanted = [value for value in values if value.strip() and value.strip("*")]
    found = sorted(
        (view.starts[start], view.ends[end - 1])
        for view in views_of(text)
        for value in wanted
        for start, end in find_in(view.text, value)
    )
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(frozen=True, slots=True)
class View:
    """A text as it reads once decoded, and for each of its characters from where to where it stood in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def views_of(text: str) -> Iterator[View]:
    """As it stands, and decoded as a URL and as HTML, once and twice."""
    plain = View(text, range(len(text)), range(1, len(text) + 1))
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


def find_in(text: str, value: str) -> Iterator[Span]:
    written, encoded = patterns_of(value)
    yield from overlapping(written, text)
    matches = list(overlapping(encoded, text)) if encoded else []
    if not matches:
        return
    # The rest of an encoded word holds bits of its neighbours: it goes as a whole.
    words = [match.span() for match in BASE64.finditer(text)]
    starts = [start for start, _ in words]
    for start, end in matches:
        first, last = (words[max(0, bisect_right(starts, at) - 1)] for at in (start, end - 1))
        yield min(start, first[0]), max(end, last[1])


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    found = pattern.search(text)
    while found:
        yield found.span()
        found = pattern.search(text, found.start() + 1)


@lru_cache(maxsize=256)
def patterns_of(value: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    composed = unicodedata.normalize("NFC", value)
    # As it stands first: what looks like a sign of escape may be the secret's own.
    written = f"(?:{re.escape(value)}|{spell(composed)})"
    if len(value) < SHORT:
        return re.compile(rf"(?<![^\W_]){written}(?![^\W_])"), None
    codes = {value.encode(), value.encode("utf-16-le"), composed.encode(), composed.encode("utf-16-le")}
    hexadecimal = "|".join(r"[\s:,;-]{0,3}(?:0x|\\x)?".join(f"{byte:02x}" for byte in code) for code in sorted(codes))
    cores = sorted({core for code in codes for core in base64_cores(code)}, key=len, reverse=True)
    encoded = "|".join(WRAP.join(letter_of_base64(letter) for letter in core) for core in cores)
    return re.compile(f"{written}|(?i:{hexadecimal})"), re.compile(encoded)


def spell(value: str) -> str:
    """A pattern of the ways to write it. Runs are one repetition each, so that no text makes the search try for ever."""
    if all(char in SOFT or char.isspace() for char in value):
        return re.escape(value)
    parts = []
    for soft, run in groupby(value, lambda char: char in SOFT or char.isspace()):
        chars = "".join(run)
        if soft:
            unit = LINE_UNIT if any(char in "\n\r\t" for char in chars) else SOFT_UNIT
            parts.append(f"{unit}{{1,{SPELLED_OUT * len(chars)}}}+")
            continue
        for char, same in groupby(chars):
            count = len(list(same))
            times = f"{count},{2 * count}" if char in DOUBLED else f"{count}"
            # The run before took the backslash of `\\u00e9` for its own.
            parts.append(
                spell_char(char, 0 if parts and parts[-1].endswith("+") else 1)
                + (f"{{{times}}}" if times != "1" else "")
            )
    return "".join(parts)


@lru_cache(maxsize=1_024)
def spell_char(char: str, slashes: int) -> str:
    """One that is neither space, quote nor sign of escape. ASCII letters and digits are written in one way alone.

    `slashes`: how many at least stand before a code.
    """
    if char.isascii() and char.isalnum():
        return char
    units = char.encode("utf-16-be").hex()
    first = rf"\\{{{slashes},4}}"
    escaped = first + r"\\{1,4}".join(f"u{units[at : at + 4]}" for at in range(0, len(units), 4))
    bytewise = first + r"\\{1,4}".join(f"x{byte:02x}" for byte in char.encode())
    ways = [
        rf"(?i:{escaped}|{bytewise}|{first}x{ord(char):02x})",
        rf"[\\`^]{{0,4}}{f'[{DASHES}]' if char in DASHES else re.escape(char)}",
    ]
    if (decomposed := unicodedata.normalize("NFD", char)) != char:
        ways.append(re.escape(decomposed))
    return f"(?:{'|'.join(ways)})"


def base64_cores(code: bytes) -> Iterator[str]:
    """The letters that stand for these bytes alone, for each of the three places at which they may begin."""
    for before in range(3):
        letters = base64.b64encode(b"\x00" * before + code).decode().rstrip("=")
        first, last = -(-before * 8 // 6), (before + len(code)) * 8 // 6
        yield letters[first:last]


def letter_of_base64(letter: str) -> str:
    return {"+": "[+-]", "/": r"(?:[/_]|\\/)"}.get(letter, letter)


def mask_deep(value: Value, values: Collection[str]) -> Value:
    """The same in every text of a structure of dictionaries, lists, tuples and dataclasses; names of members too."""
    if not values:
        return value
    masked: Any = value
    if isinstance(value, str):
        masked = mask_values(value, values)
    elif isinstance(value, dict):
        masked = {mask_deep(name, values): mask_deep(one, values) for name, one in value.items()}
    elif isinstance(value, (list, tuple)):
        masked = type(value)(mask_deep(one, values) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        masked = replace(value, **{one.name: mask_deep(getattr(value, one.name), values) for one in fields(value)})
    return masked  # type: ignore[no-any-return]  # of the type that came in


class StreamMask:
    """Masks a text that comes in pieces: its end is held back as long as a secret may have begun there."""

    def __init__(self, values: Collection[str]) -> None:
        self._values = values
        self._hold = max((SPELLED_OUT * len(value) for value in values), default=0)
        self._waiting = ""

    def feed(self, piece: str) -> str:
        if not self._values:
            return piece
        self._waiting += piece
        cut = max(0, len(self._waiting) - self._hold)
        for start, end in find_values(self._waiting, self._values):
            if start < cut < end:
                cut = start
        ready, self._waiting = self._waiting[:cut], self._waiting[cut:]
        return mask_values(ready, self._values)

    def close(self) -> str:
        ready, self._waiting = self._waiting, ""
        return mask_values(ready, self._values)
