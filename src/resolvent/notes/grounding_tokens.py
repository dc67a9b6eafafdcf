"""Hard tokens: what a sentence may not invent, and the pool of evidence it is looked up in. Pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from resolvent.notes.composer_phrases import first_sentences, telling_lines, word_list, zone_of
from resolvent.notes.grounding_leaks import LEFT_OUT, hide_secrets, hide_value
from resolvent.notes.grounding_values import (
    MONTHS,
    NUMBER,
    NUMBER_UNIT,
    NUMBER_WORDS,
    ORDINALS,
    WEEKDAYS,
    Amount,
    amounts_of,
    canonise,
    date_forms,
    knows_date,
    read_number,
    spell_moment,
    unit_of,
)
from resolvent.notes.markdown import flatten, plain
from resolvent.remembered import by_text
from resolvent.sessions.evidence import Evidence

WORD = re.compile(r"[^\s“”\"„«»‘’'`,;()<>]+")
QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|(?<![\w’'])['‘]([^'‘’\"“”]{2,80})['’](?!\w)")
TRIM = ".:!?'’‘`*[]{}|…=-–—"
DATE_WORDS = frozenset([*(month.casefold() for month in MONTHS), *WEEKDAYS, "yesterday", "today", "tonight"])
PARTS = re.compile(r"[/\\=:_.@|+-]")
PIECES = re.compile(r"[/\\@=]")
COMMON_CAPITALS = frozenset(
    word_list("""
    i ok it pc pcs id ids url os ip dns it's i'm we a the ai html pdf cpu ram ssd hdd usb lan wan wifi wi-fi vpn tbd
    n/a
""")
)
AN_HOUR = re.compile(r"\ban? (second|minute|hour|day|week|month|year)\b")
HARD = re.compile(r"\d|\w[\\/@_]\w|\\\\|\w\.\w")
DAY = re.compile(r"@[\d-]+~?")
TIME = re.compile(r"\d\d:\d\d")
CAMEL = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")
HUMP = re.compile(r"[A-Z][a-z]+")
NAME = re.compile(r"[A-Z][\w.+&-]*[A-Za-z0-9]|[A-Z]{2,}")


LONGEST = 10_000
"""Characters at either end of a text that are looked through; what lies between is known by its telling lines alone."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What some items of evidence say, in the forms in which sentences are looked up."""

    words: frozenset[str]
    numbers: dict[str, frozenset[str]]
    """Each number with the units it was seen with; "" for none."""
    text: str
    """Normalised, between single spaces, with one at either end."""
    amounts: frozenset[Amount] = field(default_factory=frozenset)
    stems: frozenset[str] = field(default_factory=frozenset)

    @property
    def dates(self) -> frozenset[str]:
        return frozenset(word for word in self.words if DAY.fullmatch(word))


@by_text(4_000)
def normalise(markdown: str) -> str:
    """As read, in lower case, without quotation marks and the punctuation at the edges of words. Kept: each sentence is looked at by
    several rules, and again at the next preview."""
    return normalise_raw(plain(markdown))


def normalise_raw(text: str) -> str:
    words = (match.group().strip(TRIM) for match in WORD.finditer(canonise(flatten(text)).casefold()))
    return " ".join(word for word in words if word)


def numbers_of(normal: str) -> list[tuple[str, str]]:
    """Every free-standing number of a normalised text with its unit."""
    words = normal.split(" ")
    found: list[tuple[str, str]] = []
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word in NUMBER_WORDS:
            unit = unit_of(after)
            if unit or word != "one":
                found.append((NUMBER_WORDS[word], unit))
        elif NUMBER.fullmatch(word):
            found.append((read_number(word), unit_of(after)))
        elif (glued := NUMBER_UNIT.fullmatch(word)) and unit_of(glued[2]):
            found.append((read_number(glued[1]), unit_of(glued[2])))
    return found


