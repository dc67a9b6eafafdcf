"""How a fix went, as sentences say it: admitted in so many words, or claimed by telling that something works. Pure."""

import re
from collections.abc import Iterator

from resolvent.notes.grounding_contradiction import Statements
from resolvent.notes.grounding_polarity import Statement, clauses_of, keys_of, state
from resolvent.notes.grounding_words import asks, claims_success
from resolvent.sessions.evidence import FixItem

FAILURE = re.compile(
    r"""\b(?: did(?:\ not|n['’]t)\ (?:help|work|solve|fix|resolve|change|bring|make|stay|last) | (?:has|have)(?:\ not|n['’]t)\ (?:helped|worked|changed)
      | (?:made|makes)\ no\ difference | (?:had|with|to|without|brought|showed)\ (?:no|any)?\s?(?:effect|avail|success|improvement|result)
      | unsuccessful(?:ly)? | in\ vain | no\ (?:improvement|success) | nothing\ changed | fail(?:ed|s)? | persist(?:s|ed)?
      | not\ (?:been\ )?able\ to | unresolved | unsolved | unchanged | (?:not|n['’]t)\ (?:\w+\ ){0,3}(?:resolved|solved|fixed|gone|restored|cured)
      | another\ cause | (?:problem|issue|error|symptom)s?\ (?:remain|continue|came\ back|returned|still)\w* | still\ (?:there|present|open|occurs?|happens?)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
IN_PART = re.compile(
    r"\b(?:in part|partly|partial(?:ly)?|not (?:fully|completely|entirely)|only some|some improvement|what is left|(?:something|more) left|the rest|remaining)\b",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"""\b(?: whether | (?:not|n['’]t)\ (?:yet\ )?(?:been\ )?(?:yet\ )?(?:known?|clear|confirmed|verified|recorded|certain|heard|tested|checked)
      | (?:outcome|result|effect)\ (?:is|are|was|remains?)\ (?:still\ )?(?:open|unknown|unclear|pending) | unconfirmed | too\ early
      | (?:we\ are|still)\ waiting | awaiting | remains\ to\ be\ seen | to\ be\ confirmed
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
SAID = {"applied_failed": (FAILURE,), "applied_partial": (IN_PART, FAILURE), "proposed": (OPEN,)}
"""What a note says where a fix has this status; a success is said by earned words, or by what works."""
REASON = re.compile(
    r"(?::|;|,?\s(?:as|because|since|for)|,\s(?:and|which))\s+(?P<reason>\S.*)", re.IGNORECASE | re.DOTALL
)
WE = re.compile(r"\b(?:we|i|our|us|engineer|technician)\b", re.IGNORECASE)
AHEAD = re.compile(
    r"\b(?:will|shall|should|could|may|might|would|if|once|until|whether|please|recommend\w*|suggest\w*|plan\w*|next|likely|probably|possibly|seem\w*|hope)\b",
    re.IGNORECASE,
)
DID = re.compile(r"\s*(?:and |then |also )*(?:\w+ed|set|reset|put|ran|rebuilt|cut|took)\b", re.IGNORECASE)
ONGOING = re.compile(
    r"\b(?:looking|investigating|checking|waiting|working on|searching|trying|continu\w+)\b", re.IGNORECASE
)
UNIVERSAL = re.compile(r"\b(?:all|both|every\w*|each|completely|fully)\b", re.IGNORECASE)
AGAIN = re.compile(r"\bagain\b", re.IGNORECASE)
HAPPENED = re.compile(
    r"\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:\w+ed|\w+t|run|taken|given|made|done|shown)\b", re.IGNORECASE
)
LASTING = re.compile(
    r"\b(?:again|now|since|properly|normally|correctly|fine|as (?:expected|usual|before))\b", re.IGNORECASE
)
TROUBLES = frozenset(
    keys_of(
        "error problem issue warning crash drop freeze hang break broke fail fault prompt symptom outage delay timeout disconnect complaint lost"
    )
)


def admits(text: str) -> bool:
    return any(words.search(text) for words in (FAILURE, IN_PART, OPEN))


def is_good(statement: Statement) -> bool:
    """Something works, or a trouble is denied."""
    bad = statement.lacking or statement.trouble or bool(statement.keys & TROUBLES)
    return bad == statement.denied


def is_deed(clause: str, titles: frozenset[str]) -> bool:
    """What somebody did, rather than what came of it."""
    if WE.search(clause) or DID.match(clause) or ONGOING.search(clause):
        return True
    words = {word for word in keys_of(clause) if not word[:1].isdigit() and word[:1] != "@"}
    if (
        words
        and len(words & titles) >= 0.6 * len(words)
        and not LASTING.search(clause)
        and not UNIVERSAL.search(clause)
    ):
        return True
    return not words or (HAPPENED.search(clause) is not None and not LASTING.search(clause))


def effects_of(sentence: str, titles: frozenset[str]) -> Iterator[tuple[str, Statement]]:
    """What a sentence says of how things are now, deeds and plans aside."""
    if asks(sentence):
        return
    for clause in clauses_of(sentence):
        if not is_deed(clause, titles) and not AHEAD.search(clause):
            yield clause, state(clause)


def unearned_effects(sentence: str, titles: frozenset[str], carried: Statements) -> bool:
    """It is told as good, the evidence does not say so, and the sentence admits nothing."""
    if admits(sentence):
        return False
    return any(
        is_good(one) and one.keys and not is_carried(clause, one, carried)
        for clause, one in effects_of(sentence, titles)
    )


def is_carried(clause: str, one: Statement, carried: Statements) -> bool:
    """Of all of them only where the evidence speaks of all."""
    if carried.tell(clause):
        return True
    too_much = UNIVERSAL.search(clause) and not carried.mention(UNIVERSAL)
    return not too_much and carried.carry(one, 0.8 if AGAIN.search(clause) else 0.6)


def says_outcome(fix: FixItem, text: str, titles: frozenset[str]) -> bool:
    if fix.status in SAID:
        return any(words.search(text) for words in SAID[fix.status])
    return any(
        claims_success(part) or any(is_good(one) for _, one in effects_of(part, titles)) for part in text.split("\n")
    )


def gives_reason(text: str, words: re.Pattern[str]) -> bool:
    """Behind an admission something is told that is not what we do next."""
    for admitted in words.finditer(text):
        rest = text[admitted.end() :].partition("\n")[0]
        reason = REASON.search(rest)
        if reason and not WE.search(reason["reason"]) and keys_of(reason["reason"]):
            return True
    return False
