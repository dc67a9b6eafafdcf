"""Tickets: read, list, create, and the vendor's own kind of PATCH."""

from typing import Any

from tests.emulators.connectwise.edits import operations
from tests.emulators.connectwise.exchange import (
    Answer,
    Call,
    Row,
    checked_members,
    gone,
    invalid,
    refusal,
)
from tests.emulators.connectwise.lists import Filters, chosen, counted, listed
from tests.emulators.connectwise.shapes import TICKET_MEMBERS, ticket_shape
from tests.emulators.connectwise.switches import Merged
from tests.emulators.connectwise.visibility import DISCUSSION, FLAGS, INTERNAL, RESOLUTION
from tests.emulators.connectwise.world import API_MEMBER, World

LONGEST = {"summary": 100, "contactEmailAddress": 250, "automaticEmailCc": 1000}
REFERENCES = {
    "board": "boards",
    "status": "statuses",
    "company": "companies",
    "contact": "contacts",
    "owner": "members",
}
READ_ONLY = frozenset({"id", "_info", "closedFlag", "recordType"})
NOT_STORED = frozenset({"skipCallback", "processNotifications"})
POSTED_ONLY = {
    "initialDescription": DISCUSSION,
    "initialInternalAnalysis": INTERNAL,
    "initialResolution": RESOLUTION,
}
"""Each becomes a note."""
SEARCH_ORDER = ("conditions", "childconditions", "customfieldconditions", "orderBy")
SEARCH_MEMBERS = frozenset(SEARCH_ORDER)
EMPTIABLE = frozenset({"contact", "owner"})
IN_SERVICE, IN_PROJECT = "ServiceTicket", "ProjectTicket"


def found(world: World, call: Call, number: str) -> Row:
    """The ticket, if this module of the API shows it. Raises Refusal."""
    row = world.row("tickets", int(number), "Ticket")
    project = call.path.startswith("/project/")
    if (project or world.switches.project_tickets_hidden) and (row["recordType"] == IN_PROJECT) != project:
        raise gone("Ticket", number)
    parent = row.get("mergedParentTicket")
    if parent and world.switches.merged is Merged.TO_PARENT:
        return world.row("tickets", parent, "Ticket")
    if parent and world.switches.merged is Merged.REFUSES and call.method != "GET":
        raise refusal(400, "InvalidObject", f"Ticket {number} is merged into {parent}.")
    return row


def read(world: World, call: Call, number: str) -> Answer:
    return Answer(body=chosen(call, ticket_shape(world, found(world, call, number), call.base)))


def find(world: World, call: Call) -> Answer:
    return listed(call, _shown(world, call), TICKET_MEMBERS)


def count(world: World, call: Call) -> Answer:
    return counted(call, _shown(world, call), TICKET_MEMBERS)


def search(world: World, call: Call) -> Answer:
    body = checked_members(call.body, SEARCH_MEMBERS, "FilterValues")
    filters = Filters(*(body.get(name) or "" for name in SEARCH_ORDER))
    return listed(call, _shown(world, call), TICKET_MEMBERS, filters)


def create(world: World, call: Call) -> Answer:
    body = checked_members(call.body, TICKET_MEMBERS, "Ticket")
    for name in ("summary", "company"):
        if not body.get(name):
            raise invalid("ticket", "MissingRequiredField", f"The {name} field is required.", name)
    row: Row = {"recordType": IN_SERVICE, "enteredBy": API_MEMBER, "dateEntered": world.stamp()}
    values = {name: value for name, value in body.items() if name not in READ_ONLY | set(POSTED_ONLY) | NOT_STORED}
    row["board"] = _resolved(world, "board", values.pop("board", {"id": min(world.rows("boards"))}), row)
    row["status"] = world.default_status(row["board"])
    for name, value in values.items():
        _set(world, row, name, value)
    row = world.add("tickets", row)
    _add_initial_notes(world, row["id"], body)
    world.touch(row, API_MEMBER, "created", None if body.get("skipCallback") else "added")
    headers = {"Location": f"{call.base}/service/tickets/{row['id']}"}
    return Answer(201, ticket_shape(world, row, call.base), headers)


def patch(world: World, call: Call, number: str) -> Answer:
    row = found(world, call, number)
    changed = dict(row)
    wanted = operations(world, call.body, TICKET_MEMBERS, "Ticket", READ_ONLY | set(POSTED_ONLY))
    silent = any(name == "skipCallback" and value for name, _, value in wanted)
    wanted = [operation for operation in wanted if operation[0] not in NOT_STORED]
    for name, step, value in sorted(wanted, key=lambda operation: operation[0] != "board"):
        _set(world, changed, name, value, step)
    if changed["board"] != row["board"] and not any(name == "status" for name, _, _ in wanted):
        changed["status"] = world.default_status(changed["board"])
    _check_status(world, changed, "status/id")
    row.update(changed)
    world.touch(row, API_MEMBER, ", ".join(name for name, _, _ in wanted), None if silent else "updated")
    return Answer(body=ticket_shape(world, row, call.base))


def delete(world: World, call: Call, number: str) -> Answer:
    world.delete_ticket(found(world, call, number)["id"], API_MEMBER)
    return Answer(204)


def _add_initial_notes(world: World, number: int, body: Row) -> None:
    for name, flag in POSTED_ONLY.items():
        if text := body.get(name):
            note: Row = {"text": text, "ticketId": number, "createdBy": API_MEMBER, "dateCreated": world.stamp()}
            world.add("notes", note | {other: other == flag for other in FLAGS})


def _shown(world: World, call: Call) -> list[Row]:
    kind = IN_PROJECT if call.path.startswith("/project/") else IN_SERVICE
    rows = [row for row in world.rows("tickets").values() if row["recordType"] == kind]
    return [ticket_shape(world, row, call.base) for row in rows]


def _set(world: World, row: Row, name: str, value: Any, step: str = "") -> None:
    if name in LONGEST and isinstance(value, str) and len(value) > LONGEST[name]:
        message = f"The field {name} must be a string with a maximum length of {LONGEST[name]}."
        raise invalid("ticket", "MaxLengthField", message, name)
    if name in EMPTIABLE and value is None:
        row[name] = None
    elif name in REFERENCES:
        row[name] = _resolved(world, name, {step: value} if step else value, row)
    else:
        row[name] = value
    if name == "status":
        _check_status(world, row, f"status/{step or 'id'}")


def _resolved(world: World, name: str, value: Any, row: Row) -> int:
    """The id behind `{"id": n}`, `{"name": …}` or `{"identifier": …}`. Raises Refusal."""
    if not isinstance(value, dict):
        raise invalid("ticket", "InvalidField", f"{name} must be a reference.", name)
    by = next((key for key in ("id", "identifier", "name") if value.get(key) is not None), None)
    if by is None:
        raise invalid("ticket", "MissingRequiredField", f"The {name} field is required.", name)
    for number, candidate in world.rows(REFERENCES[name]).items():
        on_board = name != "status" or by == "id" or candidate["board"] == row["board"]
        if candidate.get(by) == value[by] and on_board:
            return number
    if name == "status":
        raise _wrong_board(value[by], row["board"], f"status/{by}")
    raise invalid("ticket", "NotFound", f"{name} {value[by]} not found", f"{name}/{by}")


def _check_status(world: World, row: Row, field: str) -> None:
    if world.rows("statuses")[row["status"]]["board"] != row["board"]:
        raise _wrong_board(row["status"], row["board"], field)


def _wrong_board(status: Any, board: int, field: str) -> Exception:
    return invalid("ticket", "NotFound", f"Service Status {status} not found for Service Board {board}", field)
