"""ConnectWise's JSON to our words, and our words to its. Pure; a shape that is not its own raises ProtocolError."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from mimetypes import guess_type
from typing import Any
from urllib.parse import parse_qs

from resolvent.ticketing.errors import Effect, ProtocolError
from resolvent.ticketing.http import Answer
from resolvent.ticketing.note_text import marker_of_text
from resolvent.ticketing.provider import (
    Attachment,
    BoardRef,
    NoteDraft,
    NoteRef,
    NoteSource,
    NoteType,
    StatusRef,
    TicketSnapshot,
    Visibility,
)
from resolvent.ticketing.providers.connectwise_query import is_number

NOTE_FLAGS = {
    NoteType.RESOLUTION: {"detailDescriptionFlag": False, "internalAnalysisFlag": False, "resolutionFlag": True},
    NoteType.INTERNAL_ANALYSIS: {"detailDescriptionFlag": False, "internalAnalysisFlag": True, "resolutionFlag": False},
}
INTERNAL = (False, True, False)
"""Discussion, internal, resolution: the only combination that no customer sees. An absent flag is not a false one."""
FLAGS = ("detailDescriptionFlag", "internalAnalysisFlag", "resolutionFlag")
FLAG_NAMES = {
    NoteSource.NOTE: FLAGS,
    NoteSource.DESCRIPTION: FLAGS,
    NoteSource.TIME_ENTRY: ("addToDetailDescriptionFlag", "addToInternalAnalysisFlag", "addToResolutionFlag"),
}
TIME_ENTRY_ID = re.compile(r"time-(\d{1,9})")
"""Notes and time entries are counted apart at the vendor."""
CHANGED_BY_OTHERS = (
    *("summary", "board", "status", "company", "contact", "owner", "priority", "type", "subType", "item", "severity"),
    *("recordType", "impact", "resources", "closedFlag", "mergedParentTicket", "customerUpdatedFlag"),
)
"""What tells two states of a ticket apart within one second, which is the finest that the vendor's clock shows."""
ONE_ACT = timedelta(seconds=2)
"""A ticket and its description are made together; the vendor's clock shows whole seconds."""
NEXT_PAGE = re.compile(r'<([^<>]*)>\s*;\s*rel="?next"?')


def note_body(draft: NoteDraft) -> dict[str, Any]:
    """Every flag said: what is left out takes the server's default, which may be the customer's eyes."""
    flags = NOTE_FLAGS[draft.type]
    return {"text": draft.text, **flags, "customerUpdatedFlag": False, "processNotifications": draft.notify}


def version_of(raw: Mapping[str, Any]) -> str:
    """When and by whom it was changed, and a digest of what others change."""
    state = {name: _settled(raw.get(name)) for name in CHANGED_BY_OTHERS}
    digest = hashlib.sha256(json.dumps(state, sort_keys=True, default=str).encode()).hexdigest()[:12]
    info = raw["_info"]
    return f"{info['lastUpdated']} {info.get('updatedBy') or ''} {digest}"


def _settled(value: Any) -> Any:
    """References by their ids: names and addresses around them may be told or not."""
    return value.get("id", value.get("name")) if isinstance(value, dict) else value


def next_page(answer: Answer) -> int | None:
    """The page's number that the Link header names. The address is not followed: it may be anywhere."""
    found = NEXT_PAGE.search(answer.headers.get("link", ""))
    query = found[1].partition("?")[2] if found else ""
    page = parse_qs(query).get("page", [""])[0]
    return int(page) if is_number(page) else None


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
            version=version_of(raw),
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


