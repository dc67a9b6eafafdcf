"""Example's JSON to our words. Pure; a shape that is not its own raises ProtocolError."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from resolvent.ticketing.errors import Effect, ProtocolError
from resolvent.ticketing.http import Answer
from resolvent.ticketing.note_text import marker_of_text
from resolvent.ticketing.provider import NoteRef, NoteSource, StatusRef, TicketSnapshot, Visibility

LINE_BREAK = re.compile(r"<(?:br|/p|/div)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")


def ticket_of(raw: Mapping[str, Any], statuses: Mapping[str, StatusRef], url: str) -> TicketSnapshot:
    try:
        number, board = str(raw["id"]), str(raw["tickettype_id"])
        status_id = str(raw["status_id"])
        return TicketSnapshot(
            id=number,
            number=number,
            summary=str(raw["summary"]),
            description=str(raw["details"]),
            status=statuses.get(status_id) or StatusRef(status_id, status_id, board),
            board_id=board,
            company=raw.get("client_name"),
            contact=raw.get("user_name"),
            devices=(),
            version=str(raw["last_update"]),
            updated_at=moment(raw["last_update"]),
            updated_by=raw.get("last_update_by"),
            url=f"{url}/tickets?id={number}",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise not_example("a ticket") from error


def status_of(raw: Mapping[str, Any], board_id: str) -> StatusRef:
    try:
        return StatusRef(str(raw["id"]), str(raw["name"]), board_id, closed=raw.get("closed") is True)
    except (KeyError, TypeError) as error:
        raise not_example("a status") from error


def note_of(raw: Mapping[str, Any], me: str) -> NoteRef:
    try:
        text = text_of_html(str(raw["note_html"]))
        author = str(raw["who"])
        return NoteRef(
            id=str(raw["id"]),
            marker=marker_of_text(text),
            visibility=Visibility.INTERNAL if raw["hiddenfromuser"] is True else Visibility.CUSTOMER,
            created_at=moment(raw["datetime"]),
            author=author,
            source=NoteSource.NOTE,
            text=text,
            by_us=author.casefold() == me.casefold(),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise not_example("an action") from error


def html_of_text(text: str) -> str:
    lines = html.escape(text, quote=False).replace("\n", "<br>")
    return f'<div style="white-space: pre-wrap">{lines}</div>'


def text_of_html(content: str) -> str:
    return html.unescape(TAG.sub("", LINE_BREAK.sub("\n", content))).strip()


def moment(value: Any) -> datetime:
    return datetime.fromisoformat(str(value)).astimezone(UTC)


def is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10


def items(answer: Answer, name: str | None = None) -> list[Mapping[str, Any]]:
    value = answer.json()
    found = value.get(name) if name and isinstance(value, dict) else value
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise not_example("a list", answer)
    return found


def mapping(answer: Answer) -> Mapping[str, Any]:
    value = answer.json()
    if not isinstance(value, dict):
        raise not_example("an object", answer)
    return value


def not_example(what: str, answer: Answer | None = None) -> ProtocolError:
    effect = Effect.NONE if answer is None or answer.safe else Effect.UNKNOWN
    return ProtocolError(f"What came back is not {what} as Example sends it.", effect=effect)
