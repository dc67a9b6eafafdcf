"""Answers to the general questions as facts and as results of their checks. Pure."""

import re
from typing import Final

from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook_answers import Checklist
from resolvent.chat.assistants.playbook_draft import Draft
from resolvent.chat.assistants.playbook_questions import ERROR, Question
from resolvent.secret_shapes import mask_secrets

NONE_SHOWN: Final = "No error is shown"
_NONE = re.compile(
    r"\W*(?:(?:there|it|is|shows|gives|says|no|none|nothing|errors?|messages?|codes?|text|or|and|at all|shown|displayed)\b\W*)+",
    re.IGNORECASE,
)


def state_headed(draft: Draft, turn: Turn, done: Checklist, question: Question, said: str) -> None:
    """`Since when: since Monday`, in place of what the newest message takes back."""
    before = done.corrected.get(question.title)
    old = None if before is None else as_fact(question, before)
    replaced = old if any(fact.text == old and not fact.confirmed for fact in turn.facts) else None
    source = "ticket" if question.title in done.from_ticket else "assistant"
    draft.state(as_fact(question, said), source, replaced)


def as_fact(question: Question, said: str) -> str:
    result = as_result(question, said)
    return result if result == NONE_SHOWN else f"{question.label}: {result}"


def as_result(question: Question, said: str) -> str:
    """ "None" alone would read as if nobody had looked."""
    return NONE_SHOWN if question.label == ERROR and _NONE.fullmatch(said) else mask_secrets(said)
