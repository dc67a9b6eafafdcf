from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from resolvent.accounts.actor import Admin, BriefAdmin
from resolvent.accounts.schemas import AuditActorOut, AuditEntryOut, AuditOut
from resolvent.audit.models import AuditEntry
from resolvent.audit.reading import Wanted, list_entries, redact
from resolvent.audit.table import write_header, write_rows
from resolvent.db import Database, DatabaseDep, Db
from resolvent.errors import Forbidden, Invalid, responses
from resolvent.paging import Cursor, Limit, page

router = APIRouter(prefix="/audit", tags=["audit"])
BATCH = 1_000
"""Entries of a download that are read in one transaction; none is open while the client takes them."""
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""No entry lies outside of these; what is asked for beyond them counts as these."""


def read_moment(moment: datetime | None) -> datetime | None:
    return None if moment is None else min(max(moment, EARLIEST), LATEST)


async def read_wanted(
    actor_id: Annotated[UUID | None, Query(description="Who did it.")] = None,
    kind: Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$", description="As `user` in `user.change`.")] = None,
    session_id: Annotated[UUID | None, Query(description="The troubleshooting session that it changed.")] = None,
    since: Annotated[AwareDatetime | None, Query()] = None,
    until: Annotated[AwareDatetime | None, Query(description="Not included.")] = None,
) -> Wanted:
    return Wanted(actor_id, kind, session_id, read_moment(since), read_moment(until))


WantedDep = Annotated[Wanted, Depends(read_wanted)]


def entry_out(entry: AuditEntry) -> AuditEntryOut:
    return AuditEntryOut(
        id=entry.id,
        at=entry.created_at,
        actor=AuditActorOut(id=entry.actor_id, name=entry.actor_name),
        action=entry.action,
        subject_id=entry.subject_id,
        session_id=entry.session_id,
        origin=entry.origin,
        before=redact(entry.before),
        after=redact(entry.after),
    )


@router.get("", operation_id="listAudit", responses=responses(Forbidden, Invalid))
async def get_audit(db: Db, actor: Admin, wanted: WantedDep, cursor: Cursor, limit: Limit = 50) -> AuditOut:
    """Who did what, the newest first. Entries are never changed or deleted."""
    found = await list_entries(db, actor.account_id, wanted, before=cursor, limit=limit + 1)
    items, next_cursor = page(found, limit)
    return AuditOut(items=[entry_out(one) for one in items], next_cursor=next_cursor)


@router.get(
    "/export",
    operation_id="exportAudit",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **responses(Forbidden, Invalid)},
)
async def export_audit(actor: BriefAdmin, database: DatabaseDep, wanted: WantedDep) -> StreamingResponse:
    """The same list, whole, as a CSV file."""
    return StreamingResponse(
        write_file(database, actor.account_id, wanted),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


async def write_file(database: Database, account_id: UUID, wanted: Wanted) -> AsyncIterator[str]:
    yield write_header()
    before = None
    while True:
        async with database.transaction(account_id) as db:
            entries = await list_entries(db, account_id, wanted, before=before, limit=BATCH)
        if entries:
            yield write_rows(entries)
        if len(entries) < BATCH:
            return
        before = entries[-1].id
