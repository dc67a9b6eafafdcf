"""Faults of notes: kept otherwise than they were sent, twice, quoted, elsewhere; lists that change while they are read."""

from collections.abc import Callable

from tests.emulators.connectwise.exchange import Answer, Call, Row
from tests.emulators.connectwise.fault_kinds import Act, Fault, then, ticket_of
from tests.emulators.connectwise.people import TECHNICIAN, note
from tests.emulators.connectwise.visibility import DISCUSSION, ENTRY_FLAGS, FLAGS, INTERNAL, RESOLUTION
from tests.emulators.connectwise.world import API_MEMBER, World


def _kept(change: Callable[[Row], None]) -> Fault:
    """The note is stored otherwise than it was sent; the reply still shows what was sent."""
    return then(lambda world, call, answer: change(world.rows("notes")[answer.body["id"]]))


def _twice(world: World, call: Call, act: Act) -> Answer:
    act()
    return act()


def _quoted(world: World, call: Call, answer: Answer) -> None:
    row = world.rows("notes")[answer.body["id"]]
    quote = "\n".join(f"> {line}" for line in row["text"].splitlines())
    world.add("notes", _without_id(row) | {"text": quote, "createdBy": TECHNICIAN})


def _copied(world: World, call: Call, answer: Answer) -> None:
    """Somebody else pastes the whole text, its last line included."""
    row = world.rows("notes")[answer.body["id"]]
    world.add("notes", _without_id(row) | {"createdBy": TECHNICIAN})


def _only_as_time(world: World, call: Call, answer: Answer) -> None:
    row = world.rows("notes").pop(answer.body["id"])
    entry: Row = {
        "chargeToId": row["ticketId"],
        "chargeToType": world.rows("tickets")[row["ticketId"]]["recordType"],
        "timeStart": world.stamp(),
        "notes": row["text"],
        "enteredBy": row["createdBy"],
        "dateEntered": world.stamp(),
    }
    flags = {name: bool(row.get(flag)) for flag, name in zip(FLAGS, ENTRY_FLAGS, strict=True)}
    world.add("entries", entry | flags)


def _without_id(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "id"}


def _grows(world: World, call: Call, answer: Answer) -> None:
    """After this page a note comes in: with the newest first, one is read twice."""
    note(world, ticket_of(call), "Called the customer.", internal=True)


def _shrinks(world: World, call: Call, answer: Answer) -> None:
    """After this page the first note of somebody else is deleted: by numbered pages, one is never read."""
    number = ticket_of(call)
    rows = [row for row in world.rows("notes").values() if row["ticketId"] == number and row["createdBy"] != API_MEMBER]
    if rows:
        del world.rows("notes")[rows[0]["id"]]
        world.touch(world.rows("tickets")[number], TECHNICIAN, f"note {rows[0]['id']} deleted")


NOTE_FAULTS: dict[str, Fault] = {
    "note_made_visible": _kept(lambda row: row.update({DISCUSSION: True})),
    "note_made_internal": _kept(lambda row: row.update({DISCUSSION: False, INTERNAL: True, RESOLUTION: False})),
    "note_trimmed": _kept(lambda row: row.update(text=row["text"][: len(row["text"]) // 2])),
    "note_recoded": _kept(lambda row: row.update(text=row["text"].replace("&", "&amp;").replace("\n", "\r\n"))),
    "note_last_line_lost": _kept(lambda row: row.update(text=row["text"].rpartition("\n")[0])),
    "note_doubled": _twice,
    "note_quoted": then(_quoted),
    "note_copied": then(_copied),
    "note_only_as_time": then(_only_as_time),
}
LIST_FAULTS: dict[str, Fault] = {"notes_grow_while_read": then(_grows), "notes_shrink_while_read": then(_shrinks)}
