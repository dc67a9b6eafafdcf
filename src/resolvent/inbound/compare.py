"""What is news about a ticket: two readings of it compared, and its notes looked through. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from resolvent.ai.fences import cut_middle
from resolvent.ticketing.provider import NoteRef, NoteSource

Snapshot = Mapping[str, Any]
"""`TicketSnapshot` as JSON."""

FIELDS = {
    "number": "number",
    "status": "status",
    "summary": "summary",
    "description": "description",
    "board_id": "board",
    "company": "company",
    "contact": "contact",
    "devices": "devices",
}
"""Member of a snapshot → its name in the news. Another number: the ticket was merged into another one."""
LONG_VALUE = 500
"""Characters of one value that are told."""
SAME_MOMENT = timedelta(seconds=1)
"""A ticket's time of change and its note's time of making may differ by so much where both are one act."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: str
    """As shown; "" for none."""
    after: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a session knew before this look."""

    ticket: Snapshot
    """The snapshot that it holds."""
    looked_since_opened: bool
    """All notes of the ticket were looked through since this session was opened."""


def compare(held: Snapshot, now: Snapshot) -> list[FieldChange]:
    """Two snapshots as JSON. A session that holds none has nothing to compare with."""
    if not held:
        return []
    return [
        FieldChange(name, cut_middle(show(held.get(member)), LONG_VALUE), cut_middle(show(now.get(member)), LONG_VALUE))
        for member, name in FIELDS.items()
        if identity(held.get(member)) != identity(now.get(member))
    ]


def identity(value: Any) -> Any:
    """Two boards may have a status of the same name. No list and an empty one are the same."""
    if isinstance(value, Mapping):
        return value.get("id")
    return value or None


def show(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name") or "")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def find_new_notes(
    notes: Iterable[NoteRef], seen: Collection[str] | None, ours: Collection[str], earlier: Earlier
) -> list[NoteRef]:
    """Those that the session was not told of. `ours`: markers of our own notes on this ticket.

    A session opened since the last look has read the ticket itself: what is older than its reading is no news to it.
    """
    fresh = [note for note in notes if is_by_others(note, ours) and (seen is None or note_key(note) not in seen)]
    if earlier.looked_since_opened:
        return fresh
    return [note for note in fresh if not is_covered(note, earlier.ticket)]


def is_covered(note: NoteRef, ticket: Snapshot) -> bool:
    """It was written before the ticket was read."""
    read_at = ticket.get("updated_at")
    return not read_at or note.created_at <= datetime.fromisoformat(str(read_at)) + SAME_MOMENT


def is_by_others(note: NoteRef, ours: Collection[str]) -> bool:
    """Somebody may quote our reference, and a technician may work with our credentials: only both together are ours."""
    if note.source is NoteSource.DESCRIPTION:
        return False
    return not (note.by_us and note.marker is not None and note.marker in ours)


def note_key(note: NoteRef) -> str:
    """Notes and time entries are numbered apart."""
    return f"{note.source.value}/{note.id}"
