"""Tries a Request Tracker connection step by step, so that whoever enters it sees which part does not work."""

from resolvent.ticketing.errors import AuthError, PermissionDenied, TicketingError
from resolvent.ticketing.http import VendorHttp
from resolvent.ticketing.provider import CheckStep, ConnectionReport
from resolvent.ticketing.providers import rt_read as read
from resolvent.ticketing.providers.rt_settings import RtSettings

NOTE_LINKS = frozenset({"correspond", "comment"})


async def check_connection(http: VendorHttp, settings: RtSettings) -> ConnectionReport:
    steps: list[CheckStep] = []
    try:
        about = read.mapping(await http.get("/rt", tries=1))
        steps.append(CheckStep("address", True, f"{settings.url} answers."))
        steps.append(CheckStep("credentials", True, f"Signed in as {settings.user} (RT {about.get('Version', '?')})."))
        queue = read.mapping(await http.get(f"/queue/{read.segment(settings.queue)}"))
        steps.append(CheckStep("queue", True, f"Queue {queue.get('Name')}, lifecycle {queue.get('Lifecycle')}."))
        steps.append(await _rights(http, settings))
    except TicketingError as error:
        steps.append(CheckStep(_failed_step(error, len(steps)), False, error.detail))
    return ConnectionReport(tuple(steps))


async def _rights(http: VendorHttp, settings: RtSettings) -> CheckStep:
    """RT shows on a ticket whether one may write notes; the right to modify shows only when it is used."""
    newest = {"query": f"Queue = {read.quoted(settings.queue)}", "orderby": "id", "order": "DESC", "per_page": "1"}
    tickets = read.items(read.mapping(await http.get("/tickets", newest)))
    if not tickets:
        return CheckStep("rights", None, "The queue has no ticket to try the rights on.")
    ticket = read.mapping(await http.get(f"/ticket/{read.segment(str(tickets[0].get('id')))}"))
    offered = {str(link.get("ref")) for link in ticket.get("_hyperlinks") or []}
    if missing := sorted(NOTE_LINKS - offered):
        return CheckStep("rights", False, f"The account may not {' or '.join(missing)}.")
    return CheckStep("rights", True, "The account may reply and comment. Its right to modify shows when it does.")


def _failed_step(error: TicketingError, done: int) -> str:
    if done:
        return "queue" if done == 2 else "rights"
    return "credentials" if isinstance(error, (AuthError, PermissionDenied)) else "address"
