"""What `format` and `pattern` of a parameter accept."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Any
from urllib.parse import urlsplit

import re2

LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
HOSTNAME = re.compile(rf"{LABEL}(?:\.{LABEL}){{0,20}}\.?")
EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_{{|}}~-]{{1,64}}@{LABEL}(?:\.{LABEL}){{1,10}}")
GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")


def is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return True


def is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def is_url(text: str) -> bool:
    if any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.scheme and parts.hostname and parts.port != 0)
    except ValueError:
        return False


def is_datetime(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


FORMATS: dict[str, tuple[Callable[[str], bool], str, str]] = {
    "hostname": (
        lambda text: bool(HOSTNAME.fullmatch(text)),
        "a host name, such as PC-042 or srv1.example.com",
        "host1",
    ),
    "ipv4": (is_ipv4, "an IPv4 address, such as 192.0.2.10", "192.0.2.10"),
    "ipv6": (is_ipv6, "an IPv6 address, such as 2001:db8::10", "2001:db8::10"),
    "email": (lambda text: bool(EMAIL.fullmatch(text)), "an e-mail address", "user@example.com"),
    "upn": (
        lambda text: bool(EMAIL.fullmatch(text)),
        "a user principal name, such as user@example.com",
        "user@example.com",
    ),
    "path": (lambda text: bool(text.strip()), "a path", "sample.txt"),
    "url": (is_url, "a URL with its scheme, such as https://example.com", "https://example.com"),
    "datetime": (is_datetime, "a date or time, such as 2026-03-31T09:00", "2026-03-31T09:00:00"),
    "guid": (
        lambda text: bool(GUID.fullmatch(text)),
        "a GUID, such as 12345678-90ab-cdef-1234-567890abcdef",
        "12345678-90ab-cdef-1234-567890abcdef",
    ),
}
"""Format → what accepts it, what to call it, a sample."""

MAX_PATTERN = 300
MAX_SAMPLE = 300
"""Characters of a text made from a pattern."""


@cache
def linear() -> re2.Options:
    """RE2 takes time in proportion to the text, whatever the pattern; what would not, it refuses."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 4 << 20
    return options


def pattern_problem(pattern: str) -> str | None:
    """Why a pattern can't be used."""
    if len(pattern) > MAX_PATTERN:
        return f"Keep the pattern under {MAX_PATTERN} characters."
    try:
        re2.compile(pattern, linear())
    except re2.error as error:
        why = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        return f"This is not a regular expression of the RE2 kind (no look-around, no references): {why}."
    return None


def fits_pattern(pattern: str, text: str) -> bool:
    """As JSON Schema means it: the pattern may match anywhere unless it is anchored."""
    return re2.search(pattern, text, linear()) is not None


def generate_match(pattern: str) -> str:
    """A short text made from the pattern's parts; usually, not always, it matches."""
    try:
        return write_parts(import_module("re._parser").parse(pattern))
    except (re.error, RecursionError, OverflowError):
        return ""  # RE2 knows a few forms that Python doesn't read.


CATEGORY_SAMPLES = {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}
CATEGORY_OTHERS = "a1-_ ./"


def write_parts(parts: Any) -> str:
    return "".join(write_part(str(operation), argument) for operation, argument in parts)[:MAX_SAMPLE]


def repeat_parts(parts: Any, times: int) -> str:
    return (write_parts(parts) * min(times, MAX_SAMPLE))[:MAX_SAMPLE]


WRITERS: dict[str, Callable[[Any], str]] = {
    "LITERAL": chr,
    "ANY": lambda _: "a",
    "NOT_LITERAL": lambda code: "a" if code != ord("a") else "b",
    "IN": lambda members: write_set(members),  # noqa: PLW0108  # it is defined below
    "MAX_REPEAT": lambda repeat: repeat_parts(repeat[2], max(repeat[0], min(repeat[1], 1))),
    "MIN_REPEAT": lambda repeat: repeat_parts(repeat[2], repeat[0]),
    "POSSESSIVE_REPEAT": lambda repeat: repeat_parts(repeat[2], max(repeat[0], min(repeat[1], 1))),
    "SUBPATTERN": lambda group: write_parts(group[3]),
    "BRANCH": lambda branch: write_parts(branch[1][0]),
    "ATOMIC_GROUP": lambda parts: write_parts(parts),  # noqa: PLW0108  # it is defined below
}


def write_part(name: str, argument: Any) -> str:
    return WRITERS[name](argument) if name in WRITERS else ""


def write_set(members: Any) -> str:
    accepted = {str(operation) for operation, _ in members}
    if "NEGATE" in accepted:
        refused = "".join(chr(argument) for operation, argument in members if str(operation) == "LITERAL")
        return next((character for character in CATEGORY_OTHERS if character not in refused), "x")
    for operation, argument in members:
        if str(operation) == "LITERAL":
            return chr(argument)
        if str(operation) == "RANGE":
            return chr(argument[0])
        if str(operation) == "CATEGORY":
            return CATEGORY_SAMPLES.get(str(argument), "-")
    return ""
