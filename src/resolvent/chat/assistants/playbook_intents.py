"""What an engineer wants with a message, besides results: to tell how a fix went, to ask, to change topic. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from resolvent.knowledge.words import SCANNED, split_written

Outcome = Literal["applied_success", "applied_failed", "applied_partial"]
Intent = Literal["why", "next", "who", "wrong_topic", "not_it", "escalate", "meaning", "fix", "wrong"]
BESIDES: Final[frozenset[Intent]] = frozenset({"next", "meaning", "fix", "wrong"})
"""What somebody may ask or say in the message that answers what was asked."""

_FAILED = re.compile(
    r"(?:still (?:broken|the same|not|isn['’]?t|doesn['’]?t|can['’]?t|won['’]?t|fail\w*|stuck"
    r"|happen\w*|ask\w*|prompt\w*|crash\w*|hang\w*|freez\w*|drop\w*|down|slow|there|having|get(?:ting)?|no"
    r"|at \d|(?:\w+ ){0,2}(?:denied|refused|rejected|unreachable))"
    r"|(?:did|does|has|have)(?: ?not|n['’]?t) (?:\w+ ){0,2}?(?:help|fix|work|solve|change|cure|resolve|make)"
    r"|(?:is|was|are|am)(?: not|n['’]?t) (?:\w+ ){0,2}?(?:fixed|solved|resolved|helping|working)"
    r"|not (?:fixed|solved|resolved|working|better)"
    r"|no (?:change|difference|luck|improvement|effect|joy|better)|same (?:error|problem|issue|thing"
    r"|result|as before)|(?:^|[,;:.]\s*|\bnope,? |\bno,? )(?:the |still |exactly )?same\W*$"
    r"|(?:nothing|hasn['’]?t) changed|made no difference|made it worse|(?:it|that|fix|script) failed"
    r"|(?:is|came|comes|it['’]s) back(?: again)?\b|unsuccessful|to no avail)",
    re.IGNORECASE,
)
_SUCCESS = re.compile(
    r"(?:(?:that|this|it|which|the fix|the script|restart\w*|clear\w*|reset\w*"
    r"|\w+ing it) (?:\w+ )?(?:fixed|solved|cured|resolved|did the trick|did it|worked|sorted"
    r"|helped)\b"
    r"|(?:fixed|solved|cured|resolved|sorted)(?: it| that| the (?:issue"
    r"|problem))?(?: now)?\s*(?:[.!,]|$|thanks|thank you|after)"
    r"|works? (?:again|now|fine|perfectly|like a charm|as expected)|(?:is|are|it['’]s|he['’]s"
    r"|she['’]s|they['’]re) (?:\w+ )?(?:working|printing|fixed|solved|resolved|back to normal"
    r"|connected|syncing)(?: again| now| fine)?\b"
    r"|\b(?:(?:open|load|print|sync|connect|start|work|log|come(?: up)?)(?:s|ed|ged (?:in|on)|s up)?) (?:\w+ )?(?:again|now|fine|fast|quickly|normally|at once"
    r"|(?:right|straight) away|(?:on )?(?:the )?first (?:try|time|attempt))\b"
    r"|\b(?:opens|loads|prints|syncs|connects|starts|sends|saves|works) (?:[\w:.\\/-]+ ){1,3}(?:again|now)\b"
    r"|\b(?:sees|finds|reaches|hears) (?:it|them|me|us|everything|all(?: of (?:it|them))?) now\b"
    r"|\b(?:is|are|(?:he|she|it)['’]?s|they['’]?re) (?:back )?(?:in|on|up|online) (?:again|now)\b"
    r"|\b(?:go(?:es)?|come?s?|gets?|flows?|runs?) (?:out|in|through) (?:again|now)\b"
    r"|(?:can|able to) (?:\w+ ){1,3}(?:again|now)\b|(?:can|able to) (?:print|log|sign|open|access|see|hear|connect|reach"
    r"|work|save|send|browse|surf|read|use)\b[^.!?\n]{0,40}\b(?:again|now)\b|all (?:good|fine|ok|well|happy|in)(?= now|\W|$)"
    r"|(?:problem|issue|fault|alerts?|alarms?|errors?|warnings?|prompts?|pop-?ups?) (?:(?:is|are|has|have) )?(?:now )?"
    r"(?:gone|cleared|solved|fixed|resolved)\b|\b(?:is|goes|went|came|got) through(?=\s*(?:$|[.!,;]|now\b|again\b|fine\b))|success\b"
    r"|(?<!not )\b(?:fast|fine|ok|okay|quick|normal|online|reachable|stable|pass(?:es)?|flows?|arrives?|loads?|boots?|responds?|free|green|healthy|running) (?:again|now)\b"
    r"|\bopens? without (?:\w+ )?(?:warnings?|errors?|prompts?)\b"
    r"|it works\b|(?:^|[,.;])\s*works\s*(?:$|[.!,])|(?:you )?(?:can|may) (?:now )?close (?:it|this|that|the (?:ticket|case|session))\b"
    r"|(?:drives?|shares?|internet|sound|audio|network|connection|printers?|access|mail|icons?|routes?|everything|they)"
    r"(?:['’]s| is| are| came) back\b(?! to (?!normal|work))|that worked|looks good now|no (?:more|longer any) (?:errors?|prompts?|problems?|issues?))",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"(?:part(?:ly|ially)\b|half[- ]?way|somewhat|a (?:bit|little) (?:better|faster)|better,? but"
    r"|improved,? but|only (?:helped|works|worked|fixed)|not (?:completely|fully|entirely|quite)"
    r"|(?:works?|worked|working|fixed|prints?|opens?|connects?|faster|better"
    r"|good)\b[^.!?\n]{0,80}\b(?:but|except|although|though|only|just not|not in|not from)\b"
    r"|\bmost (?:of )?\w+\b[^.!?\n]{0,60}\b(?:but|except|only|not|still)\b|some of (?:it|them|the)|for (?:some|one|a few) (?:users?|people|pcs?|of))",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r"\b(?:but|except|although|though)\b.*(?:\bnot?\b|n['’]t\b|\b(?:cannot|cant|dont|doesnt|isnt|wont|still|only|fail\w*|errors?"
    r"|missing|empty|blank|gone|slow\w*|drops?|hangs?|keeps?|again|once|sometimes)\b)",
    re.IGNORECASE,
)
_APPLIED_NOT = re.compile(
    r"(?:haven['’]?t|have not|didn['’]?t|did not|not yet) (?:\w+ ){0,2}?(?:run|tried|applied|done"
    r"|executed|started)|will (?:try|run|do)|let me (?:try|run)|trying (?:it )?now",
    re.IGNORECASE,
)
_DID = re.compile(r"\b(?:ran|run|tried|did|done|applied|executed|restarted|replaced|after(?:wards)?)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:other (?:\w+ )?\w+|others|another \w+|(?:every(?:one|body|thing)|any(?:one|body|thing)) else|elsewhere|colleagues?)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:again|now|back|gone|fixed|solved|cured|resolved|sorted|helped|no longer|no more|did (?:it|the trick))\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"^\s*(?:(?:if|will|would|should|could|when|how|what)\b"
    r"|(?:does|did|is|can) (?:it|that|this|the|you|we|he|she|they|i)\b(?!\s*(?:[,.;:!–—-]|and\b|but\b|now\b|already\b|$)))",
    re.IGNORECASE,
)

_ABLE = re.compile(
    r"^\W*(?:(?:ok|okay|yes|yep|so|now|good)\W+)*(?:(?!nobody|none)[\w:-]+ ){1,4}?(?:can (?:\w+ )?(?:print|log|sign|open|access|see|hear|connect|reach"
    r"|work|save|send|browse|surf|read|use|call|dial)\b[^?]*|(?:is|are) (?:there|back|up|in)|opens|loads|prints|works|starts|connects|syncs)\W*$"
    r"|^\W*(?:[\w-]+ ){0,3}?(?:it|that|everything)(?:['’]?s| is) (?:\w+ )?(?:fast|quick|instant|fine|ok|okay)\W*$"
    r"|^\W*looks? (?:good|fine|ok|okay)\W*$|^\W*no (?:more |new |further )?(?:[\w-]+ ){1,2}since\b[^?]*$|^\W*works for (?:all|every\w+|him|her|them|us)\b[^?]*$",
    re.IGNORECASE,
)
"""How it is, of somebody or something by its name: "they can log in", "the dial tone is there"."""
_CLAUSES = re.compile(r"[,;.!\n]+\s*|\s(?:and|so|then)\s", re.IGNORECASE)

_DENIED = re.compile(r"\b(?:not|never|no longer)\b(?! any)|n['’]t\b", re.IGNORECASE)
"""Within what would tell that it works: "it is not printing"."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]*)*[.!?]*")
"""The dot of a file's or a host's name ends none."""

