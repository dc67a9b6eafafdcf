"""Which words of a text tell what it is about: the rare ones weigh most, and only so many rows are looked at. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, prod
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
BY_THEMSELVES: Final = 500
"""Rows that the rarest words may bring, about, without any other word, where not all words may."""
PARTS: Final = (8, 6, 4, 3, 2)
"""Into how many parts of about the same weight the other words are divided. A row that has nothing of one part lacks its weight."""
OWN_PARTS: Final = 3
"""For rows of the same customer, which count half more (`resolvent_find_sessions`) and so may share less."""


@dataclass(frozen=True, slots=True)
class Weighed:
    word: str
    """As the index holds it."""
    weight: float
    """ln(1 / share of rows that hold it)."""
    share: float


@dataclass(frozen=True, slots=True)
class Demand:
    asked: str
    """A `tsquery`."""
    lost: float
    """What a row that it does not bring weighs at most; the same customer's aside."""


def weigh_words(shares: Iterable[tuple[str, float | None]]) -> tuple[Weighed, ...]:
    """The rarest first, at most `MOST`. `shares`: in the order of the text; None: too rare to be counted."""
    found = [Weighed(word, log(1 / max(share or RARE, RARE)), share or UNKNOWN) for word, share in shares]
    # A word that every row holds tells nothing, but is still what was asked for.
    floored = [Weighed(one.word, max(one.weight, 0.01), one.share) for one in found]
    return tuple(sorted(floored, key=lambda one: -one.weight)[:MOST])


def choose_asked(words: Sequence[Weighed], rows: float) -> str:
    """A `tsquery` of the rarest words that together bring no more than `LOOKED_AT` of `rows` rows. Empty: there is no word."""
    return any_of(take_rarest(words, rows, LOOKED_AT) or words[:1])


def make_demands(words: Sequence[Weighed], rows: float, customer: Sequence[str] = ()) -> tuple[Demand, ...]:
    """How rows that share much of the words' weight are asked for, the strictest first. Where every word is in too many rows, a
    row has to have one of the rarest, or something of each part of the others. `customer`: the words of its name.

    The parts are cut along the rarity of the words: the first is what the index walks through, the others are only looked up.
    """
    if sum(one.share for one in words) * rows <= LOOKED_AT:
        return (Demand(any_of(words), 0.0),)
    rare = take_rarest(words, rows, BY_THEMSELVES)
    others = words[len(rare) :]
    whole = sum(one.weight for one in others)
    alone = any_of(rare)
    theirs = divide(others, OWN_PARTS)
    own = " & ".join([*map(quote, customer), each_of(theirs)]) if customer and expect(theirs, rows) <= LOOKED_AT else ""
    demands: dict[str, Demand] = {}
    for count in PARTS:
        parts = divide(others, count)
        if (demands or rare) and expect(parts, rows) > LOOKED_AT:
            break
        asked = " | ".join(filter(None, [alone, each_of(parts), own]))
        demands[asked] = Demand(asked, whole - min(sum(one.weight for one in part) for part in parts))
    return tuple(demands.values()) or (Demand(alone, whole),)


def take_rarest(words: Sequence[Weighed], rows: float, most: float) -> Sequence[Weighed]:
    """The first words, as far as they together bring no more than `most` of `rows` rows."""
    brought = 0.0
    for place, one in enumerate(words):
        brought += one.share * rows
        if brought > most:
            return words[:place]
    return words


def divide(words: Sequence[Weighed], count: int) -> list[list[Weighed]]:
    """Into at most so many runs of about the same weight."""
    whole = sum(one.weight for one in words)
    parts: dict[int, list[Weighed]] = {}
    before = 0.0
    for one in words:
        parts.setdefault(int((before + one.weight / 2) / whole * min(count, len(words))), []).append(one)
        before += one.weight
    return list(parts.values())


def expect(parts: Iterable[Sequence[Weighed]], rows: float) -> float:
    """How many rows have something of each part, if words come independently. Those of one matter come together: more."""
    return rows * prod(1 - prod(1 - one.share for one in part) for part in parts)


def any_of(words: Iterable[Weighed]) -> str:
    return " | ".join(quote(one.word) for one in words)


def each_of(parts: Iterable[Iterable[Weighed]]) -> str:
    return " & ".join(f"({any_of(part)})" for part in parts)


def quote(word: str) -> str:
    """As one word of a `tsquery`, whatever stands in it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
