"""What a customer must never read: shapes of secrets and bodies of scripts. Pure."""

import re

from resolvent.notes.markdown import plain
from resolvent.remembered import by_text
from resolvent.secret_shapes import find_secrets

REMOVED = "[removed]"
LEFT_OUT = "[script left out]"

QUOTES = re.compile('[“”"]')
SCRIPT = re.compile(
    r"""```|~~~ | ^\s*\#!\s*/ | (?:^|[\s`;{(])\$\w+(?:\.\w+)*\s*[+-]?=(?!=) | \bparam\s*\(\s*[\[$] | \bforeach\s*\(\s*\$ | \|\s*(?:ForEach|Where)-Object
      | \bfunction\s+[\w-]+\s*(?:\(\s*\))?\s*\{ | \b(?:if|while)\s*\(\s*\$\w | (?:^|[.!?:;“`]\s?)\s*(?:set\s+-[euxo]|sudo\s+\S+\s+\S+|@echo\s+off)
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


@by_text(8_000)
def hide_secrets(text: str) -> str:
    """Kept: a text is shown, quoted and looked through several times, and again at the next preview."""
    parts, at = [], 0
    for start, end in find_secrets(text):
        parts += [text[at:start], REMOVED]
        at = end
    return "".join([*parts, text[at:]])


def has_secret(text: str) -> bool:
    """The full stop of a sentence aside, so that a text is looked through once for all its uses."""
    said = text.rstrip(" .")
    return hide_secrets(said) != said


def shows_secret(sentence: str) -> bool:
    """To whoever reads it as Markdown or as plain text, with quotation marks or without."""
    shown = plain(sentence)
    return any(map(has_secret, {sentence, shown, QUOTES.sub(" ", shown).strip()}))


def hide_value(name: str, value: str) -> str:
    """A parameter's value as a note may show it: removed where its name makes a secret of it."""
    return REMOVED if shows_secret(f"{name} = “{value}”") else value


@by_text(8_000)
def has_script(text: str) -> bool:
    return SCRIPT.search(text) is not None


def hide_script(text: str) -> str:
    return LEFT_OUT if has_script(text) else text
