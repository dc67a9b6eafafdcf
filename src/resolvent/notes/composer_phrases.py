"""Words around the evidence: past tense, times, quotations. Pure."""

import re
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resolvent.notes.grounding_leaks import hide_secrets
from resolvent.notes.grounding_values import MONTHS
from resolvent.notes.grounding_words import claims_cause, claims_success
from resolvent.notes.markdown import flatten, protect, protect_within
from resolvent.remembered import by_text


def word_list(words: str) -> list[str]:
    return words.split()


LONG = 400
"""Characters of one piece of evidence that a note repeats."""
TELLING = re.compile(
    r"error|fail|denied|time[d -]*out|stopped|not (?:found|running|responding|available)|refused|unreach|can't|cannot|0x[0-9a-f]{4}"
    r"|terminated|unexpected|abort|crash|corrupt|warning|expired|disabled|locked|invalid|missing|lost|full|critical|exception",
    re.IGNORECASE,
)
REGULAR = word_list("""
    add adjust allow apply ask assign block change check clean clear close compare configure copy correct delete
    deploy disable disconnect empty enable end examine expand extend flush force free grant import increase inspect
    install join kill launch limit lock map measure migrate move open patch perform pin ping power purge query
    re-add re-create re-enable re-register re-run reapply reassign reboot recover recreate reconnect redeploy reduce
    refresh register reinstall release reload remove rename renew repair replace replicate request resize restart
    restore resync review revoke roll rotate start stop switch sync synchronise synchronize test trace turn
    uninstall unlock unmap unpair update upgrade use verify
""")
IRREGULAR = {
    "bind": "bound", "bring": "brought", "build": "built", "cut": "cut", "do": "did", "find": "found", "get": "got", "give": "gave",
    "keep": "kept", "let": "let", "make": "made", "put": "put", "re-set": "re-set", "read": "read", "rebuild": "rebuilt",
    "reset": "reset", "run": "ran", "rerun": "reran", "see": "saw", "send": "sent", "set": "set", "take": "took",
    "shut": "shut", "split": "split", "rebind": "rebound", "rewrite": "rewrote", "throw": "threw", "write": "wrote", "look": "looked", "log": "logged", "sign": "signed",
}  # fmt: skip
DOUBLED = {"stop", "map", "unmap", "pin"}
OWN_VERB = re.compile(
    r"(?:re-)?[a-z]{2,}ed(?= (?:the|an?|its?|all|any|each|every|both|his|her|their|our|[A-Z0-9\\/]\S*|\S*\d\S*)\b)"
)
"""Of an engineer's own words: `capped the log`; not `shared folder`."""
LATER_VERB = re.compile(
    r"(?P<lead>, then | or |, | and | then |; )(?P<verb>(?!then |and )[a-z-]+)(?= (?P<named>(?:the|a|an|its?|all|any|each|every|this|that|them|both)\b|\S*[A-Z0-9\\/])?)"
)
"""`named`: an article or a name follows, as no noun would have it."""
NOUNS_TOO = frozenset(
    word_list("""
    change check clear copy correct cut do end find force free get give import keep let limit lock log look make map measure
    move open patch pin ping power purge put query read release reload repair replicate request reset restart restore roll
    run see send set share sign start stop switch sync take test trace turn update upgrade use write
""")
)
BEGINNING = r"[\"“`A-Z0-9]"
SENTENCE_END = re.compile(rf"(?:(?<=[.!?…])|(?<=[.!?…][\"”’')]))\s+(?={BEGINNING})")


def past(verb: str) -> str | None:
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb not in REGULAR:
        return None
    if verb in DOUBLED:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


def doing(verb: str) -> str:
    """`restart` → `restarting`."""
    if verb in DOUBLED or verb in {"cut", "get", "let", "put", "reset", "run", "set", "shut"}:
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"


TOLD = {form: told for verb in (*REGULAR, *IRREGULAR) if (told := past(verb)) for form in (verb, told, doing(verb))}
"""`restart`, `restarted` and `restarting` → `restarted`: how an engineer's own fix is named."""


def in_the_past(title: str) -> str | None:
    """`Restart the print spooler` → `restarted the print spooler`; None when it does not begin with a known verb."""
    verb, _, rest = flatten(title).rstrip(" .").partition(" ")
    own = OWN_VERB.match(f"{verb.casefold()} {rest}")
    told = TOLD.get(verb.casefold()) or (own.group() if own else None)
    if told is None or not rest:
        return None

    def tell(match: re.Match[str]) -> str:
        verb = match["verb"]
        told = past(verb) if match["named"] or "then" in match["lead"] or verb not in NOUNS_TOO else None
        return f"{match['lead']}{told or verb}"

    return protect(hide_secrets(told + " " + LATER_VERB.sub(tell, rest)))


