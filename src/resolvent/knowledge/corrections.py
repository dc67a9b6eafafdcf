"""What takes an earlier answer back: "sorry, wrong: it was all the time", "no, the other one". Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_SIGNS: Final = r"[\s,.:;!–—-]*"
_STRONG: Final = (
    r"(?:sorry|oops|correction|my (?:mistake|bad|fault)|scratch that|strike that|make that|i (?:was|am) wrong|i meant?|i misread"
    r"|i mistyped|that was wrong|wrong(?=\s*[,.:;!–—-]|\s+(?:it|he|she|they|that)\b|\s*$))"
)
_MARKER = re.compile(
    rf"^\W*(?:(?:oh|ah|ok|okay|well|hm+|no|wait|hang on|but|and)\b{_SIGNS})*(?:{_STRONG}|actually)\b{_SIGNS}"
    rf"(?:(?:{_STRONG}|actually|no|i (?:mean|meant|say)|about that)\b{_SIGNS})*",
    re.IGNORECASE,
)
_WEAK = re.compile(r"^\W*(?:(?:oh|ah|ok|okay|well|hm+|no|wait|but|and)\W+)*actually\b", re.IGNORECASE)
_INSIDE = re.compile(
    rf"(?:\bno\b[\s,]*)?\b(?:sorry|i mean|i meant|correction|make that|scratch that)\b{_SIGNS}", re.IGNORECASE
)
_MIDST = re.compile(rf"[,;–—-]\s+(?=(?:(?:oh|no|wait|but|and)\b{_SIGNS})*{_STRONG}\b)", re.IGNORECASE)
_OPENING = re.compile(
    rf"^\W*(?:(?:ja|jo|jup|yep|yeah|yup|ok|okay|well|hm+|oh|ah|so|hi|hello|hey|btw|mate|and|but)\b{_SIGNS})+(?=\w)",
    re.IGNORECASE,
)
_OTHER_ONE = re.compile(
    r"^\W*(?:(?:oh|ah|no|sorry|oops|wait|wrong|actually|i meant?)\W+)+(?:it(?:['’]s| is| was) )?(?:just )?"
    r"the (?:other (?:one|way (?:round|around)|answer)|opposite)\W*$",
    re.IGNORECASE,
)

_DISAGREES = re.compile(
    r"^\W*(?:(?:no|nope|nah|but)\b\W*)*(?:that|this)(?:['’]?s| is) (?:wrong|incorrect|not (?:right|true|correct|it|the (?:cause|problem|issue|point)|what i (?:said|wrote|meant)))\b",
    re.IGNORECASE,
)


def cut_at_marker(sentence: str) -> list[str]:
    """ "61 GB there, sorry, the bin is empty" says two things."""
    return _MIDST.split(sentence)


def after_marker(sentence: str) -> str | None:
    """What follows the words that take something back, perhaps nothing; None: there are no such words."""
    found = _MARKER.match(sentence)
    return sentence[found.end() :].strip() if found else None


def without_opening(text: str) -> str:
    """Without words that only open it, and those that take something back: "ja it says offline", "sorry, no, she is on cable"."""
    told = after_marker(text) or text
    return _OPENING.sub("", told) or text


def is_weak(sentence: str) -> bool:
    """ "Actually" may as well begin a plain answer."""
    return _WEAK.match(sentence) is not None


def disagrees(sentence: str) -> bool:
    """ "That's wrong", to what was read or suggested: no answer to what is asked."""
    return _DISAGREES.match(sentence) is not None


def names_the_other(sentence: str) -> bool:
    return _OTHER_ONE.match(sentence) is not None


def amended(prose: str) -> str:
    """Without what the same message takes back: "300 MB, no sorry 30 GB"."""
    last = 0
    for found in _INSIDE.finditer(prose):
        last = found.end()
    return prose[last:].strip() or prose


def corrected(sentences: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Which sentences take something back, and what each says instead; the mark may stand alone in the sentence before."""
    alone = False
    for place, sentence in enumerate(sentences):
        told = after_marker(sentence)
        if told or (told is None and alone):
            yield place, told or sentence
        alone = told == ""