def description_of(notes: Iterable[Mapping[str, Any]], ticket: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The ticket's own text: the first note of its discussion that came with the ticket, and no later word of anybody."""
    entered = mapped(ticket.get("_info")).get("dateEntered")
    for raw in notes:
        if raw.get("detailDescriptionFlag") is True and marker_of_text(str(raw.get("text") or "")) is None:
            created = raw.get("dateCreated") or mapped(raw.get("_info")).get("dateEntered")
            return raw if not entered or not created or came_with(created, entered) else None
    return None


def came_with(note: Any, ticket: Any) -> bool:
    try:
        return moment(note) - moment(ticket) <= ONE_ACT
    except ValueError as error:
        raise not_connectwise("a moment") from error


def note_of(raw: Mapping[str, Any], *, me: str, described: bool = False) -> NoteRef:
    """A project's notes come without author's name and date: who and when stand around them."""
    text = str(raw.get("text") or "")
    info, member = mapped(raw.get("_info")), mapped(raw.get("member"))
    author = raw.get("createdBy") or raw.get("originalAuthor") or member.get("identifier")
    author = author or name_of(raw.get("contact")) or info.get("updatedBy")
    source = NoteSource.DESCRIPTION if described else NoteSource.NOTE
    created = raw.get("dateCreated") or info.get("dateEntered") or info.get("lastUpdated")
    return _note(raw, str(raw.get("id")), text, author, created, source, me)


def time_entry_of(raw: Mapping[str, Any], *, me: str) -> NoteRef:
    text = "\n".join(str(raw[part]) for part in ("internalNotes", "notes") if raw.get(part))
    entered = raw.get("dateEntered") or raw.get("timeStart")
    author = raw.get("enteredBy") or mapped(raw.get("member")).get("identifier")
    return _note(raw, f"time-{raw.get('id')}", text, author, entered, NoteSource.TIME_ENTRY, me)


def listed_time_entry_of(raw: Mapping[str, Any], *, me: str) -> NoteRef:
    """As it stands among all notes, for keys that may not read time entries themselves."""
    info, member = mapped(raw.get("_info")), mapped(raw.get("member"))
    author = raw.get("originalAuthor") or member.get("identifier") or info.get("updatedBy")
    created = raw.get("timeStart") or info.get("lastUpdated")
    flags = dict(zip(FLAG_NAMES[NoteSource.TIME_ENTRY], flags_of(raw), strict=True))
    text = str(raw.get("text") or "")
    return _note({**raw, **flags}, f"time-{raw.get('id')}", text, author, created, NoteSource.TIME_ENTRY, me)


def _note(
    raw: Mapping[str, Any],
    note_id: str,
    text: str,
    author: Any,
    created: Any,
    source: NoteSource,
    me: str,
) -> NoteRef:
    number_of(raw)
    try:
        return NoteRef(
            id=note_id,
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


def attachment_of(raw: Mapping[str, Any]) -> Attachment:
    name = str(raw.get("fileName") or raw.get("title") or raw.get("id"))
    size = raw.get("size")
    kind = guess_type(name)[0] or "application/octet-stream"
    return Attachment(str(number_of(raw)), name, kind, size if isinstance(size, int) and size >= 0 else None)


def contact_of(raw: Mapping[str, Any]) -> str | None:
    """Its name, and how it is reached first: "Alex North, alex@north.example, 020 7946 0011"."""
    parts = [str(raw.get(part) or "").strip() for part in ("firstName", "lastName")]
    items = [mapped(item) for item in raw.get("communicationItems") or [] if mapped(item).get("defaultFlag") is True]
    reached = [str(item["value"]).strip() for item in items if item.get("value")]
    return ", ".join(part for part in (" ".join(filter(None, parts)), *reached) if part) or None


def flags_of(raw: Mapping[str, Any], source: NoteSource = NoteSource.NOTE) -> tuple[Any, ...]:
    return tuple(raw.get(name) for name in FLAG_NAMES[source])


def name_of(reference: Any) -> str | None:
    return str(mapped(reference).get("name") or "") or None


def mapped(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def number_of(raw: Mapping[str, Any]) -> int:
    number = raw.get("id")
    if not isinstance(number, int) or number <= 0:
        raise not_connectwise("a record")
    return number


def moment(value: Any) -> datetime:
    """Raises ValueError."""
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except OverflowError as error:  # on the first or the last day that there is
        raise ValueError("There is no such moment.") from error


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
