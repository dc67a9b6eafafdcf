"""Rows as the vendor shows them: references expanded, `_info` apart."""

from tests.emulators.connectwise.exchange import Row
from tests.emulators.connectwise.world import World

TICKET_MEMBERS = frozenset(
    [
        "id",
        "summary",
        "recordType",
        "board",
        "status",
        "company",
        "contact",
        "contactName",
        "contactEmailAddress",
        "type",
        "subType",
        "item",
        "owner",
        "priority",
        "source",
        "severity",
        "impact",
        "closedFlag",
        "closedDate",
        "closedBy",
        "dateResolved",
        "resources",
        "customerUpdatedFlag",
        "parentTicketId",
        "automaticEmailContactFlag",
        "automaticEmailResourceFlag",
        "automaticEmailCcFlag",
        "automaticEmailCc",
        "hasChildTicket",
        "mergedParentTicket",
        "hasMergedChildTicketFlag",
        "sla",
        "slaStatus",
        "customFields",
        "initialDescription",
        "initialInternalAnalysis",
        "initialResolution",
        "processNotifications",
        "skipCallback",
        "_info",
    ]
)
NOTE_MEMBERS = frozenset(
    [
        "id",
        "ticketId",
        "text",
        "detailDescriptionFlag",
        "internalAnalysisFlag",
        "resolutionFlag",
        "issueFlag",
        "member",
        "contact",
        "customerUpdatedFlag",
        "processNotifications",
        "dateCreated",
        "createdBy",
        "internalFlag",
        "externalFlag",
        "sentimentScore",
        "_info",
    ]
)
SINGULAR = {"boards": "board", "statuses": "status", "companies": "company", "contacts": "contact", "members": "member"}


def reference(world: World, base: str, table: str, number: int | None, path: str) -> Row | None:
    if number is None or number not in world.rows(table):
        return None
    row = world.rows(table)[number]
    shown = {name: row[name] for name in ("id", "identifier", "name") if name in row}
    if table == "contacts":
        shown["name"] = f"{row['firstName']} {row['lastName']}"
    return shown | {"_info": {f"{SINGULAR[table]}_href": f"{base}/{path}/{number}"}}


def ticket_shape(world: World, row: Row, base: str) -> Row:
    board = row["board"]
    status = reference(world, base, "statuses", row["status"], f"service/boards/{board}/statuses")
    if status is not None:
        status["_info"] = {"status_href": f"{base}/service/boards/{board}/statuses/{row['status']}"}
    info = {name: row[name] for name in ("lastUpdated", "updatedBy", "dateEntered", "enteredBy")}
    plain = {name: value for name, value in row.items() if name in TICKET_MEMBERS and name not in {"status", "board"}}
    closed = world.rows("statuses")[row["status"]]["closedStatus"]
    if contact := reference(world, base, "contacts", plain.pop("contact", None), "company/contacts"):
        plain["contact"] = contact
    if owner := reference(world, base, "members", plain.pop("owner", None), "system/members"):
        plain["owner"] = owner
    if (parent := plain.pop("mergedParentTicket", None)) in world.rows("tickets"):
        plain["mergedParentTicket"] = {"id": parent, "summary": world.rows("tickets")[parent]["summary"]}
    return plain | {
        "board": reference(world, base, "boards", board, "service/boards"),
        "status": status,
        "company": reference(world, base, "companies", row["company"], "company/companies"),
        "closedFlag": closed,
        "_info": info,
    }


def note_shape(world: World, row: Row, base: str) -> Row:
    shown = {name: value for name, value in row.items() if name in NOTE_MEMBERS and name not in {"member", "contact"}}
    info = {
        "lastUpdated": row.get("lastUpdated", row["dateCreated"]),
        "updatedBy": row.get("updatedBy", row["createdBy"]),
    }
    return shown | author(world, row, row["createdBy"], base) | {"_info": info}


def author(world: World, row: Row, identifier: str, base: str) -> Row:
    """The contact who wrote, or the member; neither for a name that is no member's."""
    if contact := reference(world, base, "contacts", row.get("contact"), "company/contacts"):
        return {"contact": contact}
    number = next((n for n, member in world.rows("members").items() if member["identifier"] == identifier), None)
    member = reference(world, base, "members", number, "system/members")
    return {"member": member} if member else {}
