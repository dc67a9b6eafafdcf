"""bash (and what zsh and dash share with it)."""

import re

from resolvent.scripts.quoting import Context, Quoter, Refused, Slot, refuse_any, refuse_dash, refuse_unless

BARE = re.compile(r"[A-Za-z0-9_./:@%+-][A-Za-z0-9_./:@%+,-]*")
GLUED = re.compile(r"[A-Za-z0-9_./:@%+-]+")
PLAIN = re.compile(r"[A-Za-z0-9_./:@%+-]*")
HISTORY = re.compile(r"!(?![ \t\n=]|\Z)")
"""What an interactive bash would look up in its history, even inside double quotes."""


OPERATORS = {"!", "(", ")", ";", "+"}
"""What `find` and `test` take for their own grammar, however it is quoted."""


def refuse_option(slot: Slot, text: str) -> None:
    refuse_dash(slot, text)
    if not slot.dashes and text in OPERATORS:
        raise Refused(f"“{text}” alone would be read as an operator.")


def escape_single(text: str) -> str:
    return text.replace("'", "'\\''")


def quote_whole(_: Slot, text: str) -> str:
    return f"'{escape_single(text)}'"


def quote_argument(slot: Slot, text: str) -> str:
    refuse_option(slot, text)
    return text if BARE.fullmatch(text) else quote_whole(slot, text)


def quote_glued(slot: Slot, text: str) -> str:
    if not slot.before or slot.before[-1].isspace():
        refuse_option(slot, text)
    if not text and re.search(r"\{[^\s}]*$", slot.before):
        raise Refused("It can't be empty between braces.")
    return text if GLUED.fullmatch(text) or not text else quote_whole(slot, text)


def quote_plain(slot: Slot, text: str) -> str:
    if not text:
        raise Refused("It can't be empty here.")
    if not slot.before or slot.before[-1].isspace():
        refuse_option(slot, text)
    refuse_unless(text, PLAIN, "can't be made safe in this place: quote it in the template.")
    return text


def quote_double(slot: Slot, text: str) -> str:
    refuse_option(slot, text)
    if HISTORY.search(text + slot.after[:1].replace('"', "") + ("" if slot.after else "x")):
        raise Refused("“!” inside double quotes is expanded by an interactive bash: use single quotes in the template.")
    return re.sub(r'[\\"$`]', r"\\\g<0>", text)


def escape_ansi(text: str) -> str:
    return re.sub(r"[\\']", r"\\\g<0>", text)


def quote_here_single(_: Slot, text: str) -> str:
    if any(line.startswith("\t") for line in text.split("\n")):
        raise Refused("A here-document may drop a tab at the begin of a line.")
    return text


def quote_here_double(slot: Slot, text: str) -> str:
    return re.sub(r"[\\$`]", r"\\\g<0>", quote_here_single(slot, text))


def quote_comment(_: Slot, text: str) -> str:
    refuse_any(text, "\n", "would end the comment.")
    return text


def quote_string(slot: Slot, text: str) -> str:
    refuse_option(slot, text)
    return escape_ansi(text) if slot.opening else escape_single(text)


QUOTERS: dict[Context, Quoter] = {
    Context.ARGUMENT: quote_argument,
    Context.GLUED: quote_glued,
    Context.EXPRESSION: quote_argument,
    Context.COMMAND: quote_whole,
    Context.PLAIN: quote_plain,
    Context.SINGLE: quote_string,
    Context.DOUBLE: quote_double,
    Context.HERE_SINGLE: quote_here_single,
    Context.HERE_DOUBLE: quote_here_double,
    Context.COMMENT: quote_comment,
}


def write_boolean(value: bool) -> str:
    return "true" if value else "false"


def write_list(slot: Slot, items: list[str]) -> str:
    if not items and not slot.dashes:
        raise Refused("The list needs an item here.")
    return " ".join(quote_argument(slot, item) for item in items)
