"""Whether "no lockout events" or "it is not printing" denies what a check asks, or something else. Pure."""

import re

from resolvent.knowledge.playbook import Check
from resolvent.knowledge.stems import telling_words

_NONE_OF = re.compile(r"\W*no (?P<what>[a-z][\w'’-]*(?: [a-z][\w'’-]*){0,3})\W*", re.IGNORECASE)
"""A whole message that says of something that there is none: "no lockout events"."""
_NONE_SINCE = re.compile(
    r"\W*no (?:more |new |further )?(?P<what>[a-z][\w'’-]*(?: [a-z][\w'’-]*)?) (?:since|for the last|in the last)\b.*",
    re.IGNORECASE,
)
"""How it has been: "no lockouts since 3 hours"."""
_IT_DOES_NOT = re.compile(
    r"\W*(?:it|they|he|she)(?:['’]s| is| are|['’]re| does| do| did| was| has)(?: ?not|n['’]?t) (?P<what>[a-z]\w*(?: \w+){0,2})\W*",
    re.IGNORECASE,
)
"""What does not work, in short: "it is not printing"."""
_INNER_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w*")


def denies_something_else(check: Check, prose: str) -> bool:
    """ "No lockout events" is no answer to whether a service or task runs: none of its words has to do with the check."""
    if found := _IT_DOES_NOT.fullmatch(prose.strip()) or _NONE_SINCE.fullmatch(prose.strip()):
        return is_foreign(check, found["what"])
    found = _NONE_OF.fullmatch(prose.strip())
    if found is None:
        return False
    words = found["what"].split()
    denied = set(telling_words(found["what"]))
    if len(denied) < len(words) or len(words) < 2:
        return False
    asked = [check.title, check.where or "", check.command or "", check.hint or ""]
    offered = [text for one in check.answers for text in (one.label, one.fact, *one.says, *one.short)]
    return denied.isdisjoint(telling_words(" ".join([*asked, *offered])))


def is_foreign(check: Check, what: str) -> bool:
    """Whether no answer of the check, nor its question, has to do with these words. Names do not count: a Print Spooler may run
    though nothing is printed."""
    offered = [text for one in check.answers for text in (one.label, one.fact, *one.says, *one.short)]
    known = " ".join(_INNER_NAME.sub("", text) for text in (check.title, *offered))
    told = set(telling_words(what))
    return bool(told) and told.isdisjoint(telling_words(known))
