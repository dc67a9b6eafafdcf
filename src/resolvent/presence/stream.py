"""A stream of `presence` alone, for what has no numbered events of its own."""

import json
import time
from collections.abc import AsyncGenerator
from uuid import UUID

from resolvent.accounts.actor import Actor
from resolvent.db import Database
from resolvent.events import EventHub
from resolvent.presence.watch import PresenceWatch

KEEP_ALIVE, LIFETIME = 15.0, 15 * 60.0
"""Seconds; as those of a session's stream."""


async def stream_presence(
    database: Database, hub: EventHub, actor: Actor, subject_id: UUID, tab_id: UUID | None
) -> AsyncGenerator[str, None]:
    ends = time.monotonic() + LIFETIME
    watch = PresenceWatch(database, actor, subject_id, tab_id)
    async with hub.subscribe(subject_id) as subscription:
        await watch.open()
        try:
            yield "retry: 1000\n: open\n\n"
            while (left := ends - time.monotonic()) > 0:
                if (event := await watch.look()) is not None:
                    yield f"event: presence\ndata: {json.dumps(event, separators=(',', ':'))}\n\n"
                try:
                    await subscription.take(watch.wait(min(KEEP_ALIVE, left)))
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            watch.close()
