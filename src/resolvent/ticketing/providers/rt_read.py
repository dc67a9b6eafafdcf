"""Request Tracker's JSON to our words. Pure; a shape that is not RT's raises ProtocolError."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from resolvent.ticketing.errors import Effect, ProtocolError
from resolvent.ticketing.http import Answer
from resolvent.ticketing.note_text import marker_of_text
from resolvent.ticketing.provider import (
    Attachment,
    BoardRef,
    NoteRef,
    NoteSource,
    StatusRef,
    TicketSnapshot,
    Visibility,
)

NOTE_KINDS = {
    "Correspond": (Visibility.CUSTOMER, NoteSource.NOTE),
    "Comment": (Visibility.INTERNAL, NoteSource.NOTE),
    "Create": (Visibility.CUSTOMER, NoteSource.DESCRIPTION),
}
"""Transaction types that carry text; any other is an event."""

STATUS_CHANGED = re.compile(r"Status changed from '?(?P<old>[^']*)'? to '?(?P<new>[^']*?)'?\.?")
TAG = re.compile(r"<[^>]*>")
LINE_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)
PART_FIELDS = "Content,ContentType,TransactionId,Filename"
TICKET_FIELDS = "Subject,Status,Queue,Requestor,LastUpdated,LastUpdatedBy"


def ticket_of(
    raw: Mapping[str, Any], *, web_url: str, closed: Iterable[str], version: str | None, description: str = ""
) -> TicketSnapshot:
    try:
        number = str(raw["id"])
        requestors = [str(person["id"]) for person in raw.get("Requestor") or []]
        return TicketSnapshot(
            id=number,
            number=number,
            summary=str(raw["Subject"] or ""),
            description=description,
            status=status_of(str(raw["Status"]), str(raw["Queue"]["id"]), closed),
            board_id=str(raw["Queue"]["id"]),
            company=None,
            contact=requestors[0] if requestors else None,
            devices=(),
            version=version,
            updated_at=moment(raw["LastUpdated"]),
            updated_by=str(raw["LastUpdatedBy"]["id"]) if raw.get("LastUpdatedBy") else None,
            url=f"{web_url}/Ticket/Display.html?id={number}",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise not_rt("a ticket") from error


def board_of(queue: Mapping[str, Any]) -> BoardRef:
    try:
        return BoardRef(str(queue["id"]), str(queue["Name"]))
    except KeyError as error:
        raise not_rt("a queue") from error


def status_of(name: str, board_id: str | None, closed: Iterable[str]) -> StatusRef:
    """RT knows a status by its name alone."""
    return StatusRef(id=name, name=name, board_id=board_id, closed=name in closed)


def note_of(transaction: Mapping[str, Any], text: str, *, me: str) -> NoteRef | None:
    """None: an event without a text of its own, such as a change of status."""
    try:
        kind = NOTE_KINDS.get(str(transaction["Type"]))
        if kind is None:
            return None
        visibility, source = kind
        author = str(transaction["Creator"]["id"])
        return NoteRef(
            id=str(transaction["id"]),
            marker=marker_of_text(text),
            visibility=visibility,
            created_at=moment(transaction["Created"]),
            author=author,
            source=source,
            text=text,
            by_us=author.casefold() == me.casefold(),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise not_rt("a transaction") from error


def texts_by_transaction(attachments: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The readable body of each transaction: its first plain text without a file name, else its HTML's text."""
    plain: dict[str, str] = {}
    from_html: dict[str, str] = {}
    for part in attachments:
        if part.get("Filename"):
            continue
        transaction, content = str(part.get("TransactionId", "")), str(part.get("Content") or "")
        match part.get("ContentType"):
            case "text/plain":
                plain.setdefault(transaction, content)
            case "text/html":
                from_html.setdefault(transaction, text_of_html(content))
    return {**from_html, **plain}


def text_of_html(content: str) -> str:
    return html.unescape(TAG.sub("", LINE_BREAK.sub("\n", content))).strip()


def files_of(attachments: Iterable[Mapping[str, Any]]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            id=str(part.get("id")), name=str(part["Filename"]), media_type=str(part.get("ContentType")), size=None
        )
        for part in attachments
        if part.get("Filename")
    )


def claims_change(messages: Iterable[str], target: str) -> bool:
    """RT answers 200 to a refusal too; only this sentence says that it changed the status, and not that it stays."""
    found = (re.search(r"Status changed from .*", message) for message in messages)
    changes = (STATUS_CHANGED.fullmatch(hit.group()) for hit in found if hit)
    return any(change is not None and change["new"] == target for change in changes)


def any_of(field: str, values: Iterable[str]) -> str:
    """A JSON search; RT joins conditions on one field with "or"."""
    return json.dumps([{"field": field, "operator": "=", "value": value} for value in values])


def quoted(value: str) -> str:
    """A string literal of TicketSQL."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def moment(value: Any) -> datetime:
    """Raises ValueError."""
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except OverflowError as error:  # on the first or the last day that there is
        raise ValueError("There is no such moment.") from error


ONLY_TEXTS = any_of("Type", NOTE_KINDS)


def mapping(answer: Answer) -> Mapping[str, Any]:
    value = answer.json()
    if not isinstance(value, dict):
        raise not_rt("an object", answer.request_id)
    return value


def items(listed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = listed.get("items")
    if not isinstance(items, list):
        raise not_rt("a list")
    return items


def is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 16


def segment(value: str) -> str:
    """One segment of a path."""
    return quote(value, safe="")


def not_rt(what: str, request_id: str | None = None) -> ProtocolError:
    return ProtocolError(
        f"What came back is not {what} as Request Tracker sends it.", effect=Effect.NONE, request_id=request_id
    )
