"""cmd.exe. It expands %…% and !…! before it reads quotes, and again wherever a variable is used, so nothing escapes
them for good: they are refused everywhere, with all that could act when the text is read again."""

import re

from resolvent.scripts.quoting import Context, Quoter, Refused, Slot, is_plain_letter, refuse_any, refuse_unless

ACTING = '%!^"&|<>\n\t'
WHY = "acts in cmd even inside quotes, so it can't stand in a cmd script."
BARE = re.compile(r"[A-Za-z0-9_.:\\@+-]+")
GLUED = re.compile(r"[A-Za-z0-9_.:\\/@+#$~-]*")
WORDS = {"not", "exist", "defined", "errorlevel", "cmdextversion", "in", "do", "else", "equ", "neq"}
WORDS |= {"lss", "leq", "gtr", "geq"}
"""What cmd itself would take for a part of its own grammar."""
QUOTABLE = " #$'()*+,-./:;=?@[]\\_`{}~"


def check_cmd(text: str) -> None:
    refuse_any(text, ACTING, WHY)
    strange = "".join(character for character in text if character not in QUOTABLE and not is_plain_letter(character))
    refuse_any(text, strange, "can't be written safely in a cmd script.")


def refuse_switch(text: str) -> None:
    if text[:1] in {"-", "/"}:
        raise Refused("It begins with - or /, so it would be read as an option.")


def quote_inside(slot: Slot, text: str) -> str:
    check_cmd(text)
    if text.endswith("\\") and (not slot.after or slot.after.startswith('"')):
        raise Refused("A backslash before the closing quote is read as an escaped quote by programs.")
    return text


def quote_argument(slot: Slot, text: str) -> str:
    if not slot.dashes:
        refuse_switch(text)
    check_cmd(text)
    if BARE.fullmatch(text) and text.lower() not in WORDS:
        return text
    if text.endswith("\\"):
        raise Refused("A backslash before the closing quote is read as an escaped quote by programs.")
    return f'"{text}"'


def quote_glued(slot: Slot, text: str) -> str:
    if not slot.before or slot.before[-1].isspace():
        refuse_switch(text)
    check_cmd(text)
    refuse_unless(text, GLUED, "can't stand in an unquoted part of an argument: quote the argument in the template.")
    return text


def quote_assigned(slot: Slot, text: str) -> str:
    check_cmd(text)
    if not slot.opening:
        refuse_any(text, "()", "could close a block where the variable is used without quotes.")
    return text


def quote_comment(_: Slot, text: str) -> str:
    check_cmd(text)
    return text


QUOTERS: dict[Context, Quoter] = {
    Context.ARGUMENT: quote_argument,
    Context.GLUED: quote_glued,
    Context.PLAIN: quote_glued,
    Context.EXPRESSION: quote_assigned,
    Context.DOUBLE: quote_inside,
    Context.COMMENT: quote_comment,
}


def write_boolean(value: bool) -> str:
    return "true" if value else "false"


def write_list(slot: Slot, items: list[str]) -> str:
    if not items:
        raise Refused("The list needs an item here.")
    return " ".join(quote_argument(slot, item) for item in items)
