from typing import Any

import pytest

from resolvent.scripts.engine import check_template
from resolvent.scripts.syntax import Language

POWERSHELL, BASH, CMD, PYTHON = Language


def schema(required: bool = True, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties) if required else []}


def problems(language: Language, body: str, parameters_schema: dict[str, Any]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in check_template(language, body, parameters_schema)]


X = schema(x={"type": "string"})


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (POWERSHELL, "Get-Service -Name {{ x }} | Restart-Service -Force"),
        (POWERSHELL, 'param()\n$p = "$env:TEMP\\{{ x }}.log"\nGet-Item $env:TEMP\\a.log\nif ($a -gt 5GB) { $p }'),
        (BASH, "#!/bin/bash\nset -eu\nsystemctl restart {{ x }}"),
        (CMD, "@echo off\nnet user {{ x }} /active:yes"),
        (PYTHON, "import os\nos.remove({{ x }})"),
    ],
)
def test_a_right_template_has_no_errors(language: Language, body: str) -> None:
    assert problems(language, body, X) == []


@pytest.mark.parametrize(
    ("language", "body", "parameters_schema", "expected"),
    [
        (POWERSHELL, "Get-Item {{ x }} {{ y }}", X, [("body", "undeclared_parameter")]),
        (POWERSHELL, "Get-Item a", X, [("parameters_schema.properties.x", "unused_parameter")]),
        (POWERSHELL, "Get-Item {{ x }} {{ Name }}", X, [("body", "misspelt_placeholder")]),
        (POWERSHELL, "if ( { Get-Item {{ x }}", X, [("body", "syntax")]),
        (POWERSHELL, "Get-Item '{{ x }}\nGet-Date", X, [("body", "syntax")]),
        (BASH, "if true; then ls {{ x }}", X, [("body", "syntax")]),
        (BASH, "echo 'it's {{ x }}'", X, [("body", "syntax")]),
        (PYTHON, "def f(:\n    return '{{ x }}'", X, [("body", "syntax")]),
        (POWERSHELL, "function {{ x }} { 1 }", X, [("body", "unsafe_place")]),
        (PYTHON, "import {{ x }}", X, [("body", "unsafe_place")]),
        (POWERSHELL, " \n", schema(), [("body", "empty")]),
        (POWERSHELL, "a\x00b", schema(), [("body", "binary")]),
        (POWERSHELL, "MZ\x90\x03", schema(), [("body", "binary")]),
        (POWERSHELL, "Get-Date\n" * 60_000, schema(), [("body", "too_large")]),
        (BASH, "ls {{ x }}\n" * 501, X, [("body", "too_large")]),
        (POWERSHELL, "#!/bin/bash\nls", schema(), [("body", "wrong_language")]),
        (BASH, "import os\n\ndef f(a):\n    return os.path.join(a, 'b')\n", schema(), [("body", "wrong_language")]),
        (BASH, "@echo off\nnet stop spooler", schema(), [("body", "wrong_language")]),
        (PYTHON, "$a = Get-Item b\nRestart-Service -Name $a", schema(), [("body", "wrong_language")]),
        (
            POWERSHELL,
            "Get-Item {{ x }}",
            schema(required=False, x={"type": "string", "pattern": "^[a-z]+$", "default": "A1"}),
            [("parameters_schema.properties.x.default", "invalid_default")],
        ),
        (
            POWERSHELL,
            "Get-Item {{ x }}",
            schema(required=False, x={"type": "string", "default": "-Force"}),
            [("parameters_schema.properties.x.default", "unsafe_default")],
        ),
        (
            POWERSHELL,
            "Get-Item {{ x }}",
            schema(x={"type": "string", "x-sensitive": True, "default": "secret1"}),
            [("parameters_schema.properties.x.default", "sensitive_default")],
        ),
    ],
)
def test_each_mistake_is_a_field_error(
    language: Language, body: str, parameters_schema: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(language, body, parameters_schema) == expected


def test_all_mistakes_are_told_at_once() -> None:
    found = problems(POWERSHELL, "Get-Item {{ y }}", schema(x={"type": "text"}))
    assert found == [
        ("parameters_schema.properties.x.type", "invalid_schema"),
        ("body", "undeclared_parameter"),
        ("parameters_schema.properties.x", "unused_parameter"),
    ]


def test_the_line_of_a_syntax_error_is_told() -> None:
    (error,) = check_template(BASH, "ls\nls {{ x }}\necho )\nls", X)
    assert error.message.startswith("Line 3:")
