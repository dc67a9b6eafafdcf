"""The desk's state: rows with ids as references, and what happened to them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.emulators.connectwise.clock import Clock, RealClock
from tests.emulators.connectwise.exchange import Call, Row, gone
from tests.emulators.connectwise.plan import FaultPlan
from tests.emulators.connectwise.switches import Switches
from tests.emulators.connectwise.visibility import entry_visible, visible_to_customer

API_MEMBER = "Resolvent"
"""The member whose keys the client uses."""


@dataclass(frozen=True)
class Credentials:
    company: str = "acme"
    public: str = "publickey"
    private: str = "privatekey"
    client_id: str = "7f9a3c52-0d1e-4a68-9b1f-2f6f6c7b8d90"


@dataclass
class Made:
    """One call as it was answered. `status` is None when the client got no whole answer."""

    at: float
    method: str
    path: str
    status: int | None
    fault: str | None
    committed: bool


@dataclass(frozen=True)
class Event:
    """What callbacks tell: added, updated or deleted, with the ticket as it then was."""

    action: str
    ticket: Row
    by: str


@dataclass
class World:
    clock: Clock = field(default_factory=RealClock)
    switches: Switches = field(default_factory=Switches)
    credentials: Credentials = field(default_factory=Credentials)
    plan: FaultPlan = field(default_factory=FaultPlan)
    control: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    tables: dict[str, dict[int, Row]] = field(default_factory=dict)
    devices_of: dict[int, list[int]] = field(default_factory=dict)
    mails: list[Row] = field(default_factory=list)
    audit: list[Row] = field(default_factory=list)
    calls: list[Made] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    """Own answers that the vendor's OpenAPI forbids."""
    revoked: bool = False
    skew: float = 0.0
    """Seconds by which the vendor's stamps are ahead."""
    seen: dict[tuple[int, str], None] = field(default_factory=dict)
    """(ticket, text) of everything that the customer could ever read, in its order."""
    files: dict[int, bytes] = field(default_factory=dict)
    """By document."""
    base: str = ""
    """Where the API was last reached."""
    signing_keys: dict[str, str] = field(default_factory=lambda: {"1": secrets.token_urlsafe(32)})
    """By name; the last one signs."""
    foreign_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    events: list[Event] = field(default_factory=list)
    armed: list[str] = field(default_factory=list)
    """Faults that the next callbacks meet, one each."""
    withheld: list[Any] = field(default_factory=list)
    delivered: list[Row] = field(default_factory=list)
    delivering: bool = False
    """Callbacks are on their way."""
    changes: int = 0
    took: bool = False
    """Whether the last call changed something, apart from what others did meanwhile."""
    _due: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def rows(self, table: str) -> dict[int, Row]:
        return self.tables.setdefault(table, {})

    def row(self, table: str, number: int, what: str) -> Row:
        """Raises Refusal."""
        if number not in self.rows(table):
            raise gone(what, number)
        return self.rows(table)[number]

    def add(self, table: str, row: Row) -> Row:
        number = row.get("id") or max(self.rows(table), default=0) + 1
        self.rows(table)[number] = row | {"id": number}
        self.changes += 1
        return self.rows(table)[number]

    def stamp(self, ago: float = 0.0) -> str:
        """Now, or so many seconds before."""
        return datetime.fromtimestamp(self.clock.now() + self.skew - ago, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def touch(self, ticket: Row, by: str, what: str, action: str | None = "updated") -> None:
        """Without `action` no callback tells of it."""
        ticket |= {"lastUpdated": self.stamp(), "updatedBy": by}
        self.audit.append({"text": f"{ticket['id']}: {what}", "enteredDate": self.stamp(), "enteredBy": by})
        self.changes += 1
        if action and self.rows("callbacks"):
            self.events.append(Event(action, dict(ticket), by))

    def delete_ticket(self, number: int, by: str) -> None:
        self.touch(self.rows("tickets")[number], by, "deleted", "deleted")
        del self.rows("tickets")[number]

    def set_status(self, number: int, status: int, by: str) -> None:
        ticket = self.rows("tickets")[number]
        ticket["status"] = status
        self.touch(ticket, by, f"status {status}")

    def move(self, number: int, board: int, by: str) -> None:
        """Without a status the ticket takes the new board's default."""
        ticket = self.rows("tickets")[number]
        ticket |= {"board": board, "status": self.default_status(board)}
        self.touch(ticket, by, f"board {board}")

    def default_status(self, board: int) -> int:
        defaults = [number for number, s in self.rows("statuses").items() if s["board"] == board and s["defaultFlag"]]
        return defaults[0]

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        self._due.append((self.clock.now() + seconds, act))
        self.settle()

    def due_at(self) -> set[float]:
        """When something planned happens."""
        return {at for at, _ in self._due}

    def settle(self) -> None:
        """Does what has become due, in its order."""
        now = self.clock.now()
        due = sorted((entry for entry in self._due if entry[0] <= now), key=lambda entry: entry[0])
        self._due = [entry for entry in self._due if entry[0] > now]
        for _, act in due:
            act()
        if due:
            self._remember()

    def record(self, call: Call, status: int | None, fault: str | None, committed: bool) -> None:
        self._remember()
        self.calls.append(Made(self.clock.now(), call.method, call.path, status, fault, committed))

    def _remember(self) -> None:
        for row in self.rows("notes").values():
            if visible_to_customer(row):
                self.seen[row["ticketId"], row["text"]] = None
        for row in self.rows("entries").values():
            if entry_visible(row):
                self.seen[row["chargeToId"], row.get("notes") or ""] = None
