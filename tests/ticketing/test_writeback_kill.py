"""SIGKILL of a real process at every recovery point of a write-back, and who takes it over."""

import asyncio
from contextlib import ExitStack, suppress
from uuid import UUID

import httpx2
import psycopg
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.jobs import run_jobs
from resolvent.notes.structure import Kind
from resolvent.posting.endpoints import plan_or_take_up
from resolvent.posting.post import Confirmed
from resolvent.ticketing.errors import Ambiguous
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.writeback import Writebacks
from resolvent.vault import Vault
from tests.conftest import QUICK, SECRET, Tenant, running
from tests.process import (
    START_SECONDS,
    drive_until_killed,
    killed,
    let_leases_run_out,
    process,
    server_process,
    until,
)
from tests.ticketing.faulty_desk import FaultyConnector, Script, fail, wait_for
from tests.ticketing.posting import ESCALATION, Case, open_case

POINTS = [
    ("get_ticket", "after", Kind.ESCALATION),
    ("add_note", "before", Kind.RESOLUTION),
    ("add_note", "after", Kind.RESOLUTION),
    ("add_note", "after", Kind.ESCALATION),
    ("read_note", "after", Kind.RESOLUTION),
    ("read_note", "after", Kind.ESCALATION),
    ("get_ticket 2", "after", Kind.RESOLUTION),
    ("get_ticket 3", "after", Kind.RESOLUTION),
    ("set_status", "before", Kind.ESCALATION),
    ("set_status", "after", Kind.RESOLUTION),
    ("get_ticket 4", "before", Kind.ESCALATION),
    ("get_ticket 5", "after", Kind.RESOLUTION),
]
"""Between each two commits of the write-back's steps; the last two while the status is being verified."""
ENDS = {Kind.RESOLUTION: ("resolved", "customer"), Kind.ESCALATION: ("escalated", "internal")}


async def plan(database_url: str, tenant: Tenant, case: Case, kind: Kind = Kind.RESOLUTION) -> Writeback:
    """Confirmed and stored, and the process that took it did nothing yet."""
    path = {Kind.RESOLUTION: "resolution-note", Kind.ESCALATION: "escalation-package"}[kind]
    preview = await case.preview(path)
    database = Database(database_url, pool_size=1)
    stood_by = [one["id"] for one in preview["grounding"]["findings"]]
    confirmed = Confirmed(kind, preview["markdown"], preview["state_version"], stood_by, None)
    try:
        return await plan_or_take_up(database, tenant.actor, UUID(case.session_id), confirmed, SECRET)
    finally:
        await database.close()


async def test_a_process_killed_at_every_recovery_point_leaves_one_note_and_the_right_status(
    database_url: str, tenant: Tenant
) -> None:
    """A server plans; then one process for each point drives one write-back and dies there; a restarted server ends them."""
    cases: list[Case] = []
    with ExitStack() as children:
        app = create_app(Settings(), database_url, SECRET, patience=QUICK)
        app.state.writebacks.start = app.state.writebacks.stop  # a server that is about to die takes nothing over
        async with running(app) as base_url, client_of(base_url, tenant) as client:
            dying = []
            for call, when, kind in POINTS:
                case = await open_case(client, tenant)
                row = await plan(database_url, tenant, case, kind)
                target = (database_url, tenant.account_id, row.id, call, when)
                dying.append(children.enter_context(process(drive_until_killed, *target)))
                cases.append(case)
            for child, _ in dying:
                await killed(child)
            for case, point in zip(cases, POINTS, strict=True):
                whole = await case.whole()
                assert whole["session"]["status"] == "active", point
                assert whole["writebacks"][0]["finished_at"] is None, point
        let_leases_run_out(database_url)
    restarted = create_app(Settings(), database_url, SECRET, patience=QUICK)
    async with running(restarted) as base_url, client_of(base_url, tenant) as client:
        for case, point in zip(cases, POINTS, strict=True):
            case.client = client
            await until(case.ended)
            status, visibility = ENDS[point[2]]
            whole = await case.whole()
            assert whole["writebacks"][0]["step"] == "VERIFIED", point
            assert whole["session"]["status"] == status, point
            assert await case.status() == status, point
            assert [note["visibility"] for note in await case.marked()] == [visibility], point


def client_of(base_url: str, tenant: Tenant) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=tenant.headers(), timeout=30)


async def test_a_server_killed_between_note_and_status_ends_it_after_the_restart(
    database_url: str, tenant: Tenant
) -> None:
    async with (
        server_process(database_url, call="set_status", when="before") as (child, address),
        httpx2.AsyncClient(base_url=address, headers=tenant.headers(), timeout=30) as victim,
    ):
        case = await open_case(victim, tenant)
        with suppress(httpx2.HTTPError):
            await case.post()
        await killed(child)
    let_leases_run_out(database_url)
    async with (
        server_process(database_url) as (_, address),
        httpx2.AsyncClient(base_url=address, headers=tenant.headers(), timeout=30) as client,
    ):
        case.client = client
        await until(case.ended)
        assert (await case.session())["status"] == "resolved"
        assert await case.status() == "resolved"
        assert len(await case.marked()) == 1
        assert (await case.post()).json()["code"] == "already_posted"


