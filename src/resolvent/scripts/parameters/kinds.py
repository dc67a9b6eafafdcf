from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    STRING = "string"
    TEXT = "text"
    """Several lines."""
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    ENUM = "enum"
    LIST = "list"
    """Of strings, one line each."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the form. `default` and `example` are empty where the schema has none."""

    name: str
    kind: Kind
    title: str = ""
    description: str = ""
    required: bool = False
    sensitive: bool = False
    format: str | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    """Characters; of a list, items."""
    max_length: int | None = None
    default: Any = None
    example: Any = None
    order: int = 0


EMPTY: dict[Kind, Any] = {Kind.STRING: "", Kind.TEXT: "", Kind.BOOLEAN: False, Kind.LIST: []}
"""What stands for an optional value that nobody gave. The other kinds have no empty value and need a default."""
