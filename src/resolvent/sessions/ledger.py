"""What facts and checks share: rows that people edit, each with its own version and one step of undo."""

from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.errors import Conflict, NotFound, StaleState


class LedgerRow(Protocol):
    account_id: Any
    id: Any
    session_id: Any
    version: Any
    previous: Any
    retracted_at: Any
    updated_at: Any


Row = TypeVar("Row", bound=LedgerRow)


async def get_row(
    db: AsyncSession, actor: Actor, model: type[Row], session_id: UUID, row_id: UUID, *, retracted: bool = False
) -> Row:
    row = await db.scalar(
        select(model)
        .where(model.account_id == actor.account_id, model.session_id == session_id, model.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or (row.retracted_at is not None and not retracted):
        raise NotFound(f"There is no such {model.__name__.lower()} in this session.")
    return row


def check_row_version(row: LedgerRow, seen: int | None) -> None:
    if seen is not None and row.version != seen:
        raise StaleState(
            f"You saw version {seen} of this row; it is now {row.version}.",
            code="row_changed",
            extra={"seen": seen, "version": row.version},
        )


def apply_change(row: LedgerRow, values: dict[str, Any], now: datetime) -> None:
    """Set the values and remember the old ones for undo."""
    row.previous = {name: encode(getattr(row, name)) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.updated_at = now


def undo_change(row: LedgerRow, now: datetime) -> None:
    """Take the last change back; undo twice is redo."""
    if row.previous is None:
        raise Conflict("There is nothing to undo here.", code="nothing_to_undo")
    apply_change(row, {name: decode(name, value) for name, value in row.previous.items()}, now)


def encode(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def decode(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name.endswith("_at") and value is not None else value
