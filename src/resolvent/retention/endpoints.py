from typing import Annotated

from fastapi import APIRouter, Query

from resolvent.accounts.actor import Admin
from resolvent.db import Db
from resolvent.errors import Forbidden, Invalid, StaleState, responses
from resolvent.retention.due import tell_due
from resolvent.retention.schemas import Days, RetentionOut, RetentionSet, WouldDelete
from resolvent.retention.setting import read_retention, set_retention

router = APIRouter(prefix="/account/retention", tags=["retention"])


@router.get("", operation_id="getRetention", responses=responses(Forbidden))
async def get_retention(db: Db, actor: Admin) -> RetentionOut:
    """How long resolved sessions are kept after they were closed."""
    return await read_retention(db, actor.account_id)


@router.put("", operation_id="setRetention", responses=responses(Forbidden, StaleState, Invalid))
async def put_retention(body: RetentionSet, db: Db, actor: Admin) -> RetentionOut:
    """Deletion begins with the next daily run."""
    return await set_retention(db, actor, body.days, body.version)


@router.get("/preview", operation_id="previewRetention", responses=responses(Forbidden, Invalid))
async def get_preview(db: Db, actor: Admin, days: Annotated[Days, Query()] = 365) -> WouldDelete:
    """What a run with these days would delete now. Nothing is."""
    return await tell_due(db, actor.account_id, days)
