"""Lists: `?limit=&cursor=` → `{items, next_cursor}`. A cursor is the id of the last row of the page before."""

from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Query

from resolvent.errors import invalid_field

MAX_LIMIT = 200


class HasId(Protocol):
    @property
    def id(self) -> UUID: ...


Row = TypeVar("Row", bound=HasId)


def page(found: Sequence[Row], limit: int) -> tuple[Sequence[Row], str | None]:
    """`found` holds up to one row more than the page, which tells whether there is a next one."""
    items = found[:limit]
    return items, str(items[-1].id) if len(found) > limit else None


async def read_cursor(cursor: Annotated[str | None, Query(max_length=100)] = None) -> UUID | None:
    if cursor is None:
        return None
    try:
        return UUID(cursor)
    except ValueError:
        raise invalid_field("cursor", "This cursor is not one that a list gave.", "bad_cursor") from None


Cursor = Annotated[UUID | None, Depends(read_cursor)]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
