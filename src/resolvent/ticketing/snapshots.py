"""A ticket's snapshot as JSON, as a session keeps it."""

from typing import Any

from pydantic import TypeAdapter

from resolvent.ticketing.provider import TicketSnapshot

_SNAPSHOT = TypeAdapter(TicketSnapshot)


def to_json(snapshot: TicketSnapshot) -> dict[str, Any]:
    values: dict[str, Any] = clean(_SNAPSHOT.dump_python(snapshot, mode="json"))
    return values


def clean(value: Any) -> Any:
    """A vendor's text may hold what PostgreSQL can't store."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: clean(one) for name, one in value.items()}
    if isinstance(value, list):
        return [clean(one) for one in value]
    return value


def from_json(values: dict[str, Any]) -> TicketSnapshot:
    return _SNAPSHOT.validate_python(values)
