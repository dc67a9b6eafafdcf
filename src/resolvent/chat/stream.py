"""The event stream of one session, as server-sent events.

Each numbered event carries its number as `id`; a client that comes back names the last one it saw and misses nothing.
`turn.delta` has no id: it carries the offset of its text (UTF-16 code units), so that a reader who has a part already keeps
one copy of it. Right after opening, a running answer is sent once from its start. `presence` has no id either: it tells who is
there as a whole, and comes again only when that changed.
"""

import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from resolvent.accounts.actor import Actor
from resolvent.db import Database
from resolvent.events import Delta, EventHub
from resolvent.presence.watch import PresenceWatch
from resolvent.sessions.models import SessionEvent

KEEP_ALIVE = 15.0
LIFETIME = 15 * 60.0
"""A stream ends after this many seconds; the client comes back and proves again who it is."""
BATCH = 500
LATER = (
    select(SessionEvent.number, SessionEvent.name, SessionEvent.data)
    .where(
        SessionEvent.account_id == bindparam("account"),
        SessionEvent.session_id == bindparam("session"),
        SessionEvent.number > bindparam("after"),
    )
    .order_by(SessionEvent.number)
    .limit(BATCH)
)
ENCODER = json.JSONEncoder(separators=(",", ":"))


async def stream_session(
    database: Database, hub: EventHub, actor: Actor, session_id: UUID, after: int, tab: UUID | None = None
) -> AsyncGenerator[str, None]:
    """`tab`: whose sign of life this stream is."""
    ends = time.monotonic() + LIFETIME
    with closing(PresenceWatch(database, actor, session_id, tab)) as watch:
        async with hub.subscribe(session_id) as subscription:
            await watch.open()
            yield "retry: 1000\n: open\n\n"
            # Subscribed first, read second: nothing falls between.
            async for event in read_missed(database, actor, session_id, after):
                after = event.number
                yield render_event(event.name, event.data, event.number)
            await hub.send_control("sync", session_id)
            looks = True
            while (left := ends - time.monotonic()) > 0:
                if (looks or watch.is_due) and (present := await watch.look()) is not None:
                    yield render_event("presence", present, None)
                looks = False
                try:
                    wakes = await subscription.take(watch.wait(min(KEEP_ALIVE, left)))
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                for wake in wakes:
                    if wake.delta is not None:
                        yield render_delta(wake.delta)
                        continue
                    looks = looks or wake.kind in ("presence", "resync")
                    if wake.kind == "presence" or (wake.kind == "event" and wake.number <= after):
                        continue
                    told = wake.told
                    if told is not None and told.account_id == actor.account_id and wake.number == after + 1:
                        after = wake.number
                        yield render_line(told.name, told.data, after)
                        continue
                    async for event in read_missed(database, actor, session_id, after):
                        after = event.number
                        yield render_event(event.name, event.data, event.number)
                    if wake.kind == "resync":
                        await hub.send_control("sync", session_id)


async def read_missed(database: Database, actor: Actor, session_id: UUID, after: int) -> AsyncIterator[Row[Any]]:
    """All of them, a batch at a time; no transaction is open while the client takes one."""
    while True:
        events = await read_events(database, actor, session_id, after)
        for event in events:
            yield event
        if len(events) < BATCH:
            return
        after = events[-1].number


async def read_events(database: Database, actor: Actor, session_id: UUID, after: int) -> Sequence[Row[Any]]:
    async with database.transaction(actor.account_id) as db:
        given = {"account": actor.account_id, "session": session_id, "after": after}
        return (await db.execute(LATER, given)).all()


def render_delta(delta: Delta) -> str:
    text = ENCODER.encode(delta.text)
    return f'event: turn.delta\ndata: {{"turn_id":"{delta.turn_id}","offset":{delta.offset},"text":{text}}}\n\n'


def render_event(name: str, data: dict[str, Any], number: int | None) -> str:
    return render_line(name, ENCODER.encode(data), number)


def render_line(name: str, line: str, number: int | None) -> str:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {line}\n\n"
