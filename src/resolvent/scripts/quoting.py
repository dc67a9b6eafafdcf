"""What the quoting of every language shares: where a placeholder stands, and how a value is refused there."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from resolvent.scripts.parameters.kinds import Kind
from resolvent.scripts.parameters.values import character_problem


class Context(StrEnum):
    """How the language reads the place. Each language has a row for those it knows."""

    ARGUMENT = "argument"
    """The whole of a bare argument."""
    GLUED = "glued"
    """A part of a bare argument."""
    EXPRESSION = "expression"
    """Where a literal stands in an expression, or the right side of an assignment."""
    COMMAND = "command"
    """The name of what is run."""
    PLAIN = "plain"
    """Where no quoting helps: only characters that mean nothing to the language."""
    NUMBER = "number"
    """Where only a number may stand."""
    SINGLE = "single"
    DOUBLE = "double"
    HERE_SINGLE = "here_single"
    HERE_DOUBLE = "here_double"
    COMMENT = "comment"
    BLOCK_COMMENT = "block_comment"


INSIDE_TEXT = {
    Context.SINGLE,
    Context.DOUBLE,
    Context.HERE_SINGLE,
    Context.HERE_DOUBLE,
    Context.COMMENT,
    Context.BLOCK_COMMENT,
}


class Refused(Exception):
    """This value can't be made safe here; the text is a sentence for the engineer."""


class Unplaceable(Exception):
    """No value could be made safe here; the text is a sentence for the template's author."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One placeholder of a body. `before` and `after` are the fixed text around it up to the next placeholder."""

    name: str
    kind: Kind
    context: Context
    before: str
    after: str
    opening: str = ""
    """What opened the string: Python's prefix and quotes, bash's $'; in cmd, the quotes around each use of a variable."""
    here: str = ""
    """The delimiter of the here-document that the place is in, at any depth."""
    dashes: bool = False
    """An argument here may begin with a dash: it can't be read as an option."""
    native: bool = False
    """It is given to a program by PowerShell, which joins the arguments to one line that the program splits again."""
    careful: bool = False
    """The text around is read a second time by something that runs code."""
    ending: str = ""
    """Characters that would act in the query or filter that the text around is."""


Quoter = Callable[[Slot, str], str]
"""Text of one value → what stands in the script."""

DASHES = "-‐‑‒–—―−﹘﹣－"
WORD = re.compile(r"[A-Za-z0-9_.:/\\@+=,-]*")


def check_characters(text: str) -> None:
    if "\r" in text:
        raise Refused("It holds a carriage return.")
    if problem := character_problem(text, multiline=True):
        raise Refused(problem)


def refuse_any(text: str, characters: str, why: str) -> None:
    found = sorted({character for character in text if character in characters})
    if found:
        raise Refused(f"{name_characters(found)} {why}")


def name_characters(found: list[str]) -> str:
    names = {"\n": "A line break", "\t": "A tab"}
    return ", ".join(names.get(character, f"“{character}” (U+{ord(character):04X})") for character in found)


def refuse_unless(text: str, allowed: re.Pattern[str], why: str) -> None:
    if allowed.fullmatch(text):
        return
    strange = sorted({character for character in text if not allowed.fullmatch(character)})
    raise Refused(f"{name_characters(strange) or 'This value'} {why}")


def refuse_dash(slot: Slot, text: str) -> None:
    if not slot.dashes and text[:1] and text[0] in DASHES:
        raise Refused("It begins with a dash, so it would be read as an option.")


def write_number(value: Any) -> str:
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f")


def is_plain_letter(character: str) -> bool:
    """A letter or digit of any script that no code page turns into a sign (full-width forms would be)."""
    return character.isalnum() and unicodedata.normalize("NFKC", character) == character
