"""How much of a problem's words a playbook knows: BM25 (Robertson & Zaragoza 2009) over all that it says, each word weighed by
how few of the playbooks have it. It finds what no phrase foresees, and knows less surely than a phrase. Pure."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import is_
from typing import Final

from resolvent.knowledge.matters import load_matters
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.stems import telling_words

K1: Final = 1.2
B: Final = 0.5
TITLE: Final = 2
"""How much a word of the title counts beside one of the text."""
RAREST: Final = 3.03
"""What a word weighs that a single playbook has, however many there are: what `matching` asks means the same when some are added."""
LENGTH: Final = 240.0
"""Of a playbook as most are, by the weights of its words. Fixed for the same reason."""


class Index:
    def __init__(self, playbooks: Sequence[Playbook]) -> None:
        self._told = {one.id: one.told for one in playbooks}
        self._length = {name: measure_length(told) for name, told in self._told.items()}
        self._having = Counter(word for told in self._told.values() for word in told)

    def weigh(self, word: str) -> float:
        """Of a word that no playbook has, as of one that a single playbook has."""
        return RAREST * self._rarity(max(self._having[word], 1)) / self._rarity(1)

    def _rarity(self, having: int) -> float:
        return math.log(1 + (len(self._told) - having + 0.5) / (having + 0.5))

    def weigh_words(self, title: str, text: str) -> dict[str, float]:
        """Those of a problem."""
        named = set(telling_words(title))
        asked = named | set(telling_words(text))  # often counts no more: a message may repeat the ticket
        return {word: self.weigh(word) / (1 if word in named else TITLE) for word in sorted(asked)}

    def rank(self, title: str, text: str) -> list["Like"]:
        """Likest first."""
        weights = self.weigh_words(title, text)
        found = [Like(name, add_up(weights, told, self._length[name])) for name, told in self._told.items()]
        return sorted(found, key=lambda one: -one.score)

    def score_elsewhere(self, title: str, text: str) -> float:
        """How much the nearest of the matters without a playbook has of the words, in the same units."""
        weights = self.weigh_words(title, text)
        return max(add_up(weights, words, measure_length(words)) for words in load_matters().values())


def measure_length(told: Counter[str]) -> float:
    return 1 - B + B * sum(told.values()) / LENGTH


def add_up(weights: dict[str, float], told: Counter[str], length: float) -> float:
    saturation = K1 * length
    known = ((weight, told[word]) for word, weight in weights.items() if word in told)
    return sum(weight * often * (K1 + 1) / (often + saturation) for weight, often in known)


@dataclass(frozen=True, slots=True)
class Like:
    playbook_id: str
    score: float


class Shelf(tuple[Playbook, ...]):
    """The same as another where it holds the very same playbooks: they never change, and are too large to compare."""

    def __hash__(self) -> int:
        return hash(tuple(map(id, self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelf) and len(self) == len(other) and all(map(is_, self, other))


def find_index(playbooks: Sequence[Playbook]) -> Index:
    """Made once for each shelf."""
    return _make_index(Shelf(playbooks))


@lru_cache(maxsize=64)
def _make_index(shelf: Shelf) -> Index:
    return Index(shelf)
