"""Reading `parameters_schema`. Every problem is a field error, all at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from resolvent.errors import FieldError, Invalid
from resolvent.scripts.parameters.formats import FORMATS, pattern_problem
from resolvent.scripts.parameters.kinds import EMPTY, Kind, Parameter
from resolvent.scripts.parameters.values import MAX_CHARACTERS, MAX_INTEGER, MAX_ITEMS, value_problems

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_PARAMETERS = 50
MAX_CHOICES = 200
TOP = {"type", "properties", "required", "$schema", "title", "description", "additionalProperties"}
COMMON = {"type", "title", "description", "default", "examples", "x-order"}
TEXTUAL = {"format", "pattern", "minLength", "maxLength"}
KEYS: dict[Kind, set[str]] = {
    Kind.STRING: COMMON | TEXTUAL | {"x-sensitive", "x-multiline"},
    Kind.TEXT: COMMON | {"pattern", "minLength", "maxLength", "x-multiline"},
    Kind.INTEGER: COMMON | {"minimum", "maximum"},
    Kind.NUMBER: COMMON | {"minimum", "maximum"},
    Kind.BOOLEAN: COMMON,
    Kind.ENUM: COMMON | {"enum"},
    Kind.LIST: COMMON | {"items", "minItems", "maxItems"},
}
TYPES = {"integer": Kind.INTEGER, "number": Kind.NUMBER, "boolean": Kind.BOOLEAN, "array": Kind.LIST}


def is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and value.isprintable() | ("\n" in value)


def is_count(value: Any, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= highest


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX_INTEGER


def is_choices(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= MAX_CHOICES
        and len(set(map(str, value))) == len(value)
        and all(is_text(choice, 200) and choice and choice.isprintable() for choice in value)
    )


KEY_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (lambda value: is_text(value, 200), "This must be text of at most 200 characters."),
    "description": (lambda value: is_text(value, 2_000), "This must be text of at most 2000 characters."),
    "examples": (lambda value: isinstance(value, list) and len(value) <= 20, "This must be a list."),
    "x-order": (lambda value: is_count(value, 10_000), "This must be a whole number from 0."),
    "x-sensitive": (lambda value: isinstance(value, bool), "This must be true or false."),
    "x-multiline": (lambda value: isinstance(value, bool), "This must be true or false."),
    "format": (lambda value: isinstance(value, str) and value in FORMATS, f"This must be one of {', '.join(FORMATS)}."),
    "minLength": (lambda value: is_count(value, MAX_CHARACTERS[Kind.TEXT]), "This must be a whole number from 0."),
    "maxLength": (lambda value: is_count(value, MAX_CHARACTERS[Kind.TEXT]), "This must be a whole number from 0."),
    "minItems": (lambda value: is_count(value, MAX_ITEMS), f"This must be a whole number up to {MAX_ITEMS}."),
    "maxItems": (lambda value: is_count(value, MAX_ITEMS), f"This must be a whole number up to {MAX_ITEMS}."),
    "minimum": (is_number, "This must be a number."),
    "maximum": (is_number, "This must be a number."),
    "enum": (is_choices, f"This must be a list of 1 to {MAX_CHOICES} different texts."),
}


class Errors(list[FieldError]):
    def note(self, path: str, message: str, code: str = "invalid_schema") -> None:
        field = f"parameters_schema.{path}" if path else "parameters_schema"
        self.append(FieldError(field=field, message=message, code=code))


def kind_of(definition: Mapping[str, Any]) -> Kind | None:
    if definition.get("type") == "string":
        if "enum" in definition:
            return Kind.ENUM
        return Kind.TEXT if definition.get("x-multiline") is True else Kind.STRING
    declared = definition.get("type")
    return TYPES.get(declared) if isinstance(declared, str) else None


def check_keys(path: str, kind: Kind, definition: Mapping[str, Any], errors: Errors) -> None:
    for key, value in definition.items():
        if key not in KEYS[kind]:
            errors.note(f"{path}.{key}", f"A {kind} parameter has no {key}.")
        elif key in KEY_CHECKS and not KEY_CHECKS[key][0](value):
            errors.note(f"{path}.{key}", KEY_CHECKS[key][1])
    check_pattern(path, definition, errors)
    for low, high in (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum")):
        bounds = (definition.get(low), definition.get(high))
        if all(map(is_number, bounds)) and bounds[0] > bounds[1]:  # type: ignore[operator]  # both are numbers
            errors.note(f"{path}.{high}", f"{high} is less than {low}.")


def check_pattern(path: str, definition: Mapping[str, Any], errors: Errors) -> None:
    if "pattern" not in definition:
        return
    pattern = definition["pattern"]
    problem = pattern_problem(pattern) if isinstance(pattern, str) else "This must be text."
    if problem:
        errors.note(f"{path}.pattern", problem)


def items_of(path: str, definition: Mapping[str, Any], errors: Errors) -> Mapping[str, Any]:
    items = definition.get("items")
    if not isinstance(items, Mapping) or items.get("type") != "string":
        errors.note(f"{path}.items", 'A list needs items of {"type": "string"}.')
        return {}
    for key in items:
        if key not in {"type", "format", "pattern", "description", "title"}:
            errors.note(f"{path}.items.{key}", f"The items of a list have no {key}.")
        elif key in KEY_CHECKS and not KEY_CHECKS[key][0](items[key]):
            errors.note(f"{path}.items.{key}", KEY_CHECKS[key][1])
    check_pattern(f"{path}.items", items, errors)
    return items


def read_property(name: str, definition: Any, required: bool, errors: Errors) -> Parameter | None:
    path = f"properties.{name}"
    if not NAME.fullmatch(name):
        message = "A name is lower-case letters, digits and _, begins with a letter and has at most 40 characters."
        errors.note(path, message)
        return None
    if not isinstance(definition, Mapping):
        errors.note(path, "This must be an object with a type.")
        return None
    kind = kind_of(definition)
    if kind is None:
        errors.note(f"{path}.type", "The type must be string, integer, number, boolean or array.")
        return None
    before = len(errors)
    check_keys(path, kind, definition, errors)
    inner = items_of(path, definition, errors) if kind is Kind.LIST else definition
    if len(errors) > before:
        return None
    parameter = Parameter(
        name=name,
        kind=kind,
        title=definition.get("title", ""),
        description=definition.get("description", ""),
        required=required,
        sensitive=definition.get("x-sensitive", False),
        format=inner.get("format"),
        pattern=inner.get("pattern"),
        choices=tuple(definition.get("enum", ())),
        minimum=definition.get("minimum"),
        maximum=definition.get("maximum"),
        min_length=definition.get("minItems" if kind is Kind.LIST else "minLength"),
        max_length=definition.get("maxItems" if kind is Kind.LIST else "maxLength"),
        default=definition.get("default"),
        example=next(iter(definition.get("examples", ())), None),
        order=definition.get("x-order", 0),
    )
    check_preset(path, parameter, definition, errors)
    return parameter


def check_preset(path: str, parameter: Parameter, definition: Mapping[str, Any], errors: Errors) -> None:
    """Default and examples: they fit, and a secret has none."""
    if parameter.sensitive:
        for key in ("default", "examples"):
            if key in definition:
                errors.note(
                    f"{path}.{key}", "A sensitive parameter has no default and no examples.", "sensitive_default"
                )
        return
    optional = replace(parameter, required=False)
    if "default" in definition:
        for problem in value_problems(optional, definition["default"]):
            errors.note(f"{path}.default", f"The default doesn't fit: {problem}", "invalid_default")
    elif not parameter.required and parameter.kind not in EMPTY:
        errors.note(f"{path}.default", f"An optional {parameter.kind} needs a default.", "default_missing")
    for example in definition.get("examples", ()):
        for problem in value_problems(optional, example):
            errors.note(f"{path}.examples", f"An example doesn't fit: {problem}", "invalid_example")


def read_required(schema: Mapping[str, Any], properties: Mapping[str, Any], errors: Errors) -> list[str]:
    required = schema.get("required", [])
    if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
        errors.note("required", "This must be a list of parameter names.")
        return []
    for name in required:
        if name not in properties:
            errors.note("required", f"{name} is required and not declared.")
    if len(set(required)) < len(required):
        errors.note("required", "A name stands here twice.")
    return required


def read_parameters(schema: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """In the order of the form (`x-order`, then as written). Raises Invalid with a FieldError for each problem."""
    errors = Errors()
    properties = schema.get("properties", {})
    if schema and schema.get("type") != "object":
        errors.note("type", 'The schema must be {"type": "object", …}.')
    for key in schema:
        if key not in TOP:
            errors.note(key, f"A parameter schema has no {key}.")
    if schema.get("additionalProperties", False) is not False:
        errors.note("additionalProperties", "Values without a parameter are never accepted.")
    if not isinstance(properties, Mapping):
        errors.note("properties", "This must be an object.")
        properties = {}
    if len(properties) > MAX_PARAMETERS:
        errors.note("properties", f"A template has at most {MAX_PARAMETERS} parameters.")
        properties = {}
    required = read_required(schema, properties, errors)
    parameters = [read_property(name, definition, name in required, errors) for name, definition in properties.items()]
    if errors:
        raise Invalid("The parameters are not right.", code="invalid_schema", errors=errors)
    return tuple(sorted((item for item in parameters if item), key=lambda item: item.order))
