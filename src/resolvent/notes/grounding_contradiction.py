"""Does the evidence say the opposite of a sentence? Pure."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from resolvent.notes.grounding_leaks import LEFT_OUT, hide_secrets
from resolvent.notes.grounding_polarity import Statement, keys_of, statements_of
from resolvent.notes.grounding_tokens import normalise_raw
from resolvent.notes.markdown import flatten, plain

ALIKE = 0.5
"""Share of two clauses' words (Dice) from which they speak of the same."""
CARRIED = 0.6
"""Share of a clause's words that a statement of the evidence must have to carry it."""
LONGEST = 2_000
"""Characters of a text that are looked through."""
CLOSE = 0.1
"""Statements this near to the nearest one count as well."""

ABOUT_OUTCOMES = keys_of("help success solve resolve fixed proven proved determine verify hypothesis")
"""A clause with one of these tells how it went or how sure it is: other rules judge that."""

ABOUT_EFFECTS = keys_of("difference effect improvement change avail")
"""The same where fixes are told of."""


class Statements:
    """The clauses of some texts, to be found by their words. Most sentences of a note need none of them: they are read when asked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text[:LONGEST] for text in texts]

    @cached_property
    def _by_word(self) -> dict[str, set[Statement]]:
        by_word: dict[str, set[Statement]] = {}
        for text in self._texts:
            # As written, and on one line, as a note shows it.
            for statement in (one for form in dict.fromkeys((text, flatten(text))) for one in statements_of(form)):
                for word in statement.keys:
                    by_word.setdefault(word, set()).add(statement)
        return by_word

    @cached_property
    def _normal(self) -> str:
        shown = [form for text in self._texts for form in dict.fromkeys((text, hide_secrets(text)))]
        return f" {' | '.join(map(normalise_raw, [*shown, LEFT_OUT]))} "

    def having(self, words: Iterable[str]) -> set[Statement]:
        return set().union(*(self._by_word.get(word, ()) for word in words))

    def nearest(self, words: frozenset[str]) -> list[tuple[float, Statement]]:
        """The statements that come nearest, and how alike they are."""
        near = [(likeness(words, other.keys), other) for other in self.having(words)]
        best = max((share for share, _ in near), default=0.0)
        return [(share, other) for share, other in near if share >= best - CLOSE]

    def tell(self, clause: str) -> bool:
        """In the same words."""
        return f" {normalise_raw(clause)} " in self._normal

    def mention(self, words: re.Pattern[str]) -> bool:
        return words.search(self._normal) is not None

    def carry(self, statement: Statement, share: float = CARRIED) -> bool:
        """One of them says most of it, and does not deny it."""
        words = statement.keys
        return any(
            len(words & other.keys) >= share * len(words) and not statement.opposes(other)
            for other in self.having(words)
        )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Words that all stand in the other count as alike, however much more it says."""
    dice = 2 * len(one & other) / (len(one) + len(other))
    return max(dice, ALIKE) if len(one) > 1 and one <= other else dice


def contradicts(
    sentence: str, evidence: Statements, aside: frozenset[str] = frozenset(), titles: frozenset[str] = frozenset()
) -> bool:
    """The statement that is nearest to a clause of the sentence denies what the clause affirms, or the other way round."""
    said = statements_of(plain(sentence))
    return any(
        clashes(one, evidence, said)
        for one in said
        if not one.keys & (ABOUT_OUTCOMES | aside) and not (names_deed(one, titles) and not one.denied)
    )


def names_deed(statement: Statement, titles: frozenset[str]) -> bool:
    words = {word for word in statement.keys if word[:1] != "@" and not word[:1].isdigit()}
    return bool(titles) and len(words & titles) >= CARRIED * len(words)


def clashes(statement: Statement, evidence: Statements, said: Sequence[Statement] = ()) -> bool:
    """Unless what is denied here or there is denied in another part of the evidence, or of the sentence, as well."""
    words = statement.keys
    near = evidence.nearest(words)
    best, nearest = max(near, key=lambda one: (one[0], statement.opposes(one[1])), default=(0.0, statement))
    shared = words & nearest.keys
    enough = (
        len(shared) > 1
        or words == nearest.keys
        or (statement.affirmed and (words <= nearest.keys or nearest.keys <= words))
    )
    agreeing = [other for _, other in near if not statement.opposes(other)]
    if best >= ALIKE and enough and statement.opposes(nearest):
        if statement.negative:
            left = words.difference(*(other.keys for _, other in near))
            return not agreeing and not any(
                other.negative and not statement.opposes(other) for other in evidence.having(left)
            )
        return not excused(statement, nearest, agreeing, evidence, said)
    return not statement.negative and any(
        other.negative
        and len(other.keys) > 1
        and other.keys <= words
        and statement.opposes(other)
        and not excused(statement, other, agreeing, evidence, said)
        for other in evidence.having(words)
    )


def excused(
    statement: Statement,
    nearest: Statement,
    agreeing: Sequence[Statement],
    evidence: Statements,
    said: Sequence[Statement],
) -> bool:
    """Of an affirmation: the evidence affirms the same elsewhere, or the sentence has the denial in another part."""
    words, shared, beyond = statement.keys, statement.keys & nearest.keys, statement.keys - nearest.keys
    if any(2 * len(shared & other.keys) > len(shared) for other in agreeing):
        return True
    if any(
        other.keys & beyond
        and len(words & other.keys) >= CARRIED * len(words)
        and not statement.opposes(other)
        and speaks_of(shared, other)
        for other in evidence.having(beyond)
    ):
        return True
    return any(one.negative and one.keys & (nearest.keys - words) for one in said if one is not statement)


def speaks_of(words: frozenset[str], other: Statement) -> bool:
    """It has most of them, and all that name one thing among others: an account, a host, an address, a number."""
    names = {word for word in words if any(char.isdigit() or char in "@\\/." for char in word)}
    return names <= other.keys and 2 * len(words & other.keys) > len(words)
