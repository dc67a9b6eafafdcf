from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from resolvent.accounts.actor import Admin, BriefActor
from resolvent.db import DatabaseDep, Db
from resolvent.errors import Forbidden, Invalid, NotFound, responses
from resolvent.paging import Cursor, Limit
from resolvent.schemas import Line
from resolvent.search.find import LITERAL, Narrowing, find_similar, search_sessions, tell
from resolvent.search.meaning import Asked, Meaning, Meant, read_state
from resolvent.search.questions import read_questions
from resolvent.search.schemas import (
    MeaningOut,
    Outcome,
    SearchResults,
    SimilarSessions,
    found_session,
    search_results,
)
from resolvent.sessions.access import get_session
from resolvent.sessions.models import SessionStatus
from resolvent.sessions.secrets import read_secrets

router = APIRouter(tags=["search"])


async def get_meaning(request: Request) -> Meaning:
    found: Meaning = request.app.state.meaning
    return found


MeaningDep = Annotated[Meaning, Depends(get_meaning)]


@router.get("/search", operation_id="searchSessions", responses=responses(Invalid))
async def get_search(
    database: DatabaseDep,
    actor: BriefActor,
    meaning: MeaningDep,
    q: Annotated[Line, Query(description='Words in any form, "a phrase", `or`, `-not`.')],
    client: Line | None = None,
    status: Outcome | None = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> SearchResults:
    """Closed sessions by their words, and by their meaning where the account chose it: the best first, with what was tried and
    how it went. A phrase, an exclusion or a number is looked for by words alone."""
    meant = Meant() if LITERAL.search(q) else await meaning.look_for(actor.account_id, Asked(q))
    narrowing = Narrowing(client=client, status=SessionStatus(status) if status else None)
    async with database.transaction(actor.account_id) as db:
        found = await search_sessions(
            db, actor.account_id, q, narrowing, near=meant.near, after=cursor, limit=limit + 1
        )
        questions = await read_questions(db, actor.account_id, found.rows)
    return search_results(found, questions, limit, meant.trouble)


@router.get("/similar", operation_id="listSimilarSessions", responses=responses(NotFound, Invalid))
async def get_similar(
    database: DatabaseDep,
    actor: BriefActor,
    meaning: MeaningDep,
    session: UUID,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> SimilarSessions:
    """Closed sessions that are much like this one, by words and where the account chose it by meaning: the most alike first. Few
    or none, when none is."""
    async with database.transaction(actor.account_id) as db:
        asked = await get_session(db, actor, session)
        secrets = await read_secrets(db, actor.account_id, session)
    ticket = asked.ticket or {}
    names = {"people": listed(ticket.get("contact")), "companies": listed(ticket.get("company"))}
    meant = await meaning.look_for(actor.account_id, Asked(tell(asked), secrets, **names))
    async with database.transaction(actor.account_id) as db:
        found = await find_similar(db, asked, limit=limit, near=meant.near)
        questions = await read_questions(db, actor.account_id, found)
    return SimilarSessions(
        items=[found_session(row, questions, ticket.get("company")) for row in found],
        by="words_and_meaning" if meant.near else "words",
        trouble=meant.trouble,
    )


def listed(name: str | None) -> list[str]:
    return [name] if name else []


@router.get("/search/meaning", operation_id="readSearchByMeaning", responses=responses(Forbidden))
async def get_search_by_meaning(db: Db, actor: Admin, meaning: MeaningDep) -> MeaningOut:
    return MeaningOut.model_validate(await read_state(db, meaning.router, actor.account_id), from_attributes=True)
