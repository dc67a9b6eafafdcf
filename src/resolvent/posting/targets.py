"""Which status a note of a kind sets. Pure."""

from typing import Any

from resolvent.accounts.settings import Preferences
from resolvent.ticketing.models import Connection

NO_TARGET = "No target status is configured for this {kind} on “{name}”. The ticket's status was not changed."


def find_target(
    preferences: Preferences, connection: Connection, board_id: str | None, kind: str, asked: str | None
) -> str | None:
    """What the engineer picked, then the mapping of connection and board, of the connection, then the account's."""
    mapped = [
        preferences.status_targets.get(f"{connection.id}/{board_id}"),
        preferences.status_targets.get(str(connection.id)),
    ]
    by_board = [getattr(one, kind) for one in mapped if one is not None]
    account_wide: dict[tuple[str, str], Any] = {
        ("connectwise", "resolution"): preferences.cw_resolved_status_id,
        ("connectwise", "escalation"): preferences.cw_escalated_status_id,
    }
    candidates = [
        asked,
        *by_board,
        connection.status_targets.get(kind),
        account_wide.get((connection.provider, kind)),
    ]
    return next((str(one) for one in candidates if one is not None), None)


def skipped_reason(kind: str, connection: Connection) -> str:
    return NO_TARGET.format(kind=kind, name=connection.name)


def board_of(ticket: dict[str, Any] | None) -> str | None:
    return (ticket or {}).get("board_id")
