import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor, CurrentActor, Lead
from resolvent.db import Db
from resolvent.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound, StaleState, responses
from resolvent.exports.clearing import clear
from resolvent.exports.gather import gather
from resolvent.idempotency import Once
from resolvent.knowledge.loader import load_shipped, read_shipped_text
from resolvent.playbooks import library
from resolvent.playbooks.describe import Status, describe_key, describe_own, list_playbooks, list_versions, tell
from resolvent.playbooks.from_session import write_source
from resolvent.playbooks.models import AccountPlaybook
from resolvent.playbooks.schemas import (
    PlaybookCheck,
    PlaybookCheckOut,
    PlaybookCreate,
    PlaybookOut,
    PlaybookPublish,
    PlaybookSave,
    PlaybooksOut,
    PlaybookTry,
    PlaybookVersionsOut,
    TriedOut,
)
from resolvent.playbooks.shelf import list_published, merge, read_editions
from resolvent.playbooks.source import read_source
from resolvent.playbooks.trying import try_problem
from resolvent.schemas import Line
from resolvent.sessions.models import SessionStatus
from resolvent.sessions.secrets import read_secrets

router = APIRouter(prefix="/playbooks", tags=["playbooks"])


@router.get("", operation_id="listPlaybooks", responses=responses(Invalid))
async def get_playbooks(
    db: Db,
    actor: CurrentActor,
    q: Annotated[Line | None, Query()] = None,
    status: Status | None = None,
    session_id: Annotated[UUID | None, Query(description="Only those made from this session.")] = None,
) -> PlaybooksOut:
    """The account's own and the shipped ones."""
    return await list_playbooks(db, actor, q, status, session_id)


@router.post(
    "", status_code=201, operation_id="createPlaybook", responses=responses(BadRequest, NotFound, Conflict, Invalid)
)
async def post_playbook(body: PlaybookCreate, db: Db, actor: CurrentActor, once: Once) -> PlaybookOut:
    """Not published yet. A session that has one already gives that one."""
    if stored := await once.replay(db, actor, PlaybookOut):
        return stored
    if body.session_id is not None:
        playbook = await make_from_session(db, actor, body.session_id)
    else:
        if body.copy_of is not None:
            if all(one.id != body.copy_of for one in load_shipped()):
                raise NotFound("There is no such shipped playbook.")
            text, note = read_shipped_text(body.copy_of), "A copy of the shipped one"
        else:
            text, note = body.text or "", "First version"
        read = await asyncio.to_thread(read_source, text)
        playbook = await library.create_playbook(db, actor, read, text, change_note=note)
    answer = await describe_own(db, actor, playbook.id)
    await once.store(db, actor, answer)
    return answer


async def make_from_session(db: AsyncSession, actor: Actor, session_id: UUID) -> AccountPlaybook:
    record = await gather(db, actor, session_id)
    if record.session.status != SessionStatus.RESOLVED.value:
        raise Conflict(
            f"This session is {record.session.status}. A playbook is made of one that is resolved.",
            code="session_not_resolved",
        )
    await library.lock_names(db, actor.account_id)
    if (made := await find_made(db, actor, session_id)) is not None:
        return made
    cleared = await asyncio.to_thread(clear, record, await read_secrets(db, actor.account_id, session_id))
    taken = await library.list_slugs(db, actor.account_id) | {one.id for one in load_shipped()}
    text = write_source(cleared, taken)
    return await library.create_playbook(
        db, actor, read_source(text), text, change_note="Made from a session", session_id=session_id
    )


async def find_made(db: AsyncSession, actor: Actor, session_id: UUID) -> AccountPlaybook | None:
    return await db.scalar(
        select(AccountPlaybook)
        .where(AccountPlaybook.account_id == actor.account_id, AccountPlaybook.session_id == session_id)
        .order_by(AccountPlaybook.id)
        .limit(1)
    )


