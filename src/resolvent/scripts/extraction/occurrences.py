"""Where a value stands in the script: every place that holds the same token, within replaceable text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from resolvent.scripts.extraction.literals import Literal, Region
from resolvent.scripts.extraction.shapes import find_shape, is_plain_word

SHORT_WORD = 6
"""Letters up to which a plain word within a longer literal is likely another thing: `data` in `/srv/data/x`."""
SHORTEST_WORD = 3
"""Letters up to which a plain word of a message is likely just a word."""
PAIRS = {b"'": b"'", b'"': b'"', b"`": b"`", "‘".encode(): "’".encode(), "“".encode(): "”".encode()}


def find_spans(
    source: bytes, regions: Sequence[Region], literal: Literal, same: Sequence[Literal]
) -> list[tuple[int, int]]:
    """Byte spans of the value, in order. `same` are the literals that hold exactly this value; they count in any case."""
    own = {(twin.start, twin.end) for twin in same}
    if literal.number:
        return sorted(own)
    found = set(own)
    taken = sorted(own)
    plain = is_plain_word(literal.value)
    for region, start, end in find_tokens(source, regions, literal.value):
        at = bisect_left(taken, (end, 0))
        if at and taken[at - 1][1] > start:
            continue
        letters = SHORTEST_WORD if region.message or region.comment else SHORT_WORD
        alone = is_quoted(source, start, end) or (start, end) == (region.start, region.end)
        if alone or not plain or len(literal.value) > letters:
            found.add((start, end))
    return sorted(found)


def find_tokens(source: bytes, regions: Sequence[Region], value: str) -> Iterator[tuple[Region, int, int]]:
    pattern = token_pattern(value)
    sought = value.encode()
    for region in regions:
        if source.find(sought, region.start, region.end) < 0:
            continue
        text = source[region.start : region.end].decode(errors="replace")
        for match in pattern.finditer(text):
            start = region.start + len(text[: match.start()].encode())
            yield region, start, start + len(match.group().encode())


def token_pattern(value: str) -> re.Pattern[str]:
    before = after = ""
    if re.match(r"\w", value):
        before = r"(?<![\w])"
    if re.match(r".*\w$", value, re.DOTALL):
        after = r"(?!\w)"
    if find_shape(value) == "version":
        before, after = r"(?<![\d.])(?<![A-Za-uw-z])", r"(?!\d|\.\d)"
    elif value.isdigit() or find_shape(value) == "ipv4":
        before, after = r"(?<![\w.-])", r"(?![\w-]|\.\w)"
    elif value.startswith("\\\\"):
        before = r"(?<!\\)"
    return re.compile(before + re.escape(value) + after)


def is_quoted(source: bytes, start: int, end: int) -> bool:
    return any(
        source.startswith(right, end) and source.endswith(left, max(0, start - len(left)), start)
        for left, right in PAIRS.items()
    )


def region_at(regions: Sequence[Region], start: int) -> Region | None:
    index = bisect_right(regions, start, key=lambda region: region.start) - 1
    return regions[index] if index >= 0 and regions[index].end > start else None
