from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel

from resolvent.search.contents import cut
from resolvent.search.find import MOST, Found
from resolvent.search.models import SearchedSession

EXCERPT: Final = 400
"""Characters."""
Outcome = Literal["resolved", "escalated"]
By = Literal["words", "words_and_meaning"]
"""By meaning as well, where the account named a model endpoint for search."""
Tried = Literal["applied_success", "applied_failed", "applied_partial"]


class FoundFix(BaseModel):
    title: str
    status: Tried
    told: str | None
    """Why it failed, what was left, or what else was said of it."""


class FoundSession(BaseModel):
    """A closed session as evidence. Secrets are masked."""

    session_id: UUID
    title: str
    status: Outcome
    problem: str
    """Its beginning."""
    ticket_number: str | None
    client: str | None
    same_client: bool
    """As that of the session that was asked about."""
    fixes: list[FoundFix]
    """That were tried, oldest first."""
    cause: str | None
    """As the posted note tells it."""
    question: str | None
    """With which it was escalated."""
    closed_at: datetime


class SearchResults(BaseModel):
    items: list[FoundSession]
    next_cursor: str | None
    total: int
    capped: bool
    """There are more than `total`; the newest were looked at."""
    words: Literal["all", "some"]
    """`some`: no session has all of the words that were asked for."""
    by: By
    trouble: str | None
    """Why it is by words alone, where the account chose meaning as well."""


class SimilarSessions(BaseModel):
    items: list[FoundSession]
    by: By
    trouble: str | None


class MeaningOut(BaseModel):
    """How far search by meaning is."""

    chosen: bool
    """A model endpoint is named for search."""
    sessions: int
    """Closed ones that can be found."""
    ready: int
    """Of them, by meaning too."""
    trouble: str | None
    """What stands in its way, in a sentence."""


def found_session(row: SearchedSession, questions: Mapping[UUID, str], customer: str | None = None) -> FoundSession:
    return FoundSession(
        session_id=row.session_id,
        title=row.title,
        status="resolved" if row.status == "resolved" else "escalated",
        problem=cut(row.problem, EXCERPT),
        ticket_number=row.number,
        client=row.company,
        same_client=customer is not None and row.company == customer,
        fixes=[FoundFix.model_validate(one) for one in row.fixes],
        cause=row.cause,
        question=questions.get(row.session_id),
        closed_at=row.closed_at,
    )


def search_results(found: Found, questions: Mapping[UUID, str], limit: int, trouble: str | None) -> SearchResults:
    shown = found.rows[:limit]
    return SearchResults(
        items=[found_session(row, questions) for row in shown],
        next_cursor=str(shown[-1].session_id) if len(found.rows) > limit else None,
        total=found.total,
        capped=found.total >= MOST,
        words=found.words,
        by=found.by,
        trouble=trouble,
    )
