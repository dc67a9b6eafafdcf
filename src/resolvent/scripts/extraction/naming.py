"""Names, titles and descriptions of parameters, from what the script calls their values."""

import re
from collections.abc import Collection

from resolvent.scripts.extraction.features import CONSTRUCTORS, OPERANDS
from resolvent.scripts.extraction.labels import is_describing, is_identifying, is_secret, split_words
from resolvent.scripts.extraction.literals import Literal, Role
from resolvent.scripts.extraction.platform import SIBLING_SCRIPT
from resolvent.scripts.extraction.sensitive import is_sensitive
from resolvent.scripts.extraction.shapes import find_shape, is_text

BY_SHAPE = {
    "url": "url",
    "email": "email",
    "ipv4": "ip_address",
    "ipv6": "ip_address",
    "mac": "mac_address",
    "guid": "id",
    "sid": "sid",
    "dn": "distinguished_name",
    "unc": "share",
    "drive_path": "path",
    "unix_path": "path",
    "datetime": "date",
    "date": "date",
    "fqdn": "host",
    "host": "host",
    "ticket": "ticket",
    "version": "version",
    "image": "image",
}
VAGUE = frozenset(
    {
        "name",
        "value",
        "id",
        "key",
        "input",
        "identity",
        "displayname",
        "object",
        "string",
        "l",
        "n",
        "u",
        "p",
        "f",
        "i",
        "o",
        "e",
        "h",
        "d",
        "s",
        "c",
        "t",
        "v",
    }
)
ACRONYMS = frozenset(
    {"url", "ip", "id", "dns", "smtp", "vm", "sql", "mac", "ou", "upn", "sid", "uri", "ssid", "vpn", "csv", "xml", "pc"}
)
MAX_NAME = 40


def name_value(literal: Literal, taken: Collection[str]) -> str:
    """A name for the form, unique among `taken`: ``^[a-z][a-z0-9_]{0,39}$``."""
    name = shorten(base_name(literal)) or "value"
    if name not in taken:
        return name
    number = 2
    while f"{name[: MAX_NAME - 3]}_{number}" in taken:
        number += 1
    return f"{name[: MAX_NAME - 3]}_{number}"


def base_name(literal: Literal) -> str:
    """The first name that fits, from what says most to what says least."""
    label = "_".join(split_words(literal.label.removeprefix("env:")))
    shape = "" if literal.number else find_shape(literal.value)
    operand = OPERANDS.get(literal.command, "") if literal.role in {Role.POSITIONAL, Role.NAMED} else ""
    names = (
        "password" if is_sensitive(literal) and literal.role in {Role.POSITIONAL, Role.METHOD} else "",
        "token" if label.endswith("authorization") else "",
        CONSTRUCTORS.get((literal.command, literal.position), "") if literal.role is Role.METHOD else "",
        name_number(literal, label),
        label if label not in VAGUE and says_something(literal) else "",
        operand if literal.role is Role.POSITIONAL or not shape else "",
        label if label == "identity" else name_noun(literal.spoken, label),
        BY_SHAPE.get(shape, ""),
        label if len(label) > 1 else "",
        "text" if is_text(literal.value) else "name",
    )
    return next(name for name in names if name)


def says_something(literal: Literal) -> bool:
    """An option of a native command may be a switch before an operand (`--no-parent URL`); its word must be telling."""
    if literal.role is not Role.NAMED or "-" in literal.command:
        return True
    label = literal.label
    return (
        is_identifying(label)
        or is_describing(label)
        or is_secret(label)
        or (literal.command not in OPERANDS and not find_shape(literal.value))
    )


def name_number(literal: Literal, label: str) -> str:
    kinds = {Role.THRESHOLD: "limit", Role.BOUND: "count"}
    if literal.role not in kinds:
        return ""
    return f"{label}_{kinds[literal.role]}" if len(label) > 1 else kinds[literal.role]


def name_noun(spoken: str, label: str) -> str:
    """`-Name` of `Get-Service` is the service's name."""
    noun = split_words(spoken.rpartition("-")[2]) if re.fullmatch(r"[A-Za-z]+-\w+", spoken) else []
    return "_".join([*noun, label]) if noun and len(label) > 1 else ""


def shorten(name: str) -> str:
    return re.sub(r"[^a-z0-9_]", "", name.lower()).lstrip("_0123456789")[:MAX_NAME].rstrip("_")


def title_of(name: str) -> str:
    words = [word.upper() if word in ACRONYMS else word for word in name.split("_") if word]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def describe(literal: Literal, places: int) -> str:
    """Where the value comes from, for the engineer who reads the form."""
    reader = "a script beside this one" if literal.command == SIBLING_SCRIPT else literal.spoken
    where = {
        Role.ASSIGNED: f"Set as {literal.label}",
        Role.DEFAULT: f"Default of {literal.label}",
        Role.NAMED: f"Given to {literal.label} of {reader}",
        Role.MEMBER: f"Set as property {literal.label}",
        Role.ENTRY: f"Set as entry {literal.label}",
        Role.POSITIONAL: f"Given to {reader}",
        Role.METHOD: f"Given to {reader}",
        Role.COMPARED: f"Compared with {literal.label}",
        Role.THRESHOLD: f"Compared with {literal.label}",
        Role.BOUND: f"How far {literal.label} counts",
        Role.REDIRECT: "The file that is written",
        Role.PIPED: "Fed into the script",
        Role.PAIR: f"The {literal.label} in a longer text",
        Role.KEY: "A key in a longer text",
    }.get(literal.role, "Taken from the script")
    return f"{where}." if places < 2 else f"{where}; {places} places."
