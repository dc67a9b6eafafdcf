"""Reads numbers as people and tools write them, with their units. Pure."""

import math
import re

from resolvent.knowledge.patterns import compiled

_LESS_THAN = re.compile(r"\b(?:less|fewer|lower) than\W*$|\b(?:below|under|almost|not even)\W*$", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:port|tcp|udp|vlan|windows|win|server|exchange|office|outlook|version|build|error|code|event|id|line|room|floor|ticket)[\s#:]*$",
    re.IGNORECASE,
)
"""What a number behind it names is not counted: "port 25", "Exchange 2019"."""
_MEASURED = re.compile(
    r"\s*(?:[kmgt]i?b(?:ytes?)?|gigs?|megs?|%|percent|per cent|[kmg]bit|[kmg]bps|ms|m?secs?|seconds?|mins?|minutes?|hours?|days?|weeks?|months?|years?)(?!\w)",
    re.IGNORECASE,
)
"""What makes a number no count: "800 MB", "for 3 days"."""
_NUMBER_WORDS = {
    "zero": 0,
    "no": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
    "hundred": 100,
    "a couple": 2,
    "a few": 3,
}
SHARES = {"a quarter": 25.0, "a third": 33.0, "half": 50.0, "two thirds": 66.0, "three quarters": 75.0}
_UNITS: dict[str, dict[str, float]] = {
    "GB": {
        "gb": 1,
        "gig": 1,
        "gigs": 1,
        "gigabyte": 1,
        "gigabytes": 1,
        "gib": 1,
        "mb": 1 / 1024,
        "megs": 1 / 1024,
        "mib": 1 / 1024,
        "tb": 1024,
        "kb": 1 / 1024**2,
        "bytes": 1 / 1024**3,
    },
    "%": {"%": 1, "percent": 1, "per cent": 1},
    "ms": {"ms": 1, "msec": 1, "milliseconds": 1, "s": 1000, "seconds": 1000},
    "Mbps": {"mbps": 1, "mbit": 1, "mbit/s": 1, "mb/s": 8, "gbps": 1000, "kbps": 0.001},
    "days": {
        "day": 1,
        "days": 1,
        "d": 1,
        "hour": 1 / 24,
        "hours": 1 / 24,
        "week": 7,
        "weeks": 7,
        "month": 30,
        "months": 30,
    },
    "minutes": {
        "minute": 1,
        "minutes": 1,
        "min": 1,
        "mins": 1,
        "hour": 60,
        "hours": 60,
        "seconds": 1 / 60,
        "second": 1 / 60,
    },
    "count": {"": 1, "times": 1, "files": 1, "items": 1, "events": 1, "jobs": 1, "documents": 1, "x": 1, "users": 1},
}


def read_number(text: str, unit: str) -> float | None:
    """The first number with a fitting unit, in `unit`; for a count, a bare number will do."""
    units = _UNITS[unit]
    names = "|".join(sorted((re.escape(name) for name in units if name), key=len, reverse=True))
    number = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?|" + "|".join(_NUMBER_WORDS) + ")"
    ending = r"(?![\w/])" if unit != "%" else r"(?!\w)"
    found = compiled(rf"(?<![\w.])(?<!quite ){number}\s*(?P<u>{names}){ending}").search(text[:2000])
    if found is None and unit == "count":
        bare = compiled(rf"(?<![\w.])(?<!\w-)(?<!quite ){number}(?P<u>)(?![\w.])").finditer(text[:2000])
        found = next((one for one in bare if not is_other_number(text, one)), None)
    if found is None and re.fullmatch(r"\W*(?:about|around|roughly|~)?\s*\d+(?:[.,]\d+)?\W*", text.strip()):
        found = compiled(r"(?P<n>\d+(?:[.,]\d+)?)(?P<u>)").search(text)
    if found is None and unit == "%":
        return next(
            (share for words, share in SHARES.items() if re.search(rf"\b{words}\b", text[:200], re.IGNORECASE)), None
        )
    if found is None:
        return None
    value = to_number(found["n"]) * units.get(found["u"].lower(), 1)
    return value * (1 - 1e-6) if _LESS_THAN.search(text[: found.start()]) else value


def is_other_number(text: str, found: re.Match[str]) -> bool:
    """Whether it names something or measures something, so that it counts nothing."""
    return bool(_NAMED.search(text[: found.start()]) or _MEASURED.match(text, found.end()))


def to_number(text: str) -> float:
    if text.lower() in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[text.lower()])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def in_unit(number: str | None, printed: str | None, unit: str) -> float | None:
    """A number that a tool printed, with its unit where it prints one. None: what was found is no number."""
    try:
        value = to_number(number or "")
    except ValueError:
        return None
    return value * _UNITS[unit].get((printed or "").strip().lower(), 1) if math.isfinite(value) else None
