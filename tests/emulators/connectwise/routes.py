"""Which verb on which path does what."""

import re
from collections.abc import Callable

from tests.emulators.connectwise import callbacks, desk, documents, entries, notes, tickets
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
    ("DELETE", rf"{TICKET}/(\d+)", tickets.delete),
    ("GET", rf"{TICKET}/(\d+)/notes", notes.find),
    ("POST", rf"{TICKET}/(\d+)/notes", notes.create),
    ("GET", rf"{TICKET}/(\d+)/notes/count", notes.count),
    ("GET", rf"{TICKET}/(\d+)/notes/(\d+)", notes.read),
    ("PUT", rf"{TICKET}/(\d+)/notes/(\d+)", notes.replace),
    ("PATCH", rf"{TICKET}/(\d+)/notes/(\d+)", notes.patch),
    ("DELETE", rf"{TICKET}/(\d+)/notes/(\d+)", notes.delete),
    ("GET", rf"{TICKET}/(\d+)/allNotes", notes.all_notes),
    ("GET", rf"{TICKET}/(\d+)/configurations", desk.devices),
    ("GET", rf"{TICKET}/(\d+)/documents", documents.of_ticket),
    ("GET", "/time/entries", entries.find),
    ("POST", "/time/entries", entries.create),
    ("GET", "/time/entries/count", entries.count),
    ("GET", r"/time/entries/(\d+)", entries.read),
    ("PUT", r"/time/entries/(\d+)", entries.replace),
    ("PATCH", r"/time/entries/(\d+)", entries.patch),
    ("DELETE", r"/time/entries/(\d+)", entries.delete),
    ("GET", "/service/boards", desk.listing("boards")),
    ("GET", r"/service/boards/(\d+)", desk.reading("boards", "Board")),
    ("GET", r"/service/boards/(\d+)/statuses", desk.statuses),
    ("GET", r"/service/boards/(\d+)/statuses/info", desk.statuses_info),
    ("GET", r"/service/boards/(\d+)/statuses/count", desk.statuses_count),
    ("GET", r"/service/boards/(\d+)/statuses/(\d+)", desk.status),
    ("GET", "/company/companies", desk.listing("companies")),
    ("GET", r"/company/companies/(\d+)", desk.reading("companies", "Company")),
    ("GET", "/company/contacts", desk.listing("contacts")),
    ("GET", r"/company/contacts/(\d+)", desk.reading("contacts", "Contact")),
    ("GET", r"/company/contacts/(\d+)/communications", desk.communications),
    ("GET", "/company/configurations", desk.listing("configurations")),
    ("GET", r"/company/configurations/(\d+)", desk.reading("configurations", "Configuration")),
    ("GET", "/system/members", desk.listing("members")),
    ("GET", r"/system/members/(\d+)", desk.reading("members", "Member")),
    ("GET", "/system/documents", documents.find),
    ("POST", "/system/documents", documents.create),
    ("GET", "/system/documents/count", documents.count),
    ("GET", r"/system/documents/(\d+)", documents.read),
    ("DELETE", r"/system/documents/(\d+)", documents.delete),
    ("GET", r"/system/documents/(\d+)/download", documents.download),
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
    ("GET", "/system/audittrail/count", desk.audit_count),
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
