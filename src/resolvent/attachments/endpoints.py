import asyncio
import hashlib
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.requests import ClientDisconnect

from resolvent.accounts.actor import BriefActor, CurrentActor
from resolvent.attachments import reading
from resolvent.attachments.intake import add_attachment, remove_attachment, take_file
from resolvent.attachments.kinds import IMAGES, TEXT
from resolvent.attachments.reading import AttachmentContent, AttachmentRow
from resolvent.attachments.schemas import AttachmentChanged, AttachmentOut, AttachmentsOut
from resolvent.config import Settings
from resolvent.db import DatabaseDep, Db
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, StaleState, responses
from resolvent.idempotency import Once, OnceGuard
from resolvent.sessions.access import Seen, get_session
from resolvent.sessions.models import AISession

UPLOADS: Final = r"/ai-sessions/[^/]+/attachments"
"""The paths that take a file as it is."""
router = APIRouter(prefix="/ai-sessions/{session_id}/attachments", tags=["attachments"])
CHANGE_ERRORS = responses(BadRequest, NotFound, StaleState, Invalid)
ANY_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary", "minLength": 1}}},
    }
}
INERT: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Whatever it holds, a browser runs none of it."""

Name = Annotated[str, Query(max_length=1_000, description="The file's name; its path is dropped.")]


async def read_file(request: Request) -> bytes:
    """After the sign-in, and while no transaction is open: it may take as long as its sender's line does."""
    try:
        return await request.body()
    except ClientDisconnect:
        raise BadRequest("The file did not come to its end.", code="cut_off") from None


File = Annotated[bytes, Depends(read_file)]


async def get_named_once(once: Once, name: Name = "") -> OnceGuard:
    """The name is a part of what is asked for."""
    return OnceGuard(once.key, hashlib.sha256(f"{once.request_hash}\n{name}".encode()).hexdigest())


NamedOnce = Annotated[OnceGuard, Depends(get_named_once)]


def changed(result: tuple[AttachmentRow, AISession]) -> AttachmentChanged:
    row, session = result
    return AttachmentChanged(attachment=AttachmentOut.model_validate(row), state_version=session.state_version)


@router.post("", status_code=201, operation_id="addAttachment", openapi_extra=ANY_FILE, responses=CHANGE_ERRORS)
async def post_attachment(
    session_id: UUID,
    request: Request,
    actor: BriefActor,
    data: File,
    once: NamedOnce,
    database: DatabaseDep,
    seen: Seen,
    name: Name = "",
) -> AttachmentChanged:
    """The file itself is the body: an image, or text. What it is, is told by its bytes."""
    settings: Settings = request.app.state.settings
    file = await asyncio.to_thread(take_file, data, name)
    async with database.transaction(actor.account_id) as db:
        if stored := await once.replay(db, actor, AttachmentChanged):
            return stored
        answer = changed(await add_attachment(db, actor, session_id, file, most=settings.max_attachments, seen=seen))
        await once.store(db, actor, answer, session_id=session_id)
        return answer


@router.get("", operation_id="listAttachments", responses=responses(NotFound))
async def get_attachments(session_id: UUID, db: Db, actor: CurrentActor) -> AttachmentsOut:
    session = await get_session(db, actor, session_id)
    rows = await reading.list_attachments(db, actor.account_id, session_id)
    return AttachmentsOut(
        items=[AttachmentOut.model_validate(row) for row in rows], state_version=session.state_version
    )


@router.get(
    "/{attachment_id}",
    operation_id="readAttachment",
    response_class=Response,
    responses={
        200: {"content": {one: {"schema": {"type": "string", "format": "binary"}} for one in (TEXT, *IMAGES)}},
        **responses(NotFound, Invalid),
    },
)
async def get_attachment(
    session_id: UUID,
    attachment_id: UUID,
    db: Db,
    actor: CurrentActor,
    inline: Annotated[bool, Query(description="An image is shown instead of saved.")] = False,
) -> Response:
    await get_session(db, actor, session_id)
    (found,) = await reading.read_content(db, actor.account_id, session_id, [attachment_id])
    return serve(found, inline=inline)


@router.delete("/{attachment_id}", operation_id="removeAttachment", responses={**CHANGE_ERRORS, **responses(Conflict)})
async def delete_attachment(
    session_id: UUID, attachment_id: UUID, db: Db, actor: CurrentActor, seen: Seen
) -> AttachmentChanged:
    """Until a message was sent with it."""
    return changed(await remove_attachment(db, actor, session_id, attachment_id, seen=seen))


def serve(found: AttachmentContent, *, inline: bool) -> Response:
    """Of a text no browser keeps a copy: what it forgets here later, it would know there still."""
    if found.image is None:
        headers = {**INERT, "Content-Disposition": disposition("attachment", found.name)}
        return Response(
            (found.text or "").encode(), media_type=TEXT, headers={**headers, "Cache-Control": "private, no-store"}
        )
    kind = "inline" if inline else "attachment"
    headers = {**INERT, "Content-Disposition": disposition(kind, found.name), "Cache-Control": "private"}
    return Response(found.image, media_type=found.media_type, headers=headers)


def disposition(kind: str, name: str) -> str:
    """RFC 6266: a name in ASCII for old programs, and the whole one."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
