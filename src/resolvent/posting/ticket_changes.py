"""What others did at a ticket since the engineer last saw it, in words that can be shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resolvent.sessions.models import TicketNews
from resolvent.ticketing.provider import NoteRef
from resolvent.ticketing.snapshots import clean

WATCHED = {
    "summary": "summary",
    "description": "description",
    "status": "status",
    "board_id": "board",
    "company": "company",
    "contact": "contact",
}
"""Members of a snapshot, and what they are called."""
LONGEST = 400
"""Characters of a text that is quoted."""


@dataclass(frozen=True, slots=True)
class TicketChange:
    """`by` and `at` are of the ticket's last change, or of the note; `visibility` is a note's."""

    field: str
    seen: str | None
    now: str | None
    by: str | None
    at: str | None
    visibility: str | None = None


def find_changes(held: dict[str, Any], now: dict[str, Any], notes: Sequence[NoteRef]) -> list[TicketChange]:
    """`held` and `now` are snapshots as JSON. Empty: the ticket is as it was seen."""
    if held.get("version") == now.get("version"):
        return []
    by, at = now.get("updated_by"), now.get("updated_at")
    fields = [
        TicketChange(words, plain(held.get(name)), plain(now.get(name)), by, at)
        for name, words in WATCHED.items()
        if plain(held.get(name)) != plain(now.get(name))
    ]
    written = [
        TicketChange("note", None, cut(clean(one.text)), one.author, one.created_at.isoformat(), one.visibility.value)
        for one in notes
    ]
    # Something that is not watched: by whom and when is all that can be said of it.
    return [*fields, *written] or [TicketChange("ticket", held.get("updated_at"), at, by, at)]


def changes_of(news: TicketNews) -> list[TicketChange]:
    """What the session was told of the ticket while the note was written."""
    at = news.happened_at.isoformat()
    if news.kind == "note":
        return [TicketChange("note", None, cut(news.text or ""), news.author, at, news.visibility)]
    return [
        TicketChange(one["field"], one["before"] or None, one["after"] or None, news.author, at) for one in news.changes
    ]


def plain(value: Any) -> str | None:
    found = value.get("name") if isinstance(value, dict) else value
    return cut(str(found)) if found else None


def cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
