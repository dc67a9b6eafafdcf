"""What stands around a ticket: boards, statuses, companies, contacts, configurations, members, the server itself."""

from collections.abc import Callable

from tests.emulators.connectwise.exchange import Answer, Call, Row
from tests.emulators.connectwise.lists import chosen, listed
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
    "boards": frozenset({"id", "name", "inactiveFlag", "projectFlag"}),
    "companies": frozenset({"id", "identifier", "name"}),
    "contacts": frozenset({"id", "firstName", "lastName", "company"}),
    "configurations": frozenset({"id", "name", "company"}),
    "members": frozenset({"id", "identifier", "name"}),
}


def reading(table: str, what: str) -> Callable[[World, Call, str], Answer]:
    def read(world: World, call: Call, number: str) -> Answer:
        return Answer(body=chosen(call, _shape(world, call, world.row(table, int(number), what))))

    return read


def listing(table: str) -> Callable[[World, Call], Answer]:
    def find(world: World, call: Call) -> Answer:
        return listed(call, [_shape(world, call, row) for row in world.rows(table).values()], NAMES[table])

    return find


def statuses(world: World, call: Call, board: str) -> Answer:
    world.row("boards", int(board), "Board")
    return listed(call, _statuses(world, call, int(board)), STATUS_NAMES)


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
    number = call.query.get("id", "")
    return Answer(body=[entry for entry in world.audit if entry["text"].startswith(f"{number}: ")])


def _shape(world: World, call: Call, row: Row) -> Row:
    if "company" in row:
        return row | {"company": reference(world, call.base, "companies", row["company"], "company/companies")}
    return row


def _statuses(world: World, call: Call, board: int) -> list[Row]:
    shown = reference(world, call.base, "boards", board, "service/boards")
    return [row | {"board": shown} for row in world.rows("statuses").values() if row["board"] == board]
