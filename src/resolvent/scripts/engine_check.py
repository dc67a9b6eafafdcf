"""What is wrong with a template, all at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from resolvent.errors import FieldError, Invalid
from resolvent.scripts.engine_body import MAX_BYTES, MAX_PLACEHOLDERS, MISSPELT, PLACEHOLDER, find_placeholders
from resolvent.scripts.engine_errors import find_errors
from resolvent.scripts.engine_language import guess_other, name_language
from resolvent.scripts.engine_places import UNREADABLE, locate
from resolvent.scripts.engine_render import render
from resolvent.scripts.engine_write import write_harmless
from resolvent.scripts.parameters import Kind, Parameter, read_parameters, sample_values
from resolvent.scripts.parameters.values import character_problem
from resolvent.scripts.syntax import Language

MAX_SHOWN = 5
"""Parse errors that are listed; one often causes the next."""


def body_error(message: str, code: str) -> FieldError:
    return FieldError(field="body", message=message, code=code)


def check_template(language: Language, body: str, parameters_schema: Mapping[str, Any]) -> list[FieldError]:
    """Every reason not to store it; nothing when it is right."""
    errors: list[FieldError] = []
    try:
        parameters = read_parameters(parameters_schema)
    except Invalid as invalid:
        errors += invalid.errors
        parameters = guess_parameters(parameters_schema)
    if unreadable := list(check_text(body)):
        return errors + unreadable
    errors += check_names(body, parameters)
    if (other := guess_other(language, body)) is not None:
        message = f"This looks like {name_language(other)}, not like {name_language(language)}."
        return [*errors, body_error(message, "wrong_language")]
    missing = [Parameter(name=name, kind=Kind.STRING) for name in find_placeholders(body)]
    known = {parameter.name: parameter for parameter in (*missing, *parameters)}
    broken = list(check_syntax(language, body, known))
    errors += broken
    if not errors:
        errors += check_samples(language, body, parameters)
    return errors


def guess_parameters(schema: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """The names that a faulty schema declares, so that placeholders are still checked against them."""
    properties = schema.get("properties")
    names = [name for name in properties if isinstance(name, str)] if isinstance(properties, Mapping) else []
    return tuple(Parameter(name=name, kind=Kind.STRING) for name in names)


def check_text(body: str) -> Iterator[FieldError]:
    if not body.strip():
        yield body_error("The script is empty.", "empty")
    elif len(body.encode(errors="replace")) > MAX_BYTES:
        yield body_error(f"The script is larger than {MAX_BYTES // 1000} kB.", "too_large")
    elif len(PLACEHOLDER.findall(body)) > MAX_PLACEHOLDERS:
        yield body_error(f"The script has more than {MAX_PLACEHOLDERS} placeholders.", "too_large")
    else:
        for number, line in enumerate(re.split(r"\r?\n", body), 1):
            if problem := character_problem(line, multiline=True):
                yield body_error(f"Line {number}: {problem}", "binary")
                return


def check_names(body: str, parameters: tuple[Parameter, ...]) -> Iterator[FieldError]:
    used = find_placeholders(body)
    declared = {parameter.name for parameter in parameters}
    for name in used:
        if name not in declared:
            yield body_error(f"The placeholder {name} is not declared as a parameter.", "undeclared_parameter")
    for name in declared - set(used):
        message = f"The parameter {name} is not used in the script."
        yield FieldError(field=f"parameters_schema.properties.{name}", message=message, code="unused_parameter")
    for found in MISSPELT.finditer(body):
        if not PLACEHOLDER.fullmatch(found[0]):
            line = body.count("\n", 0, found.start()) + 1
            message = f"Line {line}: {found[0]} is no placeholder: names are lower-case letters, digits and _."
            yield body_error(message, "misspelt_placeholder")


def check_syntax(language: Language, body: str, known: Mapping[str, Parameter]) -> Iterator[FieldError]:
    template = locate(language, body, tuple((name, known[name].kind) for name in sorted(find_placeholders(body))))
    unsafe = [(name, reason) for name, reason in template.problems if not reason.endswith(UNREADABLE)]
    for name, reason in unsafe:
        yield body_error(f"The placeholder {name} can't stand there. {reason}", "unsafe_place")
    if unsafe:
        return
    values: dict[str, Any] = {
        name: ["sample"] if parameter.kind is Kind.LIST else "" for name, parameter in known.items()
    }
    filled = write_harmless(language, template, values)
    lines = dict.fromkeys(node.start_point.row + 1 for node in find_errors(language, filled.source))
    for line in list(lines)[:MAX_SHOWN]:
        names = [name for name, reason in template.problems if reason.startswith(f"Line {line}:")]
        hint = f" Can a value stand at the placeholder {names[0]}?" if names else ""
        yield body_error(f"Line {line}: this can't be read as {name_language(language)}.{hint}", "syntax")


def check_samples(language: Language, body: str, parameters: tuple[Parameter, ...]) -> list[FieldError]:
    """Can the defaults and examples be rendered?"""
    try:
        render(language, body, parameters, sample_values(parameters))
    except Invalid as invalid:
        return [
            FieldError(
                field=f"parameters_schema.properties.{error.field.removeprefix('parameters.')}.default",
                message=f"The default or example can't stand in the script: {error.message}",
                code="unsafe_default",
            )
            for error in invalid.errors
        ]
    return []
