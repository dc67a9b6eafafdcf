import asyncio
import re
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response

from resolvent.accounts.actor import BriefActor
from resolvent.attachments.endpoints import disposition
from resolvent.audit import trail
from resolvent.db import DatabaseDep
from resolvent.errors import Invalid, NotFound, responses
from resolvent.exports.clearing import clear
from resolvent.exports.gather import gather
from resolvent.exports.html import POLICY, write_html
from resolvent.exports.layout import lay_out
from resolvent.exports.markdown import write_markdown
from resolvent.exports.record import SessionRecord
from resolvent.exports.timeline import with_timeline
from resolvent.sessions.secrets import read_secrets

router = APIRouter(prefix="/ai-sessions/{session_id}", tags=["exports"])


class Format(StrEnum):
    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"


MEDIA: Final = {Format.MARKDOWN: "text/markdown", Format.JSON: "application/json", Format.HTML: "text/html"}
WRITERS: Final[dict[Format, Callable[[SessionRecord], str]]] = {
    Format.MARKDOWN: lambda record: write_markdown(lay_out(record)),
    Format.JSON: lambda record: record.model_dump_json(indent=2),
    Format.HTML: lambda record: write_html(lay_out(record)),
}
INERT: Final = f"sandbox; {POLICY}; frame-ancestors 'none'"
"""Whatever a browser does with the file, it runs nothing and asks nobody."""


@router.get(
    "/export",
    operation_id="exportSession",
    response_class=Response,
    responses={
        200: {
            "model": SessionRecord,
            "description": "A file. JSON has the schema of `SessionRecord`, version 1.",
            "content": {MEDIA[one]: {"schema": {"type": "string"}} for one in (Format.MARKDOWN, Format.HTML)},
        },
        **responses(NotFound, Invalid),
    },
)
async def export_session(
    session_id: UUID,
    database: DatabaseDep,
    actor: BriefActor,
    format: Format = Format.MARKDOWN,  # noqa: A002 (the name in the address)
) -> Response:
    """The whole session as a file, without secrets. Who took it is in the audit trail."""
    async with database.transaction(actor.account_id) as db:
        record = await gather(db, actor, session_id)
        secrets = await read_secrets(db, actor.account_id, session_id)
        trail.record(db, actor, "session.export", session_id, after={"format": format.value})
    cleared, file = await asyncio.to_thread(write, record, secrets, format)
    headers = {
        "Content-Security-Policy": INERT,
        "Content-Disposition": disposition("attachment", file_name(cleared, format)),
    }
    return Response(file, media_type=MEDIA[format], headers=headers)


def write(record: SessionRecord, secrets: Collection[str], format_: Format) -> tuple[SessionRecord, bytes]:
    cleared = with_timeline(clear(record, secrets))
    return cleared, WRITERS[format_](cleared).encode()


def file_name(record: SessionRecord, format_: Format) -> str:
    """By the ticket's number, else by the end of the session's id: letters, digits and hyphens."""
    number = re.sub(r"[^A-Za-z0-9]+", "-", (record.ticket and record.ticket.number) or "")[:40].strip("-")
    return f"session-{number or record.session.id.hex[-8:]}.{format_.value}"
