"""Splits a message into prose and pasted output, and reads plain answers: yes, no, don't know, can't."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from resolvent.knowledge.commands import COMMAND, HEAD
from resolvent.knowledge.corrections import disagrees
from resolvent.knowledge.german import in_english
from resolvent.knowledge.phrases import compile_phrase, negations, own_negations

SCANNED = 24_000
"""Characters that are read of one message: its head and its tail. The rest of a huge log decides nothing."""

SENTENCES = 120
"""Sentences that are weighed of one message, also from both ends."""

LONGEST = 600
"""Characters of a sentence that are read."""

Reply = Literal["yes", "no", "unknown", "cannot"]
NO_ANSWER: Final[tuple[Reply, ...]] = ("cannot", "unknown")

_OUTPUT_LINE = re.compile(
    r"""^\s*(?:
        PS\s+[A-Z]:\\ | [A-Z]:\\[^>]*> | [$\#]\s+\w | \w[\w.-]*@[\w.-]+[:~] |     # a prompt
        [\w().\/' -]{1,50}(?:\s\.)+\s*: | [\w().\/' -]{1,40}\s{2,}:(?:\s|$) |         # ipconfig's dots, Format-List, sc
        (?=\w*(?:[a-z]\d*[A-Z]|_))\w+\s:\s+[^a-z\s] | [A-Z]\w*\s:\s+[A-Z\d-]\S*\s*$ |   # TcpTestSucceeded : False, State : Running
        [A-Z][A-Z_]{3,}\s*: |                                                      # STATE  : 4  RUNNING
        [A-Z][\w ()]{2,40}:\s+(?:True|False|Allow|Deny|-?\d[\d.,]*\s?(?:%|days|[KMGT]B|ms)?)\s*$ |  # Uptime: 21.0 days
        Reply\ from\ \S+:\s | Request\ timed\ out\.?\s*$ | \*\s[A-Z]+\s\*\s*$ | \*{3}\s |                                             # * NONE *
        (?:[ ]{2,}|\t)\S |                                                        # nobody indents a sentence
        .*\S\s{3,}\S | [-=*+|]{3,} | [|+].*[|+]\s*$                                # columns, rulers, boxes
    )""",
    re.VERBOSE,
)
_RULER = re.compile(r"^\s*-{3,}(?:\s+-+)+\s*$")
"""Of a table with several columns."""
_PROMPT = re.compile(r"^\s*(?:PS\s+[A-Z]:\\|[A-Z]:\\[^>]*>|[$#]\s+\w|\w[\w.-]*@[\w.-]+[:~])")
_SAYS_NOTHING = re.compile(r"^\s*(?:The command completed successfully|New connections will be remembered)\W*$")
_PROPERTY = re.compile(r"^\s*[\w().\/' -]{1,40}\s:(?:\s|$)")
"""A line of a list of such lines; alone it may be somebody's, with a blank before the colon."""
_COLUMN = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_SENTENCE = re.compile(r"[^.!?;\n]+(?:(?:[.](?=\S)|[!;](?=\w))[^.!?;\n]*)*[.!?;]*")
"""A sign within a word ends none."""
_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”")
_ENDS = re.compile(r"[.!?;](?=.)")
_CLAUSE = re.compile(r"[,;]|\b(?:but|because|and|so)\b")
_ONLY = re.compile(r"\b(?:only|except)\b", re.IGNORECASE)
_NONE_AFTER = re.compile(r"\s*:?\s*(?:none|nothing|zero)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:colleagues?|co-?workers?|others|other (?:people|users?|pcs?|laptops?|machines?|computers?|notebooks?|devices?)"
    r"|neighbou?rs?|(?:everyone|everybody|anyone) else|the rest)\b(?! (?:says?|said|told|tells?|reports?|reported)\b)",
    re.IGNORECASE,
)
_NO_THEN = re.compile(
    r"^\W*(?:no|nope|nah)\b(?:[,\s]+(?=(?:it|he|she|they|we|i|the|that|this|there|same)\b)|\s*[:–—]\s*|\s+-+\s+|-+\s+)",
    re.IGNORECASE,
)
"""The answer "no" before a statement: "no it stays open" denies nothing of what follows, nor does "No: signed out"."""
_BLANK_LINES = re.compile(r"\n{3,}")
_QUESTION = re.compile(r"(?<![(?])\?+$")
"""A doubt in brackets is none: "the address is 10.0.0.5 (?)"."""
_HYPOTHESIS = re.compile(
    r"^\s*(?:and |but |so )?(?:if|in case|unless|should i|could it|maybe if|what if|whether)\b", re.IGNORECASE
)
_ASKED = re.compile(
    r"^\W*(?:(?:hi|hello|hallo|hey|ok|okay|well|so|and|but|please|pls|plz|just|hm+)\b\W*)*(?:(?:can|could|would|will) (?:you|u)\b"
    r"|(?:give|tell|show|send) (?:me|us)\b|wh?at (?:do|does|should|shall|can) (?:i|we|you|u|it|that|this)\b"
    r"|wh?at(?:['’]?s| is) (?:it|that|this|next)\b|how (?:do|can|should) (?:i|we|you|u)\b|why (?:do|are) (?:you|u)\b"
    r"|how (?:much|many|long) (?:longer|more)\b"
    r"|where (?:to|do (?:i|we)|should (?:i|we)) (?:start|begin|look)\b"
    r"|(?:(?:i|we) )?(?:need (?:some |your )?help|help (?:me|us))(?: with (?:this|that|it)(?: one)?)?(?: (?:please|pls|plz))?\W*$)",
    re.IGNORECASE,
)
"""A question or a request to whoever reads it, also without its mark: it states nothing."""
_HEDGE = re.compile(
    r"\b(?:i think|i guess|i believe|probably|possibly|maybe|perhaps|might|seems?|apparently|as far as i|afaik|likely"
    r"|pretty sure|fairly sure|looks like|kind of|sort of|i suppose)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:(?:don['’]?t|do not|doesn['’]?t|can['’]?t) (?:really |actually )?(?:know|tell|remember)"
    r"|not (?:so |really |quite |entirely )?(?:sure|certain)"
    r"|no idea|no clue|dunno|unsure|unclear|hard to (?:say|tell)|idk|unknown(?=\W*$|[,.;])"
    r"|(?:haven['’]?t|have not|did(?:n['’]?t| not)|not) (?:really |actually |yet )?(?:checked|check|looked|look|asked|ask"
    r"|tried|try|tested|test|verified)(?! (?:to|with)\b))\b",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"\b(?:(?:can['’]?t|cannot|can not|unable to|not able to|not allowed to|no way to|couldn['’]?t|won['’]?t) "
    r"(?:\w+ ){0,2}?(?:run|check|test|do that|do this|access that|get to that|try|execute|reach the user|look|ping)"
    r"|(?:can['’]?t|cannot|can not|couldn['’]?t) get (?:on ?to|into|to|at|on) (?:his|her|their|the|that) (?:\w+ )?(?:machine|pc"
    r"|computer|laptop|notebook|server|box|device)\b"
    r"|(?:rather|better|would) not (?:do|run|try|touch)|not allowed to"
    r"|no (?:access|rights|permission|admin)(?: rights)?(?: (?:to|on|there|for))?|(?:skip"
    r"|pass on) (?:this|that|it|the)|^\s*skip\b"
    r"|next (?:one|question)|(?<!still )(?<!: )(?<!get )(?<!gets )(?<!says )access (?:is )?denied|not possible|don['’]?t have (?:access|rights|permission|admin))",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|hm+|ah|oh|hi|hello|thanks)[,.! ]+)?"
    r"(?:yes|yep|yeah|yup|ya|aye|sure|correct|right|true|affirmative|indeed|exactly|absolutely|definitely|of course"
    r"|(?:it (?:is|does|did|has|was|can|works)|they (?:are|do|did|can|have)|(?:he|she) (?:is|does|did"
    r"|has|can)|i can)(?! (?:(?:[\w-]+ ){0,4}again|now)\b)|it['’]s there"
    r"|that['’]?s (?:right|correct|true|the case))\b(?!\s*(?:not|n['’]t)|['’]t)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|hm+|ah|oh|hi|hello|thanks)[,.! ]+)?"
    r"(?:no(?!\s+(?:idea|clue|problem|access|rights|permission|admin|way to))|nope|nah|negative|never"
    r"|neither|not (?:at all|really|that|yet|anymore|any more)"
    r"|none(?! of \w+ (?:\w+ )?(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would)\b)"
    r"|nothing(?! (?:\w+ )?(?:wrong|bad|odd|unusual|suspicious|strange|special|to complain))"
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


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    hedged: bool
    corrected: str
    """Without typing mistakes, as far as they are seen through; this is what is read, `text` is what is quoted."""


