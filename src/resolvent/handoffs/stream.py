"""Server-sent events of the queue: `queue` with its numbers, at once and whenever they change."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator

from resolvent.accounts.actor import Actor
from resolvent.chat.stream import KEEP_ALIVE, LIFETIME
from resolvent.db import Database
from resolvent.events import EventHub
from resolvent.handoffs.queue import mark_of_queue

QUIET = 0.3
"""Seconds: what many sessions do at once is looked at once."""


async def stream_queue(database: Database, hub: EventHub, actor: Actor) -> AsyncGenerator[str, None]:
    ends = time.monotonic() + LIFETIME
    told: dict[str, str | int] | None = None
    # Every event of the account wakes it; only another queue is told.
    async with hub.subscribe_account(actor.account_id) as subscription:
        yield "retry: 1000\n: open\n\n"
        while (left := ends - time.monotonic()) > 0:
            async with database.transaction(actor.account_id) as db:
                mark = await mark_of_queue(db, actor)
            if mark != told:
                told = mark
                yield f"event: queue\ndata: {json.dumps(mark)}\n\n"
            try:
                await subscription.take(min(KEEP_ALIVE, left))
            except TimeoutError:
                yield ": still here\n\n"
                continue
            await asyncio.sleep(QUIET)
            subscription.clear()
