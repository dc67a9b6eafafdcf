"""Phrases as a technician writes them in a playbook, read as patterns that cannot run away.

spooler (service) is|has stopp*     words in order; `a|b` one of; in brackets: may be missing; `*` any ending
can't|unable_to print               `_` is a space inside an alternative; an apostrophe may be missing
jobs ... queue                      `...` up to four words between
"""

import re
from functools import lru_cache

_WORDS = r"[\w'*./\\:%&+#-]+(?:\|[\w'*./\\:%&+#-]+)*"
_SLOT = re.compile(rf"{_WORDS}|\({_WORDS}\)")
_BETWEEN = r"\W{1,4}"
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|neither|nor|without|nothing|hardly|cannot|nobody)\b|n['’]t\b"
    r"|\b(?:dont|doesnt|isnt|wasnt|didnt|cant|wont|couldnt)\b",
    re.IGNORECASE,
)


def check_phrase(phrase: str) -> str:
    """Returns it unchanged, or raises ValueError with what is wrong."""
    slots = phrase.split()
    if not slots:
        raise ValueError("an empty phrase")
    for slot in slots:
        if slot != "..." and not _SLOT.fullmatch(slot):
            raise ValueError(f"“{slot}” in “{phrase}”: only words, | * _ ( ) and ... are understood")
    if slots[0] == "..." or slots[-1] == "..." or slots[-1].startswith("("):
        raise ValueError(f"“{phrase}” begins or ends with something that may be missing")
    return phrase


@lru_cache(maxsize=8192)
def compile_phrase(phrase: str) -> re.Pattern[str]:
    slots = phrase.split()
    parts: list[str] = []
    for place, slot in enumerate(slots):
        last = place == len(slots) - 1
        if slot == "...":
            parts.append(rf"(?:[\w'’./-]+{_BETWEEN}){{0,4}}?")
            continue
        optional = slot.startswith("(")
        words = "|".join(word(one) for one in slot.strip("()").split("|"))
        body = f"(?:{words})" if last else f"(?:{words}){_BETWEEN}"
        parts.append(f"(?:{body})?" if optional else body)
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)


def word(text: str) -> str:
    escaped = re.escape(text)
    for plain, pattern in ((r"\*", r"\w*"), ("'", "['’]?"), ("_", _BETWEEN)):
        escaped = escaped.replace(plain, pattern)
    return escaped


@lru_cache(maxsize=8192)
def own_negations(phrase: str) -> frozenset[str]:
    """The denials that the phrase itself is made of: a "not" of these in the text belongs to it."""
    return negations(phrase.replace("_", " ").replace("|", " "))


def negations(text: str) -> frozenset[str]:
    """The denying words of a text; all contractions count as one."""
    words = (found.group().lower() for found in _NEGATION.finditer(text))
    return frozenset("n't" if word.endswith("t") and word != "not" else word for word in words)
