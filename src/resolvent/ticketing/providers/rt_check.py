"""Tries a Request Tracker connection step by step, so that whoever enters it sees which part does not work."""

from resolvent.ticketing.check_log import CheckLog, is_about_tls
from resolvent.ticketing.errors import AuthError, PermissionDenied, TicketingError
from resolvent.ticketing.http import VendorHttp
from resolvent.ticketing.provider import CheckStep, ConnectionReport, Tell
from resolvent.ticketing.providers import rt_read as read
from resolvent.ticketing.providers.rt_settings import RtSettings

NOTE_LINKS = frozenset({"correspond", "comment"})


async def check_connection(http: VendorHttp, settings: RtSettings, tell: Tell) -> ConnectionReport:
    log = CheckLog(tell)
    await log.look_up(str(settings.url), allow_private=settings.allow_private)
    if log.failed:
        return log.report()
    try:
        log.begin("address")
        about = read.mapping(await http.get("/rt", tries=1))
        log.add(CheckStep("address", True, f"{settings.url} answers."), _tls(settings))
        log.add(CheckStep("credentials", True, f"Signed in as {settings.user} (RT {about.get('Version', '?')})."))
        log.begin("queue")
        queue = read.mapping(await http.get(f"/queue/{read.segment(settings.queue)}"))
        log.add(CheckStep("queue", True, f"Queue {queue.get('Name')}, lifecycle {queue.get('Lifecycle')}."))
        log.begin("rights")
        log.add(await _rights(http, settings))
    except TicketingError as error:
        log.add(CheckStep(_failed_step(error, log.current), False, error.detail))
    return log.report()


def _tls(settings: RtSettings) -> CheckStep:
    secure = settings.url.scheme == "https"
    return CheckStep("TLS", True if secure else None, "The certificate is valid." if secure else "Not in use: http.")


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


def _failed_step(error: TicketingError, current: str) -> str:
    """The first call tries the address, its certificate and the sign-in at once."""
    if current != "address":
        return current
    if isinstance(error, (AuthError, PermissionDenied)):
        return "credentials"
    return "TLS" if is_about_tls(error) else "address"
