import re

from tree_sitter import Node

from resolvent.scripts.engine_contexts import (
    NOT_A_VALUE,
    Found,
    Place,
    find_comment,
    refuse_escape,
    refuse_variable,
    text_of,
)
from resolvent.scripts.quoting import Context, Unplaceable

STRINGS = {"string": Context.DOUBLE, "string_content": Context.DOUBLE, "raw_string": Context.SINGLE}
CODE = {"variable_name", "special_variable_name", "heredoc_start", "heredoc_end", "file_descriptor", "test_operator"}
ARITHMETIC = {"arithmetic_expansion", "c_style_for_statement"}
UNQUOTABLE = {"expansion", "extglob_pattern", "regex", "subscript", "brace_expression"}
VARIABLE = r"\$(?:[A-Za-z_]\w*)?$"
NO_OPTIONS = {
    "variable_assignment",
    "array",
    "herestring_redirect",
    "for_statement",
    "case_statement",
    "file_redirect",
}
"""Where a leading dash is no option."""


def find_bash(place: Place) -> Found:
    node = place.chain[0]
    if node.type == "comment":
        return find_comment(place, "#")
    if node.type in {"heredoc_body", "heredoc_content"}:
        return find_heredoc(place)
    if place.has_text("command_substitution", "`"):
        return Found(Context.PLAIN)
    if node.type in STRINGS or node.type == "ansi_c_string":
        return find_string(place)
    return find_bare(place)


def find_string(place: Place) -> Found:
    dashes = not is_whole_word(place)
    kind = place.chain[0].type
    if kind == "raw_string":
        return Found(Context.SINGLE, dashes=dashes)
    refuse_escape(place, "\\")
    if kind == "ansi_c_string":
        return Found(Context.SINGLE, opening="$'", dashes=dashes)
    refuse_variable(place, VARIABLE)
    return Found(Context.DOUBLE, dashes=dashes)


def is_whole_word(place: Place) -> bool:
    """Does the value begin an argument? A program does not know that it was quoted."""
    if not re.search(r"(?:^|\s)\$?['\"]$", place.before):
        return False
    string = next(node for node in place.chain if node.type in {"string", "raw_string", "ansi_c_string"})
    owner = string.parent
    while owner is not None and owner.type == "concatenation":
        owner = owner.parent
    return owner is not None and owner.type == "command" and not follows_double_dash(owner, place.chain[0].start_byte)


def find_bare(place: Place) -> Found:
    types = place.types
    kind = types[0]
    refuse_escape(place, "\\")
    if place.has(*ARITHMETIC) or place.has_text("compound_statement", "(("):
        return Found(Context.NUMBER)
    if kind in CODE or types[1:2] == ["function_definition"] or place.before.endswith("$"):
        raise Unplaceable(NOT_A_VALUE)
    if place.has(*UNQUOTABLE) or place.before.rstrip().endswith("=~"):
        return Found(Context.PLAIN)
    if "command_name" in types[:3]:
        return Found(Context.COMMAND if place.text == place.word and types[1] == "command_name" else Context.PLAIN)
    if kind not in {"word", "number"}:
        raise Unplaceable(NOT_A_VALUE)
    glued = types[1] == "concatenation"
    owner = place.chain[2 if glued else 1]
    whole = place.text == place.word and not glued
    return Found(Context.ARGUMENT if whole else Context.GLUED, dashes=may_begin_with_dash(place, owner))


def may_begin_with_dash(place: Place, owner: Node) -> bool:
    if owner.type in NO_OPTIONS or place.before.endswith("="):
        return True
    return owner.type == "command" and follows_double_dash(owner, place.chain[0].start_byte)


def follows_double_dash(command: Node, start: int) -> bool:
    return any(text_of(node) == "--" and node.end_byte < start for node in command.children)


def find_heredoc(place: Place) -> Found:
    redirect = next((node for node in place.chain if node.type == "heredoc_redirect"), None)
    starts = [text_of(node) for node in redirect.children if node.type == "heredoc_start"] if redirect else []
    if not starts:
        raise Unplaceable(NOT_A_VALUE)
    if starts[0] != place.here:
        return Found(Context.HERE_SINGLE)
    refuse_escape(place, "\\")
    refuse_variable(place, VARIABLE)
    return Found(Context.HERE_DOUBLE)
