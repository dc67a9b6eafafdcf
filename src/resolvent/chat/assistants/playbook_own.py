"""What the engineer did without a fix of the assistant's: put on a card, so that the note can tell it. Pure."""

import re
from typing import Final

from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook_draft import Draft, one_line, quote
from resolvent.knowledge.words import split_written

CONFIDENCE: Final = 90
"""Percent: somebody who was there says so, and nobody else has looked."""
LONGEST: Final = 150
WHAT_CURED: Final = "What did you do? Write it in a sentence, such as “I restarted the switch”"
_DONE = r"(?P<verb>[a-z-]{2,}ed|did|set|reset|ran|put|took|made|gave|cut|rebuilt|swapped|found|let|sent|brought|wrote)"
_OBJECT = r" (?P<rest>(?!(?:it|that|this|them)\b(?! [a-z]))[^.,;!?\n]+)"
_BY_WHOM = re.compile(
    rf"\b(?:i|we|he|she|they)(?:['’]ve| have)?(?: \w+ly| just| then| now)? {_DONE}{_OBJECT}", re.IGNORECASE
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
    r"^(?:tried|wanted|needed|hoped|looked|noticed|checked|asked|reported|called|confirmed|found)$", re.IGNORECASE
)
"""It led to nothing by itself, or only told something."""


_MENDED = re.compile(
    r"\b(?P<what>(?:the|a|an|his|her|their|our) [^.,;!?\n]{2,80}?) (?:was|were|has been|have been|got) (?P<verb>replaced|swapped|exchanged"
    r"|repaired|cleaned|re-?installed|re-?created|re-?built|re-?connected|re-?booted|re-?started|reset|restored|renewed|updated|upgraded|moved"
    r"|unlocked|unplugged|removed|deleted)\b",
    re.IGNORECASE,
)
"""What somebody did to it; not how it was found, as with "was locked"."""
_AS_SUGGESTED = re.compile(
    r"\b(?:you|scripts?|commands?|fix|steps?|instructions?|template|suggest\w*|said|told|all of)\b", re.IGNORECASE
)
"""An act that names the suggestion itself: "ran the script"."""
_BY_OTHERS = re.compile(r"by (?:an?|the|some|another|his|her|their) ", re.IGNORECASE)
"""Locked by a user: that is no act of the engineer's."""
_INSTEAD = re.compile(
    r"^\W*(?:no\W+)?not (?:that|this|yours?)\b|\binstead\b(?! of (?:the|his|her|their|an?)\b)|\bsomething else\b|\banother way\b|\bdifferently\b",
    re.IGNORECASE,
)


def read_own_fix(text: str) -> str | None:
    """`Enabled PoE on the port`, in the words of a message that tells it; None when it tells no act."""
    for sentence in split_written(text).sentences:
        tried = [(pattern, sentence.text) for pattern in (_BY_DOING, _DOING, _BY_WHOM, _FIRST)]
        later = [(_FIRST, part) for part in sentence.text.split(", ")[1:]]
        for pattern, part in [*tried, *later]:
            told = pattern.search(part)
            if told is None or _NOT_DONE.match(told["verb"]) or _BY_OTHERS.match(told["rest"]):
                continue
            rest = _HOW_IT_IS.sub("", told["rest"]).strip()
            if rest:
                return one_line(f"{told['verb'].lower().capitalize()} {rest}", LONGEST)
    return None


def read_other_fix(text: str, suggested: str) -> str | None:
    """What was done in place of the suggested fix: "not that, I deleted the folders", or an act of which its words say nothing."""
    did = read_own_fix(text) or read_mended(text)
    if did is None or _INSTEAD.search(text):
        return did
    return None if _AS_SUGGESTED.search(did) or begin_words(did) & begin_words(suggested) else did


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


def asked_what_cured(turn: Turn) -> bool:
    """Whether the assistant's last words asked for it."""
    said = [one for one in turn.messages if one.role == "assistant"]
    return bool(said) and WHAT_CURED in said[-1].text


def write_own_fix(draft: Draft, title: str) -> None:
    draft.suggest(title, "", CONFIDENCE, None)
    draft.say(
        f"Good. I put what you did on a card in the lane: {quote(title)}. Press **Success** on it if that was the cure, confirm"
        " the facts that are right, then **Resolve**: the note tells both."
    )


def write_unnamed_cure(draft: Draft, told: str) -> None:
    draft.state(f"Reported: {one_line(told, 300)}", "assistant")
    draft.say(f"Good; I noted that as a fact. {WHAT_CURED}: it goes on a card, and into the note.")


def write_own_failure(draft: Draft, told: str) -> None:
    """Something was tried of which no card tells."""
    draft.state(f"Tried without success: {one_line(told, 300)}", "assistant")
    draft.say(f"I noted as tried without success: {quote(told)}.")
