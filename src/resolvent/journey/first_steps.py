"""What a new account has done of its first steps, and the sample ticket to begin with."""

from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.ai.models import Use
from resolvent.ai.routing import AccountRouter
from resolvent.journey.schemas import FirstStepsOut, SampleTicket
from resolvent.sessions.models import AISession
from resolvent.ticketing.desk_rules import NEW
from resolvent.ticketing.models import Connection, DeskTicket

LOCAL = "local"


async def read_first_steps(db: AsyncSession, actor: Actor, models: AccountRouter) -> FirstStepsOut:
    account_id = actor.account_id

    async def is_there(*conditions: ColumnElement[bool]) -> bool:
        return bool(await db.scalar(select(exists().where(*conditions))))

    return FirstStepsOut(
        note_posted=await is_there(
            AISession.account_id == account_id,
            AISession.created_by == actor.user_id,
            AISession.posted_round.is_not(None),
        ),
        ticketing_connected=await is_there(
            Connection.account_id == account_id, Connection.provider != LOCAL, Connection.removed_at.is_(None)
        ),
        model_connected=bool(await models.names(db, account_id, Use.CHAT)),
        sample=await find_sample(db, account_id),
    )


async def find_sample(db: AsyncSession, account_id: UUID) -> SampleTicket | None:
    begun = exists().where(AISession.account_id == account_id, AISession.ticket_id == cast(DeskTicket.id, String))
    desk = select(Connection.id).where(
        Connection.account_id == account_id, Connection.provider == LOCAL, Connection.removed_at.is_(None)
    )
    connection_id = await db.scalar(desk.limit(1))
    ticket = await db.scalar(
        select(DeskTicket)
        .where(DeskTicket.account_id == account_id, DeskTicket.status == NEW, ~begun)
        .order_by(DeskTicket.number)
        .limit(1)
    )
    if connection_id is None or ticket is None:
        return None
    return SampleTicket(
        connection_id=connection_id, ticket_id=str(ticket.id), number=ticket.number, summary=ticket.summary
    )
