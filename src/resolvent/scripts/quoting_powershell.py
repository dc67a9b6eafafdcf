"""PowerShell. Its tokenizer takes typographic quotes and dashes for ASCII ones, and many spaces for a space."""

import re
import unicodedata

from resolvent.scripts.quoting import (
    Context,
    Quoter,
    Refused,
    Slot,
    refuse_any,
    refuse_dash,
    refuse_unless,
)

SINGLE_QUOTES = "'‘’‚‛"
DOUBLE_QUOTES = '"“”„'
QUOTE_WHY = "counts as a quote in PowerShell: write the straight ' or \" instead."
BARE = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9_.\\/*?][A-Za-z0-9_.\\/*?:@+=%~-]*")
EXPANDED = r"`|\$(?!\\)"
"""A `$` before a backslash is only itself, as in \\\\SERVER\\c$\\x."""
ARGUMENT_START = re.compile(r"(?:^|[\s,(])['\"]?$")
GLUED = re.compile(r"[A-Za-z0-9_.\\/*?:@+=%~-]*")
NUMERIC = re.compile(r"(0[xb][0-9a-f_]*|\d*\.?\d*(e[+-]?\d*)?)(u?[ysl]|[ysln]|u|d)?([kmgtp]b)?", re.IGNORECASE)
"""What PowerShell would read as a number: quoted, it stays the text that was given."""


def shell_view(text: str) -> str:
    """The text as the tokenizer takes it: its other quotes, dashes and spaces are the ASCII ones. A program's `--a=b`
    is one word, which the grammar does not know."""
    return LONG_OPTION.sub("__", text.translate(FOLDED))


LONG_OPTION = re.compile(r"(?<![^\s'\"])--(?=[A-Za-z][\w-]*=|\s)")
FOLDED = {ord(character): "'" for character in SINGLE_QUOTES}
FOLDED |= {ord(character): '"' for character in DOUBLE_QUOTES}
FOLDED |= {ord(character): "-" for character in "–—―"}
FOLDED |= {code: " " for code in range(0x80, 0x3001) if chr(code) == "\x85" or unicodedata.category(chr(code)) == "Zs"}


def escape_single(text: str) -> str:
    refuse_any(text, SINGLE_QUOTES[1:], QUOTE_WHY)
    return text.replace("'", "''")


def quote_single(slot: Slot, text: str) -> str:
    refuse_dash(slot, text)
    return escape_single(text)


def quote_whole(_: Slot, text: str) -> str:
    return f"'{escape_single(text)}'"


def quote_argument(slot: Slot, text: str) -> str:
    refuse_dash(slot, text)
    if BARE.fullmatch(text) and not NUMERIC.fullmatch(text):
        return text
    return quote_whole(slot, text)


def quote_glued(slot: Slot, text: str) -> str:
    if not slot.before or slot.before[-1].isspace():
        refuse_dash(slot, text)
    refuse_unless(text, GLUED, "can't stand in an unquoted part of an argument: quote the argument in the template.")
    return text


def quote_double(slot: Slot, text: str) -> str:
    refuse_dash(slot, text)
    refuse_any(text, DOUBLE_QUOTES[1:], QUOTE_WHY)
    return re.sub(EXPANDED + '|"', r"`\g<0>", text)


def quote_here_single(_: Slot, text: str) -> str:
    return text


def quote_here_double(_: Slot, text: str) -> str:
    return re.sub(EXPANDED, r"`\g<0>", text)


def check_powershell(slot: Slot, text: str) -> None:
    """Everywhere: any place may be inside a here-string, within its $(…)."""
    if slot.native:
        check_native(slot, text)
    if re.search(rf"\n\s*[{SINGLE_QUOTES}{DOUBLE_QUOTES}]@", text):
        raise Refused("A line that begins with a quote and @ would end a here-string.")


def check_native(slot: Slot, text: str) -> None:
    """Windows PowerShell joins the arguments without escaping a quote, and few programs know a quoted option from data."""
    refuse_any(text, '"', "can end an argument of a program.")
    if text.endswith("\\") and " " in text:
        raise Refused("A backslash before the closing quote is read as an escaped quote by programs.")
    if text.startswith("/") and ARGUMENT_START.search(slot.before):
        raise Refused("It begins with /, so a program would read it as an option.")


def quote_comment(_: Slot, text: str) -> str:
    refuse_any(text, "\n", "would end the comment.")
    return text


def quote_block_comment(_: Slot, text: str) -> str:
    refuse_any(text, "#<>", "could end the comment.")
    return text


QUOTERS: dict[Context, Quoter] = {
    Context.ARGUMENT: quote_argument,
    Context.GLUED: quote_glued,
    Context.EXPRESSION: quote_whole,
    Context.COMMAND: quote_whole,
    Context.SINGLE: quote_single,
    Context.DOUBLE: quote_double,
    Context.HERE_SINGLE: quote_here_single,
    Context.HERE_DOUBLE: quote_here_double,
    Context.COMMENT: quote_comment,
    Context.BLOCK_COMMENT: quote_block_comment,
}


def write_boolean(value: bool) -> str:
    return "$true" if value else "$false"


def write_list(slot: Slot, items: list[str]) -> str:
    for item in items:
        refuse_dash(slot, item)
    inner = ",".join(quote_whole(slot, item) for item in items)
    return inner if slot.context is Context.ARGUMENT and items else f"@({inner})"
