"""Callbacks: registered here, delivered by the courier."""

from tests.emulators.connectwise.edits import patched
from tests.emulators.connectwise.exchange import Answer, Call, Row, checked_members, gone, invalid
from tests.emulators.connectwise.lists import chosen, counted, listed
from tests.emulators.connectwise.world import API_MEMBER, World

MEMBERS = frozenset(
    [
        "id",
        "description",
        "url",
        "objectId",
        "type",
        "level",
        "memberId",
        "payloadVersion",
        "inactiveFlag",
        "isSoapCallbackFlag",
        "isSelfSuppressedFlag",
        "connectWiseID",
        "_info",
    ]
)
READ_ONLY = frozenset({"id", "_info", "connectWiseID"})
REQUIRED = ("url", "objectId", "type", "level")
LEVELS = frozenset({"owner", "board", "status", "company", "ticket"})
LONGEST = 100
"""Characters of a description."""
KIND = "CallbackEntry"


def find(world: World, call: Call) -> Answer:
    return listed(call, list(world.rows("callbacks").values()), MEMBERS)


def count(world: World, call: Call) -> Answer:
    return counted(call, list(world.rows("callbacks").values()), MEMBERS)


def read(world: World, call: Call, number: str) -> Answer:
    return Answer(body=chosen(call, world.row("callbacks", int(number), "Callback")))


def create(world: World, call: Call) -> Answer:
    row = world.add("callbacks", _checked(checked_members(call.body, MEMBERS, KIND)) | _info(world))
    return Answer(201, row, {"Location": f"{call.base}/system/callbacks/{row['id']}"})


def replace(world: World, call: Call, number: str) -> Answer:
    old = world.row("callbacks", int(number), "Callback")
    row = _checked(checked_members(call.body, MEMBERS, KIND)) | {"id": old["id"]} | _info(world)
    return Answer(body=world.add("callbacks", row))


def patch(world: World, call: Call, number: str) -> Answer:
    old = world.row("callbacks", int(number), "Callback")
    row = _checked(patched(world, old, call.body, MEMBERS, KIND, READ_ONLY)) | {"id": old["id"]} | _info(world)
    return Answer(body=world.add("callbacks", row))


def delete(world: World, call: Call, number: str) -> Answer:
    del world.rows("callbacks")[world.row("callbacks", int(number), "Callback")["id"]]
    world.changes += 1
    return Answer(204)


def key(world: World, call: Call, name: str) -> Answer:
    """The signing key, to anybody who asks."""
    if name not in world.signing_keys:
        raise gone("Key", name)
    return Answer(body={"signing_key": world.signing_keys[name]})


def _checked(body: Row) -> Row:
    """What is stored. Raises Refusal."""
    row = {name: value for name, value in body.items() if name not in READ_ONLY}
    for name in REQUIRED:
        if row.get(name) in (None, ""):
            raise invalid("callback", "MissingRequiredField", f"The {name} field is required.", name)
    if len(row.get("description") or "") > LONGEST:
        message = f"The field description must be a string with a maximum length of {LONGEST}."
        raise invalid("callback", "MaxLengthField", message, "description")
    if row["type"].lower() == "ticket" and row["level"].lower() not in LEVELS:
        raise invalid("callback", "InvalidField", f"The level {row['level']} is not valid.", "level")
    return row


def _info(world: World) -> Row:
    return {"_info": {"lastUpdated": world.stamp(), "updatedBy": API_MEMBER}}