@dataclass(frozen=True, slots=True)
class Written:
    """`whole` is what is scanned for output; `sentences` are the engineer's own words, without questions, requests and ifs."""

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
    # What ends a sentence within quotation marks does not end the one around it.
    whole_quotes = _QUOTED.sub(lambda found: _ENDS.sub(",", found.group()), prose)
    spans = (found.span() for found in _SENTENCE.finditer(whole_quotes))
    sentences = [prose[start:end][:LONGEST].strip() for start, end in spans]
    kept = [one for one in sentences if one and not is_asked(one)]
    if len(kept) > SENTENCES:
        kept = kept[: SENTENCES * 2 // 3] + kept[-SENTENCES // 3 :]
    return Written(whole, prose, tuple(Sentence(one, bool(_HEDGE.search(one)), one) for one in kept))


def asks_something(text: str) -> bool:
    """Whether its last words are a question: a doubt in brackets is none, nor is a pasted "Are you sure? [Y/N]"."""
    return _QUESTION.search(split_written(text).prose.rstrip()) is not None


def is_asked(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (_QUESTION, _HYPOTHESIS, _ASKED))


def keep_prose(lines: list[str]) -> list[str]:
    """Without fenced blocks, quoted mail, and what looks like a tool's output."""
    kept, fenced = [], False
    dialogue = in_dialogue(lines)
    for place, line in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif (
            fenced
            or place in dialogue
            or line.lstrip().startswith(">")
            or _OUTPUT_LINE.match(line[:300])
            or _SAYS_NOTHING.match(in_english(line))
            or introduces(lines, place)
            or is_typed(lines, place)
            or _RULER.match("".join(lines[place + 1 : place + 2])[:300])
        ):
            continue
        elif not is_longest_row(lines[max(place - 1, 0) : place + 2]) and not is_property(lines, place):
            kept.append(line)
    return kept


def in_dialogue(lines: list[str]) -> set[int]:
    """The lines of a console: from its first prompt to the last one, and what that printed up to a blank line."""
    prompts = [place for place, line in enumerate(lines) if _PROMPT.match(line[:300])]
    if not prompts:
        return set()
    end = next((at for at in range(prompts[-1], len(lines)) if not lines[at].strip()), len(lines))
    return set(range(prompts[0], end))


def introduces(lines: list[str], place: int) -> bool:
    """Whether it ends with a colon and a tool's output follows: "here is what it prints:"; or heads lines that are set in."""
    after = next((line for line in lines[place + 1 :] if line.strip()), "")
    heads = HEAD.match(lines[place][:300]) and lines[place + 1 : place + 2] == [after] and after.startswith("  ")
    return bool(heads or lines[place].rstrip().endswith(":")) and _OUTPUT_LINE.match(after[:300]) is not None


def is_typed(lines: list[str], place: int) -> bool:
    """Whether it is a command and what it printed follows, perhaps behind a line that introduces it."""
    if not COMMAND.match(lines[place][:300]):
        return False
    after = next((at for at in range(place + 1, len(lines)) if lines[at].strip()), None)
    return after is not None and (_OUTPUT_LINE.match(lines[after][:300]) is not None or introduces(lines, after))


def shows_output(text: str) -> bool:
    """Whether a line of it looks like a tool's."""
    lines = text.splitlines()
    return any(_OUTPUT_LINE.match(line[:300]) or is_property(lines, place) for place, line in enumerate(lines))


def output_names(text: str) -> list[str]:
    """What the lines `name : value` of a tool are about."""
    lines = [line for line in text.splitlines() if shows_output(line) and _PROPERTY.match(line[:300])]
    return [line.split(":", 1)[0].strip() for line in lines]


def is_property(lines: list[str], place: int) -> bool:
    """Whether it is `name : value` and stands beside another one, or beside a line that can be nothing but a tool's."""
    beside = (lines[at][:300] for at in (place - 1, place + 1) if 0 <= at < len(lines))
    return _PROPERTY.match(lines[place][:300]) is not None and any(
        _PROPERTY.match(line) or _OUTPUT_LINE.match(line) for line in beside
    )


def is_longest_row(lines: list[str]) -> bool:
    """Of three lines, whether the middle one is a row of the table around it: the longest name of a column stands one blank
    from the next column, so that its row looks like words."""
    if len(lines) < 3:
        return False
    above, row, below = (line[:300] for line in lines)
    columns = {found.end() for found in _COLUMN.finditer(above)} & {found.end() for found in _COLUMN.finditer(below)}
    return any(row[place - 1 : place] == " " and row[place : place + 1].strip() for place in columns)


Verdict = Literal["said", "denied"]


def find_phrase(phrase: str, sentence: str) -> tuple[Verdict, int] | None:
    """Whether the sentence says the phrase, or denies it ("it is not stopped", "errors: none").

    And how many characters say so. What a clause tells of other people or devices is no answer, unless the phrase speaks
    of them itself.
    """
    found = compile_phrase(phrase).search(sentence)
    if found is None:
        return None
    if _ONLY.search(found.group()) and not _ONLY.search(phrase.replace("_", " ")):
        return None  # "slow only there" is no "slow there, too"
    inside, own, length = negations(found.group()), own_negations(phrase), len(found.group())
    if inside & own:
        return "said", length
    clause = _CLAUSE.split(_NO_THEN.sub("", sentence[: found.start()]))[-1][-40:]
    if _OTHERS.search(clause):
        return None
    denied = inside or negations(clause) or _NONE_AFTER.match(sentence, found.end())
    return "denied" if denied else "said", length


def read_reply(prose: str) -> tuple[Reply, float] | None:
    """A plain answer, and how certain it is. The first words decide; "not sure" is no no."""
    text = prose.strip()
    if not text:
        return None
    head = text[:200]
    first = _SENTENCE.search(head)
    opening = first.group() if first else head
    if disagrees(opening):
        return None
    for reply, pattern, certainty in _REPLIES:
        if pattern.search(opening):
            return reply, 0.75 if certainty == 1 and reply in ("yes", "no") and _HEDGE.search(opening) else certainty
    return next(((reply, 1.0) for reply, pattern, _ in _REPLIES if reply in NO_ANSWER and pattern.search(head)), None)


def passes(text: str) -> bool:
    """ "No idea", "can't look": it answers nothing."""
    reply = read_reply(text)
    return reply is not None and reply[0] in NO_ANSWER


_REPLIES: tuple[tuple[Reply, re.Pattern[str], float], ...] = (
    ("no", _UNSURE_NO, 0.7),
    ("yes", _UNSURE_YES, 0.7),
    ("yes", _YES, 1.0),
    ("cannot", _CANNOT, 1.0),
    ("unknown", _UNKNOWN, 1.0),
    ("no", _NO, 1.0),
)
"""In this order: "I can't tell" is no "no"."""
