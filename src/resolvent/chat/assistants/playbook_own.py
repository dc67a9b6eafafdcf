"""What the engineer did without a fix of the assistant's: put on a card, so that the note can tell it. Pure."""

import re
from typing import Final

from resolvent.chat.assistant import Turn
from resolvent.chat.assistants.playbook_draft import Draft, one_line, quote
from resolvent.chat.assistants.playbook_intents import read_outcome
from resolvent.chat.assistants.playbook_questions import CHANGED, QUESTIONS
from resolvent.knowledge.phrases import negations
from resolvent.knowledge.telling import states_something
from resolvent.knowledge.wishes import denies_fault, tells_fault
from resolvent.knowledge.words import split_written
from resolvent.secret_shapes import mask_secrets

CONFIDENCE: Final = 90
"""Percent: somebody who was there says so, and nobody else has looked."""
LONGEST: Final = 150
WHAT_CURED: Final = "What did you do? Write it in a sentence, such as “I restarted the switch”"
_DONE = (
    r"(?P<verb>[a-z-]{2,}ed|did|set|reset|ran|put|took|made|gave|cut|rebuilt|swapped|found|let|sent|brought|wrote|bound|rebound|unbound|shut|split"
    r"|built|held|rewrote|overwrote|undid|redid)"
)
_OBJECT = r" (?P<rest>(?!(?:it|that|this|them)\b(?! [a-z]))[^.,;!?\n]+)"
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
    r"|(?:was|were|is|are|had|has|did|does|do)n['’]?t)\b).+|it was (?:an?|the|his|her|their|our) .+"
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
    r"^(?:it was (?:an?|the|his|her|their|our)|he|she|they|the user)\b(?! (?:is|are)\b)", re.IGNORECASE
)
EARLIER: Final = 2
"""Messages before the one that tells the cure in which the act may stand."""
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
            rest = without_outcome(_HOW_IT_IS.sub("", told["rest"])).strip()
            if rest:
                return one_line(f"{told['verb'].lower().capitalize()} {rest}", LONGEST)
    return None


def read_other_fix(text: str, suggested: str) -> str | None:
    """What was done in place of the suggested fix: "not that, I deleted the folders"; or to a thing of which the fix says nothing: "the power supply
    was replaced". What the engineer did may be the fix in other words."""
    if _INSTEAD.search(text):
        return read_own_fix(text) or read_mended(text)
    did = read_mended(text)
    return None if did is None or begin_words(did) & begin_words(suggested) else did


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
            if read_own_fix(part):
                return told
            if _WAS_SO.match(part) and states_something(part) and not read_outcome(part)[0]:
                told.append(one_line(mask_secrets(part), LONGEST).strip(" .;,"))
    return []


def find_own_fix(turn: Turn) -> tuple[str, str]:
    """What was done and the message that tells it, from the last messages before the newest: a cure may be told when it has proven itself. What
    answers the question for changes was no cure."""
    changed = next(one.title for one in QUESTIONS if one.label == CHANGED)
    known = {fix.title.casefold() for fix in turn.fixes}
    places = [place for place, one in enumerate(turn.messages) if one.role == "user"][-1 - EARLIER : -1]
    for place in reversed(places):
        text = turn.messages[place].text
        did = None if place and changed in turn.messages[place - 1].text else read_own_fix(text)
        if did and did.casefold() not in known and read_outcome(split_written(text).prose)[0] != "applied_failed":
            return did, text
    return "", ""


def asked_what_cured(turn: Turn) -> bool:
    """Whether the assistant's last words asked for it."""
    said = [one for one in turn.messages if one.role == "assistant"]
    return bool(said) and WHAT_CURED in said[-1].text


def write_own_fix(draft: Draft, title: str, told: str) -> None:
    """`told`: the message that tells it; what was wrong, as it says before, is the reason."""
    before = [one for one in read_before(told) if one not in title]
    reason = next((one for one in reversed(before) if is_reason(one)), "")
    if not reason and before and _FOUND.search(told):
        reason = before[-1]
    for one in before:
        if one != reason:
            draft.note(one)
    title = title[:1].upper() + title[1:] if title.split(" ", 1)[0].isalpha() else title
    draft.suggest(title, reason, CONFIDENCE, None)
    draft.say(
        f"Good. I put what you did on a card in the lane: {quote(title)}. Press **Success** on it if that was the cure, confirm"
        " the facts that are right, then **Resolve**: the note tells both."
    )


def is_reason(told: str) -> bool:
    """ "The tunnel was down", "he forgot it"; not "the user is not locked", which rules a cause out."""
    wrong = tells_fault(told) or negations(told) or _IS_REASON.match(told)
    return bool(wrong) and not denies_fault(told)


def write_unnamed_cure(draft: Draft, told: str) -> None:
    noted = states_something(told) and draft.note(one_line(told, 300))
    draft.say(f"Good{'; I noted that as a fact' if noted else ''}. {WHAT_CURED}: it goes on a card, and into the note.")


def write_own_failure(draft: Draft, told: str) -> None:
    """Something was tried of which no card tells."""
    draft.state(f"Tried without success: {one_line(told, 300)}", "assistant")
    draft.say(f"I noted as tried without success: {quote(told)}.")
