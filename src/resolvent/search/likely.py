"""Which words of a text tell what it is about: the rare ones weigh most, and only so many rows are looked at. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

MOST: Final = 16
"""Words that are weighed."""
RARE: Final = 0.0002
"""What a word too rare for the database's list of common ones weighs as; the list ends at about this share of rows."""
UNKNOWN: Final = RARE / 10
"""The share of rows that such a word is taken to bring: most are names, hosts and numbers of one session."""
LOOKED_AT: Final = 2_000
"""Rows that the chosen words may bring, about; the rarest word is taken whatever it brings. No more than are ranked (`find.MOST`): of
more than that the older ones would be lost, however alike."""


@dataclass(frozen=True, slots=True)
class Weighed:
    word: str
    """As the index holds it."""
    weight: float
    """ln(1 / share of rows that hold it)."""
    share: float


def weigh_words(shares: Iterable[tuple[str, float | None]]) -> tuple[Weighed, ...]:
    """The rarest first, at most `MOST`. `shares`: in the order of the text; None: too rare to be counted."""
    found = [Weighed(word, log(1 / max(share or RARE, RARE)), share or UNKNOWN) for word, share in shares]
    # A word that every row holds tells nothing, but is still what was asked for.
    floored = [Weighed(one.word, max(one.weight, 0.01), one.share) for one in found]
    return tuple(sorted(floored, key=lambda one: -one.weight)[:MOST])


def choose_asked(words: Sequence[Weighed], rows: float) -> str:
    """A `tsquery` of the rarest words that together bring no more than `LOOKED_AT` of `rows` rows. Empty: there is no word."""
    chosen: list[Weighed] = []
    brought = 0.0
    for one in words:
        brought += one.share * rows
        if chosen and brought > LOOKED_AT:
            break
        chosen.append(one)
    return " | ".join(quote(one.word) for one in chosen)


def quote(word: str) -> str:
    """As one word of a `tsquery`, whatever stands in it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
