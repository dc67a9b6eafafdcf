import re
from dataclasses import replace

from resolvent.scripts.engine_contexts import (
    NOT_A_VALUE,
    NUMBERS,
    Found,
    Place,
    find_comment,
    refuse_escape,
    refuse_variable,
    text_of,
)
from resolvent.scripts.quoting import Context, Unplaceable
from resolvent.scripts.safety_names import POWERSHELL_ALIASES

TEXTS = {
    "verbatim_string_characters": Context.SINGLE,
    "verbatim_here_string_characters": Context.HERE_SINGLE,
    "expandable_string_literal": Context.DOUBLE,
    "expandable_here_string_literal": Context.HERE_DOUBLE,
}
CODE = {
    "variable",
    "braced_variable",
    "type_identifier",
    "type_name",
    "function_name",
    "command_parameter",
    "stop_parsing",
    "member_name",
    "label",
    "label_expression",
    "class_name",
}
GLUE = re.compile(r"[\w\\:.@~?#-]$|(?<=\S)[=+/*%]$")
"""A character that the same bare argument may begin with. In an expression some of these are operators."""
VARIABLE = r"\$(?:[\w?^]+:?|\{[^}\n]*)?$"
CMDLET = re.compile(r"[A-Za-z]+-[A-Za-z]\w*")
ALIASES = POWERSHELL_ALIASES.keys() - {"curl", "wget", "sc"}
"""Without those that PowerShell 7 leaves to the program of that name."""
NAME = re.compile(r"\s*(?:[&.]\s*)?['\"]?([^\s'\"]+)")


def find_powershell(place: Place) -> Found:
    node = place.chain[0]
    native = is_native(place)
    if node.type == "comment":
        return find_comment(place, "#", "<#")
    if node.type in TEXTS:
        context = TEXTS[node.type]
        if context in {Context.DOUBLE, Context.HERE_DOUBLE}:
            refuse_escape(place, "`")
            refuse_variable(place, VARIABLE)
        return Found(context, dashes=not (native and re.search(r"(?:^|[\s,])['\"]$", place.before)), native=native)
    return replace(find_bare(place), native=native)


def is_native(place: Place) -> bool:
    """Is it an argument of a program, which would not know that it was quoted?"""
    around = next((node for node in place.chain if node.type in {"command", "script_block"}), None)
    if around is None or around.type != "command":
        return False
    name = NAME.match(text_of(around))
    return name is None or not (CMDLET.fullmatch(name[1]) or name[1].lower() in ALIASES)


def find_bare(place: Place) -> Found:
    node = place.chain[0]
    refuse_escape(place, "`")
    if node.type in CODE or place.types[1:2] == ["member_name"]:
        raise Unplaceable(NOT_A_VALUE)
    if place.kind not in NUMBERS:
        refuse_variable(place, VARIABLE)
        if place.before.endswith((").", "].")):
            raise Unplaceable(NOT_A_VALUE)
    if place.before.endswith(",") or place.after.startswith(","):
        return Found(Context.EXPRESSION)
    if node.prev_sibling is not None and node.prev_sibling.type == "command_invokation_operator":
        return Found(Context.COMMAND if place.text == place.word else Context.GLUED)
    return Found(find_bare_context(place))


def find_bare_context(place: Place) -> Context:
    if place.types[1:2] in (["command_elements"], ["redirected_file_name"]):
        return Context.ARGUMENT if place.text == place.word else Context.GLUED
    if place.types[0] == "command_name" and place.text == place.word and not place.touching:
        return Context.EXPRESSION
    if place.types[0] == "command_name" and place.text.startswith(place.word) and place.kind not in NUMBERS:
        raise Unplaceable("It would be the begin of a command's name: put it in quotes.")
    if place.touching or place.text != place.word or GLUE.search(place.before):
        return Context.GLUED
    return Context.EXPRESSION
