"""Shares that stand before the word for what they are a share of: "62 % full", "3 % idle". Pure."""

import re

from resolvent.knowledge.numbers import SHARES
from resolvent.knowledge.phrases import compile_phrase
from resolvent.knowledge.playbook import Answer, Check

_SHARE = re.compile(r"(?<![\w.,])(?P<n>\d{1,3}(?:[.,]\d+)?)\s?(?:%|percent|per cent)\s+(?=\w)", re.IGNORECASE)
_LEFT = re.compile(r"(?:idle|free|empty|unused|spare|room)\b", re.IGNORECASE)
"""What is not in use: so much of it is so much less of what the check measures."""
_FREE = re.compile(
    rf"(?:(?<![\w.,])(?P<n>\d{{1,3}}(?:[.,]\d+)?)\s?(?:%|percent|per cent)|\b(?P<words>{'|'.join(SHARES)}))"
    r"(?:\s+(?!full\b|busy\b|used\b|in\b|and\b|but\b)[\w'’]+){0,4}?\s+(?:idle|free|empty|unused|spare|left|available|remaining)\b",
    re.IGNORECASE,
)
_OF_USE = re.compile(r"\b(?:full|busy|used?)\b", re.IGNORECASE)


def read_share(check: Check, text: str) -> float | None:
    """What the check measures, in %, where the text tells it by a word of one of the check's answers. By the word alone
    "0 % idle" would be idle."""
    if check.measure is None or check.measure.unit != "%":
        return None
    for found in _SHARE.finditer(text):
        told, value = text[found.end() :], float(found["n"].replace(",", "."))
        answer = next((one for one in check.answers if begins_with(told, one)), None)
        if answer is not None and value <= 100:
            return 100 - value if answer.below is not None and _LEFT.match(told) else value
    return None


def turn_round(check: Check, text: str) -> str:
    """With "95 %" for "5 % free" where the check asks how much is in use, whether or not its answers know the word."""
    if check.measure is None or check.measure.unit != "%" or not _OF_USE.search(check.title):
        return text
    return _FREE.sub(used, text)


def used(free: re.Match[str]) -> str:
    share = SHARES[free["words"].lower()] if free["words"] else float(free["n"].replace(",", "."))
    return f"{100 - share:g} %" if share <= 100 else ""


def begins_with(text: str, answer: Answer) -> bool:
    return any(compile_phrase(phrase).match(text) for phrase in (*answer.says, *answer.short))
