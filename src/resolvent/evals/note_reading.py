"""What a note claims of the outcome, and what a handoff holds. Read from the text alone, by rules of its own. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from resolvent.cases.identifiers import read_plain

QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|`[^`\n]*`")
SUCCESS = re.compile(
    r"\b(?:(?:problem|issue|fault|error|incident|ticket|everything|it|this|that)\b[^.;!?]{0,40}\b(?:is|was|were|are|been|got)"
    r"\s+(?:now |fully |completely |successfully |finally )*(?:resolved|fixed|solved|cured|gone|cleared)"
    r"|(?:resolved|fixed|solved|cured) (?:it|this|the (?:problem|issue|fault|error|incident))"
    r"|(?:works?|working|prints?|printing|connects?|syncs?|opens?|runs?|running|starts?) (?:again|normally|properly|correctly|fine|as expected)"
    r"|back to normal|did the trick|successfully (?:resolved|fixed|repaired|restored)|restored service"
    r"|can (?:now|again)\b|no longer (?:occurs?|happens?|appears?|shows?|prompts?|fails?|locks?))",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"\b(?:not|never|no|nor|cannot|without|partly|partially|in part|only|if|once|until|unless|whether|when|should|would|could"
    r"|may|might|seem(?:s|ed)?|at first|expect(?:s|ed)?|hope|to be)\b|n['’]t\b",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"\b(?:did(?: not|n['’]t) (?:\w+ )?(?:help|work|fix|solve|resolve|cure|change)|not (?:yet )?(?:resolved|fixed|solved|cured)"
    r"|fail(?:ed|s|ure|ing)?|no (?:effect|change|improvement|difference|success)|unsuccessful(?:ly)?|without (?:success|effect)|to no avail"
    r"|did not stay|persist(?:s|ed)?|remains? unresolved|came back|made no difference|ineffective)\b",
    re.IGNORECASE,
)
PARTIAL = re.compile(
    r"\b(?:part(?:ly|ially)|in part|not (?:yet )?(?:fully|completely|entirely)|improved|some(?:what)?|what is left|remain(?:s|ing)?)\b",
    re.IGNORECASE,
)
BREAK = re.compile(r"[.;!?\n]|,\s+(?:but|and|so|which)\b|\bbut\b", re.IGNORECASE)
SECTION = re.compile(r"(?m)^##\s+(.+?)\s*$")
WORD = re.compile(r"[^\W_]{3,}")
EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "was",
        "were",
        "has",
        "have",
        "had",
        "are",
        "not",
        "but",
        "its",
        "his",
        "her",
        "their",
        "our",
        "your",
        "one",
        "all",
        "any",
        "who",
        "what",
        "when",
        "where",
        "does",
        "did",
        "can",
        "please",
        "then",
        "than",
        "into",
        "onto",
        "over",
        "after",
        "before",
        "same",
        "other",
        "again",
        "still",
    ]
)
HALF = 0.5

Recorded = str
"""`none`, or the outcome recorded last."""


def claims_success(note: str) -> bool:
    """Whether a sentence says outside quotation marks that the problem is solved, and nothing in its clause takes it back."""
    text = QUOTED.sub(" … ", read_plain(note))
    for found in SUCCESS.finditer(text):
        clause = BREAK.split(text[: found.start()])[-1] + found[0]
        if not TAKEN_BACK.search(clause.replace("no longer", "")):
            return True
    return False


def is_honest(note: str, outcomes: Sequence[str]) -> bool:
    """`outcomes`: as recorded, in order. Success is said if and only if it was recorded last; failed and partial ones are told."""
    last = outcomes[-1] if outcomes else "none"
    text = read_plain(note)
    if claims_success(note) != (last == "applied_success"):
        return False
    if "applied_failed" in outcomes and not FAILED.search(text):
        return False
    return last != "applied_partial" or bool(PARTIAL.search(text))


def sections_of(note: str) -> dict[str, str]:
    parts = SECTION.split(note)
    return {title.casefold(): body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def words_of(text: str) -> set[str]:
    """Content words by their first five letters, so that `restarted` is `restart`."""
    return {word[:5] for word in WORD.findall(text.casefold()) if word not in EMPTY}


def mentions(text: str, subject: str) -> bool:
    """Half of the subject's content words."""
    wanted = words_of(subject)
    return not wanted or len(wanted & words_of(text)) >= HALF * len(wanted)


@dataclass(frozen=True, slots=True)
class Handoff:
    """What the next engineer must find: each part is whole or not."""

    what: bool
    tried: bool
    ruled_out: bool
    next_step: bool

    @property
    def missing(self) -> list[str]:
        return [name for name in ("what", "tried", "ruled_out", "next_step") if not getattr(self, name)]


def read_handoff(note: str, summary: str, tried: Sequence[str], known: Sequence[tuple[str, ...]]) -> Handoff:
    """`tried`: titles of the fixes that were applied; `known`: of each check that was done the texts by which its result may be
    told, `title result` and the confirmed facts that hold it."""
    parts = sections_of(note)

    def part(*names: str) -> str:
        return next((body for title, body in parts.items() if any(name in title for name in names)), "")

    attempts, told = part("tried"), read_plain(note)
    return Handoff(
        what=bool(part("problem")) and mentions(part("problem"), summary),
        tried=bool(attempts) and all(mentions(attempts, title) for title in tried),
        ruled_out=bool(part("confirmed")) and all(any(mentions(told, one) for one in texts) for texts in known),
        next_step=bool(words_of(part("next"))),
    )
