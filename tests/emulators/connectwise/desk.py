"""What stands around a ticket: boards, statuses, companies, contacts, configurations, members, the server itself."""

from collections.abc import Callable

from tests.emulators.connectwise.exchange import Answer, Call, Row, gone
from tests.emulators.connectwise.lists import chosen, counted, listed
from tests.emulators.connectwise.shapes import reference
from tests.emulators.connectwise.tickets import found
from tests.emulators.connectwise.world import World

STATUS_NAMES = frozenset(
    [
        "id",
        "name",
        "board",
        "sortOrder",
        "displayOnBoard",
        "inactive",
        "closedStatus",
        "timeEntryNotAllowed",
        "defaultFlag",
    ]
)
STATUS_INFO_NAMES = STATUS_NAMES - {"inactive", "closedStatus"} | {"inactiveFlag", "closedFlag"}
NAMES = {
    "boards": frozenset({"id", "name", "inactiveFlag", "projectFlag", "location", "department"}),
    "companies": frozenset({"id", "identifier", "name", "types"}),
    "contacts": frozenset({"id", "firstName", "lastName", "company", "communicationItems", "inactiveFlag"}),
    "configurations": frozenset({"id", "name", "company", "type", "serialNumber"}),
    "members": frozenset({"id", "identifier", "firstName", "lastName", "licenseClass", "inactiveFlag"}),
}
HIDDEN = {"members": frozenset({"name"})}
"""What a row keeps only for references to it."""


def reading(table: str, what: str) -> Callable[[World, Call, str], Answer]:
    def read(world: World, call: Call, number: str) -> Answer:
        return Answer(body=chosen(call, _shape(world, call, table, world.row(table, int(number), what))))

    return read


def listing(table: str) -> Callable[[World, Call], Answer]:
    def find(world: World, call: Call) -> Answer:
        return listed(call, _shapes(world, call, table), NAMES[table])

    return find


def counting(table: str) -> Callable[[World, Call], Answer]:
    return lambda world, call: counted(call, _shapes(world, call, table), NAMES[table])


def statuses(world: World, call: Call, board: str) -> Answer:
    world.row("boards", int(board), "Board")
    return listed(call, _statuses(world, call, int(board)), STATUS_NAMES)


def statuses_count(world: World, call: Call, board: str) -> Answer:
    world.row("boards", int(board), "Board")
    return counted(call, _statuses(world, call, int(board)), STATUS_NAMES)


def status(world: World, call: Call, board: str, number: str) -> Answer:
    for row in _statuses(world, call, int(board)):
        if row["id"] == int(number):
            return Answer(body=chosen(call, row))
    raise gone("Status", number)


def statuses_info(world: World, call: Call, board: str) -> Answer:
    rows = [
        {name: value for name, value in row.items() if name in STATUS_INFO_NAMES}
        | {"inactiveFlag": row["inactive"], "closedFlag": row["closedStatus"]}
        for row in _statuses(world, call, int(board))
    ]
    return listed(call, rows, STATUS_INFO_NAMES)


def devices(world: World, call: Call, number: str) -> Answer:
    ticket = found(world, call, number)
    rows = [world.rows("configurations")[device] for device in world.devices_of.get(ticket["id"], [])]
    shown = [{"id": row["id"], "deviceIdentifier": row["name"], "_info": {}} for row in rows]
    return listed(call, shown, frozenset({"id", "deviceIdentifier"}))


def company_info(world: World, call: Call, company: str) -> Answer:
    """`null` for a company that the site doesn't know."""
    if company.lower() != world.credentials.company:
        return Answer(text="null")
    cloud = world.switches.hosting == "cloud"
    return Answer(
        body={"CompanyName": company, "CompanyID": company, "Codebase": world.switches.codebase, "IsCloud": cloud}
    )


def system_info(world: World, call: Call) -> Answer:
    cloud = world.switches.hosting == "cloud"
    return Answer(body={"version": "v2025.8", "isCloud": cloud, "serverTimeZone": "UTC"})


def audit_trail(world: World, call: Call) -> Answer:
    return Answer(body=_audited(world, call))


def audit_count(world: World, call: Call) -> Answer:
    return Answer(body={"count": len(_audited(world, call))})


def _audited(world: World, call: Call) -> list[Row]:
    number = call.query.get("id", "")
    return [entry for entry in world.audit if entry["text"].startswith(f"{number}: ")]


def communications(world: World, call: Call, number: str) -> Answer:
    contact = world.row("contacts", int(number), "Contact")
    rows = [row | {"contactId": contact["id"]} for row in contact["communicationItems"]]
    return listed(call, rows, frozenset({"id", "type", "value", "communicationType", "defaultFlag"}))


def _shape(world: World, call: Call, table: str, row: Row) -> Row:
    shown = {name: value for name, value in row.items() if name not in HIDDEN.get(table, ())}
    if "company" in row:
        shown["company"] = reference(world, call.base, "companies", row["company"], "company/companies")
    return shown


def _shapes(world: World, call: Call, table: str) -> list[Row]:
    return [_shape(world, call, table, row) for row in world.rows(table).values()]


def _statuses(world: World, call: Call, board: int) -> list[Row]:
    shown = reference(world, call.base, "boards", board, "service/boards")
    return [row | {"board": shown} for row in world.rows("statuses").values() if row["board"] == board]
