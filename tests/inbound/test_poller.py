"""Who looks, when, how often, and what happens when looking fails."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text, update

from resolvent.ids import new_id
from resolvent.inbound.models import ConnectionInbound, TicketWatch
from resolvent.inbound.pace import Pace
from resolvent.inbound.poller import Poller
from resolvent.inbound.service import Inbound
from resolvent.inbound.watches import claim_due, hint, sync_watches
from resolvent.sessions.models import AISession
from resolvent.ticketing.errors import RateLimited, Unavailable
from tests.conftest import Tenant
from tests.inbound.desk import QUICK, Watched, moment, told, until
from tests.ticketing.faulty_desk import FaultyConnector, Script, fail, wait_for
from tests.ticketing.posting import open_case


def poller_on(app: FastAPI, script: Script, pace: Pace = QUICK) -> Poller:
    return Poller(
        app.state.database, FaultyConnector(app.state.database, app.state.vault, script), app.state.inbound.bell, pace
    )


async def watch_many(watched: Watched, tenant: Tenant, tickets: int) -> None:
    async with watched.database.transaction(tenant.account_id) as db:
        for number in range(tickets):
            session = AISession(
                account_id=tenant.account_id,
                id=new_id(),
                title="Many",
                problem="",
                connection_id=tenant.connection_id,
                ticket_id=f"many-{number}",
                created_by=tenant.actor.user_id,
            )
            db.add(session)


@pytest.mark.parametrize("replicas", [2, 5])
async def test_replicas_look_at_a_ticket_once(app: FastAPI, watched: Watched, replicas: int) -> None:
    for _ in range(2):
        await watched.look()
    scripts = [Script() for _ in range(replicas)]
    for _ in range(3):
        async with watched.database.transaction(watched.tenant.account_id) as db:
            await db.execute(update(TicketWatch).values(next_look_at=func.clock_timestamp()))
        begun = await asyncio.gather(*(poller_on(app, script).scan() for script in scripts))
        await asyncio.gather(*(task for tasks in begun for task in tasks))
    assert sum(Counter(script.calls)["get_ticket"] for script in scripts) == 3


async def test_a_look_that_its_process_did_not_end_is_taken_over_when_the_lease_ends(
    app: FastAPI, watched: Watched
) -> None:
    for _ in range(2):
        await watched.look()
    async with watched.database.transaction(watched.tenant.account_id) as db:
        await db.execute(update(TicketWatch).values(next_look_at=func.clock_timestamp()))
    dead = Script()
    reached = asyncio.Event()
    dead.before["get_ticket"] = [wait_for(asyncio.Event(), reached)]
    (task,) = await poller_on(app, dead).scan()
    await reached.wait()
    task.cancel()
    alive = Script()
    assert await poller_on(app, alive).scan() == []
    async with watched.database.transaction(watched.tenant.account_id) as db:
        await db.execute(update(TicketWatch).values(lease_until=text("clock_timestamp() - interval '1 second'")))
    await asyncio.gather(*await poller_on(app, alive).scan())
    assert alive.calls == ["get_ticket"]


async def test_a_thousand_tickets_are_read_no_faster_than_allowed(watched: Watched, tenant: Tenant) -> None:
    await watch_many(watched, tenant, 1_000)
    pace = Pace(at_once=5_000)
    async with watched.database.transaction() as db:
        await sync_watches(db)
    claimed = []
    # A minute of scans by two replicas: the database's clock can't be turned, so what is paid for is moved back.
    for _ in range(60):
        for _ in range(2):
            async with watched.database.transaction() as db:
                claimed += [one for group in await claim_due(db, pace, pace.at_once) for one in group]
        async with watched.database.transaction(tenant.account_id) as db:
            await db.execute(
                update(ConnectionInbound).values(reads_until=ConnectionInbound.reads_until - timedelta(seconds=1))
            )
    assert 55 <= len(claimed) <= 62  # this loop itself takes a moment, which counts as well
    assert len({one.ticket_id for one in claimed}) == len(claimed)


async def test_looks_are_spread_and_follow_the_connection_s_interval(watched: Watched, tenant: Tenant) -> None:
    await watched.look()
    assert (await watched.inbound()).poll_seconds == 60
    watch = await watched.watch()
    assert 50 < (watch.next_look_at - moment(watch.looked_at)).total_seconds() < 70


async def test_interval_0_looks_only_when_a_callback_asks(watched: Watched, tenant: Tenant) -> None:
    await watched.look()
    async with watched.database.transaction(tenant.account_id) as db:
        await db.execute(update(ConnectionInbound).values(poll_seconds=0))
    await watched.move("in_progress")
    await watched.look()
    assert await watched.news() == []
    async with watched.database.transaction(tenant.account_id) as db:
        assert await hint(db, tenant.account_id, tenant.connection_id, watched.case.ticket_id)
    await watched.look()
    assert [one.kind for one in await watched.news()] == ["changed"]


async def test_a_hundred_hints_make_one_look(app: FastAPI, watched: Watched, tenant: Tenant) -> None:
    for _ in range(2):
        await watched.look()
    script = Script()
    poller = poller_on(app, script, QUICK)
    for _ in range(100):
        async with watched.database.transaction(tenant.account_id) as db:
            await hint(db, tenant.account_id, tenant.connection_id, watched.case.ticket_id)
    until = datetime.now(UTC) + timedelta(seconds=2)
    while datetime.now(UTC) < until:
        await asyncio.gather(*await poller.scan())
        await asyncio.sleep(0.05)
    assert script.calls == ["get_ticket"]


async def test_a_hint_during_a_look_brings_another(app: FastAPI, watched: Watched, tenant: Tenant) -> None:
    script, reached, go = Script(), asyncio.Event(), asyncio.Event()
    script.after["get_ticket"] = [wait_for(go, reached)]
    (task,) = await poller_on(app, script).scan()
    await reached.wait()
    async with watched.database.transaction(tenant.account_id) as db:
        await hint(db, tenant.account_id, tenant.connection_id, watched.case.ticket_id)
    go.set()
    await task
    watch = await watched.watch()
    assert watch.hinted_at is not None
    assert watch.next_look_at < datetime.now(UTC) + timedelta(seconds=1)


async def test_nobody_looks_at_a_ticket_that_no_active_session_has(
    watched: Watched, client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    await watched.look()
    async with watched.database.transaction(tenant.account_id) as db:
        assert not await hint(db, tenant.account_id, tenant.connection_id, "12345")
        await db.execute(text("UPDATE ai_sessions SET status = 'resolved'"))
    await watched.look()
    async with watched.database.transaction(tenant.account_id) as db:
        assert await db.scalar(select(func.count()).select_from(TicketWatch)) == 0


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (Unavailable("It is down."), 15),
        (RateLimited("Wait.", retry_after=120), 120),
        (RateLimited("Wait.", retry_after=1e9), 900),
    ],
)
async def test_a_failing_connection_is_left_alone_and_says_why(
    app: FastAPI, watched: Watched, tenant: Tenant, error: Exception, wait: int
) -> None:
    await watched.look()
    good = moment((await watched.inbound()).looked_at)
    script = Script(before={"get_ticket": [fail(error)]})
    poller = poller_on(app, script)
    await watched.look(poller)
    inbound = await watched.inbound()
    assert (inbound.failures, inbound.error, inbound.looked_at) == (1, str(error), good)
    left = (moment(inbound.try_again_at) - datetime.now(UTC)).total_seconds()
    assert wait - 5 < left <= wait
    async with watched.database.transaction(tenant.account_id) as db:
        await db.execute(update(TicketWatch).values(next_look_at=func.clock_timestamp()))
    assert await poller.scan() == []
    await watched.look(poller)
    inbound = await watched.inbound()
    assert (inbound.failures, inbound.error, inbound.failing_since) == (0, None, None)
    assert (await watched.watch()).error is None


async def test_one_bad_ticket_does_not_stop_the_others(app: FastAPI, watched: Watched, tenant: Tenant) -> None:
    await watch_many(watched, tenant, 3)
    await watched.look()
    assert (await watched.inbound()).error is None
    assert (await watched.watch()).failures == 0
    async with watched.database.transaction(tenant.account_id) as db:
        failing = await db.scalars(select(TicketWatch.ticket_id).where(TicketWatch.failures == 1))
        assert sorted(failing) == ["many-0", "many-1", "many-2"]


async def test_a_ticket_that_does_not_answer_ends_its_look(app: FastAPI, watched: Watched) -> None:
    script = Script(before={"get_ticket": [wait_for(asyncio.Event(), asyncio.Event())]})
    await watched.look(poller_on(app, script, Pace(read_seconds=0.0001, burst=1_000, look_limit=0.1)))
    assert (await watched.inbound()).error == "It did not answer in time."


async def test_while_our_note_is_on_its_way_the_snapshot_is_left_alone(watched: Watched, tenant: Tenant) -> None:
    await watched.look()
    held = (await watched.case.session())["ticket"]
    async with watched.database.transaction(tenant.account_id) as db:
        await db.execute(
            text(
                "INSERT INTO writebacks (account_id, id, session_id, kind, round, connection_id, ticket_id, step, text,"
                " text_hash, marker, confirmed_by, confirmed_by_name, state_version, lease_until) VALUES (:account, :id,"
                " :session, 'resolution', 1, :connection, :ticket, 'STATUS_SENT', 'x', 'x', 'Ref RV-AAAAAAAA', :user,"
                " 'Ada', 1, clock_timestamp() + interval '1 hour')"
            ),
            {
                "account": tenant.account_id,
                "id": new_id(),
                "session": watched.session_id,
                "connection": tenant.connection_id,
                "ticket": watched.case.ticket_id,
                "user": tenant.actor.user_id,
            },
        )
    await watched.write("Still down.")
    await watched.look()
    assert await watched.news() == []
    assert (await watched.case.session())["ticket"] == held
    async with watched.database.transaction(tenant.account_id) as db:
        await db.execute(text("UPDATE writebacks SET finished_at = clock_timestamp(), step = 'NEEDS_HUMAN'"))
    await watched.look()
    assert told(await watched.news()) == [("note", "Maria Lindqvist", "Still down.")]


async def test_who_waits_for_a_ticket_hears_that_it_moved(app: FastAPI, watched: Watched, tenant: Tenant) -> None:
    await watched.look()
    ticket = (tenant.account_id, tenant.connection_id, watched.case.ticket_id)
    waiting = asyncio.create_task(app.state.inbound.bell.await_change(*ticket, 10))
    other = asyncio.create_task(app.state.inbound.bell.await_change(new_id(), *ticket[1:], 0.5))
    await asyncio.sleep(0)
    await watched.move("in_progress")
    await watched.look()
    assert await waiting is True
    assert await other is False


async def test_each_account_is_told_of_its_own_tickets_only(
    app: FastAPI, watched: Watched, other_tenant: Tenant, base_url: str
) -> None:
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=other_tenant.headers(), timeout=30) as client:
        theirs = await open_case(client, other_tenant)
        await watched.look()
        await watched.write("Only for acme.")
        await watched.look()
        assert len(await watched.news()) == 1
        async with app.state.database.transaction(other_tenant.account_id) as db:
            assert (await db.execute(text("SELECT * FROM ticket_news"))).all() == []
            assert not await hint(db, other_tenant.account_id, watched.tenant.connection_id, watched.case.ticket_id)
            await db.execute(update(TicketWatch).values(next_look_at=func.clock_timestamp()))
        assert UUID(theirs.session_id) != watched.session_id


async def test_a_note_of_the_same_second_is_found_where_versions_are_whole_seconds(
    app: FastAPI, watched: Watched, tenant: Tenant
) -> None:
    await watched.look()
    await watched.write("The first.")
    await watched.look()
    await watched.write("The second.")
    async with watched.database.transaction(tenant.account_id) as db:
        await db.execute(text("UPDATE desk_tickets SET version = version - 1"))
    await watched.look()
    assert [one.text for one in await watched.news()] == ["The first.", "The second."]


async def test_it_looks_by_itself_while_it_runs_and_not_any_more_when_it_is_stopped(
    app: FastAPI, watched: Watched
) -> None:
    pace = Pace(scan_every=0.02, sync_every=0.0, read_seconds=0.0001, burst=1_000, first_wait=0.1)
    inbound = Inbound(app.state.database, app.state.connector, app.state.hub, pace)
    await inbound.start(poll=True)
    async with asyncio.timeout(10):
        await until(watched.was_looked_at)
        await watched.move("in_progress")
        async with app.state.database.transaction(watched.tenant.account_id) as db:
            await hint(db, watched.tenant.account_id, watched.connection, watched.case.ticket_id)
        await until(watched.news)
    await inbound.stop()
    looked = (await watched.watch()).looked_at
    async with app.state.database.transaction(watched.tenant.account_id) as db:
        await db.execute(update(TicketWatch).values(next_look_at=func.clock_timestamp()))
    await asyncio.sleep(0.1)
    assert (await watched.watch()).looked_at == looked
