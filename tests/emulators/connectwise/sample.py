"""Sample data: three companies, three boards with statuses of the same names, twelve tickets, one of a project."""

from tests.emulators.connectwise.documents import attach
from tests.emulators.connectwise.exchange import Row
from tests.emulators.connectwise.people import CUSTOMER, note
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
A_DAY = 86_400.0
PROJECT_TICKET = 5012
ATTACHED = 5010
"""The ticket with a customer's note, a document and a custom field."""
BOARD: Row = {
    "inactiveFlag": False,
    "location": {"id": 2, "name": "Main"},
    "department": {"id": 1, "identifier": "SVC", "name": "Service"},
}
MEMBERS = {1: "Resolvent", 2: "JSmith", 3: "PMiller"}


def status_id(board: int, name: str) -> int:
    return board * 20 + STATUSES.index(name)


def _contact(company: int, name: str) -> Row:
    values = (("Email", f"alex@{name.lower()}.example"), ("Phone", f"020 7946 0{company}"))
    items = [
        {"id": company * 10 + index, "type": {"id": index + 1, "name": kind}, "value": value, "defaultFlag": True}
        | {"communicationType": kind}
        for index, (kind, value) in enumerate(values)
    ]
    return {
        "id": company + 100,
        "firstName": "Alex",
        "lastName": name,
        "company": company,
        "communicationItems": items,
    }


def _member(number: int, identifier: str) -> Row:
    """`name` stands only in references."""
    return {
        "id": number,
        "identifier": identifier,
        "name": identifier,
        "licenseClass": "A" if number == 1 else "F",
        "firstName": identifier[0],
        "lastName": identifier[1:],
        "hireDate": "2020-01-01T00:00:00Z",
        "defaultEmail": "Office",
        "defaultPhone": "Office",
        "securityRole": {"id": 63, "name": "Service"},
        "inactiveFlag": False,
    }


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
        world.add("boards", {"id": number, "name": name, **BOARD, "projectFlag": number == 40})
        for status in STATUSES:
            world.add("statuses", _status(number, status))
    for number, (identifier, name) in COMPANIES.items():
        world.add("companies", {"id": number, "identifier": identifier, "name": name})
        world.add("contacts", _contact(number, name.split()[0]))
        world.add("configurations", {"id": number + 200, "name": f"{identifier}-PC-01", "company": number})
    for number, identifier in MEMBERS.items():
        world.add("members", _member(number, identifier))
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
                "contactName": f"Alex {COMPANIES[company][1].split()[0]}",
                "contactEmailAddress": f"alex@{COMPANIES[company][1].split()[0].lower()}.example",
                "dateEntered": world.stamp(ago=A_DAY),
                "enteredBy": "JSmith",
                "lastUpdated": world.stamp(),
                "updatedBy": "JSmith",
            },
        )
        world.devices_of[number] = [company + 200]
    _furnish(world, world.rows("tickets")[ATTACHED])
    world.audit.clear()
    return world


def _furnish(world: World, ticket: Row) -> None:
    attach(world, "Ticket", ticket["id"], "screen.txt", b"Response time: 9 s\n")
    ticket["customFields"] = [{"id": 7, "caption": "Site code", "type": "Text", "value": "HQ"}]
    note(world, ticket["id"], "It is slow since Monday.", by=CUSTOMER, contact=ticket["contact"])
    ticket |= {"updatedBy": "JSmith"}
