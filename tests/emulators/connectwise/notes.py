"""Notes, notes with time entries among them, and time entries."""

from tests.emulators.connectwise.exchange import Answer, Call, Row, checked_members, gone, invalid, refusal
from tests.emulators.connectwise.lists import counted, listed
from tests.emulators.connectwise.shapes import DISCUSSION, INTERNAL, NOTE_MEMBERS, RESOLUTION, note_shape
from tests.emulators.connectwise.tickets import found
from tests.emulators.connectwise.world import API_MEMBER, World

PLACE = "Please choose where to display the notes in order to save this record."
FLAGS = (DISCUSSION, INTERNAL, RESOLUTION)
ENTRY_FLAGS = ("addToDetailDescriptionFlag", "addToInternalAnalysisFlag", "addToResolutionFlag")
ENTRY_MEMBERS = frozenset(
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
ALL_NOTE_MEMBERS = NOTE_MEMBERS & {"id", "text", *FLAGS, "issueFlag", "member", "contact", "_info"} | {
    "timeStart",
    "timeEnd",
}


def find(world: World, call: Call, number: str) -> Answer:
    return listed(call, _of(world, call, number), NOTE_MEMBERS)


def count(world: World, call: Call, number: str) -> Answer:
    return counted(call, _of(world, call, number), NOTE_MEMBERS)


def read(world: World, call: Call, number: str, note: str) -> Answer:
    return Answer(body=note_shape(_note(world, call, number, note)))


def create(world: World, call: Call, number: str) -> Answer:
    ticket = found(world, call, number)
    body = checked_members(call.body, NOTE_MEMBERS, "ServiceNote")
    if not str(body.get("text") or "").strip():
        raise invalid("serviceNote", "MissingRequiredField", "The text field is required.", "text")
    if not any(body.get(flag) for flag in FLAGS):
        raise invalid("serviceNote", "InvalidObject", PLACE, "text")
    row: Row = dict.fromkeys(FLAGS, False) | {
        "text": body["text"],
        "ticketId": ticket["id"],
        "createdBy": API_MEMBER,
        "dateCreated": world.stamp(),
        "customerUpdatedFlag": bool(body.get("customerUpdatedFlag")),
    }
    row |= {flag: bool(body.get(flag)) for flag in FLAGS}
    row |= {"internalFlag": row[INTERNAL], "externalFlag": row[DISCUSSION] or row[RESOLUTION]}
    row = world.add("notes", row)
    if body.get("processNotifications", True):
        world.mails.append({"ticketId": ticket["id"], "noteId": row["id"], "text": row["text"]})
    world.touch(ticket, API_MEMBER, f"note {row['id']}")
    return Answer(201, note_shape(row), {"Location": f"{call.base}{call.path}/{row['id']}"})


def delete(world: World, call: Call, number: str, note: str) -> Answer:
    row = _note(world, call, number, note)
    del world.rows("notes")[row["id"]]
    world.touch(found(world, call, number), API_MEMBER, f"note {note} deleted")
    return Answer(204)


def all_notes(world: World, call: Call, number: str) -> Answer:
    if world.switches.all_notes_status != 200:
        raise refusal(world.switches.all_notes_status, "NotFound", "The resource is not there.")
    ticket = found(world, call, number)
    notes = [_as_any(row, "TicketNote") for row in world.rows("notes").values() if row["ticketId"] == ticket["id"]]
    entries = [_entry_as_any(row) for row in world.rows("entries").values() if row["chargeToId"] == ticket["id"]]
    return listed(call, notes + entries, ALL_NOTE_MEMBERS)


def entries(world: World, call: Call) -> Answer:
    return listed(call, [_entry_shape(row) for row in world.rows("entries").values()], ENTRY_MEMBERS)


def add_entry(world: World, call: Call) -> Answer:
    body = checked_members(call.body, ENTRY_MEMBERS, "TimeEntry")
    if not body.get("timeStart"):
        raise invalid("timeEntry", "MissingRequiredField", "The timeStart field is required.", "timeStart")
    ticket = world.row("tickets", int(body.get("chargeToId") or 0), "Ticket")
    if world.rows("statuses")[ticket["status"]]["timeEntryNotAllowed"]:
        raise invalid("timeEntry", "InvalidObject", "The status does not allow time entries.", "chargeToId")
    row = {name: value for name, value in body.items() if name not in NOT_STORED}
    row = world.add("entries", row | {"enteredBy": API_MEMBER, "dateEntered": world.stamp()})
    if body.get("emailContactFlag"):
        world.mails.append({"ticketId": ticket["id"], "entryId": row["id"], "text": row.get("notes", "")})
    world.touch(ticket, API_MEMBER, f"time entry {row['id']}")
    return Answer(201, _entry_shape(row))


def _of(world: World, call: Call, number: str) -> list[Row]:
    ticket = found(world, call, number)
    return [note_shape(row) for row in world.rows("notes").values() if row["ticketId"] == ticket["id"]]


def _note(world: World, call: Call, number: str, note: str) -> Row:
    ticket = found(world, call, number)
    row = world.row("notes", int(note), "Note")
    if row["ticketId"] != ticket["id"]:
        raise gone("Note", note)
    return row


def _as_any(row: Row, kind: str) -> Row:
    shown = {name: value for name, value in note_shape(row).items() if name in ALL_NOTE_MEMBERS}
    return shown | {"noteType": kind, "member": {"identifier": row["createdBy"]}}


def _entry_as_any(row: Row) -> Row:
    shown = {"id": row["id"], "text": row.get("notes", ""), "timeStart": row["timeStart"], "noteType": "TimeEntryNote"}
    shown |= {flag: bool(row.get(name)) for flag, name in zip(FLAGS, ENTRY_FLAGS, strict=True)}
    return shown | {"member": {"identifier": row["enteredBy"]}}


def _entry_shape(row: Row) -> Row:
    return row | {"_info": {"lastUpdated": row["dateEntered"], "updatedBy": row["enteredBy"]}}
