import asyncio
from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import BriefActor
from resolvent.accounts.login import get_account
from resolvent.accounts.people import list_users
from resolvent.audit import trail
from resolvent.cases.make_case import NoCase, make_case, write_case
from resolvent.cases.schemas import CaseAsk, CaseOut
from resolvent.db import DatabaseDep
from resolvent.errors import BadRequest, Conflict, Invalid, NotFound, responses
from resolvent.journey.overview import read_whole
from resolvent.sessions.secrets import read_secrets

router = APIRouter(prefix="/ai-sessions/{session_id}", tags=["cases"])


@router.post("/case", operation_id="makeCase", responses=responses(BadRequest, NotFound, Conflict, Invalid))
async def post_case(session_id: UUID, database: DatabaseDep, actor: BriefActor, body: CaseAsk) -> CaseOut:
    """The session as a quality case. Nothing is kept of it here."""
    async with database.transaction(actor.account_id) as db:
        whole = (await read_whole(db, actor, session_id, assistant="")).model_dump(mode="json")
        secrets = await read_secrets(db, actor.account_id, session_id)
        people = [user.name for user in await list_users(db, actor)]
        company = (await get_account(db, actor.account_id)).name
        trail.record(db, actor, "session.case", session_id)
    try:
        made = await asyncio.to_thread(
            make_case, whole, kind=body.kind, topic=body.topic, secrets=secrets, people=people, companies=[company]
        )
    except NoCase as error:
        raise Conflict(str(error), code="no_case") from None
    return CaseOut(name=made.case.name, yaml=write_case(made.case), look_at=list(made.look_at))
