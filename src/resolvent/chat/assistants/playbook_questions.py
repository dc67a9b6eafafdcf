"""The general questions of a problem without a playbook, the words by which a sentence answers one of them unasked, and the shape
of an answer to the one that was asked. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from resolvent.knowledge.wishes import tells_fault

LEAD: Final = "For the note, if you know it: "
COMMAND: Final = "Get-ComputerInfo -Property CsName, OsName, OsVersion, OsLastBootUpTime | Format-List"
ERROR: Final = "Error text"
CHANGED: Final = "What changed before"
DEVICE: Final = "Device and network"
ERROR_LINE = re.compile(
    r"\b(?:errors?|exception|fail\w*|denied|refused|cannot|can['’]t|could not|couldn['’]t|unable|invalid|expired|time[d -]*out"
    r"|no (?:space|memory|room|route|such|response|connection|answer|signal|suitable|valid|logon|domain|boot\w*|media)"
    r"|out of (?:memory|space|range|disk|paper)|already in use|too (?:many|large|long|small)|corrupt\w*|damaged|exceeded|rejected|illegal"
    r"|unreachable|unknown|disconnected|offline|is full"
    r"|not (?:found|responding|available|supported|allowed)|unexpected|critical|fatal|warning|panic|crash\w*)\b",
    re.IGNORECASE,
)
ERROR_WORDS = re.compile(
    r"\b(?:code|message|says|0x[0-9a-f]+|(?!kb)[a-z]+[_-]?\d{2,}|\d{3,}|[245]\.\d\.\d{1,3}|(?-i:[A-Z]{2,}(?:_[A-Z0-9]+)+))\b|[\"“”]",
    re.IGNORECASE,
)
"""Of an error as somebody tells it, beside those."""
_QUOTE = re.compile(r"[\"“][^\"”]*[\"”]")
_ONLY = re.compile(r"\W*(?:only|just|except|apart from|besides)\b", re.IGNORECASE)
_SHOWS = re.compile(
    r"\b(?:says?|said|shows?|showed|shown|showing|reads?|sees?|saw|displays?|displayed|appears?|appeared|pop(?:s|ped)?(?: ?-?up)?s?|messages?|notice|prompts?"
    r"|dialog\w*|window|screen|banner|gets?|got|getting|gives?|gave|receives?|received|with)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\"“”]")
NO_ERROR = re.compile(
    r"^\W*(?:none|nothing|no(?:ne)? (?:at all|shown|is shown)|(?:there is |there['’]s |it shows )?no (?:errors?|messages?|code|text)\b[\w ]{0,20}"
    r"|(?:none|nothing) (?:other than|else than|besides?|except|but|beyond|apart from)\b[^,;]{1,60})\W*$",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:he|she|they|i|we|customer|client|user|caller|boss|colleague)s? (?:\w+ly |just |also |only )?(?:wr[io]te?s?|says?|said|told (?:me|us)|asks?|asked"
    r"|mail(?:s|ed)|answer(?:s|ed)|repl(?:ies|ied)|complain(?:s|ed))\W{0,3}(?=[\"“])",
    re.IGNORECASE,
)
"""What somebody said; a quotation else is what a screen shows."""
_WHEN = re.compile(
    r"\b(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m|h)?|seconds?|minutes?|hours?|days?|nights?|mornings?|noon|afternoons?|evenings?|weeks?"
    r"|weekends?|months?|years?|ago|always|never|often|sometimes|times?|constant(?:ly)?|permanent(?:ly)?|random(?:ly)?|since|after"
    r"|before|when\w*|while|until|recent(?:ly)?|just|sudden(?:ly)?|start\w*|first|once|daily|weekly|beginning|holidays?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:only|just|all|every\w*|some|many|most|few|several|others?|nobody|none|no one|both|him|her|hers|his|them|they|their|me|us"
    r"|users?|people|persons?|team|office|department|staff|colleagues?|single|same|one|two|three|\d+ (?:users|people|of|pcs|others)|any\w*|alone|sites?|fine|okay?)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:win(?:dows)?|mac\w*|linux|ios|android|iphone|ipad|ubuntu|debian|red ?hat|rhel|centos|chrome ?os|laptop|notebook|pc|desktop"
    r"|computer|machine|server|phone|tablet|printer|scanner|router|switch|firewall|nas|vpn|lan|wi-?fi|wlan|ethernet|cable|network"
    r"|internet|home|office|vm|host|node|cluster|cloud|azure|aws|citrix|terminal|vlan|subnet)\b|[a-z]\d|\d[a-z]",
    re.IGNORECASE,
)
_MODEL = re.compile(r"\b(?!kb\d)(?=[a-z-]*\d)[a-z][\w-]*", re.IGNORECASE)
"""Of a device: "yealink t46"."""
_SYSTEM = re.compile(
    r"^\W*(?:(?:and|it['’]?s|is|on|an?|the) )*(?:[\w-]+ ){0,3}?(?:win(?:dows)? ?(?:7|8(?:\.1)?|10|11)|windows server(?: \d{4})?|server 20\d\d"
    r"|macos|mac os|macbook|ubuntu|debian|rhel|centos|red hat|linux|iphone|ipad|android)\b(?: [\w.()-]+){0,4}\W*$",
    re.IGNORECASE,
)
"""A device and its system, told as such: "win 11 hp desktop"; not "Outlook for iPhone crashes"."""
_IS_SO = re.compile(
    r"^\W*(?:it['’]?s|they['’]?re|that['’]?s|there['’]?s|[\w-]+(?: [\w.-]+){0,4}? (?:is|are|has|have|runs?|uses?|needs?|takes?|shows?|says|makes?|goes|works?))\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:new|since|after|not|no|nothing|none|another|different|other|because|now|more|anymore|\w{3,}ed|(?!during|morning|evening)\w+ing|chang\w*|updat\w*|upgrad\w*|install\w*"
    r"|swap\w*|switch\w*|mov\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
"""How something is now is no change, unless a word of one stands in it."""
_TRIED: Final = r"^\W*(?:(?:i|we|he|she|they) )?(?:tried|tested|checked)\b"
_NO_ANSWER_TO: Final = {
    CHANGED: re.compile(rf"\b(?:could|might|may) be\b|\b(?:maybe|perhaps)\b|^\W*since then\b|{_TRIED}", re.IGNORECASE),
    "Who is affected": re.compile(_TRIED, re.IGNORECASE),
    DEVICE: re.compile(rf"{ERROR_LINE.pattern}|\b(?:found|had|got|did)\b", re.IGNORECASE),
}
"""A guess, an attempt, an error and an event."""
_WORKS = re.compile(r"\b(?:ok|okay|fine|works?)\b", re.IGNORECASE)
_IS_NOW = re.compile(r"(?:\b(?:is|are)|['’](?:s|re))(?: not| now| still| just)* \w+(?:ed|ing)\b", re.IGNORECASE)
"""A state, where "was" would tell an event: "the service is stopped"."""
_CHANGED_THEN = re.compile(
    r"\b(?:updated|upgraded|patched|migrated|moved|replaced|swapped|exchanged|installed|uninstalled|deployed|rolled out|changed|renewed|renamed"
    r"|rebuilt|reinstalled|reconfigured|enabled|disabled|(?:switched|turned) (?:off|on|over|to))\b",
    re.IGNORECASE,
)
BACK_THEN = re.compile(
    r"\b(?:yesterday|(?:last|over the|on the|at the) (?:night|weekend)|last (?:week|month|year)|recently|lately"
    r"|(?:\d+|an?|a few|a couple of|two|three|several) (?:hours?|days?|weeks?|months?) ago"
    r"|(?:last |on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?)\b",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"\b(?:is|are|was|were|has|have|does|do|did|can|will|wo?n['’]?t|\w+n['’]t|not|after|before|since|update[ds]?|fails?|failed|crash\w*"
    r"|stop\w*|hang\w*|only|just|all|every\w*)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b\w{2,}ed\b", re.IGNORECASE)
_AS_OTHERS = re.compile(r"\b(?:others?|the rest|fine|okay|ok|too|also|as well)\b", re.IGNORECASE)
_WHILE: Final = r"(?:(?:few|couple|of|short|long|little|first|second|next|certain) ){0,2}(?:seconds?|minutes?|hours?|moments?|while|time|bit)\b"
"""How long it takes: "it stops again after a minute" tells no change."""
_ANEW: Final = {
    "Since when": re.compile(
        r"^\W*(?:(?:no|nope|rather|it|its|it['’]s|was|is|more like)\W+)*(?:since\b(?! then\b)|for (?:about |some )?\d)",
        re.IGNORECASE,
    ),
    "Who is affected": re.compile(
        r"^\W*(?:(?:no|nope|wait|sorry|rather|it|its|it['’]s|was|is|not)\W+)*(?:only|just|every(?:one|body)|nobody|all of)\b(?:\W+[\w'’-]+){0,4}\W*$",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    label: str
    why: str
    example: str
    """Answers as people give them."""
    cue: re.Pattern[str] | None = None
    command: str | None = None


QUESTIONS = (
    Question(
        "What exactly does not work, and what should happen instead?",
        "What does not work",
        "Everything else depends on the exact scope.",
        "“the scanner saves no file; it should put a PDF into the folder Scans”",
    ),
    Question(
        "What is the exact error text or code, and where is it shown?",
        ERROR,
        "The literal text finds known problems; a paraphrase does not.",
        "“it says ‘Access is denied’ when she opens the folder”, or “no error, it just hangs”",
        re.compile(
            r"\b0x[0-9a-f]{4,8}\b|\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b|\berror(?: code| message| text)?\s*[:#]|\b(?:it|message|screen) (?:just |only )?(?:says"
            r"|reads)\b|no (?:err|errors?|messages?)\b|\b\w*ERR(?:OR)?_[A-Z]\w+|[\"“][^\"”]{10,}[\"”]"
            r"|\b(?:gives?|gave|returns?|returned|throws?|shows?|gets?|getting|got|says|http)(?: (?:an?|the|http|status|error|code))* [45]\d\d\b"
            r"(?=\W*(?:$|[.,;:!)]|(?:errors?|bad|service|internal|not|forbidden|gateway|on|when|and|but|since|after)\b))",
            re.IGNORECASE,
        ),
    ),
    Question(
        "Since when does it happen, and is it always or now and then?",
        "Since when",
        "A time can be compared with updates, changes and logs.",
        "“since Monday, every morning”, or “now and then, first time last week”",
        re.compile(
            r"\b(?:since (?=(?:about|around|early|late|the|an?|this|that|last|my|our|his|her|their|i|we|he|she|they|it"
            r"|yesterday|today|noon|midnight|\d{1,4}(?:[ap]m|h|ish|st|nd|rd|th)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may"
            r"|june|july|august|september|october|november|december|(?:[\w-]+ ){0,2}(?:up(?:dat|grad)|install|chang|mov|migrat)\w*)\b)|yesterday|today|tonight"
            r"|this (?:morning|afternoon|week|month)|last (?:week|month|night|monday|tuesday|wednesday|thursday|friday)"
            r"|(?:\d+|a few|two|three|several) (?:hours?|days?|weeks?|months?) ago|started (?:on|at"
            r"|after|when)|every (?:day|morning|time|hour)|intermittent(?:ly)?|now and then"
            r"|from time to time|never worked|after (?:the |an? |our |his |her )?(?:[\w-]+ ){1,3}on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
            re.IGNORECASE,
        ),
    ),
    Question(
        "What changed shortly before: updates, hardware, password, network, move?",
        CHANGED,
        "Most new faults follow a change.",
        "“Windows was updated on Friday”, “a new router last week”, or “nothing that we know of”",
        re.compile(
            rf"^\W*(?:what )?changed?\s*:|\b(?:after (?:(?:the|an?)(?! {_WHILE})(?! (?:re-?(?:start|boot|connect)|sleep))|we|i|he|she|they|installing|updating|moving|changing)\b|(?:was|were|got"
            r"|been) (?:not |never )?(?:updated|upgraded|installed|replaced|moved|changed|migrated|touched|swapped|renewed|patched|deployed|rebuilt"
            r"|reinstalled|reconfigured|exchanged|renamed)|(?:new|fresh|clean) (?:install\w*|deployment|build)|new (?:laptop|pc|router"
            r"|switch|phone|password|version|update|dock|add-?in|driver|software|antivirus)|nothing (?:has )?changed|no changes?"
            r"|(?:nobody|no ?one) (?:\w+ )?(?:remembers?|knows?|noticed) (?:of )?(?:an?y? )?changes?|updates? (?:ran|came|went|got)"
            r"|since (?:[\w-]+ ){1,2}(?:update|upgrade|patch|migration|move)"
            r"|after [\w'’-]+ (?:patch\w*|updat\w*|upgrad\w*|migrat\w*|install\w*)"
            r"|since (?:we|i|he|she|they) (?:\w+ )?(?:got|moved|changed|switched|upgraded|updated|installed|replaced|swapped)"
            r"|nothing (?:that )?(?:i|we|he|she|they) (?:know|knows|can think) of)\b",
            re.IGNORECASE,
        ),
    ),
    Question(
        "Who else has it: only this user or device, or others too?",
        "Who is affected",
        "It tells a fault of one device or account from one of a shared service.",
        "“only her”, “everyone on the second floor”, or “two others too”",
        re.compile(
            r"\b(?:(?:only|just) (?:me|him|hers?|his|my|their|this|\w+['’]s)"
            r"|(?:only|just) one(?= (?:user|person|employee|device|pc|laptop|computer|machine|account|mailbox|of)\b|\s*(?:[,.;]|$))|everyone|everybody"
            r"|(?<!at )all (?:users|of us|staff|employees|(?:in|at) (?:the|our) [\w-]+)|(?:the )?(?:whole|entire|half(?: of)?(?: the| our| their)?) (?:[\w-]+ )?(?:office|team|floor|company|department|site|branch)"
            r"|(?:\w+ )?other (?:users|people|employees|staff)|(?:several|multiple) (?:users|people|employees)"
            r"|only the (?:[\w-]+ ){0,3}(?:users|people|ppl|guys|folks|staff)"
            r"|nobody else|no one else|(?:\d+|two|three|four|five) others"
            r"|others? (?:too|also|as well|have|are)"
            r"|colleagues?(?= (?:[\w'’]+ ){0,2}(?:ha(?:s|ve|d)|can(?:['’]?t|not)?|do(?:es)?(?:n['’]?t)?|are(?:n['’]?t)?|is(?:n['’]?t)?|too|also|as well|works?|opens?|sees?|gets?|reports?"
            r"|same|fine|ok|affected)\b)|(?:her|his|my|our|their|the|all|other|some|two|several) colleagues?(?=\W*$))\b",
            re.IGNORECASE,
        ),
    ),
    Question(
        "Which device, operating system and network is it on?",
        DEVICE,
        "It says where to look and which tools exist there.",
        "“a Dell laptop with Windows 11, on Wi-Fi”",
        re.compile(
            r"\b(?:(?:on|from|runs?|running|with) (?:an? |the |my |his |her |their )?(?:windows (?:\d+|server)|macos|mac ?book"
            r"|ubuntu|linux|iphone|ipad|android|surface|thinkpad|latitude|elitebook)"
            r"|(?:is|are|sits?|works?|connected|['’]s|['’]re) (?:at home |in the office )?(?:on|over|via|by|through) (?:an? |the |her |his |their )?"
            r"(?:wi-?fi|wlan|lan|cable|ethernet|hotspot|mobile data|lte|5g)"
            r"|(?:dell|hp|lenovo|fujitsu|acer|asus|apple|microsoft surface|thinkpad|optiplex|latitude|elitebook) (?:[\w-]+ )?[\w-]*\d[\w-]*$"
            r"|\w+['’]s (?:laptop|pc|desktop|computer|macbook)|OsName)\b",
            re.IGNORECASE,
        ),
        COMMAND,
    ),
)

_NEEDS = re.compile(
    r"\b(?:needs?|wants?|must|should|asap|urgent(?:ly)?|please|by (?:today|tonight|tomorrow|noon))\b", re.IGNORECASE
)
"""By when something is wished for tells no beginning."""
_ALONE = re.compile(
    r"^\W*(?:(?:not )?all of (?!it\b|that\b|this\b|them\b|these\b|those\b|a\b)[\w-]+|all (?:\d+|two|three|four|five) [a-z][\w-]+|only that (?!one time\b)[\w-]+(?: one)?|only (?:on )?(?:the )?(?:[a-z]+ \d+|[a-z][\w-]*\d[\w-]*))\W*$",
    re.IGNORECASE,
)
"""A whole part: "all of sales", "all 3 replicas", "only node 3", "only that box"."""
SHAPES: Final = {"Since when": _WHEN, "Who is affected": _WHO, DEVICE: _WHERE}


def asked_besides(asked: str) -> list[Question]:
    """Those that an answer of the assistant asked along with a check, in their order."""
    besides = asked.partition(LEAD)[2]
    return sorted((one for one in QUESTIONS if one.title in besides), key=lambda one: besides.find(one.title))


def answers(question: Question, text: str) -> bool:
    """By the words of the text, whether or not it was asked."""
    if question.cue is None or (question.label == "Since when" and _NEEDS.search(text)):
        return False
    if question.label == ERROR:
        return shows_error(question.cue, without_speech(text))
    if changed_then(text):
        return question.label == CHANGED or (
            question.cue.search(text) is not None and (question.label != "Since when" or tells_fault(text))
        )
    if question.label == "Who is affected" and _ALONE.match(text):
        return True
    system = question.command is not None and _SYSTEM.match(text) is not None and not _HAPPENS.search(text)
    return system or question.cue.search(text) is not None


def shows_error(cue: re.Pattern[str], text: str) -> bool:
    """A quotation alone is a message only where it tells of an error, or something shows it."""
    quoted = ERROR_LINE.search(text) is not None or _SHOWS.search(_QUOTE.sub("", text)) is not None
    return any(quoted or found.group()[0] not in '"“' for found in cue.finditer(text))


def changed_then(text: str) -> bool:
    """Whether it tells what somebody changed at some time before: "the provider switched off TLS 1.0 last week". The time is that of
    the change; when the fault began is another question."""
    return _CHANGED_THEN.search(text) is not None and BACK_THEN.search(text) is not None


def without_speech(text: str) -> str:
    """Without the quotation marks around what somebody said: they are no sign of a message on a screen."""
    said = _SPEECH.search(text)
    return text[: said.end()] + _MARKS.sub("", text[said.end() :]) if said else text


def may_answer(question: Question, text: str) -> bool:
    """Whether words by which nothing is known can be the answer to it, as it was asked."""
    if question.label == CHANGED and _IS_SO.match(text) and not _CHANGE.search(_IS_NOW.sub("", text)):
        return False
    if question.label == CHANGED and is_thing(text) and _MODEL.search(text) and not _CHANGE.search(text):
        return False
    if (barred := _NO_ANSWER_TO.get(question.label)) and barred.search(text):
        return False
    if question.label == "What does not work" and _WORKS.search(text) and not tells_fault(text):
        return False
    if question.label == DEVICE and any(tells_fault(found.group()) for found in _IS_NOW.finditer(text)):
        return False
    shape = SHAPES.get(question.label)
    return shape is None or shape.search(text) is not None


def goes_along(question: Question, text: str, *, asked: bool) -> bool:
    """Whether a part that answers nothing by its words goes on with the answer before it: "only hers, the rest is fine",
    "win 11, a docking station", "nothing, only a power cut"."""
    if question.label == "Who is affected":
        return (
            _AS_OTHERS.search(text) is not None or says_anew(question, text) or (asked and may_answer(question, text))
        )
    if question.label == CHANGED:
        return _ONLY.match(text) is not None
    return question.label == DEVICE and asked and is_thing(text)


def is_thing(text: str) -> bool:
    """A few words that tell no event."""
    return len(text.split()) < 5 and not _HAPPENS.search(text) and not _DONE.search(text)


def says_anew(question: Question, text: str) -> bool:
    """Whether it answers the question as if it had not been answered: what was said before no longer holds."""
    anew = _ANEW.get(question.label)
    return anew is not None and anew.match(text) is not None
