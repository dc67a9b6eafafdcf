"""Patterns of all the ways in which a short secret may be written."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from resolvent.masking.encoded import WRAPPED, base64_cores, codes_of, whole_words
from resolvent.masking.views import Span

SHORT = 4
"""Characters; a shorter one is found where it stands alone."""
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
WRAP = f"(?:{WRAPPED})?"


def find_written(text: str, value: str) -> Iterator[Span]:
    written, encoded = patterns_of(value)
    yield from overlapping(written, text)
    if encoded:
        yield from whole_words(text, list(overlapping(encoded, text)))


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    found = pattern.search(text)
    while found:
        yield found.span()
        found = pattern.search(text, found.start() + 1)


@lru_cache(maxsize=512)
def patterns_of(value: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    composed = unicodedata.normalize("NFC", value)
    # As it stands first: what looks like a sign of escape may be the secret's own.
    written = f"(?:{re.escape(value)}|{spell(composed)})"
    if len(value) < SHORT:
        return re.compile(rf"(?<![^\W_]){written}(?![^\W_])"), None
    codes = codes_of(value)
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


def letter_of_base64(letter: str) -> str:
    return {"+": "[+-]", "/": r"(?:[/_]|\\/)"}.get(letter, letter)
