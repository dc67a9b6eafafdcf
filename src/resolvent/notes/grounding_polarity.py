"""A clause as the words that it is about and whether it denies: `X lacks a licence` and `there is no licence for X` are one. Pure."""

import re
from dataclasses import dataclass, replace

from resolvent.notes.composer_phrases import SENTENCE_END, word_list
from resolvent.notes.grounding_tokens import PARTS, QUOTED, normalise_raw, stem
from resolvent.notes.grounding_words import asks
from resolvent.remembered import by_text

DENIAL = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|neither|nor|without|cannot|\w+n['’]t|hardly)\b(?! (?:more|less|later|only|earlier) than\b| only\b| doubt\b)",
    re.IGNORECASE,
)
LACK = re.compile(
    r"""\b(?: lack(?:s|ed|ing)? | missing | absent | unable | fail(?:s|ed)?\ to | false | (?:switch(?:ed)?|turn(?:ed)?|is|are|was|were|been|be|not|still|set\ to)\ off
      | disabl(?:e[sd]?|ing) | deactivat(?:e[sd]?|ing) | inactive | unreachable | offline | unavailable | disconnected
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that deny by themselves; with a denial before them they affirm (`is not off`)."""
TROUBLE = re.compile(
    r"""\b(?: den(?:y|ies|ied) | refus(?:es?|ed) | reject(?:s|ed)? | declin(?:es?|ed) | block(?:s|ed) | invalid | expired | dead | gone
      | problems? | troubles? | issues? | degraded | broken | faulty | unhealthy | incorrect | wrong | empty | fail(?:ed|s|ing)? | stop(?:s|ped)? | los(?:e|es|t|ing)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that deny only what somebody else affirms by a word of `AFFIRMING`."""
AFFIRMING = re.compile(
    r"""\b(?: open | running | enabled | active | activated | started | reachable | online | available | connected | accepted | allowed | valid
      | present | healthy | correct(?:ly)? | work(?:s|ed|ing)? | true | locked | granted | permitted | succeeded | successful(?:ly)? | possible | fine
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
LEAD = re.compile(r"(?:yes|no)(?:[,;:.!]\s*|$)", re.IGNORECASE)
SPLIT = re.compile(
    r"(?P<always>;\s|(?<=[^\s:]):\s|\s[-–—]\s|,?\s(?:but|because|while|although|though|whereas)\s|,?\s(?=without\b)|,?\sand\s(?=(?:now|since|everything)\b)|,\sand\s(?=(?:the|it|this|there|we|no)\b)|,\s(?:which|who|so)\s)"
    r"|,\s(?:as|and)\s|\s(?:after|before|when|until|since|and)\s|,\s",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|may|might|must|should|cannot|\w+n['’]t|\w{2,}ed"
    r"|came|went|found|finds|got|ran|made|stood|works?|shows?|we \w+|not|no|never)\b",
    re.IGNORECASE,
)
LEADING = re.compile(r"\s*(?:after|once|since|when|as|if|because|before)\b", re.IGNORECASE)
COMMAND = re.compile(r"\?\s*\([^()]*\)")
SMALL = frozenset(
    word_list("""
    the a an and or but so because while although though which that who whom whose what when where how why this these those
    its it they them their theirs he she his her him we us our you your i me my mine be is are was were been being am has
    have had having do does did doing done can could will would shall should may might must to of in on at by for from with
    within into onto over under up out about as than then there here also too again still yet already now just only even
    any all some each every both either own same such very much more most less least few many lot not never
    no none nothing nobody neither nor without cannot unable hardly longer anymore yes if whether after before since until
    during through via per upon between among against according said says reported told noted showed shows shown seen
    found find finds see result results check checked output get gets got per cent
""")
)
SAME_MEANING = [
    frozenset(map(stem, group.split()))
    for group in (
        "answer answers respond responds reply replies",
        "contain contains include includes member members",
        "person people user users colleague colleagues",
        "find finds located",
        "remove delete clear purge uninstall",
        "restart reboot start",
        "email mail e-mail message mailbox",
        "workstation computer pc laptop machine device desktop",
        "licence license",
        "open opens reach load loads",
        "print printing prints printed",
        "sign-in login logon signin",
        "password credential passcode",
        "error errors failure",
        "update patch upgrade",
        "vpn tunnel",
        "wlan wifi wi-fi",
        "difference change effect",
        "other another",
    )
]
ONE_OF = {word: min(group) for group in SAME_MEANING for word in group}


@dataclass(frozen=True, slots=True)
class Statement:
    """`keys`: what a clause is about (stems of its words, numbers, names); the rest: by what it affirms or denies that."""

    keys: frozenset[str]
    denied: bool
    lacking: bool = False
    trouble: bool = False
    affirmed: bool = False

    @property
    def negative(self) -> bool:
        return self.denied != (self.lacking or self.trouble)

    def opposes(self, other: "Statement") -> bool:
        """Whether both cannot be true, if they speak of the same. `lacks one` and `has none` agree."""
        undone, undone_there = self.lacking or self.trouble, other.lacking or other.trouble
        if undone == undone_there:
            return self.denied != other.denied
        if self.denied != other.denied:
            return False
        bad, good = (self, other) if undone else (other, self)
        return bad.lacking or good.affirmed


def state(clause: str) -> Statement:
    said = LEAD.sub("", clause, count=1) or clause
    return Statement(
        keys_of(said),
        denied=DENIAL.search(said) is not None,
        lacking=LACK.search(said) is not None,
        trouble=TROUBLE.search(said) is not None,
        affirmed=AFFIRMING.search(said) is not None,
    )


def keys_of(clause: str) -> frozenset[str]:
    keys = set()
    for word in normalise_raw(TROUBLE.sub(" ", LACK.sub(" ", clause))).split(" "):
        if any(char.isdigit() or char in "@\\/." for char in word):
            keys.add(word)
            continue
        for part in PARTS.split(word):
            if len(part) > 2 and part not in SMALL:
                root = stem(part)
                keys.add(ONE_OF.get(root, root))
    return frozenset(keys)


def has_verb(sentence: str, begin: int, end: int) -> bool:
    return any(words.search(sentence, begin, end) for words in (VERB, TROUBLE, AFFIRMING))


@by_text(4_000)
def clauses_of(sentence: str) -> tuple[str, ...]:
    """A part without a verb belongs to the one beside it: `A and B are not reachable`, `stopped after 5 minutes`."""
    cuts = list(SPLIT.finditer(sentence))
    found, begun = [], 0
    for place, cut in enumerate(cuts):
        then = cuts[place + 1].start() if place + 1 < len(cuts) else len(sentence)
        leading = LEADING.match(sentence, begun) is not None and "," in cut[0]
        both = has_verb(sentence, begun, cut.start()) and (leading or has_verb(sentence, cut.end(), then))
        if cut["always"] or both:
            found.append(sentence[begun : cut.start()].strip())
            begun = cut.end()
    return tuple(one for one in (*found, sentence[begun:].strip()) if one)


def name_or_nothing(quotation: re.Match[str]) -> str:
    """A quoted word is a name; more words are somebody else's statement."""
    said = quotation[0][1:-1]
    return " " if " " in said.strip() else said


@by_text(4_000)
def statements_of(text: str) -> tuple[Statement, ...]:
    """Kept, as the pools are. A question is stated by the yes or no behind it; alone it states nothing. Quotations are left out."""
    found: dict[Statement, None] = {}
    asked: Statement | None = None
    for sentence in (
        part
        for line in text.splitlines()
        for part in SENTENCE_END.split(COMMAND.sub("?", QUOTED.sub(name_or_nothing, line)))
    ):
        if asks(sentence):
            asked = state(sentence)
            continue
        answer = LEAD.match(sentence)
        if asked and answer:
            no = answer[0][:1] in "Nn"
            found[replace(asked, denied=asked.denied != no, affirmed=not no)] = None
        asked = None
        told = dict.fromkeys(map(state, clauses_of(sentence)))
        if len(told) > 1 and len({one.negative for one in told}) == 1:
            told[replace(next(iter(told)), keys=keys_of(sentence))] = None
        found |= told
    return tuple(one for one in found if one.keys)