async def test_a_worker_ends_what_a_dead_process_planned(
    database_url: str, tenant: Tenant, client: httpx2.AsyncClient, app: FastAPI
) -> None:
    """The job was stored in the transaction that planned the write-back; no scan is needed."""
    case = await open_case(client, tenant)
    await app.state.writebacks.stop()
    row = await plan(database_url, tenant, case)
    with psycopg.connect(database_url) as db:
        jobs = db.execute("SELECT task_name, status, args, queueing_lock FROM procrastinate_jobs").fetchall()
        db.execute("UPDATE procrastinate_jobs SET scheduled_at = clock_timestamp()")
    arguments = {"account_id": str(tenant.account_id), "writeback_id": str(row.id)}
    assert jobs == [("resume_writeback", "todo", arguments, f"writeback:{row.id}")]
    with process(drive_until_killed, database_url, tenant.account_id, row.id, "read_note", "before") as (child, _):
        await killed(child)
    let_leases_run_out(database_url)
    worker = asyncio.create_task(run_jobs(database_url, app.state.writebacks))
    try:
        await until(case.ended)
        await until(lambda: no_job_left(database_url))
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    assert (await case.session())["status"] == "resolved"
    assert len(await case.marked()) == 1


async def no_job_left(database_url: str) -> bool:
    with psycopg.connect(database_url) as db:
        return db.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


async def test_two_scanners_drive_a_write_back_once(
    database_url: str, tenant: Tenant, client: httpx2.AsyncClient, app: FastAPI
) -> None:
    case = await open_case(client, tenant)
    await app.state.writebacks.stop()
    await plan(database_url, tenant, case)
    script = Script()
    database = Database(database_url, pool_size=4)
    replicas = [Writebacks(database, FaultyConnector(database, Vault(SECRET), script), QUICK) for _ in range(2)]
    try:
        for replica in replicas:
            await replica.start()
        await until(case.ended)
    finally:
        for replica in replicas:
            await replica.stop()
        await database.close()
    assert (script.calls.count("add_note"), script.calls.count("set_status")) == (1, 1)
    assert len(await case.marked()) == 1


async def test_a_process_that_slept_through_its_lease_writes_nothing_more(
    database_url: str, tenant: Tenant, client: httpx2.AsyncClient, app: FastAPI
) -> None:
    case = await open_case(client, tenant)
    await app.state.writebacks.stop()
    row = await plan(database_url, tenant, case)
    wakes, asleep = asyncio.Event(), asyncio.Event()
    slow, quick = Script(after={"read_note": [wait_for(wakes, asleep)]}), Script()
    database = Database(database_url, pool_size=4)
    one, two = (
        Writebacks(database, FaultyConnector(database, Vault(SECRET), script), QUICK) for script in (slow, quick)
    )
    try:
        sleeper = one.drive(tenant.account_id, row.id)
        await asyncio.wait_for(asleep.wait(), START_SECONDS)
        assert not two.drive(tenant.account_id, row.id).done()
        let_leases_run_out(database_url)
        assert await two.wait_for(tenant.account_id, row.id)
        before = list(slow.calls)
        wakes.set()
        await sleeper
        assert slow.calls == before == ["get_ticket", "add_note", "read_note"]
        assert "add_note" not in quick.calls
    finally:
        await one.stop()
        await two.stop()
        await database.close()
    assert (await case.session())["status"] == "resolved"
    assert len(await case.marked()) == 1


async def test_two_sessions_on_one_ticket_write_one_after_the_other(
    database_url: str, tenant: Tenant, client: httpx2.AsyncClient, app: FastAPI
) -> None:
    case = await open_case(client, tenant)
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": case.ticket_id}
    opened = await client.post("/ai-sessions", json={"ticket": pick})
    other = Case(client, opened.json()["id"], case.ticket_id)
    wakes, asleep = asyncio.Event(), asyncio.Event()
    script = Script(before={"read_note": [wait_for(wakes, asleep)]})
    app.state.writebacks._connector = FaultyConnector(app.state.database, app.state.vault, script)
    first = asyncio.create_task(case.post(ESCALATION))
    await asyncio.wait_for(asleep.wait(), START_SECONDS)
    assert (await other.post(ESCALATION)).json()["code"] == "ticket_changed"
    second = asyncio.create_task(other.post(ESCALATION))
    await until(lambda: planned(other))
    assert script.calls.count("add_note") == 1
    wakes.set()
    assert (await first).status_code == 200
    refused = await second  # what the first one did is a change that the second engineer has not seen
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket_changed")
    assert script.calls.count("add_note") == 1
    third = await other.post(ESCALATION)
    assert third.status_code == 200, third.text
    assert len(await case.marked()) == 2


async def planned(case: Case) -> bool:
    return bool((await case.whole())["writebacks"])


async def test_a_kill_and_a_lost_reply_together_still_make_one_note(
    database_url: str, tenant: Tenant, client: httpx2.AsyncClient, app: FastAPI
) -> None:
    case = await open_case(client, tenant)
    await app.state.writebacks.stop()
    row = await plan(database_url, tenant, case)
    with process(drive_until_killed, database_url, tenant.account_id, row.id, "add_note", "after") as (child, _):
        await killed(child)
    let_leases_run_out(database_url)
    script = Script(
        before={"find_note": [fail(Ambiguous("The desk failed (500)."))]},
        after={"set_status": [fail(Ambiguous("The desk did not answer in time."))]},
    )
    app.state.writebacks._connector = FaultyConnector(app.state.database, app.state.vault, script)
    assert await app.state.writebacks.wait_for(tenant.account_id, row.id)
    assert (await case.session())["status"] == "resolved"
    assert len(await case.marked()) == 1
    assert "add_note" not in script.calls
