"""A note that tells the customer that nothing was done is no mistake of its own, but rarely what was meant. Pure.

True and grounded, so that `check` lets it pass; the engineer is asked before it leaves, as for a sentence without backing.
"""

import re

from resolvent.notes.grounding import Finding, make_finding, read_sentences
from resolvent.notes.grounding_rules import NOTHING_DONE
from resolvent.notes.markdown import plain
from resolvent.notes.structure import CAUSE, Kind

CODE = "nothing_done"
NOTHING_FOUND = "This note tells the customer that nothing was found and nothing was done."
NOT_DONE = "This note tells the customer that nothing was done."
LEFT_UNDONE = re.compile(
    r"\b(?:we|i)\s+(?:have|had|did)(?:\s+not|n['’]t)\s+(?:yet\s+)?(?:appl(?:y|ied)|chang(?:e|ed)|fix(?:ed)?|done?|tr(?:y|ied)|ma(?:k|d)e|tak(?:e|en))"
    r"\s+(?:any|anything|a)\b",
    re.IGNORECASE,
)
NO_CAUSE = re.compile(
    r"\bno\s+(?:\w+\s+){0,2}?cause\s+(?:was|is|has\s+been|could\s+be)\b|\bcause\b.{0,40}(?:\bnot\b|n['’]t\b|\bun(?:known|clear|determined)\b|\bstill\s+open\b)",
    re.IGNORECASE,
)


def warn_of_nothing(markdown: str, kind: Kind) -> list[Finding]:
    """At most one, at the sentence that says so; an escalation may well say that nothing was tried."""
    if kind is not Kind.RESOLUTION:
        return []
    sentences = [(section, sentence, plain(sentence)) for section, sentence in read_sentences(markdown, kind)]
    told = next(((section, one) for section, one, said in sentences if says_undone(said)), None)
    if told is None:
        return []
    causes = [said for section, _, said in sentences if section == CAUSE and not says_undone(said)]
    found = any(not NO_CAUSE.search(said) for said in causes)
    section, sentence = told
    return [make_finding(CODE, sentence, NOT_DONE if found else NOTHING_FOUND, section)]


def says_undone(said: str) -> bool:
    return bool(NOTHING_DONE.search(said) or LEFT_UNDONE.search(said))
