"""Finds known secrets in a text, in any form in which people and programs write them, and masks them. Pure.

Plain; quoted and escaped for PowerShell, bash, cmd, Python, JSON, HTML, Markdown and URLs, also twice over; in base64 and
hexadecimal of UTF-8 and UTF-16, also as a part of something longer. A secret of less than four characters is masked where
it stands alone: anything more would tear words apart. What reads like the mask itself can't be told from it and is let be.
Of a long one (a key, a certificate) the letters and digits are looked for: what signs stand between them tells nothing.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from resolvent.masking.long import find_long
from resolvent.masking.patterns import SHORT, SPELLED_OUT, find_written
from resolvent.masking.views import Span, views_of
from resolvent.secret_shapes import MASK

__all__ = ["MASK", "StreamMask", "find_values", "mask_deep", "mask_values"]

LONG = 64
"""Characters of a secret from which it is long."""
BLANKS_AND_QUOTES = " \t\r\n\xa0'\"‘’‚‛“”„«»`"

Value = TypeVar("Value")


def mask_values(text: str, values: Collection[str]) -> str:
    """`text` with each of the values masked. Masking twice changes nothing more."""
    spans = find_values(text, values)
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], MASK]
        at = end
    return "".join([*parts, text[at:]])


def find_values(text: str, values: Iterable[str]) -> list[Span]:
    """Where they stand, as offsets, in order; what overlaps or touches is one place."""
    wanted = {form for value in values for form in forms_of(value)}
    found = sorted(
        (view.starts[start], view.ends[end - 1]) for view in views_of(text) for start, end in find_in(view.text, wanted)
    )
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def forms_of(value: str) -> list[str]:
    """Without the blanks around it; and, where it was pasted with quotes, without them. Of a short one: as it was given."""
    if not value.strip():
        return []
    bare = {form for form in (value.strip(), value.strip(BLANKS_AND_QUOTES)) if len(form) >= SHORT}
    return [form for form in bare or {value} if form.strip("*")]


def find_in(text: str, values: Collection[str]) -> Iterator[Span]:
    for value in values:
        if len(value) <= LONG:
            yield from find_written(text, value)
    if long := [value for value in values if len(value) > LONG]:
        yield from find_long(text, long)


def mask_deep(value: Value, values: Collection[str]) -> Value:
    """The same in every text of a structure of dictionaries, lists, tuples and dataclasses; names of members too.

    A member of an enumeration is no text.
    """
    if not values or isinstance(value, Enum):
        return value
    masked: Any = value
    if isinstance(value, str):
        masked = mask_values(value, values)
    elif isinstance(value, dict):
        masked = {mask_deep(name, values): mask_deep(one, values) for name, one in value.items()}
    elif isinstance(value, (list, tuple)):
        masked = type(value)(mask_deep(one, values) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        masked = replace(value, **{one.name: mask_deep(getattr(value, one.name), values) for one in fields(value)})
    return masked  # type: ignore[no-any-return]  # of the type that came in


class StreamMask:
    """Masks a text that comes in pieces: its end is held back as long as a secret may have begun there."""

    def __init__(self, values: Collection[str]) -> None:
        self._values: tuple[str, ...] = ()
        self._waiting = ""
        self.learn(values)

    def learn(self, values: Collection[str]) -> None:
        """For what comes from here on, and for what is held back."""
        self._values = tuple(dict.fromkeys((*self._values, *values)))
        self._hold = max((SPELLED_OUT * min(len(value), LONG) for value in self._values), default=0)

    def feed(self, piece: str) -> str:
        if not self._values:
            return piece
        self._waiting += piece
        cut = self._find_cut()
        ready, self._waiting = self._waiting[:cut], self._waiting[cut:]
        return mask_values(ready, self._values)

    def _find_cut(self) -> int:
        """A long secret would hold back too much for too long: only where its beginning stands, its end is waited for."""
        cut = max(0, len(self._waiting) - self._hold)
        whole = find_values(self._waiting, self._values)
        for value in self._values:
            if len(value) > LONG:
                for start, _ in find_values(self._waiting, [value.strip(BLANKS_AND_QUOTES)[:LONG]]):
                    ended = any(first <= start < last for first, last in whole)
                    if not ended and len(self._waiting) - start < SPELLED_OUT * len(value):
                        cut = min(cut, start)
        return min((start for start, end in whole if start < cut < end), default=cut)

    def close(self) -> str:
        ready, self._waiting = self._waiting, ""
        return mask_values(ready, self._values)
