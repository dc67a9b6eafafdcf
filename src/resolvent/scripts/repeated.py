"""JSON lets a name stand twice in an object, and readers keep the last one without a word. Here that is an error."""

import json
from collections.abc import Iterator
from typing import Any

from fastapi import Request

from resolvent.accounts.actor import CurrentActor
from resolvent.errors import FieldError, Invalid

MAX_TOLD = 50
MAX_NAME = 100


class Object(dict[str, Any]):
    """As read, with the names that stand in it more than once, also in another case."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.repeated: dict[str, str] = {}
        exact: set[str] = set()
        for name, _ in pairs:
            if name in exact:
                self.repeated[name] = f"“{name[:MAX_NAME]}” stands here twice."
            elif name.casefold() in seen:
                self.repeated[name] = f"“{name[:MAX_NAME]}” differs from another name only by case."
            exact.add(name)
            seen.add(name.casefold())


def find_repeated(body: bytes) -> list[FieldError]:
    """Of a body that can be read. One that can't is told so by whoever reads it next."""
    try:
        read = json.loads(body, object_pairs_hook=Object)
    except (ValueError, RecursionError):
        return []
    found = (
        FieldError(field=".".join([*path, name])[:300], message=message, code="name_repeated")
        for path, one in objects(read)
        for name, message in one.repeated.items()
    )
    return [error for error, _ in zip(found, range(MAX_TOLD), strict=False)]


def objects(read: Any) -> Iterator[tuple[list[str], Object]]:
    waiting: list[tuple[list[str], Any]] = [([], read)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Object):
            yield path, value
            waiting += [([*path, name], inner) for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [([*path, str(index)], inner) for index, inner in enumerate(value)]


async def refuse_repeated(request: Request, _: CurrentActor) -> None:
    if errors := find_repeated(await request.body()):
        raise Invalid(errors[0].message, code="name_repeated", errors=errors)
