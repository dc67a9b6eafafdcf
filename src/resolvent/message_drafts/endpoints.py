from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import BadRequest, Invalid, NotFound, StaleState, TooLarge, responses
from resolvent.message_drafts import saving
from resolvent.message_drafts.schemas import MessageDraftOut, MessageDraftSave, MessageDraftState
from resolvent.sessions.access import get_session
from resolvent.sessions.secrets import mask_body

router = APIRouter(prefix="/ai-sessions/{session_id}/message-draft", tags=["chat"])


@router.get("", operation_id="getMessageDraft", responses=responses(NotFound))
async def get_draft(session_id: UUID, db: Db, actor: CurrentActor) -> MessageDraftState:
    """The caller's own; a colleague's is nobody else's to read."""
    await get_session(db, actor, session_id)
    draft = await saving.find_draft(db, actor, session_id)
    return MessageDraftState(draft=None if draft is None else MessageDraftOut.model_validate(draft))


@router.put(
    "",
    operation_id="saveMessageDraft",
    responses=responses(BadRequest, NotFound, StaleState, TooLarge, Invalid),
)
async def put_draft(session_id: UUID, body: MessageDraftSave, db: Db, actor: CurrentActor) -> MessageDraftOut:
    """Known secrets of the session are masked in what is kept."""
    body = await mask_body(db, actor.account_id, session_id, body)
    return MessageDraftOut.model_validate(await saving.save_draft(db, actor, session_id, body.text, seen=body.seen))


@router.delete("/{revision}", status_code=204, operation_id="dropMessageDraft", responses=responses(NotFound))
async def delete_draft(session_id: UUID, revision: UUID, db: Db, actor: CurrentActor) -> None:
    """That revision; a newer one is kept."""
    await get_session(db, actor, session_id)
    await saving.drop_draft(db, actor, session_id, seen=revision)
