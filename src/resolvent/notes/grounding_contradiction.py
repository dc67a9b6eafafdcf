"""Does the evidence say the opposite of a sentence? Pure."""

from collections.abc import Iterable
from functools import lru_cache

from resolvent.notes.composer_phrases import SENTENCE_END
from resolvent.notes.grounding_backing import CLAUSE, COLON, bare, content, is_negated
from resolvent.notes.grounding_tokens import stem
from resolvent.notes.markdown import plain

OPPOSITES = [
    tuple(frozenset(stem(word) for word in side.split("/")) for side in pair.split("|"))
    for pair in (
        "running|stopped/stopping",
        "enabled|disabled",
        "reachable|unreachable",
        "online|offline",
        "available|unavailable",
        "connected|disconnected",
        "valid|invalid/expired",
        "locked|unlocked",
        "full|empty",
        "present|missing/absent",
        "allowed|blocked/denied",
        "works/work/working|broken/fails/failed",
        "healthy|unhealthy/degraded/faulty",
        "correct|wrong/incorrect",
        "before|after",
        "increased|decreased/reduced",
        "slow|fast",
    )
]

OPPOSITE_OF: dict[str, frozenset[str]] = {}
for left, right in OPPOSITES:
    OPPOSITE_OF |= dict.fromkeys(left, right) | dict.fromkeys(right, left)

Statement = tuple[frozenset[str], bool]
"""A clause: the stems of its meaning words, and whether it denies."""


class Statements:
    """The clauses of some texts, to be found by their words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_word: dict[str, set[Statement]] = {}
        for text in texts:
            for statement in statements_of(text):
                for word in statement[0]:
                    self._by_word.setdefault(word, set()).add(statement)

    def having(self, words: Iterable[str]) -> set[Statement]:
        return set().union(*(self._by_word.get(word, ()) for word in words))


@lru_cache(maxsize=4_000)
def statements_of(text: str) -> tuple[Statement, ...]:
    """Kept, as the pools are: most of a session's texts were read for the preview before."""
    sentences = [part for line in text.splitlines() for part in SENTENCE_END.split(line)]
    clauses = dict.fromkeys(part for one in sentences for part in (one, *CLAUSE.split(one), *COLON.split(one)))
    return tuple((frozenset(content(one)), is_negated(one)) for one in clauses if not one.rstrip().endswith("?"))


def contradicts(sentence: str, evidence: Statements) -> bool:
    """The evidence speaks of the same, and denies what is claimed here (or the other way round).

    A colon may join a question with its answer, or an outcome with its reason: read both ways, it must clash both ways.
    """
    if plain(sentence).rstrip().endswith("?"):
        return False
    whole = CLAUSE.split(bare(sentence).rpartition("? ")[2])
    cut = [part for clause in whole for part in COLON.split(clause)]
    return all(any(clashes(clause, evidence) for clause in clauses) for clauses in (whole, cut))


def clashes(clause: str, evidence: Statements) -> bool:
    words, denies = frozenset(content(clause)), is_negated(clause)
    near = evidence.having(words)
    alike = [denied for other, denied in near if is_alike(words, other)]
    if alike and denies not in alike:
        return True
    against = frozenset().union(*(OPPOSITE_OF.get(word, ()) for word in words))
    opposed = any(is_opposite(words, other) and denied == denies for other, denied in evidence.having(against))
    return opposed and not any(words <= other for other, _ in near)


def is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= 2 and common >= 0.75 * max(len(one), len(other))


def is_opposite(one: frozenset[str], other: frozenset[str]) -> bool:
    """They share their subject, and one has the opposite word of the other."""
    for word in one:
        there = OPPOSITE_OF.get(word, frozenset())
        if there & other and not there & one and word not in other:
            here = OPPOSITE_OF[next(iter(there))]
            rest, other_rest = one - here, other - there
            return bool(rest) and len(rest & other_rest) >= 0.5 * max(len(rest), len(other_rest))
    return False
