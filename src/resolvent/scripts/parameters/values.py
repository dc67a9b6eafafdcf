import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from resolvent.errors import FieldError, Invalid
from resolvent.scripts.parameters.formats import FORMATS, fits_pattern, generate_match
from resolvent.scripts.parameters.kinds import EMPTY, Kind, Parameter

MAX_CHARACTERS = {Kind.STRING: 2_000, Kind.ENUM: 2_000, Kind.TEXT: 20_000}
MAX_ITEMS = 500
MAX_INTEGER = 2**53 - 1
"""What a browser and every shell here still count exactly."""
TURNS_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb]")
"""Characters that can't be seen and make a script read otherwise than it runs."""


def character_problem(text: str, *, multiline: bool) -> str | None:
    for character in text.replace("\r\n", "\n") if multiline else text:
        if multiline and character in "\n\t":
            continue
        if character in "\r\n":
            return "It must be one line."
        if unicodedata.category(character) in {"Cc", "Cs", "Cn"}:
            return f"It holds the character U+{ord(character):04X}, which can't be typed or seen."
    if TURNS_TEXT.search(text):
        return "It holds an invisible character that changes how the text reads."
    return None


def text_problems(parameter: Parameter, value: Any) -> list[str]:
    if not isinstance(value, str):
        return ["It must be text."]
    if problem := character_problem(value, multiline=parameter.kind is Kind.TEXT):
        return [problem]
    if not value:
        return ["It is required."] if parameter.required else []
    longest = min(parameter.max_length or MAX_CHARACTERS[parameter.kind], MAX_CHARACTERS[parameter.kind])
    problems = []
    if len(value) > longest:
        return [f"It must be at most {longest} characters long."]
    if parameter.min_length is not None and len(value) < parameter.min_length:
        problems.append(f"It must be at least {parameter.min_length} characters long.")
    if parameter.format and not FORMATS[parameter.format][0](value):
        problems.append(f"It must be {FORMATS[parameter.format][1]}.")
    if parameter.pattern and not fits_pattern(parameter.pattern, value):
        problems.append(f"It must match the pattern {parameter.pattern}")
    return problems


def enum_problems(parameter: Parameter, value: Any) -> list[str]:
    return [] if value in parameter.choices else [f"It must be one of: {', '.join(parameter.choices)}."]


def number_problems(parameter: Parameter, value: Any) -> list[str]:
    whole = parameter.kind is Kind.INTEGER
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return ["It must be a whole number." if whole else "It must be a number."]
    if whole and value != int(value):
        return ["It must be a whole number."]
    if abs(value) > MAX_INTEGER:
        return ["The number is too large."]
    if parameter.minimum is not None and value < parameter.minimum:
        return [f"It must be at least {parameter.minimum:g}."]
    if parameter.maximum is not None and value > parameter.maximum:
        return [f"It must be at most {parameter.maximum:g}."]
    return []


def boolean_problems(_: Parameter, value: Any) -> list[str]:
    return [] if isinstance(value, bool) else ["It must be true or false."]


def list_problems(parameter: Parameter, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        return ["It must be a list."]
    if not value and parameter.required:
        return ["It is required."]
    most = min(parameter.max_length or MAX_ITEMS, MAX_ITEMS)
    problems = []
    if len(value) > most:
        return [f"It must have at most {most} items."]
    if value and parameter.min_length is not None and len(value) < parameter.min_length:
        problems.append(f"It must have at least {parameter.min_length} items.")
    item = replace(parameter, kind=Kind.STRING, required=True, min_length=None, max_length=None)
    for number, text in enumerate(value, 1):
        problems += [f"Item {number}: {problem}" for problem in text_problems(item, text)]
    return problems


PROBLEMS: dict[Kind, Callable[[Parameter, Any], list[str]]] = {
    Kind.STRING: text_problems,
    Kind.TEXT: text_problems,
    Kind.INTEGER: number_problems,
    Kind.NUMBER: number_problems,
    Kind.BOOLEAN: boolean_problems,
    Kind.ENUM: enum_problems,
    Kind.LIST: list_problems,
}


def value_problems(parameter: Parameter, value: Any) -> list[str]:
    """What is wrong with the value, in sentences; nothing when it fits."""
    return PROBLEMS[parameter.kind](parameter, value)


def normalise(parameter: Parameter, value: Any) -> Any:
    if parameter.kind is Kind.INTEGER:
        return int(value)
    if parameter.kind is Kind.TEXT:
        return value.replace("\r\n", "\n")
    return list(value) if parameter.kind is Kind.LIST else value


def check_values(parameters: Sequence[Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values to render, defaults filled in, one for each parameter. Raises Invalid with every problem at once."""
    known = {parameter.name for parameter in parameters}
    errors = [
        FieldError(field=f"parameters.{name}", message="The template has no such parameter.", code="unknown_parameter")
        for name in values
        if name not in known
    ]
    checked: dict[str, Any] = {}
    for parameter in parameters:
        value = values.get(parameter.name)
        if value is None:
            value = parameter.default
        if value is None and not parameter.required:
            checked[parameter.name] = EMPTY.get(parameter.kind, "")
            continue
        problems = ["It is required."] if value is None else value_problems(parameter, value)
        errors += [
            FieldError(field=f"parameters.{parameter.name}", message=problem, code="invalid_value")
            for problem in problems
        ]
        if not problems:
            checked[parameter.name] = normalise(parameter, value)
    if errors:
        raise Invalid("Some parameters don't fit.", code="invalid_parameters", errors=errors)
    return checked


def text_samples(parameter: Parameter) -> list[str]:
    samples = [FORMATS[parameter.format][2]] if parameter.format else []
    if parameter.pattern:
        samples.append(generate_match(parameter.pattern))
    samples += ["sample", "Sample1", "sample-1", "S", "1234", "12345678", "C:\\sample", "/sample", "1.0"]
    if parameter.min_length:
        samples += ["s" * parameter.min_length, "Sample1-" + "s" * parameter.min_length]
    if parameter.max_length:
        samples.append("s" * parameter.max_length)
    return samples


def number_samples(parameter: Parameter) -> list[float]:
    bounds = [bound for bound in (parameter.minimum, parameter.maximum) if bound is not None]
    whole = [math.ceil(bounds[0]), math.floor(bounds[-1])] if bounds else []
    return [1, *whole, *bounds]


def sample_of(parameter: Parameter) -> Any:
    """The default, else the example, else something harmless that fits (or, for an odd pattern, nearly fits)."""
    if parameter.default is not None or parameter.example is not None:
        return parameter.default if parameter.default is not None else parameter.example
    if parameter.kind is Kind.BOOLEAN:
        return True
    if parameter.kind is Kind.ENUM:
        return parameter.choices[0]
    if parameter.kind in {Kind.INTEGER, Kind.NUMBER}:
        fitting = [number for number in number_samples(parameter) if not value_problems(parameter, number)]
        return normalise(parameter, fitting[0] if fitting else 1)
    if parameter.kind is Kind.LIST:
        item = sample_of(replace(parameter, kind=Kind.STRING, min_length=None, max_length=None))
        return [item] * max(1, parameter.min_length or 1)
    required = replace(parameter, required=True)
    samples = text_samples(parameter)
    return next((text for text in samples if not value_problems(required, text)), samples[0])


def sample_values(parameters: Sequence[Parameter]) -> dict[str, Any]:
    return {parameter.name: sample_of(parameter) for parameter in parameters}
