"""Where a person is signed in by browser, and ending it there."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import Login, User
from resolvent.audit import trail
from resolvent.db import Database
from resolvent.errors import NotFound

LOOK_EVERY = 1.0
"""Seconds: for at most as long a stream goes on after its reader was signed out."""


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
    trail.record(db, actor, "user.sign_out", actor.user_id, after={"sign_ins": 1})


async def end_others(db: AsyncSession, actor: Actor) -> int:
    """All but the one that asks; with a token: all."""
    statement = delete(Login).where(Login.account_id == actor.account_id, Login.user_id == actor.user_id)
    if actor.login_id is not None:
        statement = statement.where(Login.id != actor.login_id)
    ended = len((await db.scalars(statement.returning(Login.id))).all())
    if ended:
        trail.record(db, actor, "user.sign_out", actor.user_id, after={"sign_ins": ended})
    return ended


async def while_signed_in(database: Database, actor: Actor, stream: AsyncIterator[str]) -> AsyncIterator[str]:
    """`stream`, until its reader is signed out or deactivated: a stream is opened once and read for long."""
    looked = monotonic()
    async for part in stream:
        if monotonic() - looked >= LOOK_EVERY:
            if not await is_signed_in(database, actor):
                return
            looked = monotonic()
        yield part


async def is_signed_in(database: Database, actor: Actor) -> bool:
    async with database.transaction(actor.account_id) as db:
        statement = select(User.id).where(
            User.account_id == actor.account_id, User.id == actor.user_id, User.disabled_at.is_(None)
        )
        if actor.login_id is not None:
            here = select(Login.id).where(Login.account_id == actor.account_id, Login.id == actor.login_id)
            statement = statement.where(here.exists())
        return await db.scalar(statement) is not None
