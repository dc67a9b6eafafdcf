"""Streams end with their reader's right to read: one is opened once and read for a quarter of an hour.

Whoever ends a sign-in, a token or a user says so in the same transaction; every process hears it and looks at once at the
streams of that user. What runs out by itself, or a notification that was lost, is found by a look every few seconds.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.db import Database
from resolvent.events import CONTROL, EventHub, Subscription

LOOK_EVERY = 15.0
"""Seconds."""
IS_USER = "EXISTS (SELECT FROM users WHERE account_id = :account AND id = :user AND disabled_at IS NULL)"
BY_LOGIN = text(
    f"SELECT {IS_USER} AND EXISTS (SELECT FROM logins WHERE account_id = :account AND id = :proof AND expires_at > :now)"  # noqa: S608 (constants)
)
BY_TOKEN = text(
    f"""SELECT {IS_USER} AND EXISTS (
        SELECT FROM api_tokens WHERE account_id = :account AND token_hash = :proof
        AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now))"""  # noqa: S608 (constants)
)


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
        waiting: asyncio.Task[Any] | None = None
        called_away = False

        def call_away(_: object) -> None:
            nonlocal called_away
            if waiting is not None:
                called_away = waiting.cancel()

        out.add_done_callback(call_away)
        try:
            while not out.done():
                # Neither a task nor a time limit for each part: an answer has hundreds.
                waiting = reader = asyncio.current_task()
                try:
                    part = await anext(stream, None)
                except asyncio.CancelledError:
                    if not called_away or (reader is not None and reader.cancelling() > 1):
                        raise
                finally:
                    waiting = None
                    if called_away and reader is not None:
                        reader.uncancel()
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
    proof, given = (BY_TOKEN, actor.token_hash) if actor.login_id is None else (BY_LOGIN, actor.login_id)
    asked = {"account": actor.account_id, "user": actor.user_id, "proof": given, "now": datetime.now(UTC)}
    async with database.transaction(actor.account_id) as db:
        return bool(await db.scalar(proof, asked))
