from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvent.errors import Invalid
from resolvent.scripts.parameters import Kind, Parameter, check_values, sample_values, value_problems


def parameter(kind: Kind = Kind.STRING, **options: Any) -> Parameter:
    return Parameter(name="a", kind=kind, **options)


@pytest.mark.parametrize(
    ("described", "value"),
    [
        (parameter(), "any ‘text’ é"),
        (parameter(), ""),
        (parameter(Kind.TEXT), "two\nlines\twith a tab\r\n"),
        (parameter(min_length=2, max_length=3), "abc"),
        (parameter(pattern="^[A-Z]+$"), "ABC"),
        (parameter(Kind.INTEGER, minimum=1, maximum=5), 5),
        (parameter(Kind.INTEGER), 5.0),
        (parameter(Kind.NUMBER), 0.5),
        (parameter(Kind.BOOLEAN), False),
        (parameter(Kind.ENUM, choices=("a", "b")), "b"),
        (parameter(Kind.LIST, format="ipv4"), ["192.0.2.1", "192.0.2.2"]),
        (parameter(format="hostname"), "srv-1.example.com"),
        (parameter(format="hostname"), "PC_7"),
        (parameter(format="ipv6"), "fe80::1"),
        (parameter(format="email"), "o'brien+x@mail.example.com"),
        (parameter(format="path"), "\\\\srv\\share\\Program Files (x86)"),
        (parameter(format="url"), "https://example.com:8443/a?b=c#d"),
        (parameter(format="datetime"), "2026-03-31T09:00:00Z"),
        (parameter(format="guid"), "{12345678-90AB-cdef-1234-567890abcdef}"),
    ],
)
def test_values_that_fit(described: Parameter, value: Any) -> None:
    assert value_problems(described, value) == []


@pytest.mark.parametrize(
    ("described", "value", "says"),
    [
        (parameter(required=True), "", "required"),
        (parameter(), 5, "must be text"),
        (parameter(), "a\nb", "one line"),
        (parameter(), "a\x00b", "U+0000"),
        (parameter(), "a\ud800", "U+D800"),
        (parameter(Kind.TEXT), "a\x1b[0m", "U+001B"),
        (parameter(), "abc\u202etxt", "invisible"),
        (parameter(), "x" * 2001, "at most 2000"),
        (parameter(min_length=2), "a", "at least 2"),
        (parameter(pattern="^[A-Z]+$"), "abc", "pattern"),
        (parameter(Kind.INTEGER), True, "whole number"),
        (parameter(Kind.INTEGER), 1.5, "whole number"),
        (parameter(Kind.INTEGER), "5", "whole number"),
        (parameter(Kind.INTEGER), 2**60, "too large"),
        (parameter(Kind.NUMBER), float("nan"), "a number"),
        (parameter(Kind.NUMBER, minimum=1), 0.5, "at least 1"),
        (parameter(Kind.NUMBER, maximum=1), 1.5, "at most 1"),
        (parameter(Kind.BOOLEAN), "true", "true or false"),
        (parameter(Kind.ENUM, choices=("a", "b")), "c", "one of: a, b"),
        (parameter(Kind.ENUM, choices=("a", "b")), ["a"], "one of: a, b"),
        (parameter(Kind.LIST), "a", "a list"),
        (parameter(Kind.LIST, required=True), [], "required"),
        (parameter(Kind.LIST, max_length=1), ["a", "b"], "at most 1"),
        (parameter(Kind.LIST, format="ipv4"), ["192.0.2.1", "x"], "Item 2"),
        (parameter(Kind.LIST), ["a", ""], "Item 2: It is required"),
        (parameter(format="hostname"), "a b", "host name"),
        (parameter(format="hostname"), "-a", "host name"),
        (parameter(format="ipv4"), "256.1.1.1", "IPv4"),
        (parameter(format="email"), "a@b", "e-mail"),
        (parameter(format="url"), "example.com", "URL"),
        (parameter(format="url"), "https://[", "URL"),
        (parameter(format="datetime"), "tomorrow", "date"),
        (parameter(format="guid"), "1234", "GUID"),
    ],
)
def test_values_that_do_not_fit(described: Parameter, value: Any, says: str) -> None:
    problems = value_problems(described, value)
    assert problems
    assert says in problems[0]


def test_checked_values_have_every_parameter() -> None:
    parameters = [
        Parameter(name="host", kind=Kind.STRING, required=True),
        Parameter(name="days", kind=Kind.INTEGER, default=7),
        Parameter(name="note", kind=Kind.TEXT),
        Parameter(name="names", kind=Kind.LIST),
        Parameter(name="force", kind=Kind.BOOLEAN),
    ]
    assert check_values(parameters, {"host": "a", "note": "x\r\ny", "days": 3.0, "force": None}) == {
        "host": "a",
        "days": 3,
        "note": "x\ny",
        "names": [],
        "force": False,
    }


def test_all_problems_are_told_at_once() -> None:
    parameters = [
        Parameter(name="a", kind=Kind.STRING, required=True),
        Parameter(name="b", kind=Kind.INTEGER, default=1),
    ]
    with pytest.raises(Invalid) as caught:
        check_values(parameters, {"b": "x", "c": 1})
    assert [(error.field, error.code) for error in caught.value.errors] == [
        ("parameters.c", "unknown_parameter"),
        ("parameters.a", "invalid_value"),
        ("parameters.b", "invalid_value"),
    ]


@pytest.mark.parametrize(
    "described",
    [
        parameter(required=True),
        parameter(required=True, sensitive=True, min_length=12),
        parameter(required=True, max_length=1),
        *(parameter(required=True, format=name) for name in ("hostname", "ipv4", "ipv6", "email", "upn")),
        *(parameter(required=True, format=name) for name in ("path", "url", "datetime", "guid")),
        parameter(required=True, pattern=r"^[A-Z]{2}-\d{4}$"),
        parameter(required=True, pattern=r"^(on|off)\s[^a]x?.\w+$"),
        parameter(required=True, pattern=r"^\\\\[^\\]+\\[^\\]+$"),
        parameter(Kind.INTEGER, minimum=5, maximum=6),
        parameter(Kind.INTEGER, maximum=-3),
        parameter(Kind.NUMBER, minimum=0.25, maximum=0.5),
        parameter(Kind.ENUM, choices=("x", "y")),
        parameter(Kind.BOOLEAN),
        parameter(Kind.LIST, required=True, min_length=3, format="ipv4"),
        parameter(Kind.STRING, default="d", example="e"),
    ],
)
def test_samples_fit(described: Parameter) -> None:
    values = sample_values([described])
    assert value_problems(described, values["a"]) == []
    assert check_values([described], values) == values


def test_a_sample_is_the_default_then_the_example() -> None:
    assert sample_values([parameter(default="d", example="e")]) == {"a": "d"}
    assert sample_values([parameter(example="e")]) == {"a": "e"}


@given(
    kind=st.sampled_from(Kind), value=st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.lists(st.text()))
)
def test_no_value_breaks_the_check(kind: Kind, value: Any) -> None:
    described = parameter(kind, choices=("a", "b"))
    problems = value_problems(described, value)
    assert all(problem.endswith(".") for problem in problems)
