"""Sentences about what stopped a write-back. Pure."""

from typing import Any

from resolvent.errors import AppError
from resolvent.ticketing.provider import TicketSnapshot
from resolvent.ticketing.verify import Reading, Verdict


def describe(error: AppError) -> dict[str, Any]:
    return {"code": error.code, "detail": error.detail, "request_id": error.extra.get("vendor_request_id")}


NOTE_ALTERED = {
    "code": "note_altered",
    "detail": "The ticketing system stored another text than was posted. Compare the two, then retry.",
}


def by_whom(ticket: TicketSnapshot) -> str:
    return f" by {ticket.updated_by}" if ticket.updated_by else ""


def changed_since_planned(ticket: TicketSnapshot) -> str:
    return (
        f"The ticket was changed{by_whom(ticket)} since this note was confirmed; it is now {ticket.status.name}. "
        "Look at the ticket, then confirm the note again."
    )


def changed_by_other(ticket: TicketSnapshot) -> dict[str, Any]:
    detail = (
        f"The note is posted. Meanwhile the ticket was moved to {ticket.status.name}{by_whom(ticket)}; "
        "it was left so. Look at the ticket, then retry to set the status all the same."
    )
    return {"code": "status_changed_by_other", "detail": detail}


def moved_board(ticket: TicketSnapshot, wanted: str) -> dict[str, Any]:
    detail = (
        f"The note is posted. Meanwhile the ticket was moved to another board{by_whom(ticket)}, where it is "
        f"{ticket.status.name}; {wanted} was chosen for the old one and was not set. Retry sets the status that is "
        "configured for the new board, if there is one."
    )
    return {"code": "ticket_moved", "detail": detail, "board_id": ticket.board_id}


def merged(ticket: TicketSnapshot) -> dict[str, Any]:
    detail = f"This ticket was merged into {ticket.number}. Link the session to that one, or finish there by hand."
    return {"code": "ticket_merged", "detail": detail}


def note_gone(marker: str) -> dict[str, Any]:
    detail = (
        f"Our note ({marker}) is no longer on the ticket: someone deleted it. The status was not set. "
        "Ask who did, or retry to post the note again."
    )
    return {"code": "note_gone", "detail": detail}


def unverified(verdict: Verdict, wanted: str, last: Reading, messages: list[str]) -> dict[str, Any]:
    by = f" (last changed by {last.updated_by})" if last.updated_by else ""
    detail = (
        f"The ticketing system refused the status {wanted}: the ticket is still {last.status_name}. {'; '.join(messages)}"
        if verdict is Verdict.REJECTED
        else f"The status {wanted} was overridden: the ticket is {last.status_name}{by}."
    )
    return {"code": "psa_status_unverified", "detail": detail.strip(), "verdict": verdict.value}
