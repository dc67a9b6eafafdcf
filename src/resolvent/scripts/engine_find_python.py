from resolvent.scripts.engine_contexts import NOT_A_VALUE, NUMBERS, Found, Place, find_comment, refuse_escape, text_of
from resolvent.scripts.quoting import Context, Unplaceable

NAMES = {"attribute", "dotted_name", "aliased_import", "global_statement", "nonlocal_statement", "delete_statement"}


def find_python(place: Place) -> Found:
    node = place.chain[0]
    if node.type == "comment":
        return find_comment(place, "#")
    if node.type in {"string_content", "escape_sequence", "string"}:
        string = next(item for item in place.chain if item.type == "string")
        opening = next(text_of(item) for item in string.children if item.type == "string_start")
        if "r" not in opening.lower():
            refuse_escape(place, "\\")
        return Found(Context.SINGLE, opening=opening)
    if place.has("interpolation") and place.kind not in NUMBERS:
        raise Unplaceable("Inside the braces of an f-string it can only be a number: assign it to a variable first.")
    whole = place.text == place.word and not place.touching
    if node.type not in {"identifier", "integer", "float"} or not whole or place.types[1] in NAMES:
        raise Unplaceable(NOT_A_VALUE)
    return Found(Context.EXPRESSION)
