"""The general questions beside a playbook's own: since when, what changed, who else. Anybody can answer them, and a handoff needs
them; so they are asked along with the checks, a few at a time, and are no step of their own. Pure."""

import re
from collections.abc import Set
from typing import Final

from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook_acts import tells_act
from resolvent.chat.assistants.playbook_answers import fill
from resolvent.chat.assistants.playbook_parts import divide, give_in_turn
from resolvent.chat.assistants.playbook_questions import CHANGED, LEAD, QUESTIONS, Question, answers, asked_besides
from resolvent.knowledge.playbook import Check, Playbook
from resolvent.knowledge.stems import telling_words
from resolvent.knowledge.telling import states_something
from resolvent.knowledge.words import split_written

AT_ONCE: Final = 2
TIMES: Final = 2
"""A question that nobody answers is asked once more, and then left."""
LIKE: Final[dict[str, re.Pattern[str]]] = {
    "What changed before": re.compile(r"\bchange", re.IGNORECASE),
    "Who is affected": re.compile(r"\bother (?:people|users|devices|PCs)\b|\beveryone\b|\bonly one\b", re.IGNORECASE),
    "Error text": re.compile(r"\bwhich (?:\w+ )?(?:error|message|code)", re.IGNORECASE),
}
"""Checks of a playbook that ask the same."""
TELLING: Final = ("What changed before", "Who is affected")
"""Whose words tell that a sentence answers them; a time or "it says" may stand in the answer to a check as well."""
NUMBERS: Final = {"Since when": ("days", "minutes", "count"), "Device and network": ("count",)}
"""Units of the numbers in their answers: "since 3 days", "Windows 11"."""
_AND = re.compile(r"\s+(?:and|but)\s+", re.IGNORECASE)
_TARGET = re.compile(r"\bto (?:about |around )?\d[\d.,]*", re.IGNORECASE)
"""What somebody set something to: "capped it to 20 %" measures nothing."""
_SINCE = re.compile(r"\b(?:since|after|before)\b", re.IGNORECASE)


def open_basics(turn: Turn, playbook: Playbook, passed_over: Set[str]) -> list[Question]:
    """What is not known, what was asked least often first."""
    known = fill(turn).answers.keys()
    asked = {
        one.title: sum(one.title in said.text for said in turn.messages if said.role == "assistant")
        for one in QUESTIONS[1:]
    }
    left = [
        one
        for one in QUESTIONS[1:]
        if one.title not in known and asked[one.title] < TIMES and not is_asked_by(playbook, one, passed_over)
    ]
    return sorted(left, key=lambda one: asked[one.title])


def is_asked_by(playbook: Playbook, question: Question, passed_over: Set[str] = frozenset()) -> bool:
    """`passed_over`: ids of checks that nobody could answer; who cannot may still know the answer in general."""
    like = LIKE.get(question.label)
    return like is not None and any(like.search(one.title) for one in playbook.checks if one.id not in passed_over)


def ask_besides(turn: Turn, playbook: Playbook, passed_over: Set[str] = frozenset()) -> str:
    """One line; empty when nothing is open. Without bold type, by which the check is known that was asked."""
    asked = open_basics(turn, playbook, passed_over)[:AT_ONCE]
    return LEAD + " ".join(one.title for one in asked) if asked else ""


def answer_besides(asked: str, text: str) -> frozenset[str]:
    """Sentences of an engineer's message that by their words, or by their place, answer a general question that the answer before it asked."""
    besides = asked_besides(asked)
    cues = [one.cue for one in besides if one.cue and one.label in TELLING]
    sentences = [one.text for one in split_written(text).sentences]
    in_turn = {sentences[one.sentence] for one in give_in_turn(divide(text, besides), besides) if one.in_turn}
    return frozenset(one for one in sentences if one in in_turn or any(cue.search(one) for cue in cues))


def number_places(asked: str, text: str, playbook: Playbook, check: Check) -> tuple[str, ...]:
    """Where the number of a measured check may stand, the likelier first: not where something was installed or replaced, nor, if
    anything else is told, in the answer to a general question that was asked along with the check."""
    besides = tuple(one for one in QUESTIONS if may_hold_number(one, asked, playbook, check))
    likely = sure = split_written(text).prose
    parts = divide(text, besides)
    more = any(states_something(one.text) for one in parts if not one.questions)
    for part in parts:
        if tells_act(part.text):
            likely, sure = (one.replace(part.text, _TARGET.sub("", part.text), 1) for one in (likely, sure))
        for question in part.questions:
            for piece in _AND.split(part.text):
                other = told_besides(question, piece, check)
                certain = answers(question, _SINCE.sub("", piece)) if question.label == CHANGED else more
                likely = likely.replace(other, ",", 1) if other else likely
                sure = sure.replace(other, ",", 1) if other and certain else sure
    return likely, sure


def may_hold_number(question: Question, asked: str, playbook: Playbook, check: Check) -> bool:
    """In the check's unit. What changed is told unasked as well."""
    if check.measure is None or not question.cue or is_asked_by(playbook, question):
        return False
    fits = question.label == CHANGED or check.measure.unit in NUMBERS.get(question.label, ())
    return fits and (question.label == CHANGED or question.title in asked.partition(LEAD)[2])


def told_besides(question: Question, piece: str, check: Check) -> str:
    """What of the words answers the question, perhaps nothing: all, or only "after the update" of "85 % after the update"."""
    if not answers(question, piece) or speaks_of(check, question, piece):
        return ""
    since = _SINCE.search(piece)
    return piece[since.start() :] if since and not answers(question, piece[: since.start()]) else piece


def speaks_of(check: Check, question: Question, piece: str) -> bool:
    """ "It was updated 3 days ago" answers when it was updated, too."""
    found = question.cue.search(piece) if question.cue else None
    return found is not None and not set(telling_words(found.group())).isdisjoint(telling_words(check.title))
