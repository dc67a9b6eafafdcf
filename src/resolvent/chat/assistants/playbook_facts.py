"""What a ticket literally says that is worth knowing: error codes, quoted messages, names and addresses. Pure."""

import re

from resolvent.knowledge.words import cap

MOST = 5

_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "Error code",
        re.compile(r"\b0x[0-9A-Fa-f]{4,8}\b|\b(?:error|fehler)(?: code)?[ :#]{1,2}(\d{3,5})\b", re.IGNORECASE),
    ),
    ("Event ID", re.compile(r"\bevent(?: ?id)?s?[ :#]{1,2}(\d{3,5})\b", re.IGNORECASE)),
    ("Message", re.compile(r"[\"“”]([^\"“”\n]{12,160})[\"“”]")),
    ("Share", re.compile(r"(?<![\w\\])\\\\[\w.-]{2,63}(?:\\[\w$. -]{1,60}[\w$])+")),
    ("Address", re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")),
    (
        "Device",
        re.compile(
            r"\b(?=[A-Z0-9-]*\d)(?:PC|WS|LT|NB|LAPTOP|DESKTOP|SRV|PRN?|PRINT|DC|FS)-?[A-Z0-9]+(?:-[A-Z0-9]+)*\b"
        ),
    ),
)


def read_facts(text: str) -> list[str]:
    """At most five, each a literal part of the text: `Error code 0x80070035 (from the ticket)`."""
    text = cap(text)
    facts: list[str] = []
    for name, shape in _SHAPES:
        for found in list(shape.finditer(text))[:2]:
            literal = next((group for group in found.groups() if group), found.group())
            fact = (
                f"{name} {literal} (from the ticket)"
                if name != "Message"
                else f"Message: “{literal}” (from the ticket)"
            )
            if fact not in facts:
                facts.append(fact)
    return facts[:MOST]
