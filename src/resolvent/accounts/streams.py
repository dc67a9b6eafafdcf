"""Streams end with their reader's right to read: one is opened once and read for a quarter of an hour.

Whoever ends a sign-in, a token or a user says so in the same transaction; every process hears it and looks at once at the
streams of that user. What runs out by itself, or a notification that was lost, is found by a look every few seconds.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import ApiToken, Login, User
from resolvent.db import Database
from resolvent.events import CONTROL, EventHub, Subscription

LOOK_EVERY = 15.0
"""Seconds."""


async def end_streams(db: AsyncSession, user_id: UUID) -> None:
    """Of this user, those that nothing proves any more; once this transaction is committed."""
    await db.execute(
        text("SELECT pg_notify(:channel, :payload)"), {"channel": CONTROL, "payload": f"access/-/{user_id}"}
    )


async def while_signed_in(
    database: Database,
    hub: EventHub,
    actor: Actor,
    stream: AsyncGenerator[str, None],
    *,
    look_every: float = LOOK_EVERY,
) -> AsyncIterator[str]:
    """`stream`, until its reader is signed out or deactivated, or the token is revoked. `look_every`: seconds."""
    async with hub.subscribe_access(actor.user_id) as news:
        out = asyncio.create_task(await_sign_out(database, actor, news, look_every))
        waiting: asyncio.Timeout | None = None

        def wake(_: object) -> None:
            if waiting is not None:
                waiting.reschedule(asyncio.get_running_loop().time())

        out.add_done_callback(wake)
        try:
            while not out.done():
                # Not a task for each part: an answer has hundreds.
                try:
                    async with asyncio.timeout(None) as waiting:
                        part = await anext(stream, None)
                except TimeoutError:
                    if not out.done():
                        raise
                finally:
                    waiting = None
                if not out.done():
                    if part is None:
                        return
                    yield part
            out.result()
        finally:
            out.cancel()
            await asyncio.gather(out, return_exceptions=True)
            await stream.aclose()


async def await_sign_out(database: Database, actor: Actor, news: Subscription, look_every: float) -> None:
    while await is_signed_in(database, actor):
        with suppress(TimeoutError):
            await news.take(look_every)


async def is_signed_in(database: Database, actor: Actor) -> bool:
    now = datetime.now(UTC)
    statement = select(User.id).where(
        User.account_id == actor.account_id, User.id == actor.user_id, User.disabled_at.is_(None)
    )
    if actor.login_id is not None:
        proof = select(Login.id).where(
            Login.account_id == actor.account_id, Login.id == actor.login_id, Login.expires_at > now
        )
    else:
        proof = select(ApiToken.id).where(
            ApiToken.account_id == actor.account_id,
            ApiToken.token_hash == actor.token_hash,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now),
        )
    async with database.transaction(actor.account_id) as db:
        return await db.scalar(statement.where(proof.exists())) is not None
