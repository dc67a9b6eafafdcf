"""Notes of a ticket, and notes with time entries among them."""

from tests.emulators.connectwise.edits import patched
from tests.emulators.connectwise.entries import of_ticket as entries_of
from tests.emulators.connectwise.exchange import Answer, Call, Row, checked_members, gone, invalid, refusal
from tests.emulators.connectwise.lists import chosen, counted, listed
from tests.emulators.connectwise.shapes import NOTE_MEMBERS, author, note_shape
from tests.emulators.connectwise.tickets import found
from tests.emulators.connectwise.visibility import DISCUSSION, ENTRY_FLAGS, FLAGS, INTERNAL, RESOLUTION
from tests.emulators.connectwise.world import API_MEMBER, World

PLACE = "Please choose where to display the notes in order to save this record."
KIND = "ServiceNote"
READ_ONLY = frozenset(
    ["id", "ticketId", "dateCreated", "createdBy", "internalFlag", "externalFlag", "sentimentScore", "_info"]
)
NOT_IN_PROJECTS = frozenset({"createdBy", "dateCreated", "sentimentScore"})
STORED = ("text", "customerUpdatedFlag", "issueFlag", *FLAGS)
LOCKS = {
    "timeEntryDiscussionFlag": DISCUSSION,
    "timeEntryInternalAnalysisFlag": INTERNAL,
    "timeEntryResolutionFlag": RESOLUTION,
}
"""A board with such a flag takes such notes as time entries only."""
SHOWN_OF_ANY = NOTE_MEMBERS & {"id", "text", *FLAGS, "issueFlag", "member", "contact", "_info"}
ANY_NAMES = SHOWN_OF_ANY | {"timeStart", "timeEnd", "mergedFlag", "bundledFlag", "originalAuthor", "isMarkdownFlag"}
"""What a condition may name: noteType is not among it."""


def find(world: World, call: Call, number: str) -> Answer:
    return listed(call, _of(world, call, number), NOTE_MEMBERS)


def count(world: World, call: Call, number: str) -> Answer:
    return counted(call, _of(world, call, number), NOTE_MEMBERS)


def read(world: World, call: Call, number: str, note: str) -> Answer:
    return Answer(body=chosen(call, _shape(world, call, _note(world, call, number, note))))


def create(world: World, call: Call, number: str) -> Answer:
    ticket = found(world, call, number)
    body = checked_members(call.body, NOTE_MEMBERS, KIND)
    row: Row = {"ticketId": ticket["id"], "createdBy": API_MEMBER, "dateCreated": world.stamp()}
    row = world.add("notes", row | _checked(world, ticket, body))
    _tell(world, row, body)
    world.touch(ticket, API_MEMBER, f"note {row['id']}")
    return Answer(201, _shape(world, call, row), {"Location": f"{call.base}{call.path}/{row['id']}"})


def replace(world: World, call: Call, number: str, note: str) -> Answer:
    return _changed(world, call, number, note, checked_members(call.body, NOTE_MEMBERS, KIND))


def patch(world: World, call: Call, number: str, note: str) -> Answer:
    old = _note(world, call, number, note)
    return _changed(world, call, number, note, patched(world, old, call.body, NOTE_MEMBERS, KIND, READ_ONLY))


def delete(world: World, call: Call, number: str, note: str) -> Answer:
    row = _note(world, call, number, note)
    del world.rows("notes")[row["id"]]
    world.touch(found(world, call, number), API_MEMBER, f"note {note} deleted")
    return Answer(204)


def all_notes(world: World, call: Call, number: str) -> Answer:
    """Also those of tickets merged into this one."""
    if world.switches.all_notes_status != 200:
        raise refusal(world.switches.all_notes_status, "NotFound", "The resource is not there.")
    ticket = found(world, call, number)["id"]
    merged = {n for n, row in world.rows("tickets").items() if row.get("mergedParentTicket") == ticket}
    rows = [row for row in world.rows("notes").values() if row["ticketId"] in merged | {ticket}]
    notes = [_as_any(world, call, row, merged=row["ticketId"] != ticket) for row in rows]
    return listed(call, notes + [_entry_as_any(world, call, row) for row in entries_of(world, ticket)], ANY_NAMES)


def _of(world: World, call: Call, number: str) -> list[Row]:
    ticket = found(world, call, number)
    return [_shape(world, call, row) for row in world.rows("notes").values() if row["ticketId"] == ticket["id"]]


def _shape(world: World, call: Call, row: Row) -> Row:
    shown = note_shape(world, row, call.base)
    if call.path.startswith("/project/") and world.switches.project_notes_short:
        return {name: value for name, value in shown.items() if name not in NOT_IN_PROJECTS}
    return shown


def _note(world: World, call: Call, number: str, note: str) -> Row:
    ticket = found(world, call, number)
    row = world.row("notes", int(note), "Note")
    if row["ticketId"] != ticket["id"]:
        raise gone("Note", note)
    return row


def _checked(world: World, ticket: Row, body: Row) -> Row:
    """What is stored of a note. Raises Refusal."""
    if not str(body.get("text") or "").strip():
        raise invalid("serviceNote", "MissingRequiredField", "The text field is required.", "text")
    if not any(body.get(flag) for flag in FLAGS):
        raise invalid("serviceNote", "InvalidObject", PLACE, "text")
    board = world.rows("boards")[ticket["board"]]
    for lock, flag in LOCKS.items():
        if board.get(lock) and body.get(flag):
            raise invalid("serviceNote", "InvalidObject", "This board takes such notes as time entries only.", flag)
    row: Row = {name: body.get(name) if name == "text" else bool(body.get(name)) for name in STORED}
    return row | {"internalFlag": row[INTERNAL], "externalFlag": row[DISCUSSION] or row[RESOLUTION]}


def _changed(world: World, call: Call, number: str, note: str, body: Row) -> Answer:
    ticket, row = found(world, call, number), _note(world, call, number, note)
    row |= _checked(world, ticket, body) | {"lastUpdated": world.stamp(), "updatedBy": API_MEMBER}
    _tell(world, row, body)
    world.touch(ticket, API_MEMBER, f"note {note} changed")
    return Answer(body=_shape(world, call, row))


def _tell(world: World, row: Row, body: Row) -> None:
    if body.get("processNotifications", True):
        world.mails.append({"ticketId": row["ticketId"], "noteId": row["id"], "text": row["text"]})


def _as_any(world: World, call: Call, row: Row, *, merged: bool) -> Row:
    shown = {name: value for name, value in note_shape(world, row, call.base).items() if name in SHOWN_OF_ANY}
    return shown | {"noteType": "TicketNote", "mergedFlag": merged, "originalAuthor": row["createdBy"]}


def _entry_as_any(world: World, call: Call, row: Row) -> Row:
    shown: Row = {"id": row["id"], "text": row.get("notes") or "", "noteType": "TimeEntryNote"}
    shown |= {name: row[name] for name in ("timeStart", "timeEnd") if row.get(name)}
    shown |= {flag: bool(row.get(name)) for flag, name in zip(FLAGS, ENTRY_FLAGS, strict=True)}
    shown |= {"mergedFlag": False, "originalAuthor": row["enteredBy"]}
    info = {"lastUpdated": row.get("lastUpdated", row["dateEntered"]), "updatedBy": row["enteredBy"]}
    return shown | author(world, {}, row["enteredBy"], call.base) | {"_info": info}
