"""The event stream of one session, as server-sent events.

Each numbered event carries its number as `id`; a client that comes back names the last one it saw and misses nothing.
`turn.delta` has no id: it carries the offset of its text (UTF-16 code units), so that a reader who has a part already keeps
one copy of it. Right after opening, a running answer is sent once from its start.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from sqlalchemy import select

from resolvent.accounts.actor import Actor
from resolvent.db import Database
from resolvent.events import EventHub
from resolvent.sessions.models import SessionEvent

KEEP_ALIVE = 15.0
LIFETIME = 15 * 60.0
"""A stream ends after this many seconds; the client comes back and proves again who it is."""
BATCH = 500


async def stream_session(
    database: Database, hub: EventHub, actor: Actor, session_id: UUID, after: int
) -> AsyncIterator[str]:
    ends = time.monotonic() + LIFETIME
    async with hub.subscribe(session_id) as subscription:
        yield "retry: 1000\n: open\n\n"
        # Subscribed first, read second: nothing falls between.
        async for event in read_missed(database, actor, session_id, after):
            after = event.number
            yield render_event(event.name, event.data, event.number)
        await hub.send_control("sync", session_id)
        while (left := ends - time.monotonic()) > 0:
            try:
                wake = await asyncio.wait_for(subscription.queue.get(), min(KEEP_ALIVE, left))
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if wake.kind == "delta":
                yield render_event("turn.delta", wake.data, None)
                continue
            if wake.kind == "event" and wake.number <= after:
                continue
            async for event in read_missed(database, actor, session_id, after):
                after = event.number
                yield render_event(event.name, event.data, event.number)
            if wake.kind == "resync":
                await hub.send_control("sync", session_id)


async def read_missed(database: Database, actor: Actor, session_id: UUID, after: int) -> AsyncIterator[SessionEvent]:
    """All of them, a batch at a time; no transaction is open while the client takes one."""
    while True:
        events = await read_events(database, actor, session_id, after)
        for event in events:
            yield event
        if len(events) < BATCH:
            return
        after = events[-1].number


async def read_events(database: Database, actor: Actor, session_id: UUID, after: int) -> list[SessionEvent]:
    async with database.transaction(actor.account_id) as db:
        return list(
            await db.scalars(
                select(SessionEvent)
                .where(
                    SessionEvent.account_id == actor.account_id,
                    SessionEvent.session_id == session_id,
                    SessionEvent.number > after,
                )
                .order_by(SessionEvent.number)
                .limit(BATCH)
            )
        )


def render_event(name: str, data: dict[str, Any], number: int | None) -> str:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
