"""A record without secrets: known ones in any form, and what reads like one. Pure.

What no reader sees (controls, signs that turn the direction or take no room) goes first: it may part a secret.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from resolvent.ai.redaction import redact
from resolvent.exports.record import KEPT
from resolvent.secret_shapes import MASK, is_secret_pair

Record = TypeVar("Record", bound=BaseModel)
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


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


def clear_text(text: str, known: Collection[str]) -> str:
    return redact(UNSEEN.sub("", LINE_ENDS.sub("\n", text)), known)
