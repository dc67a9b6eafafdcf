"""Rendering without a schema: each value's type gives its parameter's."""

from typing import Any

import pytest

from resolvent.errors import Invalid
from resolvent.scripts.engine import render
from resolvent.scripts.parameters import Kind, Parameter
from resolvent.scripts.syntax import Language


def kind_of(value: Any) -> Kind:
    kinds = {bool: Kind.BOOLEAN, int: Kind.INTEGER, float: Kind.NUMBER, list: Kind.LIST}
    return kinds.get(type(value), Kind.TEXT)


def fill(language: Language, body: str, **values: Any) -> str:
    parameters = [Parameter(name=name, kind=kind_of(value)) for name, value in values.items()]
    return render(language, body, parameters, values)


def refusal(language: Language, body: str, **values: Any) -> str:
    with pytest.raises(Invalid) as caught:
        fill(language, body, **values)
    (error,) = caught.value.errors
    assert error.code == "unsafe_value"
    assert error.field.removeprefix("parameters.") in values
    return error.message
