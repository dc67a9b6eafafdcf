"""Control routes: the judge, the plan, and acting as somebody else. They need the control token."""

import secrets

from tests.emulators.connectwise.deliveries import CALLBACK_FAULTS
from tests.emulators.connectwise.exchange import Answer, Call, Row
from tests.emulators.connectwise.faults import FAULTS
from tests.emulators.connectwise.judge import Judge
from tests.emulators.connectwise.shapes import DISCUSSION, INTERNAL, RESOLUTION
from tests.emulators.connectwise.world import World


def controlled(world: World, call: Call) -> Answer:
    if not secrets.compare_digest(call.headers.get("x-control", "").encode(), world.control.encode()):
        return Answer(403, text="The control token is missing.")
    body: Row = call.body if isinstance(call.body, dict) else {}
    match (call.method, call.path):
        case ("GET", "/_judge"):
            return Answer(body=Judge(world).report())
        case ("POST", "/_plan") if body.get("fault") in CALLBACK_FAULTS:
            world.armed.append(body["fault"])
        case ("POST", "/_plan") if body.get("fault") in FAULTS:
            world.plan.add(body["fault"], body["method"], body["path"], body.get("nth", 1))
        case ("POST", "/_admin/status"):
            world.set_status(body["ticket"], body["status"], body.get("by", "JSmith"))
        case ("POST", "/_admin/note"):
            _add_note(world, body)
        case ("POST", "/_admin/delete"):
            world.delete_ticket(body["ticket"], body.get("by", "JSmith"))
        case _:
            return Answer(404, text="There is no such control.")
    return Answer(204)


def _add_note(world: World, body: Row) -> None:
    """By a technician or, with `by` = Customer, a reply that the customer sees."""
    by, internal = body.get("by", "JSmith"), bool(body.get("internal"))
    flags = {DISCUSSION: not internal, INTERNAL: internal, RESOLUTION: False}
    note = {"text": body["text"], "ticketId": body["ticket"], "createdBy": by, "dateCreated": world.stamp()}
    world.add("notes", note | flags)
    world.touch(world.rows("tickets")[body["ticket"]], by, "note")
