"""Write-backs in memory: the same claims, leases and fencing numbers as in PostgreSQL, without a database.

For thousands of runs in virtual time. `test_memory_store.py` holds it equal to the real one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import inspect

from resolvent.posting.post import values_of_retry
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.steps import DONE, NOTE_IS_OUT, STOPPED, Step
from resolvent.ticketing.writebacks import ENDS_AS, LEASE, LostLease

COLUMNS = [column.key for column in inspect(Writeback).columns]
Ticket = tuple[UUID | None, str | None]
"""Connection and ticket."""


@dataclass
class MemorySession:
    status: str = "active"
    posted_round: int | None = None
    ticket: dict[str, Any] | None = None


@dataclass
class MemoryWritebacks:
    """The table, its ticket leases and its sessions. `now` is the wall clock."""

    now: Callable[[], datetime]
    rows: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    tickets: dict[Ticket, tuple[UUID, datetime]] = field(default_factory=dict)
    exchanges: dict[UUID, list[Exchange]] = field(default_factory=dict)
    sessions: dict[UUID, MemorySession] = field(default_factory=dict)

    def plan(self, row: Writeback) -> None:
        defaults = {"fence": 0, "late_looks": 0, "precondition": {}, "acknowledged": []}
        self.rows[row.id] = {name: getattr(row, name) for name in COLUMNS} | {
            name: value for name, value in defaults.items() if getattr(row, name) is None
        }
        self.sessions.setdefault(row.session_id, MemorySession())

    def list_due(self) -> list[UUID]:
        return [number for number, row in self.rows.items() if row["finished_at"] is None and self._is_free(row)]

    def claim(self, writeback_id: UUID) -> "MemoryRunStore | None":
        """A store with a new fencing number; None: it is finished, or another holds it or its ticket."""
        row, now = self.rows[writeback_id], self.now()
        if row["finished_at"] is not None or not self._is_free(row):
            return None
        row |= {"fence": row["fence"] + 1, "lease_until": now + LEASE}
        ticket = (row["connection_id"], row["ticket_id"])
        holder, until = self.tickets.get(ticket, (writeback_id, now))
        if holder != writeback_id and until >= now:
            row["lease_until"] = None
            return None
        self.tickets[ticket] = (writeback_id, now + LEASE)
        return MemoryRunStore(self, Writeback(**row))

    def retry(self, writeback_id: UUID) -> None:
        """What the Retry button does to the row (`posting.post.take_up`)."""
        row = self.rows[writeback_id]
        row |= values_of_retry(Writeback(**row))

    def _is_free(self, row: dict[str, Any]) -> bool:
        return row["lease_until"] is None or row["lease_until"] < self.now()


class MemoryRunStore:
    def __init__(self, table: MemoryWritebacks, row: Writeback) -> None:
        self._table = table
        self.row = row
        self._fence = row.fence

    async def save(self, exchanges: Sequence[Exchange], **values: Any) -> None:
        self._save(exchanges, values)

    async def reach(self, exchanges: Sequence[Exchange], step: Step, **values: Any) -> None:
        snapshot = values.pop("snapshot", None)
        ended = step in DONE or step in STOPPED
        now = self._table.now()
        self._save(exchanges, {**values, "step": step, **({"finished_at": now} if ended else {})})
        session = self._table.sessions[self.row.session_id]
        if step in NOTE_IS_OUT or step in DONE:
            session.posted_round = self.row.round
        if step in DONE:
            session.status = ENDS_AS[self.row.kind]
            session.ticket = snapshot if snapshot is not None else session.ticket
        if ended:
            self._hold_ticket(now)

    def _save(self, exchanges: Sequence[Exchange], values: dict[str, Any]) -> None:
        stored = self._table.rows[self.row.id]
        if stored["fence"] != self._fence:
            raise LostLease
        lease_until = values.get("lease_until", self._table.now() + LEASE)
        stored |= {"lease_until": lease_until, **values}
        self._hold_ticket(lease_until)
        self._table.exchanges.setdefault(self.row.id, []).extend(exchanges)
        for name, value in values.items():
            setattr(self.row, name, value)

    def _hold_ticket(self, until: datetime) -> None:
        ticket = (self.row.connection_id, self.row.ticket_id)
        if self._table.tickets.get(ticket, (None, until))[0] == self.row.id:
            self._table.tickets[ticket] = (self.row.id, until)
