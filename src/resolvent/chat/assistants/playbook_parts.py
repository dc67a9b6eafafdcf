"""A message in the parts that answer different questions: "since Monday, nothing changed, only hers". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from resolvent.chat.assistants.playbook_questions import CHANGED, ERROR, Question, answers
from resolvent.knowledge.corrections import after_marker, corrected
from resolvent.knowledge.words import split_written

_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|\([^)]*\)")
_COMMA = re.compile(r"\s*[,;](?=\s)\s*(?:(?:and|but)\s+)?")
_AND = re.compile(r"\s+(?:and|but)\s+", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:when\w*|which|who|whose|where|because|while|as|that|so|then|if|or|and|but|although|though|with|without|on|in|at|by|for|from|to"
    r"|not(?! (?:sure|certain|checked|tested|tried|yet|known|clear)\b)|after|before|always|sometimes|mostly|often|even|also|too|only when|except|maybe|i think|about|around)\b",
    re.IGNORECASE,
)
"""A part that begins so belongs to the one before, unless it answers a question of its own."""
_REPLY_FIRST = re.compile(
    r"^\W*(?:(?:no|nope|nah|yes|yep|yeah|yup|well|okay|ok)\b[\s,:]+)+(?=(?:not|only|just|all|every\w*|both|some|most|since|it|its|they)\b)",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\W*(?:nothing|none|nope|no(?! (?:idea|clue)\b)|not that (?:i|we) know)\b", re.IGNORECASE)
_UNDER = re.compile(r"(?:when\w*|which|who|whose|where|because|while|that|if)\b", re.IGNORECASE)
"""And so in any case."""


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    questions: tuple[Question, ...]
    """What it answers by its words."""
    sentence: int
    corrects: bool = False
    """It begins with "sorry", "I meant" and the like."""
    in_turn: bool = False
    """It answers the question whose turn it is, not by its words."""


def divide(text: str, questions: Sequence[Question], *, whole: bool = False) -> list[Part]:
    """`whole`: a sentence that answers one question alone stays as it is, as in a text that was not written as answers."""
    sentences = [one.text for one in split_written(text).sentences]
    instead = dict(corrected(sentences))
    parts: list[Part] = []
    for place, sentence in enumerate(sentences):
        said = instead.get(place, sentence)
        if after_marker(said) == "":
            continue
        pieces = divide_sentence(said, questions)
        if whole and len({one.questions for one in pieces if one.questions}) < 2:
            pieces = [Part(said, answered(said, questions), 0)]
        parts += [
            replace(one, text=one.text.rstrip(" ;,"), sentence=place, corrects=place in instead) for one in pieces
        ]
    return parts


def give_in_turn(parts: Sequence[Part], besides: Sequence[Question]) -> list[Part]:
    """Behind the answer to one question asked along with a check a bare no answers the next: "since Monday, nothing"."""
    given = list(parts)
    for place, one in enumerate(given):
        before = given[place - 1].questions if place else ()
        then = next((after for this, after in pairwise(besides) if this in before), None)
        if then is not None and then.label in (CHANGED, ERROR) and not one.questions and _NOTHING.match(one.text):
            given[place] = replace(one, questions=(then,), in_turn=True)
    return given


def answered(text: str, questions: Sequence[Question]) -> tuple[Question, ...]:
    return tuple(one for one in questions if answers(one, text))


def divide_sentence(sentence: str, questions: Sequence[Question]) -> list[Part]:
    cut = _QUOTED.sub(lambda found: "x" * len(found.group()), sentence)
    pieces: list[tuple[int, int, tuple[Question, ...]]] = []
    for start, end in spans(cut, _COMMA):
        text = sentence[start:end]
        kinds = answered(text, questions)
        goes_on = _UNDER.match(text) or (not kinds and _GOES_ON.match(text))
        if pieces and goes_on:
            pieces[-1] = (pieces[-1][0], end, pieces[-1][2])
        else:
            pieces += split_and(sentence, cut, start, end, kinds, questions)
    return [Part(sentence[start:end], kinds, 0) for start, end, kinds in pieces]


def split_and(
    sentence: str, cut: str, start: int, end: int, kinds: tuple[Question, ...], questions: Sequence[Question]
) -> list[tuple[int, int, tuple[Question, ...]]]:
    """At an "and" between two answers: "since Monday and only hers"."""
    if len(kinds) > 1:
        for found in _AND.finditer(cut, start, end):
            left = answered(sentence[start : found.start()], questions)
            right = answered(sentence[found.end() : end], questions)
            if left and right and not set(left) & set(right):
                return [(start, found.start(), left), (found.end(), end, right)]
    return [(start, end, kinds)]


def spans(text: str, divider: re.Pattern[str]) -> list[tuple[int, int]]:
    found = [(one.start(), one.end()) for one in divider.finditer(text)]
    starts, ends = [0, *(end for _, end in found)], [*(start for start, _ in found), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]


def without_reply(text: str) -> str:
    """ "No, not only her" says as much without its no."""
    return _REPLY_FIRST.sub("", text)


def join(parts: Sequence[Part]) -> str:
    """Side by side as they were written; lines without an end to their sentences do not run into each other."""
    text = ""
    for place, one in enumerate(parts):
        same = place > 0 and parts[place - 1].sentence == one.sentence
        ended = text.endswith((".", "!", "?", ":"))
        text += (", " if same else " " if ended else "; ") + one.text if text else one.text
    return text
