from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import Invalid, NotFound, responses
from resolvent.paging import Cursor, Limit
from resolvent.schemas import Line
from resolvent.search.find import Narrowing, find_similar, search_sessions
from resolvent.search.questions import read_questions
from resolvent.search.schemas import Outcome, SearchResults, SimilarSessions, found_session, search_results
from resolvent.sessions.access import get_session
from resolvent.sessions.models import SessionStatus

router = APIRouter(tags=["search"])


@router.get("/search", operation_id="searchSessions", responses=responses(Invalid))
async def get_search(
    db: Db,
    actor: CurrentActor,
    q: Annotated[Line, Query(description='Words in any form, "a phrase", `or`, `-not`.')],
    client: Line | None = None,
    status: Outcome | None = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> SearchResults:
    """Closed sessions by their words, the best first, with what was tried and how it went."""
    narrowing = Narrowing(client=client, status=SessionStatus(status) if status else None)
    found = await search_sessions(db, actor.account_id, q, narrowing, after=cursor, limit=limit + 1)
    return search_results(found, await read_questions(db, actor.account_id, found.rows), limit)


@router.get("/similar", operation_id="listSimilarSessions", responses=responses(NotFound, Invalid))
async def get_similar(
    db: Db, actor: CurrentActor, session: UUID, limit: Annotated[int, Query(ge=1, le=20)] = 5
) -> SimilarSessions:
    """Closed sessions with much the same words as this one, the most alike first. Few or none, when none is."""
    asked = await get_session(db, actor, session)
    customer = (asked.ticket or {}).get("company")
    rows = await find_similar(db, asked, limit=limit)
    questions = await read_questions(db, actor.account_id, rows)
    return SimilarSessions(items=[found_session(row, questions, customer) for row in rows])
