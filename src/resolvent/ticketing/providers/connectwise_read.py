"""ConnectWise's JSON to our words, and our words to its. Pure; a shape that is not its own raises ProtocolError."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from resolvent.ticketing.errors import Effect, ProtocolError
from resolvent.ticketing.http import Answer
from resolvent.ticketing.note_text import marker_of_text
from resolvent.ticketing.provider import (
    BoardRef,
    NoteDraft,
    NoteRef,
    NoteSource,
    NoteType,
    StatusRef,
    TicketSnapshot,
    Visibility,
)

NOTE_FLAGS = {
    NoteType.RESOLUTION: {"detailDescriptionFlag": False, "internalAnalysisFlag": False, "resolutionFlag": True},
    NoteType.INTERNAL_ANALYSIS: {"detailDescriptionFlag": False, "internalAnalysisFlag": True, "resolutionFlag": False},
}
INTERNAL = (False, True, False)
"""Discussion, internal, resolution: the only combination that no customer sees. An absent flag is not a false one."""
FLAG_NAMES = {
    NoteSource.NOTE: ("detailDescriptionFlag", "internalAnalysisFlag", "resolutionFlag"),
    NoteSource.TIME_ENTRY: ("addToDetailDescriptionFlag", "addToInternalAnalysisFlag", "addToResolutionFlag"),
}
NOT_IN_A_STRING = re.compile(r'[\s"\\%*\x00-\x1f\x7f]+')
"""No way to escape a quote is documented, and some would be wildcards: a search is split at them."""


def note_body(draft: NoteDraft) -> dict[str, Any]:
    """Every flag said: what is left out takes the server's default, which may be the customer's eyes."""
    flags = NOTE_FLAGS[draft.type]
    return {"text": draft.text, **flags, "customerUpdatedFlag": False, "processNotifications": draft.notify}


def search_conditions(query: str, boards: Sequence[int]) -> str:
    """ "" finds everything."""
    words = [word for word in NOT_IN_A_STRING.split(query) if word]
    summary = " AND ".join(f'summary contains "{word}"' for word in words)
    if len(words) == 1 and is_number(words[0]):
        summary = f"(id={words[0]} OR {summary})"
    limit = f"board/id in ({','.join(map(str, boards))})" if boards else ""
    return " AND ".join(part for part in (limit, summary) if part)


def ticket_of(raw: Mapping[str, Any], *, url: str, description: str = "") -> TicketSnapshot:
    try:
        info, number = raw["_info"], str(raw["id"])
        board = str(raw["board"]["id"]) if raw.get("board") else None
        status = raw["status"]
        return TicketSnapshot(
            id=number,
            number=number,
            summary=str(raw["summary"]),
            description=description,
            status=StatusRef(str(status["id"]), str(status["name"]), board, closed=bool(raw.get("closedFlag"))),
            board_id=board,
            company=name_of(raw.get("company")),
            contact=name_of(raw.get("contact")) or raw.get("contactEmailAddress") or None,
            devices=(),
            version=str(info["lastUpdated"]),
            updated_at=moment(info["lastUpdated"]),
            updated_by=str(info["updatedBy"]) if info.get("updatedBy") else None,
            url=url,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise not_connectwise("a ticket") from error


def board_of(raw: Mapping[str, Any]) -> BoardRef:
    try:
        return BoardRef(str(raw["id"]), str(raw["name"]))
    except KeyError as error:
        raise not_connectwise("a board") from error


def status_of(raw: Mapping[str, Any], board_id: str) -> StatusRef:
    try:
        return StatusRef(
            id=str(raw["id"]),
            name=str(raw["name"]),
            board_id=board_id,
            closed=raw.get("closedStatus") is True,
            inactive=raw.get("inactive") is True,
        )
    except (KeyError, TypeError) as error:
        raise not_connectwise("a status") from error


def note_of(raw: Mapping[str, Any], *, me: str) -> NoteRef:
    text = str(raw.get("text") or "")
    author = raw.get("createdBy") or (raw.get("_info") or {}).get("updatedBy")
    return _note(raw, text, author, raw.get("dateCreated"), NoteSource.NOTE, me)


def time_entry_of(raw: Mapping[str, Any], *, me: str) -> NoteRef:
    text = "\n".join(str(raw[part]) for part in ("internalNotes", "notes") if raw.get(part))
    entered = raw.get("dateEntered") or raw.get("timeStart")
    return _note(raw, text, raw.get("enteredBy"), entered, NoteSource.TIME_ENTRY, me)


def _note(raw: Mapping[str, Any], text: str, author: Any, created: Any, source: NoteSource, me: str) -> NoteRef:
    try:
        return NoteRef(
            id=str(raw["id"]),
            marker=marker_of_text(text),
            visibility=Visibility.INTERNAL if flags_of(raw, source) == INTERNAL else Visibility.CUSTOMER,
            created_at=moment(created),
            author=str(author) if author else None,
            source=source,
            text=text,
            by_us=str(author or "").casefold() == me.casefold(),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise not_connectwise("a note") from error


def flags_of(raw: Mapping[str, Any], source: NoteSource = NoteSource.NOTE) -> tuple[Any, ...]:
    return tuple(raw.get(name) for name in FLAG_NAMES[source])


def name_of(reference: Any) -> str | None:
    return str(reference["name"]) if reference and reference.get("name") else None


def moment(value: Any) -> datetime:
    return datetime.fromisoformat(str(value)).astimezone(UTC)


def is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10


def mapping(answer: Answer) -> Mapping[str, Any]:
    value = answer.json()
    if not isinstance(value, dict):
        raise not_connectwise("an object", answer)
    return value


def items(answer: Answer) -> list[Mapping[str, Any]]:
    value = answer.json()
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise not_connectwise("a list", answer)
    return value


def not_connectwise(what: str, answer: Answer | None = None) -> ProtocolError:
    effect = Effect.NONE if answer is None or answer.safe else Effect.UNKNOWN
    return ProtocolError(
        f"What came back is not {what} as ConnectWise sends it.",
        effect=effect,
        request_id=answer.request_id if answer else None,
    )
