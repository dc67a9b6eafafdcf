"""Which verb on which path does what."""

import re
from collections.abc import Callable

from tests.emulators.connectwise import callbacks, desk, notes, tickets
from tests.emulators.connectwise.deliveries import KEY_PATH
from tests.emulators.connectwise.exchange import Answer, Call, gone, refusal

Handler = Callable[..., Answer]
TICKET = r"/(?:service|project)/tickets"
ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", TICKET, tickets.find),
    ("GET", f"{TICKET}/count", tickets.count),
    ("POST", "/service/tickets", tickets.create),
    ("POST", f"{TICKET}/search", tickets.search),
    ("GET", rf"{TICKET}/(\d+)", tickets.read),
    ("PATCH", rf"{TICKET}/(\d+)", tickets.patch),
    ("GET", rf"{TICKET}/(\d+)/notes", notes.find),
    ("POST", rf"{TICKET}/(\d+)/notes", notes.create),
    ("GET", rf"{TICKET}/(\d+)/notes/count", notes.count),
    ("GET", rf"{TICKET}/(\d+)/notes/(\d+)", notes.read),
    ("DELETE", rf"{TICKET}/(\d+)/notes/(\d+)", notes.delete),
    ("GET", rf"{TICKET}/(\d+)/allNotes", notes.all_notes),
    ("GET", rf"{TICKET}/(\d+)/configurations", desk.devices),
    ("GET", "/time/entries", notes.entries),
    ("POST", "/time/entries", notes.add_entry),
    ("GET", "/service/boards", desk.listing("boards")),
    ("GET", r"/service/boards/(\d+)", desk.reading("boards", "Board")),
    ("GET", r"/service/boards/(\d+)/statuses", desk.statuses),
    ("GET", r"/service/boards/(\d+)/statuses/info", desk.statuses_info),
    ("GET", "/company/companies", desk.listing("companies")),
    ("GET", r"/company/companies/(\d+)", desk.reading("companies", "Company")),
    ("GET", "/company/contacts", desk.listing("contacts")),
    ("GET", r"/company/contacts/(\d+)", desk.reading("contacts", "Contact")),
    ("GET", "/company/configurations", desk.listing("configurations")),
    ("GET", r"/company/configurations/(\d+)", desk.reading("configurations", "Configuration")),
    ("GET", "/system/members", desk.listing("members")),
    ("GET", "/system/callbacks", callbacks.find),
    ("POST", "/system/callbacks", callbacks.create),
    ("GET", "/system/callbacks/count", callbacks.count),
    ("GET", r"/system/callbacks/(\d+)", callbacks.read),
    ("PUT", r"/system/callbacks/(\d+)", callbacks.replace),
    ("PATCH", r"/system/callbacks/(\d+)", callbacks.patch),
    ("DELETE", r"/system/callbacks/(\d+)", callbacks.delete),
    ("GET", KEY_PATH + r"/(\w+)", callbacks.key),
    ("GET", "/system/info", desk.system_info),
    ("GET", "/system/audittrail", desk.audit_trail),
]
_COMPILED = [(method, re.compile(pattern), handler) for method, pattern, handler in ROUTES]


def route(call: Call) -> tuple[Handler, tuple[str, ...]]:
    """The handler and what the path names. Raises Refusal."""
    known = False
    for method, pattern, handler in _COMPILED:
        if match := pattern.fullmatch(call.path):
            known = True
            if method == call.method:
                return handler, match.groups()
    if known:
        raise refusal(405, "MethodNotAllowed", "The verb is not allowed here.")
    raise gone("Resource", call.path)
