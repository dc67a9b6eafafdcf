"""The boards of a connected system, read live, with the status that a note of each kind sets on them."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.settings import Preferences, update_preferences
from resolvent.audit import trail
from resolvent.errors import invalid_field
from resolvent.ticketing.connections import get_connection
from resolvent.ticketing.errors import TicketingError
from resolvent.ticketing.models import Connection
from resolvent.ticketing.provider import BoardRef, StatusRef, TicketProvider
from resolvent.ticketing.status_targets import (
    SENTENCES,
    NoteKind,
    Problem,
    Target,
    board_key,
    find_target,
    problem_of,
    resolve_target,
)

KINDS: tuple[NoteKind, ...] = ("resolution", "escalation")
AT_ONCE = 4
"""Boards read at the same time: a vendor limits how often it is asked."""


@dataclass(frozen=True, slots=True)
class BoardReading:
    """`failed` is a sentence: this board's statuses could not be read, and nothing is said of its targets."""

    board: BoardRef
    statuses: tuple[StatusRef, ...]
    failed: str | None


@dataclass(frozen=True, slots=True)
class KindTarget:
    """`stored`: chosen for this very board. `default_id`: what counts where nothing is."""

    kind: NoteKind
    stored: str | None
    default_id: str | None
    effective: Target


async def read_boards(provider: TicketProvider) -> list[BoardReading]:
    """One board that can't be read does not hide the others."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def read(board: BoardRef) -> BoardReading:
        async with slots:
            try:
                return BoardReading(board, tuple(await provider.list_board_statuses(board.id)), None)
            except TicketingError as error:
                return BoardReading(board, (), error.detail)

    return list(await asyncio.gather(*(read(board) for board in await provider.list_boards())))


def targets_of(
    preferences: Preferences, connection: Connection, reading: BoardReading, known: list[StatusRef]
) -> list[KindTarget]:
    """`known`: statuses of all boards. Pure."""
    if reading.failed is not None:
        return []
    board = reading.board.id
    own = preferences.status_targets.get(board_key(connection.id, board))
    targets = []
    for kind in KINDS:
        default = find_target(preferences, connection, None, kind, None)
        effective = resolve_target(preferences, connection, board, kind, None, known)
        targets.append(KindTarget(kind, getattr(own, kind, None), default[0] if default else None, effective))
    return targets


def check_status(reading: BoardReading, status_id: str) -> None:
    """Raises Invalid for a status that a ticket on this board could not be given."""
    found = next((one for one in reading.statuses if one.id == status_id), None)
    problem = Problem.MISSING if found is None else problem_of(found, reading.board.id)
    if problem is not None:
        named = SENTENCES[problem].format(status=found.name if found else status_id)
        raise invalid_field("status_id", named, f"status_{problem}")


async def map_status(
    db: AsyncSession, actor: Actor, connection_id: UUID, board_id: str, kind: str, status_id: str | None
) -> None:
    """None: what is set for the whole system counts again."""
    key = board_key(connection_id, board_id)

    def change(values: dict[str, Any]) -> dict[str, Any]:
        mapped: dict[str, Any] = values.get("status_targets", {})
        own = {name: one for name, one in {**mapped.get(key, {}), kind: status_id}.items() if one is not None}
        others = {name: one for name, one in mapped.items() if name != key}
        return {**values, "status_targets": {**others, **({key: own} if own else {})}}

    before, after = await update_preferences(db, actor, change)
    # Under the lock: one that is being removed meanwhile takes this along, or is gone here.
    connection = await get_connection(db, actor.account_id, connection_id)
    was, now = (one.get("status_targets", {}).get(key, {}) for one in (before, after))
    trail.record(
        db,
        actor,
        "connection.map_status",
        connection.id,
        before={"board": board_id, **was},
        after={"board": board_id, **now},
    )