_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (
        "wrong_topic",
        re.compile(
            r"(?:wrong|different|another|other) (?:playbook|topic)|^\W*(?:no\W+|sorry\W+)*wrong one\b|(?:not|n['’]t) (?:about|to do with"
            r"|related to) (?:this|that|it)\b"
            r"|that['’]?s not (?:the topic|what (?:this|it|the ticket) is about)"
            r"|this is not (?:about|what)|(?:does ?n['’]?t|does not) fit"
            r"|not (?:that|this|the right) (?:playbook|topic|problem)|you (?:misunderstood|got (?:it|that"
            r"|this) wrong)",
            re.IGNORECASE,
        ),
    ),
    ("not_it", re.compile(r"that['’]?s not (?:it|the (?:problem|issue|case|cause))\b", re.IGNORECASE)),
    (
        "wrong",
        re.compile(
            r"^\W*(?:(?:no|nope|nah|but)\b\W*)*(?:(?:that|this|it|you)(?:['’]?s| is|['’]?re| are)? )?(?:all |just |simply |completely )?"
            r"(?:wrong|incorrect|mistaken|not (?:right|true|correct|so))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "who",
        re.compile(
            r"\b(?:who|what) are you\b|are you (?:an? )?(?:ai|bot|human|robot|real|person|language model|llm"
            r"|chatgpt|gpt)\b"
            r"|which model|are you (?:chatgpt|claude|copilot)|what can you do|^\s*help\s*[?!.]*\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "why",
        re.compile(
            r"\bwhy (?:do|are|did|would|should|is|does|that|this)\b.{0,60}|\bwhy\s*\?|what(?:['’]?s"
            r"| is) (?:the )?(?:point|purpose|that for|this for)"
            r"|\b(?:could|can|might|may) it (?:also )?(?:not )?be (?:some|any)thing else\b|\bwhat else (?:could|can|might) it be\b"
            r"|how (?:does|will|would) (?:that|this) help|explain (?:that|this|why|your)",
            re.IGNORECASE,
        ),
    ),
    (
        "meaning",
        re.compile(
            r"\bwh?at (?:do|does|did)\b.{1,60}\bmean\b|\bwh?at (?:does|do|would|will) (?:it|that|this|the \w+) do\b|\bi (?:really )?(?:do ?n['’]?t|do not) (?:really |quite )?(?:understand|follow|get (?:it|that|the question))\b"
            r"|^\W*(?:wh?at|huh|eh|pardon|sorry|meaning|how so)\s*\?+\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "fix",
        re.compile(
            r"\b(?:give|tell|show|send) (?:me|us) (?:just |only |simply )?(?:the|a|any|your) (?:\w+ )?(?:fix|solution|answer|cure|script|cause|reason|culprit)\b"
            r"|\b(?:tell|say) (?:me |us )?(?:what it is|what(?:['’]?s| is) wrong)|\b(?:what(?:['’]?s| is) (?:it|the (?:fix|solution|answer|cause|culprit))|how (?:do|can) (?:i|we|you) (?:fix|solve|cure|repair) (?:it|this|that))"
            r"(?: then| now)?\s*(?:[?!.]|$)",
            re.IGNORECASE,
        ),
    ),
    (
        "next",
        re.compile(
            r"what(?:['’]s| is| should| do| can| would)?(?: i| we| the| you)?(?: \w+)? (?:check|do|try|test"
            r"|look|ask)?\s*(?:now|next)\b|next (?:step|check|question)"
            r"|where (?:do|should) (?:i|we) start|what should (?:i|we) (?:check|do|try)"
            r"|any (?:other )?(?:ideas?|suggestions?)|what else|^\s*(?:go on|continue|next|start|begin|ok"
            r"|okay|k|go)\s*[.!]*\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "escalate",
        re.compile(
            r"\b(?:escalate|hand (?:it|this) over|give up|pass (?:it|this) on to|second level|2nd (?:level"
            r"|line)|tier (?:2|two)|(?:give|hand|pass|forward|assign) (?:it|this|the ticket) (?:over |on |up )?to"
            r" (?:them|(?:[\w-]+ ){1,3}(?:team|guys|people|desk|level|line|department)))\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Wish:
    intents: frozenset[Intent]
    outcome: Outcome | None
    quote: str
    """The sentence that tells the outcome."""


# What a message says is read again with each one after it.
@lru_cache(maxsize=500)
def read_wish(text: str) -> Wish:
    prose = split_written(text).prose[:4_000]
    intents = frozenset(name for name, pattern in _INTENTS if pattern.search(prose))
    # Who contradicts has run nothing yet: "no that is wrong, nothing changed on our side" tells how it was.
    outcome, quote = (None, "") if "wrong" in intents and not _DID.search(prose) else read_outcome(prose)
    return Wish(intents, outcome, quote)


@lru_cache(maxsize=500)
def read_ability(text: str) -> str | None:
    """The clause that says that somebody can do it or that something is there, unless anything is said to be wrong."""
    told = " ".join(one.text for one in split_written(text).sentences)
    if any(pattern.search(told) for pattern in (_BUT_NOT, _FAILED, _DENIED, _APPLIED_NOT)):
        return None
    clauses = (one.strip() for one in _CLAUSES.split(told))
    return next((one for one in clauses if _ABLE.match(one) and not _ELSEWHERE.search(one)), None)


def tells_scope(sentence: str, worked: re.Match[str]) -> bool:
    """What works elsewhere, as it always did: "other programs print fine" tells who is affected, not that it was cured."""
    return bool(_ELSEWHERE.search(sentence[: worked.end()])) and not _CHANGED.search(sentence)


def tells_change(sentence: str) -> bool:
    return _CHANGED.search(sentence) is not None


@lru_cache(maxsize=2_000)
def read_outcome(prose: str) -> tuple[Outcome | None, str]:
    """How the fix went, in the engineer's words; the last sentence that says so counts, a part success beats both."""
    outcome: Outcome | None = None
    quote = ""
    if _APPLIED_NOT.search(prose):
        return None, ""
    for sentence in _SENTENCE.findall(prose[:SCANNED]):
        if sentence.rstrip().endswith("?") or _HYPOTHETICAL.match(sentence):
            continue
        failed, worked = _FAILED.search(sentence), _SUCCESS.search(sentence)
        worked = None if worked and tells_scope(sentence, worked) else worked
        if worked and failed and worked.start() <= failed.start() and failed.end() <= worked.end():
            failed = None  # "is back", of "sound is back"
        if worked and _DENIED.search(worked[0]):
            failed, worked = failed or worked, None
        partly = _PARTIAL.search(sentence) and (worked or not failed or " but " in sentence.lower())
        if partly or (worked and _BUT_NOT.search(sentence)):
            outcome, quote = "applied_partial", sentence
        elif failed and worked:
            outcome = (
                "applied_partial" if re.search(r"\bbut\b|\bexcept\b", sentence, re.IGNORECASE) else "applied_failed"
            )
            quote = sentence
        elif failed:
            outcome, quote = ("applied_partial" if outcome == "applied_success" else "applied_failed"), sentence
        elif worked:
            outcome, quote = ("applied_partial" if outcome == "applied_failed" else "applied_success"), sentence
    return outcome, quote.strip()
