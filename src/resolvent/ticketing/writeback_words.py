"""Sentences about what stopped a write-back. Pure."""

from typing import Any

from resolvent.errors import AppError
from resolvent.ticketing.provider import TicketSnapshot
from resolvent.ticketing.verify import Reading, Verdict


def describe(error: AppError) -> dict[str, Any]:
    return {"code": error.code, "detail": error.detail, "request_id": error.extra.get("vendor_request_id")}


def changed_by_other(ticket: TicketSnapshot) -> dict[str, Any]:
    by = f" by {ticket.updated_by}" if ticket.updated_by else ""
    detail = (
        f"The note is posted. The ticket was moved to {ticket.status.name}{by} before its status was set; "
        "it was left so. Look at the ticket, then retry to set the status all the same."
    )
    return {"code": "status_changed_by_other", "detail": detail}


def unverified(verdict: Verdict, wanted: str, last: Reading, messages: list[str]) -> dict[str, Any]:
    by = f" (last changed by {last.updated_by})" if last.updated_by else ""
    detail = (
        f"The ticketing system refused the status {wanted}: the ticket is still {last.status_name}. {'; '.join(messages)}"
        if verdict is Verdict.REJECTED
        else f"The status {wanted} was overridden: the ticket is {last.status_name}{by}."
    )
    return {"code": "psa_status_unverified", "detail": detail.strip(), "verdict": verdict.value}
