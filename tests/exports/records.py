"""Records whose every text a test decides: what a new member holds is tested from the day it is there."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from resolvent.exports.record import KEPT, SessionRecord

MakeText = Callable[[str], str]
"""Of a member's path, as in `facts.text`."""
AT = datetime(2026, 11, 28, 13, 2, tzinfo=UTC)
FIXED: dict[Any, Any] = {
    datetime: AT,
    int: 1,
    bool: True,
    UUID: UUID("01a20e53-0000-7000-8000-000000000009"),
}
WORDS = {"label": "F1", "time_zone": "Europe/Vienna", "sha256": "ab" * 32, "media_type": "text/plain"}


def a_record(make: MakeText, **members: Any) -> SessionRecord:
    record: SessionRecord = fill(SessionRecord, make, "")
    return record.model_copy(update={"older_messages_left_out": 0, **members})


def fill(model: Any, make: MakeText, path: str) -> Any:
    return model(
        **{name: value_of(field.annotation, make, f"{path}{name}") for name, field in model.model_fields.items()}
    )


def value_of(annotation: Any, make: MakeText, path: str) -> Any:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return value_of(args[0], make, path)
    if origin is Literal:
        return args[0]
    if origin is list:
        return [value_of(args[0], make, path)]
    if origin is dict:
        return {"Printer": make(path), "nested": {"list": [make(f"{path}.nested")]}}
    if annotation is str:
        name = path.rpartition(".")[2]
        return WORDS.get(name, "X1") if name in KEPT else make(path)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return fill(annotation, make, f"{path}.")
    return FIXED[annotation]