@router.post("/check", operation_id="checkPlaybook", responses=responses(BadRequest, Invalid))
async def post_check(body: PlaybookCheck, db: Db, actor: CurrentActor) -> PlaybookCheckOut:
    """What is wrong with a text, by line and field. Nothing is saved."""
    read = await asyncio.to_thread(read_source, body.text)
    missing = await library.find_missing(db, actor.account_id, read.playbook)
    return PlaybookCheckOut(wrong=tell([*read.wrong, *missing]), playbook=read.playbook)


@router.post("/try", operation_id="tryPlaybook", responses=responses(BadRequest, Invalid))
async def post_try(body: PlaybookTry, db: Db, actor: CurrentActor) -> TriedOut:
    """Which playbook would lead this problem, and what it would ask first. Nothing is saved."""
    tried = None
    if body.text is not None:
        read = await asyncio.to_thread(read_source, body.text)
        library.refuse(read.wrong)
        tried = read.playbook
    editions = sorted(await list_published(db, actor.account_id))
    own = await read_editions(db, actor.account_id, editions)
    shelf = merge([own[one] for one in editions if one in own])
    return await asyncio.to_thread(try_problem, shelf, tried, body.title, body.problem)


@router.get("/{key}", operation_id="getPlaybook", responses=responses(NotFound))
async def get_one_playbook(key: str, db: Db, actor: CurrentActor) -> PlaybookOut:
    """`key`: the id of one of the account's own, or the slug of a shipped one."""
    return await describe_key(db, actor, key)


@router.put(
    "/{playbook_id}",
    operation_id="savePlaybook",
    responses=responses(BadRequest, NotFound, Conflict, StaleState, Invalid),
)
async def put_playbook(playbook_id: UUID, body: PlaybookSave, db: Db, actor: CurrentActor) -> PlaybookOut:
    """A new version, not published. Of two that saw the same version the second is refused, with the row as it is now."""
    playbook = await library.get_playbook(db, actor, playbook_id, lock=True)
    if playbook.version != body.version:
        raise StaleState(
            f"You saw version {body.version} of this playbook; it is now at {playbook.version}. Look at both before you save.",
            code="row_changed",
            extra={
                "seen": body.version,
                "version": playbook.version,
                "current": (await describe_own(db, actor, playbook_id)).model_dump(mode="json"),
            },
        )
    read = await asyncio.to_thread(read_source, body.text)
    await library.save_playbook(db, actor, playbook, read, body.text, change_note=body.change_note)
    return await describe_own(db, actor, playbook_id)


@router.post(
    "/{playbook_id}/publish",
    operation_id="publishPlaybook",
    responses=responses(BadRequest, Forbidden, NotFound, Conflict, StaleState, Invalid),
)
async def post_publish(playbook_id: UUID, body: PlaybookPublish, db: Db, actor: Lead) -> PlaybookOut:
    """It leads new sessions from now on. What is wrong with it is a 422 naming every field."""
    await library.publish_playbook(db, actor, playbook_id, seen=body.version)
    return await describe_own(db, actor, playbook_id)


@router.delete("/{playbook_id}", operation_id="archivePlaybook", responses=responses(Forbidden, NotFound))
async def delete_playbook(playbook_id: UUID, db: Db, actor: Lead) -> PlaybookOut:
    """It leads no new session. `restore` brings it back."""
    await library.set_archived(db, actor, playbook_id, archived=True)
    return await describe_own(db, actor, playbook_id)


@router.post("/{playbook_id}/restore", operation_id="restorePlaybook", responses=responses(Forbidden, NotFound))
async def post_restore(playbook_id: UUID, db: Db, actor: Lead) -> PlaybookOut:
    await library.set_archived(db, actor, playbook_id, archived=False)
    return await describe_own(db, actor, playbook_id)


@router.get("/{playbook_id}/versions", operation_id="listPlaybookVersions", responses=responses(NotFound))
async def get_versions(playbook_id: UUID, db: Db, actor: CurrentActor) -> PlaybookVersionsOut:
    return PlaybookVersionsOut(items=await list_versions(db, actor, playbook_id))
