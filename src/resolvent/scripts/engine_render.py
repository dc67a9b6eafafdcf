"""Rendering. A value can never change the shape of the script: it is quoted for its place, then the tree proves it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from resolvent.errors import Invalid, invalid_field
from resolvent.scripts.engine_body import MAX_BYTES, MAX_PLACEHOLDERS, PLACEHOLDER, Filled, find_placeholders
from resolvent.scripts.engine_places import locate
from resolvent.scripts.engine_proof import Shape, shape_of
from resolvent.scripts.engine_write import (
    RefusedValue,
    Template,
    check_here_lines,
    harmless_like,
    write,
    write_harmless,
)
from resolvent.scripts.parameters.kinds import Kind, Parameter
from resolvent.scripts.syntax import Language

CHANGES = "This value would change what the script does."


def refuse(name: str, message: str, code: str = "unsafe_value") -> Invalid:
    return invalid_field(f"parameters.{name}", message, code)


def locate_for(language: Language, body: str, parameters: Sequence[Parameter]) -> Template:
    if len(body.encode(errors="replace")) > MAX_BYTES or len(PLACEHOLDER.findall(body)) > MAX_PLACEHOLDERS:
        message = f"The script is larger than {MAX_BYTES // 1000} kB or has more than {MAX_PLACEHOLDERS} placeholders."
        raise invalid_field("body", message, "too_large")
    used = set(find_placeholders(body))
    declared = {parameter.name: parameter.kind for parameter in parameters}
    if missing := sorted(used - declared.keys()):
        raise refuse(missing[0], "The template uses this parameter and doesn't declare it.")
    return locate(language, body, tuple(sorted((name, declared[name]) for name in used)))


def render(language: Language, body: str, parameters: Sequence[Parameter], values: Mapping[str, Any]) -> str:
    """The script. Values are those of `check_values`. Raises Invalid, `unsafe_value` or `too_large`, naming the field."""
    template = locate_for(language, body, parameters)
    if template.problems:
        raise refuse(*template.problems[0])
    try:
        filled = write(language, template, values)
        if name := check_here_lines(language, template, filled):
            raise refuse(name, "A line of it would end the text it stands in.")
        if not is_same_shape(language, template, values, filled):
            raise refuse(find_culprit(language, template, values), CHANGES)
    except RefusedValue as refused:
        raise refuse(refused.name, refused.reason, refused.code) from refused
    return filled.text


def is_same_shape(language: Language, template: Template, values: Mapping[str, Any], filled: Filled) -> bool:
    lengths = tuple(len(values[slot.name]) if slot.kind is Kind.LIST else 0 for slot in template.slots)
    return shape_of(language, filled) == harmless_shape(language, template, lengths)


@lru_cache(maxsize=64)
def harmless_shape(language: Language, template: Template, lengths: tuple[int, ...]) -> Shape:
    """The shape with harmless values; `lengths` are those of the lists."""
    slots = zip(template.slots, lengths, strict=True)
    values = {slot.name: [""] * length if slot.kind is Kind.LIST else "" for slot, length in slots}
    return shape_of(language, write_harmless(language, template, values))


def find_culprit(language: Language, template: Template, values: Mapping[str, Any]) -> str:
    """The first parameter that changes the shape alone; the first at all when only several together do."""
    harmless = {slot.name: harmless_like(slot, values[slot.name]) for slot in template.slots}
    for name in harmless:
        alone = harmless | {name: values[name]}
        if not is_same_shape(language, template, alone, write(language, template, alone)):
            return name
    return next(iter(harmless))
