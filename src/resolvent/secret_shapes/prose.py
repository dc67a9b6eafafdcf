"""What people write: "temp password is …", "reset it to …", "login: bob / …", "the code was …". Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

from resolvent.secret_shapes.harmless import is_code, is_listed, is_state
from resolvent.secret_shapes.names import Strength
from resolvent.secret_shapes.pairs import BARE, OPENING, closing, trim
from resolvent.secret_shapes.rules import Span, compiled
from resolvent.secret_shapes.values import SYMBOL, UNIT, can_be_secret, looks_chosen

NOUN = (
    r"\b(?P<noun>pass(?:word|code|phrase|wd|wort|wörter)?s?|passwort|kennwort|pwd?s?|p/w|psk|(?:wi-?fi|network|security|wireless|shared|api|licen[cs]e|access|secret|recovery) key|"
    r"senha|contraseñ?a|mot de passe|wachtwoord|lösenord|adgangskode|hasło|heslo|salasana|creds?|credentials?|logins?|secret|token|pin(?: ?code)?|community string|(?:mfa|totp|otp|2fa|hotp|authenticator) (?:seed|key|secret))\b"
)
VERB = re.compile(
    r"(?i)(?:\s|^)(?:is|was|are|were|will be|should be|would be|has been set to|became|ist|lautet|war|est|es|é|è|now|remains|set to|"
    r"reset to|changed to|updated to|back to|it to|to|from|as|being|with|using|via|of)\b[\s:]*(?:now |currently |still |simply |just |temporarily |called |set to |also |probably )?|\s*(?::|=|→|->|–|—)\s+|\s-\s"
)
OTHER = re.compile(
    r"[A-Za-z_][\w.-]{1,40}=.|\w[\w.-]*\\\w|\d+(?:[-/.:]\d+)+\W*$|\w+:\S+@|\$\{|\$\(|\{\{|%\w+%|\|?[A-Za-z_*]+(?:\|[A-Za-z_*]+)+$|\|"
)
"""A pair of its own, an account of a domain, a number with signs, a template."""
SETS = re.compile(r"(?i)\b(?:set|re-?set|chang\w+|updat\w+|switch\w+|rotat\w+|assign\w+)\b")
WINDOW = 90
SENTENCE_END = re.compile(r"[.!?;](?:\s|$)|\n\s*\n|,\s*[A-Z]\w*\s*:")
LABEL = (
    r"\b(?:creds?|credentials?|log[- ]?ins?|logons?|user(?:name)?s? ?(?:/|&|and|\+) ?pass(?:word)?s?|u/p|un/pw|user/pw|account)\b[^\n:=]{0,30}"
    r"(?::|\bis\b|\bare\b|\bwith\b|\bas\b)\s*[\"'`]?(?-i:(?:[^\s/|,\"'`]{2,60}))[\"'`]?\s*(?:/|\||:|,|;|\s-\s|\band\b)\s*[\"'`]?(?P<value>[^\s\"'`]{4,80})"
)
WIFI = r"\b(?:wi-?fi|wlan|ssid|wpa[23]?|wireless|guest network)\b[^\n]{0,60}?\bkey\s*[:=]?\s+[\"'`]?([^\s\"'`]{6,64})"
USED = r"\b(?:us(?:e|ing|ed)|enter(?:ed)?|typed?|set|try|tried)\s+[\"'`]?([^\s\"'`]{5,64})[\"'`]?\s+(?:as|for)\s+(?:the |a |an |his |her |their |your |my |new |temp\w* |initial |local |admin ){0,4}(?:password|pw|pwd|pass|passphrase|passcode|pin)\b"
PRIVILEGED = r"\b(?:root|admin|administrator|localadmin|sa|sysadmin|superuser|svc[\w-]{1,20})\s*/\s*([^\s\"'`/:]{6,64})"
CODE = (
    r"\b(?:(?:verification|security|login|log-in|sms|text|mfa|2fa|otp|one[- ]time|authenticat\w+|access|door|alarm|unlock|voicemail|entry|gate|passcode|sim|device|pairing|confirmation|duo|bypass|temporary access|lock|safe|unlocking|voice mail|badge|screen)"
    r"[ -](?:pass)?(?:codes?|pins?|puk|pass)|puk|otp|pin(?:[ -]?code)?s?|tap)\b[^\n\d.;]{0,40}?(?:\bis|\bwas|:|=|\bto|\bcode|\bpin|\bputs?|\bentered|\bused|\btyped|\bpuk|\botp|\bof)?[\s\"'`:=#]{1,4}(?P<value>\d{4,10}|\d{3}[ -]\d{3}|\d{4}[ -]\d{4})\b"
)


def find_prose(text: str) -> Iterator[Span]:
    nouns = [match.span() for match in compiled(NOUN).finditer(text)]
    for (start, end), (following, _) in pairwise([*nouns, (len(text), 0)]):
        yield from behind_noun(text, start, end, following)
    for match in compiled(LABEL).finditer(text):
        start, end = match.span(1)
        value = trim(text[start:end])
        if is_told(value, strict=True):
            yield start, start + len(value)
    for pattern in (WIFI, PRIVILEGED, USED):
        for match in compiled(pattern).finditer(text):
            value = trim(match[1])
            if is_told(value, strict=True) and (pattern is not PRIVILEGED or SYMBOL.search(value)):
                yield match.start(1), match.start(1) + len(value)
    for match in compiled(CODE).finditer(text):
        start, end = match.span(1)
        if not UNIT.match(text, end) and not re.match(r"[-/:.]\d|\s?%", text[end : end + 3]):
            yield start, end


def behind_noun(text: str, start: int, end: int, following: int) -> Iterator[Span]:
    if text[start - 1 : start] in {"-", "/", "$", "_", ".", "%"} or text[end : end + 1] in {"_", "("}:
        return
    limit = min(following, end + WINDOW)
    if stop := SENTENCE_END.search(text, end, limit):
        limit = stop.start() + 1
    if found := told_at(text, end, adjacent=True):
        yield found
        return
    for verb in VERB.finditer(text, end, limit):
        said = verb[0].strip().lower()
        if said in {"to", "from", "as", "with", "using", "via", "of", "–", "—", "-"}:
            sets = said in {"to", "from", "as"} and SETS.search(text, max(0, start - 60), verb.start())
            if not sets and (verb.start() > end + 1 or said in {"to", "from", "of"}):
                continue
        if not said[:1].isalpha() and "\n" in text[end : verb.start()]:
            return  # a pair of another line
        found = told_at(text, verb.end(), adjacent=False)
        if found and (said[:1].isalpha() or not text[slice(*found)].isdigit()):
            yield found
            if said != "from":
                return


def told_at(text: str, at: int, *, adjacent: bool) -> Span | None:
    """The secret that stands here, after a noun itself (`adjacent`, which takes more proof) or after a verb."""
    if adjacent and text[at : at + 1] not in {" ", "\t"}:
        return None
    while text[at : at + 1] in {"*", "_", " ", "\n", "("} and text[at : at + 1]:
        if text[at] == "\n" and adjacent:
            return None
        at += 1
    opening = OPENING.match(text, at, at + 20)
    if opening and (end := closing(text, opening.end(), opening[1])) is not None:
        value = text[opening.end() : end]
        fits = can_be_secret(value, Strength.STRONG, quoted=True) and len(value) <= 80
        return (opening.end(), end) if fits else None
    bare = BARE.match(text, at, at + 200)
    if bare is None:
        return None
    value = trim(bare[1]).rstrip("*_" if bare[1].endswith(("**", "__")) else "")
    value = value.rstrip("?") if value.endswith("?") else value
    end = bare.start(1) + len(value)
    if not is_told(value, strict=adjacent) or UNIT.match(text, end):
        return None
    return bare.start(1), end


def is_told(value: str, *, strict: bool) -> bool:
    """Whether a bare word in a sentence is a secret. `strict`: nothing but its form speaks for it."""
    if len(value) < 4 or is_state(value) or is_listed(value) or is_code(value) or OTHER.match(value):
        return False
    if value.isdigit():
        return not strict
    if value[0] in "([{<$%&-/\\@#" and not re.search(r"[A-Za-z].*\d|\d.*[A-Za-z]", value):
        return False
    if not looks_chosen(value) or value.endswith("="):
        return not strict and re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z]+){3,}", value) is not None
    return not strict or is_mixed(value)


def is_mixed(value: str) -> bool:
    """Three kinds of signs, or two of them with a digit: a symbol, or eight signs and more."""
    core = value.rstrip("!?.")
    kinds = sum(re.search(kind, core) is not None for kind in ("[a-z]", "[A-Z]", r"\d", SYMBOL.pattern))
    has_digit, has_symbol = re.search(r"\d", core), SYMBOL.search(core)
    return kinds >= 3 or (
        kinds == 2
        and has_digit is not None
        and (has_symbol is not None or len(value) >= 8 or len(re.findall(r"\d+", core)) > 2)
    )
