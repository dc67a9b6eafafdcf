"""Python. `opening` of a slot is the string's prefix and quotes, as in rb''' or f"."""

from resolvent.scripts.quoting import Context, Quoter, Refused, Slot, refuse_any

SIMPLE_ESCAPES = {"\n": "\\n", "\t": "\\t", "\\": "\\\\"}


def quote_whole(_: Slot, text: str) -> str:
    return repr(text)


def quote_string(slot: Slot, text: str) -> str:
    prefix = slot.opening.rstrip("'\"").lower()
    quotes = slot.opening[len(prefix) :]
    if "b" in prefix and not text.isascii():
        raise Refused("Only ASCII characters can stand in a bytes literal.")
    text = quote_raw(text, quotes) if "r" in prefix else quote_cooked(text, quotes)
    return text.replace("{", "{{").replace("}", "}}") if "f" in prefix else text


def quote_raw(text: str, quotes: str) -> str:
    refuse_any(text, quotes[0], "ends this raw string.")
    if len(quotes) == 1:
        refuse_any(text, "\n", "ends this raw string.")
    if text.endswith("\\"):
        raise Refused("A raw string can't take a backslash at the end of a value.")
    return text


def quote_cooked(text: str, quotes: str) -> str:
    escapes = SIMPLE_ESCAPES | {quotes[0]: f"\\{quotes[0]}"}
    if len(quotes) == 3:
        escapes = {key: value for key, value in escapes.items() if key not in "\n\t"}
    return "".join(escapes.get(character, character) for character in text)


def quote_comment(_: Slot, text: str) -> str:
    refuse_any(text, "\n", "would end the comment.")
    if "coding" in text.lower():
        raise Refused("“coding” in a comment can change how Python reads the file.")
    return text


QUOTERS: dict[Context, Quoter] = {
    Context.EXPRESSION: quote_whole,
    Context.SINGLE: quote_string,
    Context.COMMENT: quote_comment,
}


def write_boolean(value: bool) -> str:
    return "True" if value else "False"


def write_list(_: Slot, items: list[str]) -> str:
    return repr(items)
