"""Where a person is signed in by browser, and ending it there."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import Login
from resolvent.accounts.streams import end_streams
from resolvent.audit import trail
from resolvent.errors import NotFound


async def list_sign_ins(db: AsyncSession, actor: Actor) -> list[Login]:
    """Those that still hold, the newest first."""
    return list(
        await db.scalars(
            select(Login)
            .where(
                Login.account_id == actor.account_id,
                Login.user_id == actor.user_id,
                Login.expires_at > datetime.now(UTC),
            )
            .order_by(Login.id.desc())
        )
    )


async def end_sign_in(db: AsyncSession, actor: Actor, login_id: UUID) -> None:
    ended = await db.scalar(
        delete(Login)
        .where(Login.account_id == actor.account_id, Login.user_id == actor.user_id, Login.id == login_id)
        .returning(Login.id)
    )
    if ended is None:
        raise NotFound("There is no such sign-in.")
    await end_streams(db, actor.user_id)
    trail.record(db, actor, "user.sign_out", actor.user_id, after={"sign_ins": 1})


async def end_others(db: AsyncSession, actor: Actor) -> int:
    """All but the one that asks; with a token: all."""
    statement = delete(Login).where(Login.account_id == actor.account_id, Login.user_id == actor.user_id)
    if actor.login_id is not None:
        statement = statement.where(Login.id != actor.login_id)
    ended = len((await db.scalars(statement.returning(Login.id))).all())
    if ended:
        await end_streams(db, actor.user_id)
        trail.record(db, actor, "user.sign_out", actor.user_id, after={"sign_ins": ended})
    return ended
