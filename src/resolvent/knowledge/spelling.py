"""Forgives the two commonest typing mistakes, letters swapped and doubled wrongly, in words that a playbook knows, and knows what
"pw" is short for. Pure."""

import re
from collections.abc import Iterable

from resolvent.knowledge.phrases import expand

_WORD = re.compile(r"[a-z]{5,}", re.IGNORECASE)
"""Shorter words are too often a swap away from another."""
_SHORT = re.compile(r"\b(?:pw|pwd|passwd|psw)\b", re.IGNORECASE)
"""What people who type a lot write for "password"."""
_DOUBLED = re.compile(r"(.)\1+")


def read_vocabulary(phrases: Iterable[str]) -> dict[str, str]:
    """The words of the phrases as they are written rightly, by themselves and by their letters without doubling."""
    words = {word.lower() for phrase in phrases for word in _WORD.findall(expand(phrase))}
    return {_DOUBLED.sub(r"\1", word): word for word in sorted(words)} | {word: word for word in words}


def correct(text: str, vocabulary: dict[str, str]) -> str:
    def right(found: re.Match[str]) -> str:
        word = found.group().lower()
        if word in vocabulary:
            return vocabulary[word]
        if known := vocabulary.get(_DOUBLED.sub(r"\1", word)):
            return known
        swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
        return next((vocabulary[one] for one in swaps if vocabulary.get(one) == one), found.group())

    return _WORD.sub(right, _SHORT.sub("password", text))
