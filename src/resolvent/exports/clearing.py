"""A record without secrets: known ones in any form, and what reads like one. Pure."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from resolvent.ai.redaction import clear_text
from resolvent.exports.record import KEPT
from resolvent.secret_shapes import MASK, is_secret_pair

Record = TypeVar("Record", bound=BaseModel)


def clear(record: Record, known: Collection[str]) -> Record:
    """`known`: the values that the session keeps sealed."""
    return record.model_copy(
        update={
            name: clear_value(getattr(record, name), known, name)
            for name, field in type(record).model_fields.items()
            if name not in KEPT and may_hold_text(field.annotation)
        }
    )


def may_hold_text(annotation: Any) -> bool:
    """A literal is one of our own words."""
    if annotation is str or annotation is Any:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(may_hold_text(one) for one in getattr(annotation, "__args__", ()) if not isinstance(one, str))


def clear_value(value: Any, known: Collection[str], name: str = "") -> Any:
    """`name`: the member's, which may tell that its value is a secret as a whole."""
    if isinstance(value, BaseModel):
        return clear(value, known)
    if isinstance(value, Mapping):
        return {clear_text(str(key), known): clear_value(one, known, str(key)) for key, one in value.items()}
    if isinstance(value, list):
        return [clear_value(one, known, name) for one in value]
    if isinstance(value, str):
        cleared = clear_text(value, known)
        return MASK if is_secret_pair(name, cleared) else cleared
    if isinstance(value, int | float) and not isinstance(value, bool):
        spelled = str(value)
        return value if spelled == clear_text(spelled, known) and not is_secret_pair(name, spelled) else MASK
    return value
