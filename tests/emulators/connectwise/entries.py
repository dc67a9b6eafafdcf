"""Time entries: how many desks write notes."""

from tests.emulators.connectwise.edits import patched
from tests.emulators.connectwise.exchange import Answer, Call, Row, checked_members, invalid
from tests.emulators.connectwise.lists import chosen, counted, listed
from tests.emulators.connectwise.shapes import reference
from tests.emulators.connectwise.world import API_MEMBER, World

MEMBERS = frozenset(
    [
        "id",
        "chargeToId",
        "chargeToType",
        "company",
        "member",
        "timeStart",
        "timeEnd",
        "actualHours",
        "hoursDeduct",
        "workType",
        "workRole",
        "billableOption",
        "notes",
        "internalNotes",
        "addToDetailDescriptionFlag",
        "addToInternalAnalysisFlag",
        "addToResolutionFlag",
        "emailContactFlag",
        "emailResourceFlag",
        "emailCcFlag",
        "emailCc",
        "customFields",
        "enteredBy",
        "dateEntered",
        "ticket",
        "_info",
    ]
)
NOT_STORED = frozenset({"emailContactFlag", "emailResourceFlag", "emailCcFlag"})
READ_ONLY = frozenset({"id", "enteredBy", "dateEntered", "ticket", "_info"})
TICKETS = frozenset({"ServiceTicket", "ProjectTicket"})
KIND = "TimeEntry"


def of_ticket(world: World, ticket: int) -> list[Row]:
    rows = world.rows("entries").values()
    return [row for row in rows if row["chargeToId"] == ticket and row.get("chargeToType") in TICKETS]


def find(world: World, call: Call) -> Answer:
    return listed(call, [_shape(world, call, row) for row in world.rows("entries").values()], MEMBERS)


def count(world: World, call: Call) -> Answer:
    return counted(call, [_shape(world, call, row) for row in world.rows("entries").values()], MEMBERS)


def read(world: World, call: Call, number: str) -> Answer:
    return Answer(body=chosen(call, _shape(world, call, world.row("entries", int(number), KIND))))


def create(world: World, call: Call) -> Answer:
    body = checked_members(call.body, MEMBERS, KIND)
    stored = _checked(world, body)
    row = world.add("entries", stored | {"enteredBy": API_MEMBER, "dateEntered": world.stamp()})
    if body.get("emailContactFlag"):
        world.mails.append({"ticketId": row["chargeToId"], "entryId": row["id"], "text": row.get("notes") or ""})
    _touch(world, row, f"time entry {row['id']}")
    return Answer(201, _shape(world, call, row), {"Location": f"{call.base}/time/entries/{row['id']}"})


def replace(world: World, call: Call, number: str) -> Answer:
    return _changed(world, call, number, checked_members(call.body, MEMBERS, KIND))


def patch(world: World, call: Call, number: str) -> Answer:
    old = world.row("entries", int(number), KIND)
    shown = {name: value for name, value in old.items() if name != "member"}
    return _changed(
        world, call, number, patched(world, shown, call.body, MEMBERS, KIND, READ_ONLY) | _member_of(world, old)
    )


def delete(world: World, call: Call, number: str) -> Answer:
    row = world.row("entries", int(number), KIND)
    del world.rows("entries")[row["id"]]
    _touch(world, row, f"time entry {number} deleted")
    return Answer(204)


def _changed(world: World, call: Call, number: str, body: Row) -> Answer:
    old = world.row("entries", int(number), KIND)
    if not body.get("billableOption"):
        raise invalid("timeEntry", "MissingRequiredField", "The billableOption field is required.", "billableOption")
    kept = {name: old[name] for name in ("id", "enteredBy", "dateEntered")}
    row = world.add("entries", _checked(world, body) | kept | {"lastUpdated": world.stamp()})
    _touch(world, row, f"time entry {number} changed")
    return Answer(body=_shape(world, call, row))


def _checked(world: World, body: Row) -> Row:
    """What is stored. Raises Refusal."""
    if not body.get("timeStart"):
        raise invalid("timeEntry", "MissingRequiredField", "The timeStart field is required.", "timeStart")
    row = {name: value for name, value in body.items() if name not in NOT_STORED | READ_ONLY}
    row["member"] = _member(world, body.get("member"))
    if body.get("chargeToType") in TICKETS:
        ticket = world.row("tickets", int(body.get("chargeToId") or 0), "Ticket")
        if world.rows("statuses")[ticket["status"]]["timeEntryNotAllowed"]:
            raise invalid("timeEntry", "InvalidObject", "The status does not allow time entries.", "chargeToId")
    return row | {"chargeToId": body.get("chargeToId")}


def _member(world: World, asked: Row | None) -> int:
    """By default the API member. Raises Refusal."""
    asked = asked or {"identifier": API_MEMBER}
    for number, member in world.rows("members").items():
        if asked.get("id") == number or ("id" not in asked and asked.get("identifier") == member["identifier"]):
            return number
    raise invalid("timeEntry", "NotFound", f"Member {asked} not found", "member")


def _member_of(world: World, row: Row) -> Row:
    return {"member": {"id": row["member"]}} if isinstance(row.get("member"), int) else {}


def _shape(world: World, call: Call, row: Row) -> Row:
    shown = {name: value for name, value in row.items() if name in MEMBERS and name != "member"}
    if member := reference(world, call.base, "members", row.get("member"), "system/members"):
        shown["member"] = member
    if row.get("chargeToType") in TICKETS and (ticket := world.rows("tickets").get(row["chargeToId"])):
        shown["ticket"] = {"id": ticket["id"], "summary": ticket["summary"]}
    info = {"lastUpdated": row.get("lastUpdated", row["dateEntered"]), "updatedBy": row["enteredBy"]}
    return shown | {"_info": info}


def _touch(world: World, row: Row, what: str) -> None:
    if (ticket := world.rows("tickets").get(row["chargeToId"] or 0)) is not None:
        world.touch(ticket, API_MEMBER, what)
