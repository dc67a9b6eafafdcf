"""Typed values of a situation: how evidence writes one, how else it may be written, and a different one. Pure.

A specification is a kind and what it is drawn from: `host SRV-PRINT##`, `number 3-9`, `quote one|another`, `time`.
In a pattern `#` is a digit and `?` a capital letter.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

PATTERNED = {"host", "ip", "path", "version", "mail", "account", "kb", "event", "error", "port", "quote"}
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
FIRST_DAY = date(2026, 10, 1)
DAYS = 54
"""Days that a date may be drawn from; the sessions begin after them."""


@dataclass(frozen=True, slots=True)
class Value:
    """`forms`: spellings that a careful reader takes for the same, first the one that evidence has. `pattern`: as drawn."""

    kind: str
    forms: tuple[str, ...]
    source: str
    pattern: str = ""

    def __str__(self) -> str:
        return self.forms[0]


def draw(specification: str, dice: Random) -> Value:
    kind, _, source = specification.partition(" ")
    if kind in PATTERNED:
        pattern = dice.choice(source.split("|"))
        return Value(kind, forms_of(kind, fill(pattern, dice)), source, pattern)
    if kind == "time":
        return Value(kind, time_forms(dice.randrange(7, 20), dice.randrange(60)), source)
    if kind == "date":
        return Value(kind, date_forms(FIRST_DAY + timedelta(dice.randrange(DAYS))), source)
    low, _, high = source.partition("-")
    return Value(kind, number_forms(kind, dice.randint(int(low), int(high))), source)


def draw_other(value: Value, dice: Random) -> Value | None:
    """Another of the kind: as often as not one that differs in a single place. None where the pattern knows no other."""
    for _ in range(20):
        other = near(value, dice) if dice.random() < 0.5 else draw(f"{value.kind} {value.source}", dice)
        if not {form.casefold() for form in other.forms} & {form.casefold() for form in value.forms}:
            return other
    return None


def near(value: Value, dice: Random) -> Value:
    if value.kind in PATTERNED:
        places = [place for place, sign in enumerate(value.pattern) if sign in "#?"]
        if not places:
            return draw(f"{value.kind} {value.source}", dice)
        place, said = dice.choice(places), str(value)
        sign = fill(value.pattern[place], dice)
        return Value(
            value.kind, forms_of(value.kind, said[:place] + sign + said[place + 1 :]), value.source, value.pattern
        )
    if value.kind == "time":
        hour, minute = map(int, str(value).split(":"))
        return Value(
            "time", time_forms(*dice.choice([(hour + 1, minute), (hour - 1, minute), (hour, (minute + 10) % 60)])), ""
        )
    if value.kind == "date":
        day = date.fromisoformat(str(value)) + timedelta(dice.choice([-30, -7, -1, 1, 7]))
        return Value("date", date_forms(day), "")
    number = int(re.sub(r"\D", "", str(value)))
    return Value(value.kind, number_forms(value.kind, max(2, number + dice.choice([-2, -1, 1, 2, 10]))), value.source)


def fill(pattern: str, dice: Random) -> str:
    return "".join(
        dice.choice("123456789") if sign == "#" else dice.choice("ABCDEFGHKLMNPRSTUVWXYZ") if sign == "?" else sign
        for sign in pattern
    )


def forms_of(kind: str, said: str) -> tuple[str, ...]:
    if kind == "quote":
        return f'"{said}"', f"“{said}”", f"'{said}'"
    if kind == "host":
        return said, said.swapcase() if said.islower() or said.isupper() else said, f"`{said}`"
    if kind == "path":
        return said, f"`{said}`"
    if kind == "kb":
        return said, f"KB {said[2:]}"
    if kind == "error" and said.startswith("0x"):
        return said, "0x" + said[2:].upper(), "0x" + said[2:].lower()
    return (said,)


def number_forms(kind: str, number: int) -> tuple[str, ...]:
    """Of counts, percentages, sizes in GB (1 GB is 1,024 MB here) and hours."""
    if kind == "percent":
        return f"{number} %", f"{number}%", f"{number} percent"
    if kind == "size":
        return f"{number} GB", f"{number}GB", f"{1024 * number:,} MB"
    word = WORDS[number] if number < len(WORDS) else ""
    if kind == "hours":
        return (f"{number} hours", f"{60 * number} minutes", *([f"{word} hours"] if word else []))
    return (str(number), *([word] if word else []), *([f"{number:,}"] if number > 999 else []))


def time_forms(hour: int, minute: int) -> tuple[str, ...]:
    half, shown = ("pm" if hour > 11 else "am"), (hour - 1) % 12 + 1
    return f"{hour:02}:{minute:02}", f"{shown}:{minute:02} {half}", f"{shown}:{minute:02} {half.upper()}"


def date_forms(day: date) -> tuple[str, ...]:
    ending = "th" if day.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return (
        day.isoformat(),
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b %Y}",
        f"{day.day} {day:%B}",
        f"the {day.day}{ending} of {day:%B}",
        *([f"{day:%d/%m/%Y}"] if day.day > 12 else []),
    )


def occurs(value: Value, text: str) -> bool:
    """In any spelling, standing alone."""
    return any(
        re.search(rf"(?<![\w.]){re.escape(form)}(?![\w]|[.,]\d)", text, re.IGNORECASE) for form in bare_forms(value)
    )


def bare_forms(value: Value) -> set[str]:
    return {form.strip("`\"'“”") for form in value.forms}
