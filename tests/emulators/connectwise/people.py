"""What somebody else does at the desk: technicians, the customer, a workflow rule."""

from collections.abc import Callable

from tests.emulators.connectwise.exchange import Row
from tests.emulators.connectwise.visibility import DISCUSSION, INTERNAL, RESOLUTION
from tests.emulators.connectwise.world import World

TECHNICIAN, WORKFLOW, CUSTOMER = "JSmith", "Workflow", "Customer"


def note(
    world: World, ticket: int, text: str, *, by: str = TECHNICIAN, internal: bool = False, contact: int | None = None
) -> Row:
    """By a technician or, with a contact's id, by the customer."""
    row: Row = {"text": text, "ticketId": ticket, "createdBy": by, "dateCreated": world.stamp()}
    row |= {DISCUSSION: not internal, INTERNAL: internal, RESOLUTION: False}
    row |= {"internalFlag": internal, "externalFlag": not internal, "contact": contact}
    row = world.add("notes", row | {"customerUpdatedFlag": contact is not None})
    world.touch(world.rows("tickets")[ticket], by, f"note {row['id']}")
    return row


def reply(world: World, ticket: int, text: str, *, reopens: bool = True) -> None:
    """Mail from the customer; it takes the ticket back to its board's default status."""
    row = world.rows("tickets")[ticket]
    note(world, ticket, text, by=CUSTOMER, contact=row.get("contact"))
    row["customerUpdatedFlag"] = True
    if reopens:
        world.set_status(ticket, world.default_status(row["board"]), CUSTOMER)


def closing_status(world: World, ticket: int) -> int:
    board = world.rows("tickets")[ticket]["board"]
    return next(n for n, row in world.rows("statuses").items() if row["board"] == board and row["closedStatus"])


def close(world: World, ticket: int, by: str = TECHNICIAN) -> None:
    world.set_status(ticket, closing_status(world, ticket), by)


def merge(world: World, ticket: int, into: int, by: str = TECHNICIAN) -> None:
    """The merged ticket is closed and names its parent."""
    child, parent = world.rows("tickets")[ticket], world.rows("tickets")[into]
    child |= {"mergedParentTicket": into, "status": closing_status(world, ticket)}
    parent["hasMergedChildTicketFlag"] = True
    world.touch(child, by, f"merged into {into}")
    world.touch(parent, by, f"merged with {ticket}")


def make_project(world: World, ticket: int, by: str = TECHNICIAN) -> None:
    row = world.rows("tickets")[ticket]
    row["recordType"] = "ProjectTicket"
    world.touch(row, by, "record type")


def _add_note(world: World, body: Row) -> None:
    by = body.get("by", TECHNICIAN)
    contact = world.rows("tickets")[body["ticket"]].get("contact") if by == CUSTOMER else None
    note(world, body["ticket"], body["text"], by=by, internal=bool(body.get("internal")), contact=contact)


ACTS: dict[str, Callable[[World, Row], None]] = {
    "status": lambda world, body: world.set_status(body["ticket"], body["status"], body.get("by", TECHNICIAN)),
    "note": _add_note,
    "reply": lambda world, body: reply(world, body["ticket"], body["text"], reopens=body.get("reopens", True)),
    "move": lambda world, body: world.move(body["ticket"], body["board"], body.get("by", TECHNICIAN)),
    "close": lambda world, body: close(world, body["ticket"], body.get("by", TECHNICIAN)),
    "merge": lambda world, body: merge(world, body["ticket"], body["into"], body.get("by", TECHNICIAN)),
    "project": lambda world, body: make_project(world, body["ticket"], body.get("by", TECHNICIAN)),
    "delete": lambda world, body: world.delete_ticket(body["ticket"], body.get("by", TECHNICIAN)),
}
"""By the name in `/_admin/{name}`."""
