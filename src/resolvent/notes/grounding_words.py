"""Words that must be earned, words that take a claim back, and the outcome that earns them. Pure."""

import re

from resolvent.fixes.transitions import was_tried
from resolvent.remembered import by_text
from resolvent.sessions.evidence import Evidence, FactItem, FixItem

CLOSING = re.compile(
    r"""\b(?: resolved(?!\s+to\b) | (?:is|was|been|got|now|are|were|fully|has|have|had|we|completely|successfully)\s+(?:now\s+)?fixed
      | fixed\s+(?:the|it|this|that) | (?:solved|cured|sorted\s+out|remedied)
      | (?:work(?:s|ing|ed)?|print(?:s|ing)?|connect(?:s|ing)?|function(?:s|ing)|runn?(?:ing|s)|opens?|starts?|syncs?|up)\s+again
      | back\s+(?:to\s+normal|in\s+operation|online|up) | (?:fully\s+)?operational | issue\s+is\s+(?:gone|closed)
      | no\s+longer\s+(?:occurs?|happens?|appears?|fails?) | (?:problem|issue|error)s?\s+(?:is|are|was|has|have)\s+(?:now\s+|all\s+)?(?:gone|disappeared|cleared|over)
      | (?:service|access|connection|connectivity|operation|functionality)\s+(?:was|is|has\s+been|were)\s+(?:fully\s+)?restored
      | restored\s+(?:the\s+)?(?:service|access|connection|connectivity|operation|functionality)
      | success(?:fully)? | (?:was|were|is|proved|been)\s+successful | all\s+(?:is\s+)?(?:good|well) | did\s+the\s+trick
      | (?:has|have)(?:\s+not|n['’]t)\s+(?:come\s+back|returned|recurred|reappeared|occurred|happened)\b(?!\s+yet) | for\s+good | stable\s+(?:ever\s+)?since
      | (?:it|this|that|which|fix|change)\s+(?:has\s+)?(?:helped|worked)(?!\s+(?:only|in\s+part|partly|partially|a\s+little|somewhat|from|at\s+(?:first|\d)|on|for|until))
      | (?:ticket|case)\s+can\s+be\s+closed | happy\s+with\s+the\s+(?:result|outcome)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
WORKING = re.compile(
    r"""\b(?: (?:work(?:s|ing|ed)?|print(?:s|ing)?|connect(?:s|ing)?|function(?:s|ing)|runn?(?:ing|s))\s+(?:normally|properly|correctly|fine|as\s+expected)
      | can\s+(?:now|again)\s+\w+ | successful
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words of success that a fact may say of one thing, while the problem is not solved."""
CAUSAL = re.compile(
    r"""\b(?: root\s+cause(?:\s+(?:was|is|has\s+been|turned)|\s*:) | caused\s+(?:directly\s+)?by | (?:was|were|is|been)\s+(?:directly\s+)?(?:due\s+to|triggered\s+by)
      | (?:the|actual|confirmed|underlying|real|true)\s+cause\s*(?:was|is|turned|:) | (?:the|to\s+be\s+the)\s+(?:root\s+)?cause\b | as\s+the\s+(?:root\s+)?(?:cause|culprit|reason)
      | we\s+(?:have\s+)?confirmed\s+(?:that|\S+(?:\s+\S+){0,8}\s+as) | it\s+(?:is|was|has\s+been)\s+(?:confirmed|established|proven)
      | confirmed\s+(?:as\s+)?the\s+cause | (?:the\s+)?reason\s+(?:for|why|was|is)\b | (?:is|was|were|are)\s+(?:behind|to\s+blame|responsible|at\s+fault)
      | culprit | led\s+to | traced\s+(?:\S+\s+){0,4}(?:back\s+)?to | found\s+(?:out\s+why|the\s+(?:cause|reason|culprit)) | without\s+(?:any\s+)?doubt | root\s+of\s+(?:the|this)
      | (?:which|that|this|it)\s+caused\s+(?:the|this|it|all)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
CAUSAL_HERE = re.compile(
    r"\b(?:because|caused?|causing|due to|reason|explains?|why|owing to|as a result of|triggered|originat\w+|source)\b",
    re.IGNORECASE,
)
"""Where the section speaks of the cause, these say so too."""
TAKEN_BACK = re.compile(
    r"""\b(?: not | never | no | none | nor | neither | without | isn['’]t | wasn['’]t | hasn['’]t | haven['’]t | doesn['’]t | don['’]t
      | didn['’]t | can(?:no|['’])t | cannot | couldn['’]t | aren['’]t | weren['’]t | won['’]t | failed\s+to | yet\s+to | unable\s+to | far\s+from
      | if | once | until | unless | whether | before | after(?=\s+(?:it|this|that)\s+is) | when | to\s+be | should | would | could | may | might
      | partly | partially | in\s+part | hope | expect(?:s|ed)? | likely | un(?:fixed|resolved|confirmed)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
DENIED_BEHIND = re.compile(
    r"\s*(?:(?:is|are|was|were|remains?|has been)\s+)?(?:still |yet )?(?:not\b|n['’]t\b|unknown|unclear|undetermined|open\b|to be )",
    re.IGNORECASE,
)
REACH = 60
"""How many characters before a word can take it back, within its clause."""
CLAUSE_END = re.compile(r"[.;:!?]|,\s+(?:but|and|so|which)\b|\b(?:but|however|and\s+now)\b", re.IGNORECASE)
HEDGED = re.compile(
    r"""\b(?: likely | probably | possibly | perhaps | presumably | apparently | suspect(?:ed|s|ing)? | suspicion | hypothesis | theory | assum(?:e|es|ed|ing|ption)
      | guess | may | might | could | would | seem(?:s|ed)? | appears? | suggest(?:s|ed|ion|ing)? | points?\ to | indicat(?:es?|ed|ing) | candidate | possible
      | believe[ds]? | think | not\ (?:yet\ )?(?:been\ )?(?:yet\ )?(?:proven|confirmed|established|determined|known) | unproven | unconfirmed
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
CAUSE_WORDS = re.compile(
    r"\b(?:because|caused?|root cause|due to|as a result of|owing to|triggered by)\b", re.IGNORECASE
)

SHOWN = re.compile(r"“[^“”]*”|\"[^\"]*\"")

ASKS = re.compile(r"\?(?:\s[^\w?()\[\]\"'“”‘’]*)?$")


@by_text(8_000)
def claims_of(text: str, words: re.Pattern[str]) -> tuple[str, ...]:
    """The earned words that `text` really claims: those that nothing in their clause takes back.

    Kept: each sentence is asked for several kinds of words, and again at the next preview.
    """
    found: list[str] = []
    for match in words.finditer(text):
        before = text[max(0, match.start() - REACH) : match.start()]
        clause = CLAUSE_END.split(before)[-1]
        denied = TAKEN_BACK.search(clause) or DENIED_BEHIND.match(text, match.end())
        inside = match[0].casefold().startswith(("no longer", "all "))
        if not denied and not (asks(text) and not inside):
            found.append(match[0])
    return tuple(found)


def asks(sentence: str) -> bool:
    """It ends in a question mark, or in one with loose signs behind it. "It is fixed (really?)." states something."""
    return ASKS.search(sentence) is not None


def claims_success(text: str) -> bool:
    return bool(claims_of(text, CLOSING) or claims_of(text, WORKING))


def claims_cause(text: str) -> bool:
    return bool(claims_of(text, CAUSAL)) and not HEDGED.search(text)


def states_cause(text: str) -> bool:
    """The same in a section that speaks of the cause, where fewer words say so."""
    return bool(claims_of(text, CAUSAL) or claims_of(text, CAUSAL_HERE)) and not HEDGED.search(text)


def tried_fixes(evidence: Evidence) -> list[FixItem]:
    """Everything that was really applied, superseded or not, in the order of application; a dismissed one never was."""
    tried = [fix for fix in evidence.fixes if was_tried(fix.status, fix.applied_at)]
    return sorted(tried, key=lambda fix: fix.applied_at or fix.created_at)


def last_outcome(evidence: Evidence) -> FixItem | None:
    """The fix whose outcome was learnt last, of equals the one suggested last: it says where the session stands."""
    tried = [fix for fix in reversed(evidence.fixes) if fix in tried_fixes(evidence)]
    return max(tried, key=lambda fix: fix.verified_at or fix.applied_at or fix.created_at, default=None)


def is_success(evidence: Evidence) -> bool:
    last = last_outcome(evidence)
    return last is not None and last.status == "applied_success"


def is_cause(fact: FactItem) -> bool:
    """What a screen says in quotation marks is a message, whatever it names as its cause."""
    return bool(CAUSE_WORDS.search(SHOWN.sub("", fact.text)))
