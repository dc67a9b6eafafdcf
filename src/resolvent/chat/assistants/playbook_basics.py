"""The general questions beside a playbook's own: since when, what changed, who else. Anybody can answer them, and a handoff needs
them; so they are asked along with the checks, a few at a time, and are no step of their own. Pure."""

import re
from typing import Final

from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook_answers import fill
from resolvent.chat.assistants.playbook_questions import QUESTIONS, Question
from resolvent.knowledge.playbook import Playbook
from resolvent.knowledge.words import split_written

LEAD: Final = "For the note, if you know it: "
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


def open_basics(turn: Turn, playbook: Playbook) -> list[Question]:
    """What is not known, what was asked least often first."""
    known = fill(turn).answers.keys()
    asked = {
        one.title: sum(one.title in said.text for said in turn.messages if said.role == "assistant")
        for one in QUESTIONS[1:]
    }
    left = [
        one
        for one in QUESTIONS[1:]
        if one.title not in known and asked[one.title] < TIMES and not is_asked_by(playbook, one)
    ]
    return sorted(left, key=lambda one: asked[one.title])


def is_asked_by(playbook: Playbook, question: Question) -> bool:
    like = LIKE.get(question.label)
    return like is not None and any(like.search(check.title) for check in playbook.checks)


def ask_besides(turn: Turn, playbook: Playbook) -> str:
    """One line; empty when nothing is open. Without bold type, by which the check is known that was asked."""
    asked = open_basics(turn, playbook)[:AT_ONCE]
    return LEAD + " ".join(one.title for one in asked) if asked else ""


def answer_besides(asked: str, text: str) -> frozenset[str]:
    """Sentences of an engineer's message that by their words answer a general question that the answer before it asked."""
    besides = [
        one.cue for one in QUESTIONS if one.cue and one.label in TELLING and one.title in asked.partition(LEAD)[2]
    ]
    return frozenset(one.text for one in split_written(text).sentences if any(cue.search(one.text) for cue in besides))
