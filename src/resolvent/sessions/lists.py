"""The list of sessions, by what it can be narrowed, and how many there are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.sessions.models import AISession, SessionStatus

MOST_CLIENTS = 200


@dataclass(frozen=True, slots=True)
class Narrowing:
    """`query` matches words of title and problem, the ticket's number, and parts of the title and the client's name."""

    query: str | None = None
    assignee_id: UUID | None = None
    client: str | None = None


def conditions(actor: Actor, narrowing: Narrowing) -> list[ColumnElement[bool]]:
    found = [AISession.account_id == actor.account_id]
    if narrowing.assignee_id is not None:
        found.append(AISession.assignee_id == narrowing.assignee_id)
    if narrowing.client is not None:
        found.append(AISession.company == narrowing.client)
    if query := narrowing.query:
        found.append(
            AISession.search.op("@@")(func.websearch_to_tsquery(text("'english'"), query))
            | (AISession.ticket["number"].astext == query.lstrip("#"))
            | AISession.title.icontains(query, autoescape=True)
            | AISession.company.icontains(query, autoescape=True)
        )
    return found


def select_escalated(actor: Actor) -> Select[AISession]:
    """Those that wait for another engineer."""
    return select(AISession).where(
        AISession.account_id == actor.account_id, AISession.status == SessionStatus.ESCALATED
    )


async def list_sessions(
    db: AsyncSession,
    actor: Actor,
    narrowing: Narrowing,
    *,
    status: SessionStatus | None,
    before: UUID | None,
    limit: int,
) -> list[AISession]:
    """Newest first."""
    statement = select(AISession).where(*conditions(actor, narrowing))
    if status is not None:
        statement = statement.where(AISession.status == status)
    if before is not None:
        statement = statement.where(AISession.id < before)
    return list(await db.scalars(statement.order_by(AISession.id.desc()).limit(limit)))


async def count_by_status(db: AsyncSession, actor: Actor, narrowing: Narrowing) -> dict[SessionStatus, int]:
    statement = select(AISession.status, func.count()).where(*conditions(actor, narrowing)).group_by(AISession.status)
    counted = dict((await db.execute(statement)).tuples().all())
    return {status: counted.get(status, 0) for status in SessionStatus}


async def list_clients(db: AsyncSession, actor: Actor) -> list[str]:
    """Names of the clients that sessions were for, by name."""
    statement = (
        select(AISession.company)
        .where(AISession.account_id == actor.account_id, AISession.company.is_not(None))
        .distinct()
        .order_by(AISession.company)
        .limit(MOST_CLIENTS)
    )
    return [name for name in await db.scalars(statement) if name]


def select_resolved_before(account_id: UUID, moment: datetime) -> Select[AISession]:
    """Those closed as resolved before that, whoever asks: for jobs. The longest closed first."""
    return (
        select(AISession)
        .where(
            AISession.account_id == account_id,
            AISession.status == SessionStatus.RESOLVED,
            AISession.closed_at < moment,
        )
        .order_by(AISession.closed_at, AISession.id)
    )
