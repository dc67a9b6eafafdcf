"""Splits a message into prose and pasted output, and reads plain answers: yes, no, don't know, can't, numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from resolvent.knowledge.phrases import compile_phrase, negations, own_negations

SCANNED = 24_000
"""Characters that are read of one message: its head and its tail. The rest of a huge log decides nothing."""

SENTENCES = 120
"""Sentences that are weighed of one message, also from both ends."""

LONGEST = 600
"""Characters of a sentence that are read."""

Reply = Literal["yes", "no", "unknown", "cannot"]

_OUTPUT_LINE = re.compile(
    r"""^\s*(?:
        PS\s+[A-Z]:\\ | [A-Z]:\\[^>]*> | [$\#]\s+\w | \w[\w.-]*@[\w.-]+[:~] |     # a prompt
        [\w().\/' -]{1,50}(?:\s\.)+\s*: | [\w().\/' -]{1,40}\s+:(?:\s|$) |            # ipconfig's dots, Format-List, sc
        [A-Z][A-Z_]{3,}\s*: |                                                      # STATE  : 4  RUNNING
        [A-Z][\w ]{2,40}:\s+(?:True|False|Allow|Deny|-?\d[\d.,]*\s?(?:%|days|[KMGT]B|ms)?)\s*$ |  # Uptime: 21.0 days
        \*\s[A-Z]+\s\*\s*$ | \*{3}\s |                                             # * NONE *
        (?:[ ]{2,}|\t)\S |                                                        # nobody indents a sentence
        .*\S\s{3,}\S | [-=*+|]{3,} | [|+].*[|+]\s*$                                # columns, rulers, boxes
    )""",
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.](?=\S)[^.!?;\n]*)*[.!?;]*")
_CLAUSE = re.compile(r"[,;]|\b(?:but|because|and|so)\b")
_BLANK_LINES = re.compile(r"\n{3,}")
_HYPOTHESIS = re.compile(
    r"^\s*(?:and |but |so )?(?:if|in case|unless|should i|could it|maybe if|what if|whether)\b", re.IGNORECASE
)
_HEDGE = re.compile(
    r"\b(?:i think|i guess|i believe|probably|possibly|maybe|perhaps|might|seems?|apparently|as far as i|afaik|likely"
    r"|pretty sure|fairly sure|looks like|kind of|sort of|i suppose)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:(?:don['’]?t|do not|doesn['’]?t|can['’]?t) (?:really |actually )?(?:know|tell|remember)"
    r"|not (?:so |really |quite |entirely )?(?:sure|certain)"
    r"|no idea|no clue|dunno|unsure|unclear|hard to (?:say|tell)|idk|unknown|haven['’]?t (?:checked"
    r"|looked|asked|tried))\b",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"\b(?:(?:can['’]?t|cannot|can not|unable to|not able to|not allowed to|no way to|couldn['’]?t|won['’]?t) "
    r"(?:\w+ ){0,2}?(?:run|check|test|do that|do this|access that|get to that|try|execute|reach the user|look)"
    r"|no (?:access|rights|permission|admin)(?: rights)?(?: (?:to|on|there|for))?|(?:skip"
    r"|pass on) (?:this|that|it|the)|^\s*skip\b"
    r"|next (?:one|question)|access (?:is )?denied|not possible|don['’]?t have (?:access|rights|permission|admin))",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|hm+|ah|oh|hi|hello|thanks)[,.! ]+)?"
    r"(?:yes|yep|yeah|yup|ya|aye|sure|correct|right|true|affirmative|indeed|exactly|absolutely|definitely|of course"
    r"|it (?:is|does|did|has|was|can|works)|they (?:are|do|did|can|have)|(?:he|she) (?:is|does|did"
    r"|has|can)|i can|it['’]s there"
    r"|that['’]?s (?:right|correct|true|the case))\b(?!\s*(?:not|n['’]t)|['’]t)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|hm+|ah|oh|hi|hello|thanks)[,.! ]+)?"
    r"(?:no(?!\s+(?:idea|clue|problem|access|rights|permission|admin|way to))|nope|nah|negative|never"
    r"|neither|not (?:at all|really|that|yet|anymore|any more)|none|nothing"
    r"|wrong|false|it (?:isn|doesn|didn|hasn|wasn|can|won)['’]?t|it (?:is|does|did|has|was) not|it['’]s not"
    r"|they (?:aren|don|didn|can|haven)['’]?t|(?:he|she) (?:isn|doesn|didn|hasn|can)['’]?t|i can['’]?t)\b",
    re.IGNORECASE,
)
_UNSURE_YES = re.compile(
    r"^\W*(?:i (?:think|guess|believe|suppose) so|probably|maybe|perhaps|possibly|most likely"
    r"|seems so|looks like it)\b",
    re.IGNORECASE,
)
_UNSURE_NO = re.compile(
    r"^\W*(?:i don['’]?t (?:think|believe) so|probably not|i (?:think|guess) not|doubt it|unlikely"
    r"|not that i (?:know|can see))\b",
    re.IGNORECASE,
)

_LESS_THAN = re.compile(r"\b(?:less|fewer|lower) than\W*$|\b(?:below|under|almost|not even)\W*$", re.IGNORECASE)
_NUMBER_WORDS = {
    "zero": 0,
    "no": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
    "hundred": 100,
}
_UNITS: dict[str, dict[str, float]] = {
    "GB": {
        "gb": 1,
        "gig": 1,
        "gigs": 1,
        "gigabyte": 1,
        "gigabytes": 1,
        "gib": 1,
        "mb": 1 / 1024,
        "megs": 1 / 1024,
        "mib": 1 / 1024,
        "tb": 1024,
        "kb": 1 / 1024**2,
        "bytes": 1 / 1024**3,
    },
    "%": {"%": 1, "percent": 1, "per cent": 1},
    "ms": {"ms": 1, "msec": 1, "milliseconds": 1, "s": 1000, "seconds": 1000},
    "Mbps": {"mbps": 1, "mbit": 1, "mbit/s": 1, "mb/s": 8, "gbps": 1000, "kbps": 0.001},
    "days": {
        "day": 1,
        "days": 1,
        "d": 1,
        "hour": 1 / 24,
        "hours": 1 / 24,
        "week": 7,
        "weeks": 7,
        "month": 30,
        "months": 30,
    },
    "minutes": {
        "minute": 1,
        "minutes": 1,
        "min": 1,
        "mins": 1,
        "hour": 60,
        "hours": 60,
        "seconds": 1 / 60,
        "second": 1 / 60,
    },
    "count": {"": 1, "times": 1, "files": 1, "items": 1, "events": 1, "jobs": 1, "documents": 1, "x": 1, "users": 1},
}


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    hedged: bool


@dataclass(frozen=True, slots=True)
class Written:
    """`whole` is what is scanned for output; `sentences` are the engineer's own words, without questions and ifs."""

    whole: str
    prose: str
    sentences: tuple[Sentence, ...]


def cap(text: str) -> str:
    if len(text) <= SCANNED:
        return text
    return text[: SCANNED * 2 // 3] + "\n" + text[-SCANNED // 3 :]


@lru_cache(maxsize=256)
def split_written(text: str) -> Written:
    lines = cap(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    # Without floods of blank lines, over which patterns that begin with blanks would take for ever.
    whole = _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines))
    prose = "\n".join(keep_prose(whole.split("\n")))
    sentences = [found.group()[:LONGEST].strip() for found in _SENTENCE.finditer(prose)]
    kept = [one for one in sentences if one and not one.endswith("?") and not _HYPOTHESIS.match(one)]
    if len(kept) > SENTENCES:
        kept = kept[: SENTENCES * 2 // 3] + kept[-SENTENCES // 3 :]
    return Written(whole, prose, tuple(Sentence(one, bool(_HEDGE.search(one))) for one in kept))


def keep_prose(lines: list[str]) -> list[str]:
    """Without fenced blocks, quoted mail, and what looks like a tool's output."""
    kept, fenced = [], False
    for line in lines:
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and not line.lstrip().startswith(">") and not _OUTPUT_LINE.match(line[:300]):
            kept.append(line)
    return kept


def find_phrase(phrase: str, sentence: str) -> Literal["said", "denied"] | None:
    """Whether the sentence says the phrase, or denies it ("it is not stopped")."""
    found = compile_phrase(phrase).search(sentence)
    if found is None:
        return None
    inside, own = negations(found.group()), own_negations(phrase)
    if inside & own:
        return "said"
    clause = _CLAUSE.split(sentence[: found.start()])[-1][-40:]
    return "denied" if inside or negations(clause) else "said"


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def read_reply(prose: str) -> tuple[Reply, float] | None:
    """A plain answer, and how certain it is. The first words decide; "not sure" is no no."""
    text = prose.strip()
    if not text:
        return None
    head = text[:200]
    first = _SENTENCE.search(head)
    opening = first.group() if first else head
    for reply, pattern, certainty in _REPLIES:
        if pattern.search(opening):
            return reply, 0.75 if certainty == 1 and reply in ("yes", "no") and _HEDGE.search(opening) else certainty
    return next(((reply, 1.0) for reply, pattern, _ in _REPLIES if reply in _NO_ANSWER and pattern.search(head)), None)


_NO_ANSWER = ("cannot", "unknown")
_REPLIES: tuple[tuple[Reply, re.Pattern[str], float], ...] = (
    ("no", _UNSURE_NO, 0.7),
    ("yes", _UNSURE_YES, 0.7),
    ("yes", _YES, 1.0),
    ("cannot", _CANNOT, 1.0),
    ("unknown", _UNKNOWN, 1.0),
    ("no", _NO, 1.0),
)
"""In this order: "I can't tell" is no "no"."""


def read_number(text: str, unit: str) -> float | None:
    """The first number with a fitting unit, in `unit`; for a count, a bare number will do."""
    units = _UNITS[unit]
    names = "|".join(sorted((re.escape(name) for name in units if name), key=len, reverse=True))
    number = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?|" + "|".join(_NUMBER_WORDS) + ")"
    ending = r"(?![\w/])" if unit != "%" else r"(?!\w)"
    found = compiled(rf"(?<![\w.]){number}\s*(?P<u>{names}){ending}").search(text[:2000])
    if found is None and unit == "count":
        found = compiled(rf"(?<![\w.]){number}(?P<u>)(?![\w.])").search(text[:2000])
    if found is None and re.fullmatch(r"\W*(?:about|around|roughly|~)?\s*\d+(?:[.,]\d+)?\W*", text.strip()):
        found = compiled(r"(?P<n>\d+(?:[.,]\d+)?)(?P<u>)").search(text)
    if found is None:
        return None
    value = to_number(found["n"]) * units.get(found["u"].lower(), 1)
    return value * (1 - 1e-6) if _LESS_THAN.search(text[: found.start()]) else value


def to_number(text: str) -> float:
    if text.lower() in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[text.lower()])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def in_unit(number: str, printed: str | None, unit: str) -> float:
    """A number that a tool printed, with its unit where it prints one."""
    return to_number(number) * _UNITS[unit].get((printed or "").strip().lower(), 1)
