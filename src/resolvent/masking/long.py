"""Finds a long secret by plain searches: a pattern of all its spellings is dear to compile from a hundred characters on.

Its letters and digits are looked for; what signs stand between them tells nothing. Signs at its ends may stay.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator

from resolvent.masking.encoded import WRAPPED, base64_cores, codes_of, whole_words
from resolvent.masking.views import Span, as_it_stands, decoded

TELLING, VARIED = 16, 6
"""So many letters and digits in a row, of so many kinds, are no accident. Of other secrets the signs are needed too."""
ESCAPES = re.compile(r"(?:\\{1,4}u[0-9A-Fa-f]{4})+|(?:\\{1,4}x[0-9A-Fa-f]{2})+")
BASE64_SIGNS = {"-": "+", "_": "/", "\\/": "/"}

Step = tuple[re.Pattern[str], Callable[[str], str]]
"""What is replaced, and by what."""


def find_long(text: str, values: Collection[str]) -> Iterator[Span]:
    for value in values:
        yield from occurrences(text, value)
    for steps, needles_of, in_words in READINGS:
        needles = {needle for value in values for needle in needles_of(value)}
        reduced = reduce(text, steps)
        if not any(needle in reduced for needle in needles):
            continue
        view = as_it_stands(text)
        for pattern, replace in steps:
            view = decoded(view, pattern, replace)
        found = [
            (view.starts[start], view.ends[end - 1])
            for needle in needles
            for start, end in occurrences(view.text, needle)
        ]
        yield from whole_words(text, found) if in_words else found


def reduce(text: str, steps: Iterable[Step]) -> str:
    for pattern, replace in steps:
        text = pattern.sub(lambda match, replace=replace: replace(match[0]), text)  # type: ignore[misc]
    return text


def occurrences(text: str, needle: str) -> Iterator[Span]:
    """Those that overlap or touch as one."""
    start = text.find(needle)
    while start >= 0:
        end = start + len(needle)
        while (later := text.rfind(needle, end - len(needle) + 1, end + len(needle))) >= 0:
            end = later + len(needle)
        yield start, end
        start = text.find(needle, end)


def decode_escapes(codes: str) -> str:
    """`\\u00e9` in UTF-16, `\\xc3\\xa9` in UTF-8 or else by code point."""
    units = bytes.fromhex(re.sub(r"\\+[ux]", "", codes))
    if "u" in codes:
        return units.decode("utf-16-be", "replace")
    try:
        return units.decode()
    except UnicodeDecodeError:
        return units.decode("latin-1")


def drop(_: str) -> str:
    return ""


def decompose(char: str) -> str:
    """The letter, and its accents as signs."""
    return unicodedata.normalize("NFD", char)


LETTERS: tuple[Step, ...] = ((re.compile(r"[^\x00-\x7f]"), decompose), (re.compile(r"[\W_]+"), drop))
UNESCAPED: tuple[Step, ...] = ((ESCAPES, decode_escapes), (re.compile(r"[\\`]+[nrt]"), drop), *LETTERS)
HEXADECIMAL: tuple[Step, ...] = ((re.compile(r"[\s:,;-]+|0x|\\+x"), drop),)
JOINED: tuple[Step, ...] = ((re.compile(rf"{WRAPPED}|\\/|[-_]"), lambda sign: BASE64_SIGNS.get(sign, "")),)


def letters_in(steps: Iterable[Step]) -> Callable[[str], list[str]]:
    def needles_of(value: str) -> list[str]:
        needle = reduce(value, steps)
        return [needle] if len(needle) >= TELLING and len(set(needle)) >= VARIED else []

    return needles_of


def hexadecimal_of(value: str) -> Iterator[str]:
    for code in codes_of(value):
        yield from (code.hex(), code.hex().upper())


def base64_of(value: str) -> Iterator[str]:
    return (core for code in codes_of(value) for core in base64_cores(code))


READINGS: tuple[tuple[tuple[Step, ...], Callable[[str], Iterable[str]], bool], ...] = (
    (LETTERS, letters_in(LETTERS), False),
    (UNESCAPED, letters_in(UNESCAPED), False),
    (HEXADECIMAL, hexadecimal_of, False),
    (JOINED, base64_of, True),
)
"""How a text is reduced, what a secret is in it, and whether whole words go."""