@lru_cache(maxsize=1_000)
def pool_of(texts: tuple[str, ...], moments: tuple[datetime, ...], time_zone: str) -> Pool:
    """Kept, because the next preview of a session rests on the same facts and one more."""
    told = [spell_moment(moment.astimezone(zone_of(time_zone))) for moment in moments]
    kept = [text if len(text) <= LONGEST else f"{text[:LONGEST]}\n{text[-LONGEST:]}" for text in texts]
    # The composer shows secrets as removed and long output by its telling lines: both forms are the evidence's own.
    shown = [hidden for text in kept if (hidden := hide_secrets(text)) != text]
    lines = [hide_secrets(telling_lines(text)) for text in texts if len(text.splitlines()) > 1]
    normal = [normalise_raw(text) for text in [*kept, *shown, *lines]]
    normal += [normalise(LEFT_OUT), *told]
    numbers: dict[str, set[str]] = {}
    for one in normal:
        for number, unit in numbers_of(one):
            numbers.setdefault(number, set()).add(unit)
        for unit in map(unit_of, AN_HOUR.findall(one)):
            numbers.setdefault("1", set()).add(unit)
    words = {word for one in normal for word in one.split(" ")}
    dates = [form for word in words if DAY.fullmatch(word) for form in date_forms(word)]
    for number in [*(ORDINALS[word] for word in words & ORDINALS.keys()), *(one for one in dates if one.isdigit())]:
        numbers.setdefault(number, set()).add("")
    # When an item was written down says nothing of the weekday that it speaks of.
    spoken = {
        form
        for one in normal[: len(normal) - len(told)]
        for word in one.split(" ")
        if DAY.fullmatch(word)
        for form in date_forms(word)
    }
    words |= {form for form in dates if form[0] == "@"} | spoken
    words |= {part.casefold() for text in kept for joined in CAMEL.findall(text) for part in HUMP.findall(joined)}
    return Pool(
        words=frozenset(words | {part for word in words for part in PIECES.split(word) if part}),
        numbers={number: frozenset(units) for number, units in numbers.items()},
        text=f" {' | '.join(normal)} ",
        amounts=frozenset(
            amount for number, units in numbers.items() for unit in units for amount in amounts_of(number, unit)
        ),
        stems=frozenset(stem(part) for word in words for part in (word, *PARTS.split(word))),
    )


def join_pools(pools: list[Pool]) -> Pool:
    if len(pools) == 1:
        return pools[0]
    numbers: dict[str, frozenset[str]] = {}
    for pool in pools:
        for number, units in pool.numbers.items():
            numbers[number] = numbers.get(number, frozenset()) | units
    return Pool(
        words=frozenset().union(*(pool.words for pool in pools)),
        numbers=numbers,
        text="|".join(pool.text for pool in pools),
        amounts=frozenset().union(*(pool.amounts for pool in pools)),
        stems=frozenset().union(*(pool.stems for pool in pools)),
    )


