"""What a stream tells of the people at its subject: once at its start, and then only what changed.

The event is `presence`, without a number and never stored:
`{people: [{id, name, initials, doing, tabs}], leases: [{part, holder, asked_by, revision}]}`. Tabs of one person are one entry
with the most active of what they do. What runs out is noticed by each stream itself, at the time at which it does.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from resolvent.accounts.actor import Actor
from resolvent.db import Database
from resolvent.presence.leases import list_held
from resolvent.presence.people import person
from resolvent.presence.tabs import leave, open_tab

log = structlog.get_logger()

PEOPLE = text(
    """SELECT p.user_id, u.name, count(*) AS tabs,
        max(array_position(ARRAY['viewing', 'typing', 'editing_note'], p.doing)) AS doing,
        extract(epoch FROM max(p.until) - clock_timestamp()) AS left
    FROM presences p JOIN users u ON u.account_id = p.account_id AND u.id = p.user_id
    WHERE p.account_id = :account AND p.subject_id = :subject AND p.until > clock_timestamp()
    GROUP BY p.user_id, u.name ORDER BY u.name, p.user_id"""
)
DOING = ("viewing", "typing", "editing_note")
SOON = 0.05
"""Seconds added to a time of running out, so that the look comes after it."""


@dataclass(frozen=True, slots=True)
class Sight:
    event: dict[str, Any]
    looks_again_in: float | None
    """Seconds until the first of what others hold runs out, if anything."""


async def read_sight(database: Database, actor: Actor, subject_id: UUID) -> Sight:
    async with database.transaction(actor.account_id) as db:
        rows = (await db.execute(PEOPLE, {"account": actor.account_id, "subject": subject_id})).mappings().all()
        held = await list_held(db, actor, subject_id)
        now = await db.scalar(text("SELECT clock_timestamp()")) if held else None
    people = [
        {**person(row["user_id"], row["name"]), "doing": DOING[row["doing"] - 1], "tabs": row["tabs"]} for row in rows
    ]
    leases = [
        {
            "part": lease.part,
            "holder": person(lease.holder_id, holder),
            "asked_by": person(lease.asked_by, asker) if asker is not None else None,
            "revision": lease.revision,
        }
        for lease, holder, asker in held
    ]
    left = [float(row["left"]) for row in rows if row["user_id"] != actor.user_id]
    left += [(lease.until - now).total_seconds() for lease, _, _ in held] if now is not None else []
    return Sight({"people": people, "leases": leases}, max(0.0, min(left)) + SOON if left else None)


class PresenceWatch:
    """Of one stream. With a tab, the stream is that tab's sign of life; its end is the tab's."""

    def __init__(self, database: Database, actor: Actor, subject_id: UUID, tab_id: UUID | None) -> None:
        self._database, self._actor = database, actor
        self._subject, self._tab, self._stream = subject_id, tab_id, uuid4()
        self._told: dict[str, Any] | None = None
        self._due: float | None = None

    async def open(self) -> None:
        if self._tab is not None:
            async with self._database.transaction(self._actor.account_id) as db:
                await open_tab(db, self._actor, self._subject, self._tab, self._stream)

    async def look(self) -> dict[str, Any] | None:
        """The event, if it differs from the one told last."""
        sight = await read_sight(self._database, self._actor, self._subject)
        wait = sight.looks_again_in
        self._due = time.monotonic() + wait if wait is not None else None
        if sight.event == self._told:
            return None
        self._told = sight.event
        return jsonable(sight.event)

    def wait(self, most: float) -> float:
        """Seconds until the next look, and no more than `most`."""
        return most if self._due is None else min(most, max(0.0, self._due - time.monotonic()))

    @property
    def is_due(self) -> bool:
        return self._due is not None and self._due <= time.monotonic()

    def close(self) -> None:
        """In a task of its own: the stream's is being cancelled."""
        if self._tab is not None:
            task = asyncio.create_task(self._leave(self._tab))
            LEAVING.add(task)
            task.add_done_callback(LEAVING.discard)

    async def _leave(self, tab_id: UUID) -> None:
        try:
            async with self._database.transaction(self._actor.account_id) as db:
                await leave(db, self._actor, self._subject, tab_id, self._stream)
        except (SQLAlchemyError, OSError) as error:
            # The tab runs out by itself.
            log.warning("presence.leave_failed", error=type(error).__name__)


LEAVING: set[asyncio.Task[None]] = set()
"""Held, so that none is collected before it is done."""


def jsonable(event: dict[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return str(value) if isinstance(value, UUID) else value

    made: dict[str, Any] = plain(event)
    return made
