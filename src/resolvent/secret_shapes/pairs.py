"""A name that says secret, and its value: in code, configuration, JSON, XML, YAML, options and environments. Pure."""

import re
from collections.abc import Iterator

from resolvent.secret_shapes.names import ENDINGS, VENDORS, WORDS, Strength, strength_of
from resolvent.secret_shapes.rules import Span, compiled
from resolvent.secret_shapes.values import LONGEST, can_be_secret

NOUNS = "|".join(sorted({*ENDINGS, *WORDS, *VENDORS}, key=lambda noun: (-len(noun), noun)))
NAME = rf"(?:{NOUNS})[\w.-]{{0,40}}"
"""From its first telling word on."""
CLOSERS = r"[\\\"'`*\]\)}\t ?]{0,40}(?:\([^()\n]{0,40}\)[\t ]*)?(?:&quot;)?"
OPERATOR = r"(?:::=|:=|\?=|\.=|\+=|=>|->|!==|!=|===|==|=|:)"
ATTRIBUTE = r"[\s,;]{0,24}[\"'-]{0,2}(?:value|default|content|val|data)[\"']?(?:[\t ]*[=:][\t ]*|[\t ]+)"
ELEMENT = r"(?:\s[^<>\n]{0,80})?>\s{0,40}(?:<(?:\w{1,20}:)?Value(?:\s[^<>]{0,60})?>\s{0,40}|<!\[CDATA\[)?"
BEHIND = re.compile(
    rf"{CLOSERS}(?P<sep>{OPERATOR})|(?P<call>\()|(?P<comma>[\"'`]\s{{0,8}},)|[\"'`]?(?P<attribute>{ATTRIBUTE})"
    rf"|(?P<tagged>[\"']\s{{0,4}}>)|(?P<plist></key>\s{{0,40}}<string>)|(?P<space>[\t ]+(?=@?\$?[\"'`“‘]))|(?P<element>{ELEMENT})",
    re.IGNORECASE,
)
OPTION = r"(?:^|[\s\"'`(\[|,])(?:--?|/)([A-Za-z][\w-]{0,40})[\"']?(?:[\t ]+|[\"'],\s*)"
TYPED = re.compile(r"\s*[&'\[]?[A-Za-z_][\w.\[\]<>|?&: ]{0,40}?\s*=\s*(?=@?[\"'`])")
OPENING = re.compile(
    r"[\t ]*(?:\((?=[\"']))?(?:@|[bBrRfFuUNL]{1,2}(?=[\"'])|\$(?=\")|(?:new )?[\w.]{0,30}(?:String|Str|Secret|bytes|str)\()?"
    r"(\\{1,3}[\"']|\"\"\"|'''|[\"'`]|[“”„]|[‘’]|«|&quot;|&\#34;|&\#39;)"
)
CLOSING = {"“": "”“", "„": "“”", "”": "”", "‘": "’", "’": "’", "«": "»"}
BARE = re.compile(rf"[\t ]*([^\s\"'`]\S{{0,{LONGEST}}})")
CUT = re.compile(
    r"\\+[nrt\"']|[\"`<]|'(?!\w)|;(?=[A-Za-z][\w ]*=|\s|$)|&(?=[\w.-]+=|quot;|lt;|\#)|,(?=[\"']?[\w ]+[\"']?[:=]|$)|\|$"
)
ALONE = re.compile(r"[\t ]*(?:$|[\r\n,;&}\])\"'`#|\\<]|//|-{1,2}[A-Za-z])")
SCHEME = re.compile(r"(?:Bearer|Basic|Token|ApiKey|Bot|SSWS|JWT|plain:|\{noop\}|\{plain\})\s*", re.IGNORECASE)
WORD_BACK = re.compile(r"[\w.-]+[ \t]$")
GETTER = re.compile(
    r"(?i)^_*(?:get|fetch|read|load|find|lookup|require|check|is|has|needs?|use|parse|create|new|verify|validate|test|remove|delete|decrypt)"
)


def find_pairs(text: str) -> Iterator[Span]:
    done = 0
    for match in compiled(NAME).finditer(text):
        start, end = match.span()
        if start >= done and (behind := BEHIND.match(text, end)):
            for span in read_pair(text, start, end, behind):
                yield span
                done = span[1]
    for match in compiled(OPTION).finditer(text):
        name = match[1]
        strength = strength_of(name)
        if strength and not GETTER.match(name):
            yield from read_value(text, match.end(), strength, option=True)


