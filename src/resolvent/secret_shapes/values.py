"""Whether a value can be a secret, given how much its name tells. Pure; linear in the value."""

import math
import re
from collections import Counter
from functools import lru_cache

from resolvent.secret_shapes.harmless import is_code, is_harmless, is_plain, is_prose, is_state
from resolvent.secret_shapes.names import Strength, names_a_secret

LONGEST = 2_048
"""Characters of a value that is looked at; a longer one is taken for a secret as it stands."""
GUID = re.compile(r"(?i)\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?")
ASSET = re.compile(r"[A-Z]{1,5}-?\d{1,7}|[A-Z]+(?:-[A-Z]*\d+[A-Z]*)+")
"""PC-114, SRV-PRINT01, INC0012345."""
UNIT = re.compile(
    r"(?i)\W{0,2}(?:(?:or|to|and|-)\W?\d+\W)?(?:more |fewer |random |upper|lower)?"
    r"(?:day|char|digit|minute|second|hour|week|month|year|time|attempt|user|letter|symbol|word|bit|byte|lower|upper|min|sec|ms|item|account|of |failed|bad)"
)
SYMBOL = re.compile(r"[!@#$%^&*+=?~|\\{}\[\]§€£]")
STRAY = "\"'`“”‘’«»„ "


def entropy(value: str) -> float:
    """Shannon's, in bits per character."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def looks_random(value: str) -> bool:
    """At least 16 characters of a token's alphabet, letters and digits well mixed."""
    return (
        len(value) >= 16
        and re.fullmatch(r"[\w+/=.~:|-]+", value, re.ASCII) is not None
        and re.search(r"\d", value) is not None
        and re.search(r"[A-Za-z]", value) is not None
        and entropy(value) >= 2.0
        and not re.fullmatch(r"[A-Za-z]+[\d.]*|[a-z]+(?:[-_.][a-z0-9]{1,12}){1,8}", value)
    )


def looks_chosen(value: str) -> bool:
    """What people and generators choose: letters with digits or symbols, and no word, name or code of another kind."""
    if len(value) < 4 or is_plain(value) or GUID.fullmatch(value) or ASSET.fullmatch(value):
        return False
    has_digit, has_letter = re.search(r"\d", value), re.search(r"[^\W\d_]", value)
    has_symbol = SYMBOL.search(value if has_digit else value.rstrip("?!*"))
    return bool(has_letter and (has_digit or has_symbol)) or bool(has_symbol and len(value) >= 8)


@lru_cache(maxsize=8_192)
def can_be_secret(value: str, strength: Strength, *, quoted: bool, alone: bool = True, behind: str = "") -> bool:
    """Whether the value of a name of this strength is taken for a secret.

    `alone`: nothing more stands on its line. `behind`: the text after it, for units.
    """
    if len(value) > LONGEST:
        return True
    bare = value.strip(STRAY)
    if not bare or is_state(bare) or is_harmless(bare) or names_a_secret(bare):
        return False
    if bare.isdigit():
        return len(bare) >= (4 if strength is Strength.STRONG else 6) and not UNIT.match(behind)
    if is_prose(bare) or (not quoted and is_code(bare)):
        return False
    return fits(bare, strength, quoted=quoted, alone=alone)


def fits(value: str, strength: Strength, *, quoted: bool, alone: bool) -> bool:
    if strength is Strength.WEAK:
        return looks_random(value) and not GUID.fullmatch(value)
    if looks_chosen(value) or GUID.fullmatch(value) or looks_random(value):
        return True
    if strength is Strength.FAIR:
        return quoted and len(value) >= 8 and not re.fullmatch(r"(?i)[a-z]+(?:[-_. ][a-z]+)*", value)
    return quoted or len(value) >= 24 or (alone and len(value) >= 4)
