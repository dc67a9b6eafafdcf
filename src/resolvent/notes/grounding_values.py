"""Dates, times, numbers and sizes in one spelling, so that `20 Nov 2026`, `the 20th` and `20/11/2026` can be compared. Pure.

In a normal text a date is `@2026-11-20`, without its year `@11-20`, a day alone `@20`; one that may be read in two ways is
`@2026-05-03~`. A time is `15:30`, with seconds `15:30:12`.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMES = "|".join(f"{month[:3]}(?:{month[3:]})?" if len(month) > 3 else month for month in MONTHS) + "|Sept"
MONTH = rf"(?P<{{0}}>{NAMES}|{'|'.join(name.casefold() for name in NAMES.split('|') if name != 'May')})\b\.?"
ORDINAL = r"(?:st|nd|rd|th)"
VALUE = re.compile(
    rf"""(?:(?<![\w.:/@\\-])|(?<=\d\dT))(?:
        (?P<iso>(?P<y>\d{{4}})[-/](?P<m>\d{{2}})[-/](?P<d>\d{{2}}))(?:T(?=\d\d:)|(?![\w-]))
      | (?P<slash>(?P<one>\d{{1,2}})(?P<sign>[/.])(?P<two>\d{{1,2}})(?P=sign)(?P<sy>\d{{4}}))(?![\w/]|\.\d)
      | (?P<eu>(?:the\s)?(?P<ed>\d{{1,2}}){ORDINAL}?\.?(?:\s+of)?\s+{MONTH.format("em")}(?:,?\s+(?P<ey>\d{{4}})(?![\w:]))?)
      | (?P<us>{MONTH.format("um")}\s+(?:the\s)?(?P<ud>\d{{1,2}}){ORDINAL}?(?![\w:])(?:,?\s+(?P<uy>\d{{4}})(?![\w:]))?)
      | (?P<day>(?:the\s)?(?P<nth>\d{{1,2}}){ORDINAL})(?!\w)
      | (?P<time>(?P<h>\d{{1,2}}):(?P<min>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?|Z)?)(?!\w|:\d|\.\d)
      | (?P<hour>(?P<hh>\d{{1,2}})\s?(?P<hhalf>[AaPp])\.?[Mm]\b)
      | (?P<socket>(?P<ip>(?:\d{{1,3}}\.){{3}}\d{{1,3}}):(?P<port>\d{{1,5}}))(?![\w:])
      | (?P<kb>[Kk][Bb][\s-]?(?P<id>\d{{6,7}}))(?!\w)
      | (?P<thousands>\d{{1,3}}(?:,\d{{3}})+)(?![\d,]|\.\d\d\d)
      | (?P<decimal>\d+,\d{{1,2}})(?=\s?(?:[KMGT]?i?B|%|percent|ms|s|min|h|hours|minutes|seconds|[GM]?[Hh]z)\b)
      | (?P<times>\d{{1,5}})\s?[x×](?![\w-])
    )""",
    re.VERBOSE,
)  # fmt: skip


def words(text: str) -> list[str]:
    return text.split()


NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        words("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
    )
} | {"twice": "2", "thrice": "3", "dozen": "12", "hundred": "100", "thousand": "1000"}  # fmt: skip
TENS = {
    word: 10 * number for number, word in enumerate(words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
NUMBER_WORDS |= {word: str(number) for word, number in TENS.items()}
NUMBER_WORDS |= {
    f"{ten}-{one}": str(number + int(NUMBER_WORDS[one]))
    for ten, number in TENS.items()
    for one in words("one two three four five six seven eight nine")
}
ORDINALS = {
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "single": "1",
    "once": "1",
    "both": "2",
    "half": "50",
}
"""Words that say a number beside something else: they let the number be said, and need none themselves."""
SCALES = {
    "size": {"b": 0, "kb": 1, "mb": 2, "gb": 3, "tb": 4, "kib": 1, "mib": 2, "gib": 3, "tib": 4},
    "rate": {"kbps": 1, "mbps": 2, "gbps": 3},
    "frequency": {"hz": 0, "khz": 1, "mhz": 2, "ghz": 3},
}
SECONDS = {"ms": Decimal("0.001"), "s": Decimal(1), "min": Decimal(60), "h": Decimal(3600), "day": Decimal(86_400), "week": Decimal(604_800)}  # fmt: skip
ONE_UNIT = {
    spelled: unit
    for unit, spellings in {
        "s": "seconds second sec secs",
        "min": "minutes minute mins",
        "h": "hours hour hrs hr",
        "ms": "milliseconds millisecond msec",
        "day": "days",
        "week": "weeks",
        "month": "months",
        "year": "years",
        "%": "percent",
        "b": "bytes byte",
        "kb": "kilobytes kilobyte",
        "mb": "megabytes megabyte",
        "gb": "gigabytes gigabyte gigs",
        "tb": "terabytes terabyte",
    }.items()
    for spelled in spellings.split()
}
UNITS = frozenset(
    [*ONE_UNIT, *ONE_UNIT.values(), *(unit for scale in SCALES.values() for unit in scale), "mbit", "gbit"]
)
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
NUMBER_UNIT = re.compile(r"([+-]?\d+(?:[.,]\d+)*)([A-Za-z%]+)")
A_DIGIT = re.compile(r"\d")
Amount = tuple[str, Decimal]


def canonise(text: str) -> str:
    """`text` with its dates, times and numbers in one spelling."""
    return VALUE.sub(spell, text) if A_DIGIT.search(text) else text


def spell(match: re.Match[str]) -> str:
    kind = next(kind for kind in SPELLINGS if match[kind] is not None)
    return SPELLINGS[kind](match) or match[0]


SPELLINGS: dict[str, Callable[[re.Match[str]], str | None]] = {
    "iso": lambda match: spell_date(match["y"], match["m"], match["d"]),
    "slash": lambda match: spell_slashed(match["one"], match["two"], match["sy"], dotted=match["sign"] == "."),
    "eu": lambda match: spell_date(match["ey"], month_of(match["em"]), match["ed"]),
    "us": lambda match: spell_date(match["uy"], month_of(match["um"]), match["ud"]),
    "day": lambda match: f"@{int(match['nth'])}",
    "time": lambda match: spell_time(match["h"], match["min"], match["s"], match["half"]),
    "hour": lambda match: spell_time(match["hh"], "00", None, match["hhalf"]),
    "socket": lambda match: f"{match['ip']} {match['port']}",
    "kb": lambda match: f"kb{match['id']}",
    "thousands": lambda match: match[0].replace(",", ""),
    "decimal": lambda match: match[0].replace(",", "."),
    "times": lambda match: f"{match['times']} times",
}
"""Of each kind of `VALUE`; None where it is no date or time after all."""


def month_of(said: str) -> str:
    return str(next(number for number, month in enumerate(MONTHS, 1) if month.startswith(said[:3].title())))


def spell_date(year: str | None, month: str, day: str) -> str | None:
    """None for a day that no calendar has. A leading space parts a date from what it was glued to."""
    try:
        found = date(int(year or 2000), int(month), int(day))
    except ValueError:
        return None
    return f"@{found:%Y-%m-%d} " if year else f"@{found:%m-%d}"


def spell_slashed(one: str, two: str, year: str, *, dotted: bool) -> str | None:
    day_first = spell_date(year, two, one)
    month_first = None if dotted else spell_date(year, one, two)
    if day_first and month_first and one != two:
        return f"{day_first.strip()}~ "
    return day_first or month_first


def spell_time(hour: str, minute: str, second: str | None, half: str | None) -> str | None:
    shown = int(hour)
    if half:
        shown = shown % 12 + (12 if half in "Pp" else 0)
    if shown > 24 or int(minute) > 59:
        return None
    return f"{shown:02}:{minute}" + (f":{second}" if second else "")


def spell_moment(there: datetime) -> str:
    """As the canonical form of `24 November 2026 at 15:48`."""
    return f"@{there:%Y-%m-%d} at {there:%H:%M}"


def readings(word: str) -> list[str]:
    """The dates that a word of a normal text may mean, `2026-11-20` or `11-20`."""
    said = word[1:]
    if not said.endswith("~"):
        return [said]
    year, month, day = said[:-1].split("-")
    return [f"{year}-{month}-{day}", f"{year}-{day}-{month}"]


@cache
def date_forms(word: str) -> frozenset[str]:
    """Everything that may be said of a date in the evidence: with or without its year, its day, month, weekday, year."""
    forms: set[str] = set()
    for said in readings(word):
        *year, month, day = said.split("-") if "-" in said else ["", said]
        forms |= {f"@{said}", f"@{int(day)}"}
        if month:
            forms |= {f"@{month}-{day}", MONTHS[int(month) - 1].casefold()}
        if year:
            forms |= {year[0], WEEKDAYS[date(int(year[0]), int(month), int(day)).weekday()]}
    return frozenset(forms)


def knows_date(word: str, known: frozenset[str]) -> bool:
    """A date without a year in the evidence carries one with a year; years are compared where both have one."""
    for said in readings(word):
        day = said[5:] if len(said) > 5 else said
        with_other_year = any(one.endswith(f"-{day}") and one != f"@{day}" for one in known) if said != day else False
        if f"@{said}" in known or (said != day and f"@{day}" in known and not with_other_year):
            return True
    return False


def read_number(raw: str) -> str:
    """`4.0` and `4` are one number."""
    text = raw.lstrip("+").replace(",", ".")
    if re.fullmatch(r"-?\d+\.\d+", text):
        text = text.rstrip("0").rstrip(".")
    return text.lstrip("0") or "0" if text.isdigit() else text


def unit_of(word: str) -> str:
    return ONE_UNIT.get(word, word) if word in UNITS else ""


def amounts_of(number: str, unit: str) -> list[Amount]:
    """What a number with a unit comes to; a size by both the thousand and 1,024."""
    if not unit or not re.fullmatch(r"-?\d{1,12}(?:\.\d{1,6})?", number):
        return []
    if unit in SECONDS:
        return [("time", Decimal(number) * SECONDS[unit])]
    for name, scale in SCALES.items():
        if unit in scale:
            return [(f"{name}{base}", Decimal(number) * base ** scale[unit]) for base in (1000, 1024)]
    return []
