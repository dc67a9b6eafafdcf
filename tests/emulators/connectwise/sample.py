"""Sample data: three companies, three boards with statuses of the same names, twelve tickets, one of a project."""

from tests.emulators.connectwise.exchange import Row
from tests.emulators.connectwise.world import World

BOARDS = {21: "Help Desk", 35: "Network", 40: "Projects"}
STATUSES = ("New", "In Progress", "Waiting Customer", "Escalated", "Completed", "Closed", "Old Triage")
"""On every board, with other ids. Completed doesn't close; Old Triage is inactive."""
COMPANIES = {
    11: ("NORTH", "Northgate Dental"),
    12: ("HARB", "Harbour Freight Forwarding"),
    13: ("ELM", "Elm Street Law"),
}
SUMMARIES = (
    "Outlook asks for the password again and again",
    "Scanner does not send to the shared folder",
    "VPN drops after ten minutes",
    "New starter needs an account",
    "Printer on the second floor prints blank pages",
    "Backup of the file server failed",
    "Switch in the rack is offline",
    "Calendar is not shared with the assistant",
    "Laptop does not wake from sleep",
    "Slow connection to the booking system",
    "Certificate of the web mail runs out",
    "Replace the firewall",
)
PROJECT_TICKET = 5012
MEMBERS = {1: "Resolvent", 2: "JSmith", 3: "PMiller"}


def status_id(board: int, name: str) -> int:
    return board * 20 + STATUSES.index(name)


def _status(board: int, name: str) -> Row:
    return {
        "id": status_id(board, name),
        "name": name,
        "board": board,
        "sortOrder": STATUSES.index(name),
        "displayOnBoard": True,
        "inactive": name == "Old Triage",
        "closedStatus": name == "Closed",
        "timeEntryNotAllowed": name == "Closed",
        "defaultFlag": name == "New",
    }


def sample(world: World) -> World:
    for number, name in BOARDS.items():
        world.add("boards", {"id": number, "name": name, "inactiveFlag": False, "projectFlag": number == 40})
        for status in STATUSES:
            world.add("statuses", _status(number, status))
    for number, (identifier, name) in COMPANIES.items():
        world.add("companies", {"id": number, "identifier": identifier, "name": name})
        world.add("contacts", {"id": number + 100, "firstName": "Alex", "lastName": name.split()[0], "company": number})
        world.add("configurations", {"id": number + 200, "name": f"{identifier}-PC-01", "company": number})
    for number, identifier in MEMBERS.items():
        world.add("members", {"id": number, "identifier": identifier, "name": identifier})
    for index, summary in enumerate(SUMMARIES):
        number, company = 5001 + index, 11 + index % 3
        project = number == PROJECT_TICKET
        board = 40 if project else (21, 35)[index % 2]
        world.add(
            "tickets",
            {
                "id": number,
                "summary": summary,
                "recordType": "ProjectTicket" if project else "ServiceTicket",
                "board": board,
                "status": status_id(board, "In Progress"),
                "company": company,
                "contact": company + 100,
                "dateEntered": world.stamp(),
                "enteredBy": "JSmith",
                "lastUpdated": world.stamp(),
                "updatedBy": "JSmith",
            },
        )
        world.devices_of[number] = [company + 200]
    return world
