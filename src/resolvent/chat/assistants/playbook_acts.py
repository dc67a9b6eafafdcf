"""Reads what an engineer did, and how things were before, from a message that tells it. Pure."""

import re
from functools import lru_cache
from typing import Final

from resolvent.chat.assistants.playbook_draft import one_line
from resolvent.chat.assistants.playbook_intents import read_outcome
from resolvent.chat.assistants.playbook_questions import BACK_THEN, changed_then
from resolvent.knowledge.phrases import negations
from resolvent.knowledge.telling import states_something
from resolvent.knowledge.wishes import denies_fault, tells_fault
from resolvent.knowledge.words import split_written
from resolvent.secret_shapes import mask_secrets

LONGEST: Final = 150
_DONE = (
    r"(?P<verb>(?:(?:power|hard|force)[ -])?[a-z-]{2,}ed|did|set|reset|ran|put|took|made|gave|cut|rebuilt|swapped|found|let|sent|brought|wrote|bound|rebound|unbound|shut|split"
    r"|built|held|rewrote|overwrote|undid|redid|threw)"
)
_OBJECT = r" (?P<rest>(?!out to be\b)(?!(?:it|that|this|them)\b(?! [a-z]))[^.,;!?\n]+)"
_BY_WHOM = re.compile(
    r"\b(?:i|we|he|she|they|guys?|team|admins?|colleagues?|technicians?|provider|vendor|support|hoster|isp)"
    rf"(?:['’]ve| have| has)?(?: \w+ly| just| then| now)? {_DONE}{_OBJECT}",
    re.IGNORECASE,
)
_DESCRIBED = r"(?! (?:[\w-]+ ){1,2}(?:is|are|was|were|can|do|does|has|have|work|works|look|looks)\b)"
_FIRST = re.compile(
    rf"^\W*(?:(?:ok|okay|so|yes|yep|well|just|then|found it)\W+)*{_DONE}{_DESCRIBED}{_OBJECT}", re.IGNORECASE
)
"""In a hurry nobody writes "I"; "printed pages are fine" tells no act."""
_BY_DOING = re.compile(rf"\b(?:by|after) (?P<verb>[a-z-]{{3,}}ing){_OBJECT}", re.IGNORECASE)
_DOING = re.compile(
    r"^\W*(?P<verb>[a-z-]{3,}ing) (?P<rest>[^.,;!?\n]+?) (?:has )?(?:fixed|solved|cured|resolved|sorted|helped|did|brought)\b",
    re.IGNORECASE,
)
_HOW_IT_IS = re.compile(
    r",? (?:and|so|which|then|now)\b (?:now |then )?(?:it|that|this|they|everything|all|he|she|the \w+|fixed|solved|cured|helped)\b.*$",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"^(?:tried|wanted|needed|hoped|looked|noticed|checked|asked|reported|called|confirmed|found"
    r"|mistyped|used)$",
    re.IGNORECASE,
)
"""It led to nothing by itself, or only told something."""
_MENDED = re.compile(
    r"\b(?P<what>(?:the|a|an|his|her|their|our) [^.,;!?\n]{2,80}?) (?:was|were|has been|have been|got) (?P<verb>replaced|swapped|exchanged"
    r"|repaired|cleaned|re-?installed|re-?created|re-?built|re-?connected|re-?booted|re-?started|reset|restored|renewed|updated|upgraded|moved"
    r"|unlocked|unplugged|removed|deleted)\b",
    re.IGNORECASE,
)
"""What somebody did to it; not how it was found, as with "was locked"."""
_AND = re.compile(r",? (?:and|so|then|which|but) ", re.IGNORECASE)
_WAS_SO = re.compile(
    r"^(?:(?!(?:it|that|this|they|he|she|we|i|you|all|everything|problem|issue)\b|no luck)(?=.*\b(?:was|were|is|are|had|has|hung|did|does"
    r"|(?:was|were|is|are|had|has|did|does|do)n['’]?t|expired|failed|crashed|died|broke)\b).+|(?:it )?turned out to be .+|it was (?:an?|the|his|her|their|our) .+"
    r"|(?:he|she|they|the user) (?:just |only |simply |had )*(?:had|forgot\w*|mistyped|lost|used) .+)",
    re.IGNORECASE,
)
"""Of something by its name, how it was, and what somebody did that brought the trouble."""
_FOUND = re.compile(
    r"\bfound (?:it|the (?:cause|culprit|problem|reason|fault))\b|\bturn(?:s|ed) out\b|\b(?:cause|culprit|reason)\b",
    re.IGNORECASE,
)
"""What is told with it is why it did not work."""
_IS_REASON = re.compile(
    r"^(?:(?:it )?turned out to be|it was (?:an?|the|his|her|their|our)|he|she|they|the user)\b(?! (?:is|are)\b)",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(r"by (?:an?|the|some|another|his|her|their) ", re.IGNORECASE)
"""Locked by a user: that is no act of the engineer's."""
_PARTICLES = r"(?: (?:again|back|up|down|off|on|in|out|manually|by hand|from scratch))*"
_IT_ALONE = re.compile(rf"\S+ (?:it|them){_PARTICLES}", re.IGNORECASE)
_ON_IT = re.compile(
    rf"(?:^|[,.;!\n]|\b(?:and|then|so) )\W*(?:(?:ok|okay|so|yes|yep|yeah|well|just|then|and|i|we|have|had|['’]ve)\W+)*{_DONE} (?:it|them)\b"
    rf"(?P<rest>{_PARTICLES})",
    re.IGNORECASE,
)
_NO_ACT = re.compile(
    r"^(?:did|made|fixed|solved|cured|resolved|sorted|helped|mended|repaired|had|let|gave|sent|managed|worked)$",
    re.IGNORECASE,
)
"""Of "it": that it is done, not what was."""
_THING = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|yes|yep|no|well|ah|oh|found it|only|ja)\b\W*)*(?P<what>[^.,;!?\n]{2,60}?) (?:is|was|are|were|has|had|hung|hangs)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:off|out|loose|un(?:plugged|set|checked|bound|mapped|paired|registered)|dis\w+ed|mis\w+ed)\b", re.IGNORECASE
)
"""How a thing is that should be the other way."""
_IT_WAS = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|yes|yep|no|well|ah|oh|found it|sorry)\b\W*)*(?:it (?:was|is)|(?:it )?turn(?:ed|s) out to be) (?:just |only |simply )*(?P<what>(?:the|an?|his|her|their|our) [^.,;!?\n]{2,60})$",
    re.IGNORECASE,
)
"""The thing itself is the cause."""
_SOMEBODY = re.compile(
    r"^(?:(?:it|that|this|there|which|who|he|she|they|we|i|you|everything|nothing|all|problem|issue|cause)\b|(?-i:[A-Z][a-z]+)$)"
    r"|\b(?:users?|customers?|clients?|callers?|colleagues?|boss|admins?|person|people|guys?|team|somebody|someone|nobody|problem|issue|cause)\b",
    re.IGNORECASE | re.ASCII,
)
"""Whom nobody restarts, and what names nothing; a word with a capital alone may be anybody."""
_INSTEAD = re.compile(
    r"^\W*(?:no\W+)?not (?:that|this|yours?)\b|\binstead\b(?! of (?:the|his|her|their|an?)\b)|\bsomething else\b|\banother way\b|\bdifferently\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=500)
def read_own_fix(text: str) -> str | None:
    """`Enabled PoE on the port`, in the words of a message that tells it; None when it tells no act."""
    for sentence in split_written(text).sentences:
        told_now = read_outcome(sentence.text)[0] is not None
        if changed_then(sentence.text) and not told_now:
            continue
        tried = [(pattern, sentence.text) for pattern in (_BY_DOING, _DOING, _BY_WHOM, _FIRST)]
        later = [(_FIRST, part) for part in sentence.text.split(", ")[1:]]
        for pattern, part in [*tried, *later]:
            told = pattern.search(part)
            if told is None or _NOT_DONE.match(told["verb"]) or _BY_OTHERS.match(told["rest"]):
                continue
            if BACK_THEN.search(told["rest"]) and not told_now:
                continue  # "they put a cupboard before it 2 weeks ago"
            rest = without_outcome(_HOW_IT_IS.sub("", told["rest"])).strip()
            if rest:
                return one_line(f"{told['verb'].lower().capitalize()} {rest}", LONGEST)
    return None


def read_act_on_it(text: str) -> re.Match[str] | None:
    """ "Restarted it": an act on what was named before."""
    found = (told for one in split_written(text).sentences if (told := _ON_IT.search(one.text)))
    return next((one for one in found if not _NOT_DONE.match(one["verb"]) and not _NO_ACT.match(one["verb"])), None)


def tells_end(text: str) -> bool:
    """ "Fixed it" tells that it is done, and nothing of how."""
    return any(_NO_ACT.match(told["verb"]) for told in _ON_IT.finditer(text))


def is_about_it(did: str) -> bool:
    """`Plugged it back in`."""
    return _IT_ALONE.fullmatch(did) is not None


@lru_cache(maxsize=1_000)
def tells_act(text: str) -> bool:
    return read_own_fix(text) is not None or read_act_on_it(text) is not None


def name_act(act: re.Match[str], before: str) -> str | None:
    """`Restarted the tunnel`, of "restarted it" after "the tunnel was down": the last thing that was told to be wrong."""
    for sentence in reversed(split_written(before).sentences):
        for part in reversed(sentence.text.split(", ")):
            if was := _IT_WAS.match(part):
                return title_act(act, was["what"])
            told = _THING.match(part)
            if told and tells_wrong(part[told.end("what") :]) and not _SOMEBODY.search(told["what"]):
                return title_act(act, told["what"])
    return None


def tells_wrong(state: str) -> bool:
    return tells_fault(state) or _NOT_SO.search(state) is not None


def title_act(act: re.Match[str], thing: str) -> str:
    return one_line(f"{act['verb'].lower().capitalize()} {thing.strip()}{act['rest']}", LONGEST)


def read_other_fix(text: str, suggested: str) -> str | None:
    """What was done in place of the suggested fix: "not that, I deleted the folders"; or to a thing of which the fix says nothing: "the power supply
    was replaced". What the engineer did may be the fix in other words."""
    if _INSTEAD.search(text):
        return read_own_fix(text) or read_mended(text)
    did = read_mended(text) or read_cause_mended(text)
    return None if did is None or begin_words(did) & begin_words(suggested) else did


def read_cause_mended(text: str) -> str | None:
    """`Replaced the cable`, of "it was the cable, replaced it"."""
    act = read_act_on_it(text)
    before = text[: text.find(act.string)] + act.string[: act.start("verb")] if act else ""
    was = any(
        _IT_WAS.match(part) for one in split_written(before).sentences for part in one.text.rstrip(" ,;").split(", ")
    )
    return name_act(act, before.rstrip(" ,;")) if act and was else None


def read_mended(text: str) -> str | None:
    told = _MENDED.search(split_written(text).prose)
    return (
        one_line(f"{told['verb'].lower().capitalize()} {told['what'][:1].lower()}{told['what'][1:]}", LONGEST)
        if told
        else None
    )


def begin_words(text: str) -> set[str]:
    """How its longer words begin: "restarted" and "restart" are alike."""
    return {word[:5] for word in re.findall(r"[^\W_]{4,}", text.lower())}


def without_outcome(rest: str) -> str:
    """`the firewall`, of "the firewall and mail works again"."""
    ends = (one.start() for one in _AND.finditer(rest) if read_outcome(rest[one.end() :])[0] is not None)
    return rest[: next(ends, len(rest))]


def read_before(text: str) -> list[str]:
    """How things were, as a message that tells an act says before it: "the tunnel was down, restarted it"."""
    told: list[str] = []
    for sentence in split_written(text).sentences:
        for part in sentence.text.split(", "):
            if tells_act(part):
                return told
            if _WAS_SO.match(part) and states_something(part) and not read_outcome(part)[0]:
                told.append(one_line(mask_secrets(part), LONGEST).strip(" .;,"))
    return []


def find_reason(told: str, title: str) -> tuple[str, list[str]]:
    """What was wrong, as the message says before the act of this title; and what else it says there."""
    before = [one for one in read_before(told) if one not in title]
    reason = next((one for one in reversed(before) if is_reason(one)), "")
    if not reason and before and _FOUND.search(told):
        reason = before[-1]
    return reason, [one for one in before if one != reason]


def is_reason(told: str) -> bool:
    """ "The tunnel was down", "he forgot it"; not "the user is not locked", which rules a cause out."""
    wrong = tells_fault(told) or negations(told) or _IS_REASON.match(told)
    return bool(wrong) and not denies_fault(told)
