import re

from resolvent.scripts.engine_contexts import NOT_A_VALUE, Found, Place, text_of
from resolvent.scripts.quoting import Context, Unplaceable

CODE = {"variable_name", "variable_reference", "label", "goto_stmt", "for_variable", "for_options"}
DIRECT = {
    "comment": Context.COMMENT,
    "arithmetic_expression": Context.NUMBER,
    "quoted_assignment_value": Context.EXPRESSION,
    "assignment_value": Context.PLAIN,
    "string": Context.DOUBLE,
}
"""Nodes around the word that settle it."""
TARGET = re.compile(r"(?:^|[\s&|(])(?:goto|call)\s*:?$|(?:^|\n)\s*:$", re.IGNORECASE)


def find_cmd(place: Place) -> Found:
    node = place.chain[0]
    line = place.before.rpartition("\n")[2]
    if place.before.endswith("^"):
        raise Unplaceable("^ right before it changes how the value is read.")
    if node.type in CODE or TARGET.search(place.before) or line.count("%") % 2:
        raise Unplaceable(NOT_A_VALUE)
    direct = next((DIRECT[name] for name in place.types if name in DIRECT), None)
    if direct is Context.EXPRESSION:
        return Found(direct, opening="" if is_used_bare(place, line) else '"')
    if direct is not None:
        return Found(direct)
    if line.count('"') % 2:
        return Found(Context.DOUBLE)
    if node.type == "for_set_literal":
        return Found(Context.PLAIN)
    if node.type == "command_name" and place.text == place.word:
        raise Unplaceable("It is the command itself: put it in quotes.")
    return Found(Context.GLUED if is_glued(place) else Context.ARGUMENT)


def is_glued(place: Place) -> bool:
    return (
        place.touching
        or place.text != place.word
        or re.search(r"[^\s(=,;]$", place.before) is not None
        or re.match(r"[^\s)=,;&|<>]", place.after) is not None
    )


def is_used_bare(place: Place, line: str) -> bool:
    """Does the script use the variable that is set here outside of quotes?"""
    name = re.search(r"set\s+\"?([^=\"]+)=[^=]*$", line, re.IGNORECASE)
    script = text_of(place.chain[-1])
    if name is None:
        return True
    uses = re.finditer(rf"[%!]{re.escape(name[1].strip())}(?::[^%!\n]*)?[%!]", script, re.IGNORECASE)
    return any(script[script.rfind("\n", 0, use.start()) + 1 : use.start()].count('"') % 2 == 0 for use in uses)
