"""Documents: sent as forms, listed by record, downloaded as bytes."""

from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import HTTP

from tests.emulators.connectwise.exchange import Answer, Call, Row, invalid, refusal
from tests.emulators.connectwise.lists import chosen, counted, listed
from tests.emulators.connectwise.tickets import found
from tests.emulators.connectwise.world import API_MEMBER, World

FIELDS = frozenset({"file", "recordId", "recordType", "title", "url", "privateFlag", "readOnlyFlag", "isAvatar"})
SHOWN = ("id", "title", "fileName", "owner", "publicFlag", "readOnlyFlag", "size", "createdOnDate")
NAMES = frozenset({*SHOWN, "_info"})


def find(world: World, call: Call) -> Answer:
    return listed(call, _asked(world, call), NAMES)


def count(world: World, call: Call) -> Answer:
    return counted(call, _asked(world, call), NAMES)


def of_ticket(world: World, call: Call, number: str) -> Answer:
    ticket = found(world, call, number)["id"]
    rows = [
        row for row in world.rows("documents").values() if (row["recordType"], row["recordId"]) == ("Ticket", ticket)
    ]
    shown = [{"id": row["id"], "name": row["title"], "_info": {"filename": row["fileName"]}} for row in rows]
    return listed(call, shown, frozenset({"id", "name"}))


def read(world: World, call: Call, number: str) -> Answer:
    return Answer(body=chosen(call, _shape(world.row("documents", int(number), "Document"))))


def download(world: World, call: Call, number: str) -> Answer:
    row = world.row("documents", int(number), "Document")
    disposition = f'attachment; filename="{row["fileName"]}"'
    return Answer(content=world.files[row["id"]], headers={"Content-Disposition": disposition})


def create(world: World, call: Call) -> Answer:
    if not call.headers.get("content-type", "").startswith("multipart/form-data"):
        raise refusal(415, "UnsupportedMediaType", "A document is sent as multipart/form-data.")
    parts = _parts(call)
    fields = {name: str(part.get_content()) for name, part in parts.items() if name != "file"}
    for name in ("recordType", "recordId"):
        if not fields.get(name):
            raise invalid("document", "MissingRequiredField", f"The {name} field is required.", name)
    if "file" not in parts:
        raise invalid("document", "MissingRequiredField", "The file field is required.", "file")
    if fields["recordType"] == "Ticket":
        world.row("tickets", int(fields["recordId"]), "Ticket")
    content = _bytes(parts["file"])
    row = attach(world, fields["recordType"], int(fields["recordId"]), parts["file"].get_filename() or "file", content)
    row |= {
        "title": fields.get("title") or row["fileName"],
        "publicFlag": fields.get("privateFlag", "").lower() != "true",
    }
    return Answer(201, _shape(row), {"Location": f"{call.base}/system/documents/{row['id']}"})


def delete(world: World, call: Call, number: str) -> Answer:
    row = world.row("documents", int(number), "Document")
    del world.rows("documents")[row["id"]], world.files[row["id"]]
    world.changes += 1
    return Answer(204)


def attach(world: World, record_type: str, record: int, name: str, content: bytes) -> Row:
    row = world.add(
        "documents",
        {
            "recordType": record_type,
            "recordId": record,
            "title": name,
            "fileName": name,
            "owner": API_MEMBER,
            "publicFlag": True,
            "readOnlyFlag": False,
            "size": len(content),
            "createdOnDate": world.stamp(),
        },
    )
    world.files[row["id"]] = content
    return row


def _asked(world: World, call: Call) -> list[Row]:
    """Of the record that the query names."""
    wanted = {name: call.query[name] for name in ("recordType", "recordId") if name in call.query}
    rows = world.rows("documents").values()
    return [_shape(row) for row in rows if all(str(row[name]) == value for name, value in wanted.items())]


def _shape(row: Row) -> Row:
    info = {"lastUpdated": row["createdOnDate"], "updatedBy": row["owner"]}
    return {name: row[name] for name in SHOWN} | {"_info": info}


def _parts(call: Call) -> dict[str, EmailMessage]:
    """The form's parts by name. Raises Refusal."""
    raw = call.body if isinstance(call.body, bytes) else b""
    head = f"Content-Type: {call.headers['content-type']}\r\n\r\n".encode()
    form: Message = BytesParser(policy=HTTP).parsebytes(head + raw)
    parts: dict[str, EmailMessage] = {}
    for part in form.iter_parts() if isinstance(form, EmailMessage) else []:
        name = str(part.get_param("name", "", "content-disposition"))
        if name not in FIELDS or not isinstance(part, EmailMessage):
            raise invalid("document", "InvalidField", f"The field {name} is not known.", name)
        parts[name] = part
    return parts


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
