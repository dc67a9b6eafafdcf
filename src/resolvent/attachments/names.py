"""Names of files, made fit to be shown, listed and saved. Pure."""

import re
from collections.abc import Container
from itertools import count
from typing import Final

MAX_NAME: Final = 200
PARTS: Final = re.compile(r"[/\\]")
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no blanks
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # what turns the direction, or takes no room
    "\ud800-\udfff]"
)
STEM_AND_ENDING: Final = re.compile(r"(.+?)(\.[^. ]{1,10})?")


def clean_name(given: str, otherwise: str) -> str:
    """The last part of a path on one line, at most 200 characters, its ending kept; `otherwise` when nothing is left."""
    visible = " ".join(UNSEEN.sub("", PARTS.split(given)[-1]).split())
    return fit(visible.rstrip(" .") or otherwise)


def number_name(name: str, taken: Container[str]) -> str:
    """`spooler.log`, `spooler (2).log`, `spooler (3).log`, …: the first that is not taken."""
    numbered = (name if number == 1 else fit(name, f" ({number})") for number in count(1))
    return next(one for one in numbered if one not in taken)


def fit(name: str, number: str = "") -> str:
    found = STEM_AND_ENDING.fullmatch(name)
    stem, ending = found.groups("") if found else (name, "")
    return f"{stem[: MAX_NAME - len(number) - len(ending)]}{number}{ending}"
