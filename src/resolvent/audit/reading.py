"""The audit trail as administrators read it: the newest first, filtered, secrets masked in any case."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.audit.models import KIND, AuditEntry
from resolvent.secret_shapes import MASK, is_secret_pair, mask_secrets

CLOCKS_DIFFER = timedelta(hours=1)
"""An entry's id is made by the application's clock, its time by the database's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """None: all. `kind` is an action's part before the dot; `since` counts, `until` does not."""

    actor_id: UUID | None = None
    kind: str | None = None
    session_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_entries(
    db: AsyncSession, account_id: UUID, wanted: Wanted, *, before: UUID | None, limit: int
) -> list[AuditEntry]:
    """`before`: the id of the last entry of the page before."""
    statement = select(AuditEntry).where(AuditEntry.account_id == account_id)
    if wanted.actor_id is not None:
        statement = statement.where(AuditEntry.actor_id == wanted.actor_id)
    if wanted.kind is not None:
        statement = statement.where(literal_column(KIND) == wanted.kind)
    if wanted.session_id is not None:
        statement = statement.where(AuditEntry.session_id == wanted.session_id)
    # Ids sort by time: the range is found in the index, and the entry's own time decides at its edges.
    if wanted.since is not None:
        statement = statement.where(
            AuditEntry.id >= first_id(wanted.since - CLOCKS_DIFFER), AuditEntry.created_at >= wanted.since
        )
    if wanted.until is not None:
        statement = statement.where(
            AuditEntry.id < first_id(wanted.until + CLOCKS_DIFFER), AuditEntry.created_at < wanted.until
        )
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return list(await db.scalars(statement.order_by(AuditEntry.id.desc()).limit(limit)))


def first_id(moment: datetime) -> UUID:
    """The smallest UUIDv7 of a millisecond."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62)


def redact(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """What reads like a secret is masked, though none should have been recorded."""
    return None if values is None else {name: _redact(name, value) for name, value in values.items()}


def _redact(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return MASK if is_secret_pair(name, value) else mask_secrets(value)
    if isinstance(value, dict):
        return redact(value)
    return [_redact(name, one) for one in value] if isinstance(value, list) else value