@cache
def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def tell_time(moment: datetime, time_zone: str) -> str:
    """`24 November 2026 at 15:48`, in the account's time zone."""
    there = moment.astimezone(zone_of(time_zone))
    return f"{there.day} {MONTHS[there.month - 1]} {there.year} at {there:%H:%M}"


def cut(text: str, limit: int = LONG) -> str:
    """At a word's end, with a sign that more was there."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def quote(text: str) -> str:
    """`text` as somebody else's words, on one line."""
    inner = re.sub(r"[\"“”„«»]", "'", flatten(hide_secrets(text))).rstrip(" .") or "…"
    return f"“{protect_within(cut(inner))}”"


@by_text(4_000)
def as_sentence(text: str, *, success: bool) -> str:
    """Evidence as a sentence of the note; in quotation marks when it claims more than the note may. Kept: the next preview has most
    of it again."""
    line = flatten(hide_secrets(text))
    if len(line) > LONG or claims_too_much(line, success=success):
        return f"Noted in the session: {quote(text)}."
    return end_sentence(protect(capitalise(line)))


def as_clause(text: str, *, success: bool) -> str:
    """Evidence behind a colon of the note's own sentence, which it ends."""
    line = flatten(hide_secrets(text))
    if len(line) > LONG or len(SENTENCE_END.split(line)) > 1 or claims_too_much(line, success=success):
        return f"{quote(text)}."
    return end_sentence(protect_within(line))


OPENED = re.compile(r"(?<![\w’'])['‘]")
"""A mark that would quote all up to the next name's."""


def as_name(text: str | None) -> str:
    """A name inside a sentence: of a company, a person, a parameter."""
    line = flatten(hide_secrets(text or ""))
    if (
        len(line) > 120
        or set(line) & set("?!:;")
        or len(SENTENCE_END.split(line)) > 1
        or claims_too_much(line, success=False)
        or OPENED.search(protect_within(line))
    ):
        return quote(line)
    return protect_within(line)


def is_parameter(name: str) -> bool:
    return re.fullmatch(r"[^\W_](?:[\w-]*[^\W_])?", name) is not None


def claims_too_much(text: str, *, success: bool) -> bool:
    return not success and (claims_success(text) or claims_cause(text))


def capitalise(text: str) -> str:
    """Names such as `iPhone` or `dsregcmd.exe` keep their spelling."""
    first = text.split(" ", 1)[0].rstrip(",;:.!")
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


def begins_sentence(text: str) -> bool:
    """Whether a reader sees that it begins anew behind a full stop; "¡0" and "über" would seem to go on."""
    return re.match(BEGINNING, text) is not None


def end_sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ".”", "!”", "?”")) else text.rstrip(" ,;:") + "."


def telling_lines(result: str) -> str:
    """Of a pasted output, the lines that say something; a short result as it is."""
    lines = [flatten(line) for line in result.splitlines() if flatten(line).strip("-=*_#| +")]
    if len(lines) <= 2 and len(flatten(result)) <= LONG:
        return flatten(result)
    chosen = [line for line in lines if TELLING.search(line)][:2] or lines[:1] + lines[-1:]
    return " … ".join(cut(line, 150) for line in dict.fromkeys(chosen))


ASIDES = re.compile(r"(?:^|\s+)(?:Evidence|Likeliest cause|Risk|Afterwards): ")
"""What a rationale names behind its reason."""
NAMED_CAUSE = re.compile(r"(?:^|\s)Likeliest cause: (?P<cause>[^\n]+?)(?: \(\d+ ?%\))?\.(?=\s|$)")


def reason_of(rationale: str) -> str:
    """Why a fix was suggested, without its risk, its evidence and what to do afterwards."""
    return ASIDES.split(rationale, maxsplit=1)[0] or rationale


def cause_of(rationale: str) -> str:
    """The cause that a rationale names as the likeliest; empty where it names none."""
    named = NAMED_CAUSE.search(rationale)
    return named["cause"] if named else ""


def first_sentences(text: str, limit: int = 300) -> str:
    """What a ticket's description says first, without quoted mail, greeting and signature."""
    kept: list[str] = []
    for line in text.splitlines():
        bare = line.strip()
        if kept and re.match(
            r"--\s*$|(?:kind |best |warm |many )?(?:regards|thanks|thank you|cheers)\b.{0,20}$", bare, re.I
        ):
            break
        if not bare or bare.startswith(">") or re.match(r"(?:hi|hello|dear|hey)\b.{0,30}$", bare, re.I):
            continue
        kept.append(bare)
    told = ""
    for sentence in SENTENCE_END.split(flatten(" ".join(kept)[: limit * 10])):
        if told and len(told) + len(sentence) > limit:
            break
        told = f"{told} {sentence}".strip()
    return told
