from typing import Any

import pytest

from resolvent.errors import Invalid
from resolvent.scripts.parameters import Kind, Parameter, read_parameters, value_problems


def schema(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required or []}


MANY = {f"a{number}": {"type": "string"} for number in range(51)}


def errors_of(parameters_schema: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read_parameters(parameters_schema)
    return [(error.field.removeprefix("parameters_schema."), error.code) for error in caught.value.errors]


def test_every_kind_is_read() -> None:
    parameters = read_parameters(
        schema(
            ["host", "password"],
            host={"type": "string", "title": "Host", "format": "hostname", "maxLength": 63, "examples": ["PC-1"]},
            note={"type": "string", "x-multiline": True, "description": "Why"},
            count={"type": "integer", "minimum": 1, "maximum": 9, "default": 3},
            ratio={"type": "number", "default": 0.5},
            force={"type": "boolean", "x-order": 1},
            mode={"type": "string", "enum": ["fast", "full"], "default": "fast"},
            users={"type": "array", "items": {"type": "string", "format": "upn"}, "minItems": 1, "maxItems": 5},
            password={"type": "string", "x-sensitive": True},
        )
    )
    assert [(parameter.name, parameter.kind) for parameter in parameters] == [
        ("host", Kind.STRING),
        ("note", Kind.TEXT),
        ("count", Kind.INTEGER),
        ("ratio", Kind.NUMBER),
        ("mode", Kind.ENUM),
        ("users", Kind.LIST),
        ("password", Kind.STRING),
        ("force", Kind.BOOLEAN),
    ]
    assert parameters[0] == Parameter(
        name="host",
        kind=Kind.STRING,
        title="Host",
        required=True,
        format="hostname",
        max_length=63,
        example="PC-1",
    )
    assert parameters[6].sensitive
    assert parameters[6].required


def test_no_parameters() -> None:
    assert read_parameters({}) == ()
    assert read_parameters(schema()) == ()


@pytest.mark.parametrize(
    ("parameters_schema", "expected"),
    [
        ({"properties": {}}, [("type", "invalid_schema")]),
        ({"type": "object", "anyOf": []}, [("anyOf", "invalid_schema")]),
        ({"type": "object", "properties": []}, [("properties", "invalid_schema")]),
        ({"type": "object", "properties": {}, "required": "a"}, [("required", "invalid_schema")]),
        ({"type": "object", "additionalProperties": True}, [("additionalProperties", "invalid_schema")]),
        (schema(["a"]), [("required", "invalid_schema")]),
        (schema(["a", "a"], a={"type": "string"}), [("required", "invalid_schema")]),
        (schema(Name={"type": "string"}), [("properties.Name", "invalid_schema")]),
        (schema(a="string"), [("properties.a", "invalid_schema")]),
        (schema(a={"type": "object"}), [("properties.a.type", "invalid_schema")]),
        (schema(a={"type": ["string", "null"]}), [("properties.a.type", "invalid_schema")]),
        (schema(a={"type": "string", "minimum": 1}), [("properties.a.minimum", "invalid_schema")]),
        (schema(a={"type": "string", "$ref": "#"}), [("properties.a.$ref", "invalid_schema")]),
        (schema(a={"type": "string", "format": "phone"}), [("properties.a.format", "invalid_schema")]),
        (schema(a={"type": "string", "format": ["ipv4"]}), [("properties.a.format", "invalid_schema")]),
        (schema(a={"type": "string", "minLength": -1}), [("properties.a.minLength", "invalid_schema")]),
        (schema(a={"type": "string", "minLength": 5, "maxLength": 4}), [("properties.a.maxLength", "invalid_schema")]),
        (schema(a={"type": "string", "enum": []}), [("properties.a.enum", "invalid_schema")]),
        (schema(a={"type": "string", "enum": ["b", "b"]}), [("properties.a.enum", "invalid_schema")]),
        (schema(a={"type": "array"}), [("properties.a.items", "invalid_schema")]),
        (schema(a={"type": "array", "items": {"type": "integer"}}), [("properties.a.items", "invalid_schema")]),
        (schema(a={"type": "string", "pattern": "("}), [("properties.a.pattern", "invalid_schema")]),
        (schema(a={"type": "string", "pattern": 5}), [("properties.a.pattern", "invalid_schema")]),
        (schema(a={"type": "integer", "x-sensitive": True}), [("properties.a.x-sensitive", "invalid_schema")]),
        (
            schema(a={"type": "string", "x-sensitive": True, "default": ""}),
            [("properties.a.default", "sensitive_default")],
        ),
        (
            schema(a={"type": "string", "x-sensitive": True, "examples": ["b"]}),
            [("properties.a.examples", "sensitive_default")],
        ),
        (schema(a={"type": "integer"}), [("properties.a.default", "default_missing")]),
        (schema(["a"], a={"type": "integer", "default": "5"}), [("properties.a.default", "invalid_default")]),
        (schema(a={"type": "string", "pattern": "^a$", "default": "b"}), [("properties.a.default", "invalid_default")]),
        (
            schema(a={"type": "string", "format": "ipv4", "examples": ["b"]}),
            [("properties.a.examples", "invalid_example")],
        ),
        ({"type": "object", "properties": MANY}, [("properties", "invalid_schema")]),
    ],
)
def test_each_mistake_is_a_field_error(parameters_schema: Any, expected: list[tuple[str, str]]) -> None:
    assert errors_of(parameters_schema) == expected


@pytest.mark.parametrize(
    "pattern", [r"(a)\1", "(?=a)a", "x" * 301, "^(?:a{1,100}){1,100}$", "a{20000000}", "((((a{99}){99}){99}){99}){99}"]
)
def test_patterns_without_a_bound_on_their_work_are_refused(pattern: str) -> None:
    assert errors_of(schema(a={"type": "string", "pattern": pattern})) == [("properties.a.pattern", "invalid_schema")]


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|aa)+$", "(a*)*b", r"^(\w+\s?)*$", "a*a*a*a*b", "^(?:a|a?){1,100}$", "^(?:[a-z]{1,50}[ -]?){1,20}$"],
)
def test_a_pattern_takes_no_longer_for_a_hostile_value(pattern: str) -> None:
    """A backtracking engine would not come back from these."""
    (read,) = read_parameters(schema(a={"type": "string", "pattern": pattern}))
    assert read.pattern == pattern
    assert value_problems(read, "a" * 1_900 + "!") != []


@pytest.mark.parametrize(
    "pattern", [r"^[A-Z]{2}-\d+$", r"^\\\\[^\\]+\\[^\\]+$", "^(on|off)$", "^[a-z]+(-[a-z]{1,9}){0,9}$"]
)
def test_ordinary_patterns_are_accepted(pattern: str) -> None:
    assert len(read_parameters(schema(a={"type": "string", "pattern": pattern}))) == 1