def name_at(text: str, start: int, end: int) -> tuple[str, str]:
    """The whole name, and the character before it."""
    begin = start
    while begin > max(0, start - 60) and (text[begin - 1].isalnum() or text[begin - 1] in "_.-"):
        begin -= 1
    name = text[begin:end]
    word = WORD_BACK.search(text, max(0, begin - 24), begin) if text[begin - 1 : begin] in {" ", "\t"} else None
    if word and strength_of(name) < Strength.STRONG:
        name = f"{word[0].strip()} {name}"
    elif word and word[0].strip().lower() in {"public", "no"}:
        return "", ""
    return name.rpartition(".")[2] or name, text[begin - 1 : begin]


def read_pair(text: str, start: int, end: int, behind: re.Match[str]) -> Iterator[Span]:
    name, before = name_at(text, start, end)
    strength = strength_of(name)
    if not strength or (before in {"/", "\\"} and text[start - 2 : start - 1].strip(" \t\n")):
        return
    kind, at = behind.lastgroup, behind.end()
    if kind in {"element", "plist", "tagged"}:
        if kind != "element" or before in {"<", ":"}:
            yield from read_element(text, at, strength)
        return
    if (kind == "call" and GETTER.match(name)) or (kind == "space" and strength < Strength.FAIR):
        return
    quotes_only = kind in {"call", "comma", "space"} or before == "$" or behind["sep"] in {"==", "===", "!=", "!=="}
    if kind == "comma":
        strength = min(strength, Strength.FAIR)  # it may be a list
    if behind["sep"] == ":" and (typed := TYPED.match(text, at, at + 80)):
        at, quotes_only = typed.end(), True
    yield from read_value(text, at, strength, quotes_only=quotes_only)


def read_element(text: str, at: int, strength: Strength) -> Iterator[Span]:
    end = text.find("<", at, at + LONGEST)
    value = text[at:end].strip() if end > at else ""
    value = value.removesuffix("]]>")
    if value and can_be_secret(value, strength, quoted=True):
        start = text.index(value, at)
        yield start, start + len(value)


def read_value(
    text: str, at: int, strength: Strength, *, quotes_only: bool = False, option: bool = False
) -> Iterator[Span]:
    opening = OPENING.match(text, at, at + 80)
    if opening:
        start, end = opening.end(), closing(text, opening.end(), opening[1])
        if end is not None:
            start += len(scheme[0]) if (scheme := SCHEME.match(text, start, end)) else 0
            if can_be_secret(text[start:end], strength, quoted=True, behind=text[end : end + 20]):
                yield start, end
            return
    bare = None if quotes_only else BARE.match(text, at)
    if bare is None:
        return
    scheme = SCHEME.match(bare[1])
    if scheme and scheme[0].strip() == bare[1]:
        bare = BARE.match(text, bare.end()) or bare
    value = trim(bare[1])
    if option and (value.startswith("-") or re.fullmatch(r"[A-Z][A-Z_-]*|/[a-z]+(?::.*)?", value)):
        return
    start, end = bare.start(1), bare.start(1) + len(value)
    alone = ALONE.match(text, end) is not None
    if can_be_secret(value, strength, quoted=False, alone=alone, behind=text[end : end + 20]):
        yield start, end


def closing(text: str, start: int, quote: str) -> int | None:
    """Where the quote ends, on its line; None when it does not."""
    limit = min(len(text), start + LONGEST)
    if not quote.startswith('"""') and not quote.startswith("'''"):
        newline = text.find("\n", start, limit)
        limit = newline if newline >= 0 else limit
    signs = CLOSING.get(quote, "")
    at = start
    while at < limit:
        end = min((e for e in (text.find(s, at, limit) for s in signs or (quote,)) if e >= 0), default=-1)
        if end < 0:
            return None
        escaped = len(quote) == 1 and text[end - 1 : end] in {"\\", "`"} and end > start and quote != "`"
        doubled = quote in {"'", '"'} and text[end + 1 : end + 2] == quote and end > start
        if not escaped and not doubled:
            return end
        at = end + (2 if doubled else 1)
    return None


def trim(value: str) -> str:
    """A bare value without what belongs to the text around it."""
    if cut := CUT.search(value, 1):
        value = value[: cut.start()]
    while value and (
        value[-1] in ".,;:"
        or (value[-1] in ")]}" and value.count(value[-1]) > value.count("([{"[")]}".index(value[-1])]))
    ):
        value = value[:-1]
    return value
