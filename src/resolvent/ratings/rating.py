"""Rate an answer, take it back, count. No part of a note: the session does not move by it."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.chat.models import Message
from resolvent.errors import NotFound
from resolvent.ratings.models import AnswerRating
from resolvent.ratings.schemas import RatingCount


async def list_own(db: AsyncSession, actor: Actor, session_id: UUID) -> list[AnswerRating]:
    return list(
        await db.scalars(
            select(AnswerRating).where(
                AnswerRating.account_id == actor.account_id,
                AnswerRating.session_id == session_id,
                AnswerRating.user_id == actor.user_id,
            )
        )
    )


async def rate(db: AsyncSession, actor: Actor, session_id: UUID, message_id: UUID, *, helpful: bool) -> None:
    """Once more replaces it."""
    await require_answer(db, actor, session_id, message_id)
    key = {
        "account_id": actor.account_id,
        "session_id": session_id,
        "message_id": message_id,
        "user_id": actor.user_id,
    }
    values = {"helpful": helpful, "rated_at": func.clock_timestamp()}
    await db.execute(
        insert(AnswerRating).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values)
    )


async def require_answer(db: AsyncSession, actor: Actor, session_id: UUID, message_id: UUID) -> None:
    answer = await db.scalar(
        select(Message.id).where(
            Message.account_id == actor.account_id,
            Message.session_id == session_id,
            Message.id == message_id,
            Message.role == "assistant",
        )
    )
    if answer is None:
        raise NotFound("There is no such answer in this session.")


async def take_back(db: AsyncSession, actor: Actor, session_id: UUID, message_id: UUID) -> None:
    await require_answer(db, actor, session_id, message_id)
    await db.execute(
        delete(AnswerRating).where(
            AnswerRating.account_id == actor.account_id,
            AnswerRating.session_id == session_id,
            AnswerRating.message_id == message_id,
            AnswerRating.user_id == actor.user_id,
        )
    )


async def count_ratings(db: AsyncSession, actor: Actor) -> list[RatingCount]:
    """Of the whole account, by who answered."""
    counted = await db.execute(
        select(
            Message.author,
            func.count().filter(AnswerRating.helpful),
            func.count().filter(AnswerRating.helpful.is_(False)),
        )
        .join(Message, (Message.account_id == AnswerRating.account_id) & (Message.id == AnswerRating.message_id))
        .where(AnswerRating.account_id == actor.account_id)
        .group_by(Message.author)
        .order_by(Message.author)
    )
    return [RatingCount(assistant=name, helpful=yes, not_helpful=no) for name, yes, no in counted.tuples()]