def pools_of(evidence: Evidence) -> dict[str, Pool]:
    """One pool for each label."""
    ticket, zone = evidence.ticket, evidence.time_zone
    named = [ticket.number, ticket.summary, ticket.description, ticket.company, ticket.contact, ticket.status]
    opening = first_sentences(ticket.description)
    made = {
        ticket.label: pool_of(
            (*filter(None, named), opening, *evidence.open_questions, *evidence.attachments), (), zone
        )
    }
    for fact in evidence.facts:
        made[fact.label] = pool_of((fact.text,), (fact.created_at,), zone)
    for check in evidence.checks:
        made[check.label] = pool_of((check.title, check.command or "", check.result or ""), (check.created_at,), zone)
    for fix in evidence.fixes:
        said = [
            fix.title,
            fix.rationale,
            fix.partial_notes,
            fix.failure_reason,
            fix.outcome_notes,
            first_sentences(fix.rationale, 200),
            f"{fix.confidence} %",
        ]
        moments = tuple(moment for moment in (fix.applied_at, fix.verified_at, fix.created_at) if moment)
        made[fix.label] = pool_of(tuple(text for text in said if text), moments, zone)
    for file in evidence.files:
        made[file.label] = pool_of((file.name,), (file.created_at,), zone)
    for one in evidence.generations:
        values = [part for name, value in one.parameters for part in (name, hide_value(name, value))]
        made[one.label] = pool_of((one.template_title, *values), (one.created_at,), zone)
    return made


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude stem, alike for `restarted`, `restarting`, `restarts` and `restart`."""
    base = word.removesuffix("'s").removesuffix("’s")
    for ending in ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ied", "ed", "es", "s", "ly", "er", "ers"):
        if base.endswith(ending) and len(base) - len(ending) >= 3:
            base = base[: -len(ending)]
            break
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiou":
        base = base[:-1]
    return base.removesuffix("e") if len(base) > 3 else base


def invented(sentence: str, pool: Pool) -> list[str]:
    """The hard tokens of a sentence that the pool does not have."""
    if is_verbatim(sentence, pool):
        return []
    missing: list[str] = []
    shown = canonise(flatten(plain(sentence)))
    for match in QUOTED.finditer(shown):
        said = next(part for part in match.groups() if part is not None)
        if not quotes(said, pool):
            missing.append(said)
    shown = QUOTED.sub(" “” ", shown)
    normal = normalise_raw(shown)
    missing += [
        f"{number} {unit}".strip() for number, unit in numbers_of(normal) if not knows_number(number, unit, pool)
    ]
    missing += [word for word in normal.split(" ") if is_hard(word) and not knows_word(word, pool)]
    missing += [name for name in names_of(shown) if not knows_name(name, pool)]
    return list(dict.fromkeys(missing))


def is_hard(word: str) -> bool:
    return word in DATE_WORDS or (HARD.search(word) is not None and not is_number(word))


def knows_number(number: str, unit: str, pool: Pool) -> bool:
    units = pool.numbers.get(number)
    if units is not None and (not unit or unit in units or "" in units):
        return True
    return not pool.amounts.isdisjoint(amounts_of(number, unit))


def knows_word(word: str, pool: Pool) -> bool:
    if word in pool.words or f" {word} " in pool.text:
        return True
    if DAY.fullmatch(word):
        return word[1:] in pool.numbers or knows_date(word, pool.dates)
    return TIME.fullmatch(word) is not None and f" {word}:" in pool.text


def is_verbatim(sentence: str, pool: Pool) -> bool:
    return f" {normalise(sentence)} " in pool.text


def quotes(said: str, pool: Pool) -> bool:
    """Quoted text stands in the evidence, whole or as its beginning (behind … it goes on elsewhere)."""
    pieces = [normalise_raw(piece) for piece in said.split("…")]
    return all(f" {piece} " in pool.text or f" {piece}" in pool.text for piece in pieces if piece)


def is_number(word: str) -> bool:
    glued = NUMBER_UNIT.fullmatch(word)
    return bool(NUMBER.fullmatch(word)) or bool(glued and unit_of(glued[2]))


def names_of(shown: str) -> list[str]:
    """Capitalised words that do not begin a sentence or a quotation: products, companies, people, machines."""
    found = []
    for match in WORD.finditer(shown):
        word = match.group().strip(TRIM)
        before = shown[: match.start()].rstrip()
        begins = not before or before[-1] in ".!?:…“"
        common = word.casefold() in COMMON_CAPITALS or unit_of(word.casefold())
        if NAME.fullmatch(word) and not common and (not begins or is_acronym(word)):
            found.append(word)
    return found


def is_acronym(word: str) -> bool:
    return len(word) > 1 and sum(char.isupper() for char in word) > 1


def knows_name(name: str, pool: Pool) -> bool:
    low = name.casefold().removesuffix("'s").removesuffix("’s")
    return (
        low in pool.words
        or low in DATE_WORDS
        or stem(low) in pool.stems
        or all(part in pool.words for part in low.split("-"))
    )
