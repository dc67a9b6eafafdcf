"""Tries a ConnectWise connection step by step, so that whoever enters it sees which part does not work."""

from collections.abc import Awaitable, Callable

from resolvent.ticketing.check_log import CheckLog, is_about_tls
from resolvent.ticketing.errors import AuthError, NotFound, PermissionDenied, TicketingError
from resolvent.ticketing.provider import CheckStep, ConnectionReport, Tell
from resolvent.ticketing.providers import connectwise_read as read
from resolvent.ticketing.providers.connectwise_api import ConnectWiseApi, UnknownCompany
from resolvent.ticketing.providers.connectwise_query import equals

NOTES_NOT_TRIED = CheckStep("notes", None, "A note would stay on a ticket. The right shows with the first.")


async def check_connection(api: ConnectWiseApi, tell: Tell) -> ConnectionReport:
    """Ends at the first step that the next ones need."""
    log = CheckLog(tell)
    if api.over_network:
        await log.look_up(api.origin, allow_private=api.settings.allow_private)
    for name, part in (("address", _address), ("credentials", _keys)):
        if not log.failed:
            log.begin(name)
            log.add(*await part(api))
    tries: tuple[tuple[str, Callable[[ConnectWiseApi], Awaitable[CheckStep]]], ...] = (
        ("boards", _boards),
        ("tickets", _tickets),
        ("API member", _member),
    )
    for name, attempt in () if log.failed else tries:
        log.begin(name)
        try:
            log.add(await attempt(api))
        except TicketingError as error:
            log.add(CheckStep(name, False, error.detail))
    log.add(NOTES_NOT_TRIED)
    return log.report()


async def _address(api: ConnectWiseApi) -> list[CheckStep]:
    answers = CheckStep("address", True, f"{api.origin} answers.")
    secure = api.origin.startswith("https:")
    tls = CheckStep("TLS", True if secure else None, "The certificate is valid." if secure else "Not in use: http.")
    try:
        codebase = await api.discover()
    except UnknownCompany as error:
        return [answers, tls, CheckStep("company ID", False, error.detail)]
    except TicketingError as error:
        return [CheckStep("TLS" if is_about_tls(error) else "address", False, error.detail)]
    company = f"{api.settings.company_id} is known; its interface stands under {codebase}."
    return [answers, tls, CheckStep("company ID", True, company)]


async def _keys(api: ConnectWiseApi) -> list[CheckStep]:
    """`/system/info` proves nothing: some servers answer it to anybody."""
    try:
        read.items(await api.get("/service/boards", {"pageSize": "1"}))
    except (AuthError, PermissionDenied) as error:
        if "clientid" in (error.body or "").replace(" ", "").casefold():
            return [CheckStep("client ID", False, "ConnectWise does not know this client ID.")]
        if isinstance(error, AuthError):
            return [CheckStep("credentials", False, "Company ID, public key or private key is wrong.")]
        return [CheckStep("boards", False, "The API member's security role may not read service boards.")]
    except TicketingError as error:
        return [CheckStep("credentials", False, error.detail)]
    signed_in = CheckStep("credentials", True, "The keys are taken.")
    return [signed_in, CheckStep("client ID", True, "The client ID is taken.")]


async def _boards(api: ConnectWiseApi) -> CheckStep:
    wanted = api.settings.boards
    if not wanted:
        return CheckStep("boards", True, "All boards that the API member sees.")
    seen = {read.number_of(raw) async for raw in api.all("/service/boards")}
    if missing := sorted(set(wanted) - seen):
        return CheckStep("boards", False, f"The API member sees no board {', '.join(map(str, missing))}.")
    return CheckStep("boards", True, f"All {len(wanted)} boards are seen.")


async def _tickets(api: ConnectWiseApi) -> CheckStep:
    try:
        found = read.items(await api.get("/service/tickets", {"pageSize": "1"}))
    except PermissionDenied:
        return CheckStep("tickets", False, "The API member's security role may not read service tickets.")
    return CheckStep("tickets", True, "Tickets can be read." if found else "Tickets may be read; there is none.")


async def _member(api: ConnectWiseApi) -> CheckStep:
    name = api.settings.member
    unknown = CheckStep("API member", None, f"Whether there is a member {name} could not be read. Check it by hand.")
    condition = equals("identifier", name)
    if condition is None:
        return unknown
    try:
        found = read.items(await api.get("/system/members", {"conditions": condition, "pageSize": "1"}))
    except (PermissionDenied, NotFound):
        return unknown
    if not found:
        return CheckStep("API member", False, f"There is no member {name}: our own notes would not be known as ours.")
    return CheckStep("API member", True, f"{name} is a member. That the keys are its own shows with the first note.")
