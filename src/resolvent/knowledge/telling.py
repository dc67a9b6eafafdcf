"""What a sentence tells beside the answer that was read in it: a time, a name, a number, a circumstance; and whether two
texts tell the same finding."""

import re
from functools import cache, lru_cache
from typing import Final

from resolvent.knowledge.loader import load_shipped
from resolvent.knowledge.phrases import words_in
from resolvent.knowledge.playbook import Answer, Check
from resolvent.knowledge.stems import FILLER, stem

NEW_WORDS: Final = 2
"""From so many on that the answer does not know, a sentence tells more."""
TRIED_IN_VAIN: Final = "Tried without success: "
HELPED_IN_PART: Final = "Helped in part: "
"""How facts begin that tell what no card does."""
_WORD = re.compile(r"[^\W_][\w.:/\\-]*[^\W_]|[^\W_]")
_STATE = re.compile(r"\b(?:is|are|was|were) (?:off|down|out|up)\b", re.IGNORECASE)
"""Little words that tell how a thing is: "the AP was off"."""
_DIGIT = re.compile(r"\d")


def tells_more(sentence: str, check: Check, answer: Answer) -> bool:
    known = known_words(check, answer)
    new = [word for word in _WORD.findall(sentence) if stem(word) not in known]
    return len(new) >= NEW_WORDS or any(is_name(word, sentence) for word in new)


def states_something(sentence: str) -> bool:
    """`ok, see above` does not, nor does a number alone."""
    told = [word for word in _WORD.findall(sentence) if stem(word) not in FILLER]
    enough = 1 if _STATE.search(sentence) else NEW_WORDS
    return len(told) >= enough or any(is_name(word, sentence) and not word.isdigit() for word in told)


def is_name(word: str, sentence: str) -> bool:
    """A number, or what is written with a capital though it does not begin the sentence."""
    return bool(_DIGIT.search(word)) or (word[:1].isupper() and word != "I" and not sentence.lstrip().startswith(word))


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text))


def known_words(check: Check, answer: Answer) -> frozenset[str]:
    """What the check asks, what the answer says, and the words by which it is known."""
    phrases = words_in(*answer.says, *answer.short)
    return FILLER | words_of(f"{check.title} {answer.label} {answer.fact} {phrases}")


def is_stated(fact: str, text: str) -> bool:
    """Whether `text` is the answer's fact, by itself or with somebody's words behind it."""
    return text == fact or text.startswith(f"{fact.rstrip('.')} (“")


def says_literally(result: str, text: str) -> bool:
    return bool(result) and (text == result or text.endswith(f": {result}"))


def tells_the_same(title: str, result: str, text: str) -> bool:
    """Whether `text` is the fact that goes with this result of a playbook's check, or with this answer to a question:
    `Since when: on Monday` says what `Since when does it happen? on Monday` says."""
    return says_literally(result, text) or any(
        (result == label or result.startswith(f"{label} (")) and is_stated(fact, text)
        for label, fact in findings().get(title, ())
    )


@cache
def findings() -> dict[str, list[tuple[str, str]]]:
    """title of a check → label and fact of each answer."""
    told: dict[str, list[tuple[str, str]]] = {}
    for playbook in load_shipped():
        for check in playbook.checks:
            told.setdefault(check.title, []).extend((answer.label, answer.fact) for answer in check.answers)
    return told
