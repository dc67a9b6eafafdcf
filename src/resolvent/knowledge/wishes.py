"""Whether a text tells of something broken, or wishes and asks: forms of English, the same for every topic. Pure."""

import re
from typing import Final

_DO: Final = (
    "(?:add|allow|arrange|assign|book|buy|change|close|convert|create|delete|deploy|disable|enable|enroll?|exclude|extend|fill|give"
    "|grant|increase|install|invite|make|map|migrate|move|order|patch|plan|prepare|print|provide|quote|release|remove|rename|renew"
    "|replace|restrict|send|set ?up|set|share|show|store|switch|transfer|uninstall|update|upgrade)"
)
"""What people have done for them where nothing is broken; not "check", "help" or "repair"."""
_WISH: Final = re.compile(
    rf"""(?:^|[.!?\n]\ *)(?:{_DO}\ (?:an?|the|our|my|this|these|all|\d+)\b
        |(?:can|could|may|shall)\ (?!you|some|any)[^.!?\n]*\?|(?:which|whom?|where|when)\b[^.!?\n]*\?)
    |\b(?:
    (?:please|pls|kindly)\ (?:also\ )?{_DO}
    |(?:can|could|would|will)\ (?:you|someone|somebody|anyone|anybody|we|i|it|all|the\ \w+)\ (?:please\ |also\ |be\ )?
        (?:{_DO}|have|get|use)
    |(?:i|we|he|she|they)(?:['’]d|\ would)\ (?:like|love|rather|need)|would\ like\ (?:a|to)|wants?\ (?:an?|to\ have)
    |(?:should|must|has\ to|have\ to|needs?\ to)\ (?:not\ )?be\ (?:\w+ed|set|usable|possible|able)
    |(?:is|are|would)\ (?:there|it)\ (?:(?:a|any|another|no)\ )?(?:ways?|possible|possibility|option|chance)
    |how\ (?:can|do|does|could|would|should|to|much|many|long|often)
    |what(?:['’]s\ (?:the|our)|\ (?:is|are|do|does|would|will|has))
    |which\ \w+(?:\ \w+)?\ (?:is|are|do|does|did|can|should|would|works?|have)|which\ (?:licen[cs]e|plan)
    |(?:may|should)\ (?:i|we)|(?:if|whether)\ (?:it|she|he|we|i|they)\ (?:can|could|may)
    |(?:would|will|do|does|shall|may)\ need|needs?\ (?:a|an|another|some|more|\d+|access|new)
    |(?:new|next)\ (?:hire|starter|employee|joiner|colleague|intern|branch|office)
    |requests?\ (?:for|to|an?)|requested\ an?|licen[cs]e\ request
    |(?:quote|quotation|prices?|pricing|offer|costs?|budget)\ (?:for|of|until|till|by)|make\ (?:us\ )?an\ offer
    |for\ your\ information|just\ (?:asking|wondering|to\ let\ you\ know)|wonder(?:ing)?\ (?:if|whether|why|how)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_FAULT: Final = re.compile(
    r"""\b(?:
    no|not|never|cannot|unable|nothing|nobody|none|neither|without|(?:dont|doesnt|isnt|cant|wont|didnt)|any\ ?more
    |error\w*|fail\w*|broken?|breaks|crash\w*|stuck|hang\w*|hung|fr[eo]ez\w*|slow\w*|gone|missing|lost|los(?:es|ing)|drop(?:s|ped|ping)?
    |disconnect\w*|full|down|dead|wrong\w*|refus\w*|reject\w*|den(?:y|ied|ies)|block\w*|lock(?:ed|s)?|lockout|keeps?|suddenly|again
    |problems?|issues?|trouble\w*|warnings?|alerts?|expired|ran\ out|outdated|black|blank|blue\ ?screen\w*|bsod|stop\ code|stopp\w*|stops
    |stall\w*|clos(?:es|ed)\ by|vanish\w*|disappear\w*|corrupt\w*|flicker\w*|ages|for\ ?ever|bounce\w*|undeliverable|packet\ loss
    |takes\ \w+\ (?:minutes?|min|secs?|seconds?|hours?)|time(?:s|d)?[ -]?out|offline|unreachable|invalid|compromised|hacked|suspicious
    |virus|trojan|threat|malware|clicked|restart(?:s|ed)|reboots?|since|every\ (?:time|morning|day)|each\ (?:time|boot|start)
    |0x[0-9a-f]{4,}|[45]\d\d[ -]\d\.\d
    )\b|n['’]t\b""",
    re.IGNORECASE | re.VERBOSE,
)


def wishes(text: str) -> bool:
    """It asks for something to be done, bought, explained: perhaps because of a fault, more often not."""
    return _WISH.search(text) is not None


def tells_fault(text: str) -> bool:
    """It has a word by which people tell that something is wrong."""
    return _FAULT.search(text) is not None


_DENIED: Final = re.compile(r"(?:\b(?:no|not|never|without)|n['’]t)\s+(?:an?\s+)?", re.IGNORECASE)


def denies_fault(text: str) -> bool:
    """ "Not locked", "no error": a fault that there is not."""
    return any(_FAULT.match(text, found.end()) for found in _DENIED.finditer(text))


_GENERIC: Final = re.compile(
    r"""^\W*(?:work-?arounds?|steps?\ to\ (?:reproduce|resolve|fix|mitigate)|expected\ (?:behaviou?r|result)|see\ also|note|tip
        |how\ to|mitigation|remediation)\b\s*(?:[:\-–—]|$)
    |\b(?:in\ case|for\ example|e\.g\.|for\ instance|(?:this|the)\ (?:alert|article|page|rule|guide|document\w*|section|runbook)
        \ (?:\w+\ )?(?:fires?|is|means|describes?|explains?|shows?|covers?|will|can|may)|(?:fires|triggers)\ (?:if|when)
    |you\ (?:can|should|must|may|might|need\ to|will\ need)|make\ sure|refer\ to|usually\ means?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Of a manual: it tells what may be, not what is."""
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.](?=\S)[^.!?\n]*)*[.!?]*")
_CODE: Final = re.compile(r"\d{3}|[\"“”]")


def without_wishes(text: str) -> str:
    """Without the sentences that wish for something, or tell how a thing is done or meant, and show no sign of a fault: they
    answer no question about what is the matter."""
    return _SENTENCE.sub(lambda found: "" if tells_nothing(found.group()) else found.group(), text)


def tells_nothing(sentence: str) -> bool:
    if _GENERIC.search(sentence):
        return True
    return wishes(sentence) and not tells_fault(sentence) and not _CODE.search(sentence)
