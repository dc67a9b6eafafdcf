"""What a secret is in base64: letters that stand for its bytes alone, wherever in something longer it begins."""

import base64
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from resolvent.masking.views import Span

WRAPPED = r"\\?\r?\\?\n[ \t]*"
"""Encoded text is often wrapped."""
BASE64 = re.compile(r"[A-Za-z0-9+/_=-]+")


def codes_of(value: str) -> set[bytes]:
    composed = unicodedata.normalize("NFC", value)
    return {one.encode(encoding) for one in (value, composed) for encoding in ("utf-8", "utf-16-le")}


def base64_cores(code: bytes) -> Iterator[str]:
    """The letters that stand for these bytes alone, for each of the three places at which they may begin."""
    for before in range(3):
        letters = base64.b64encode(b"\x00" * before + code).decode().rstrip("=")
        first, last = -(-before * 8 // 6), (before + len(code)) * 8 // 6
        yield letters[first:last]


def whole_words(text: str, matches: Sequence[Span]) -> Iterator[Span]:
    """The rest of an encoded word holds bits of its neighbours: it goes as a whole."""
    if not matches:
        return
    words = [match.span() for match in BASE64.finditer(text)]
    starts = [start for start, _ in words]
    for start, end in matches:
        first, last = (words[max(0, bisect_right(starts, at) - 1)] for at in (start, end - 1))
        yield min(start, first[0]), max(end, last[1])
