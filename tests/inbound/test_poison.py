"""One ticket that can't be kept, among others of its connection."""

import asyncio
import secrets
from dataclasses import replace

from fastapi import FastAPI
from sqlalchemy import func, select, update

from resolvent.inbound.models import TicketWatch
from resolvent.inbound.poller import NOT_TAKEN
from resolvent.ticketing.provider import TicketSnapshot
from tests.inbound.desk import Watched
from tests.inbound.test_poller import poller_on
from tests.ticketing.faulty_desk import Script
from tests.ticketing.posting import open_case


async def test_a_ticket_that_can_not_be_kept_leaves_the_others_their_looks(app: FastAPI, watched: Watched) -> None:
    await watched.look()
    others = [await open_case(watched.case.client, watched.tenant) for _ in range(3)]
    await watched.look()

    def poison(ticket: TicketSnapshot) -> TicketSnapshot:
        """Longer than an entry of an index may be."""
        if ticket.id != watched.case.ticket_id:
            return ticket
        return replace(ticket, summary="Another", version=secrets.token_hex(20_000))

    async with watched.database.transaction(watched.tenant.account_id) as db:
        await db.execute(update(TicketWatch).values(next_look_at=func.clock_timestamp(), looked_at=None))
    tasks = await poller_on(app, Script(change_ticket=poison)).scan()
    assert await asyncio.gather(*tasks, return_exceptions=True) == [None]
    async with watched.database.transaction(watched.tenant.account_id) as db:
        rows = (await db.scalars(select(TicketWatch))).all()
    seen = {one.ticket_id: (one.error, one.looked_at is not None, one.lease_until) for one in rows}
    assert seen[watched.case.ticket_id] == (NOT_TAKEN, False, None)
    assert [seen[one.ticket_id] for one in others] == [(None, True, None)] * 3
