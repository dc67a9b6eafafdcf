"""After a status was proven the ticket is looked at again: what moved it since is told, and the session stays closed."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from psycopg.rows import dict_row

from resolvent.ticketing.errors import NotFound, Unavailable
from resolvent.ticketing.late_looks import LateLooks
from resolvent.ticketing.patience import Patience
from tests.conftest import Tenant
from tests.process import until
from tests.ticketing.faulty_desk import FaultyConnector, Script, fail, wait_for
from tests.ticketing.posting import ESCALATION, Case, open_case


def row_of(database_url: str) -> dict[str, Any]:
    with psycopg.connect(database_url, row_factory=dict_row) as db:
        row = db.execute(
            "SELECT finished_at, late_due_at, late_looks, late_status, late_change FROM writebacks"
        ).fetchone()
    assert row is not None
    return row


def let_it_be_due(database_url: str, *, finished: str = "0 s") -> None:
    with psycopg.connect(database_url) as db:
        db.execute(
            "UPDATE writebacks SET late_due_at = clock_timestamp(), finished_at = finished_at - CAST(%s AS interval) "
            "WHERE late_due_at IS NOT NULL",
            [finished],
        )


def after_the_end(row: dict[str, Any]) -> timedelta:
    finished, due = row["finished_at"], row["late_due_at"]
    assert isinstance(finished, datetime)
    assert isinstance(due, datetime)
    return timedelta(minutes=round((due - finished).total_seconds() / 60))


@pytest.fixture
def looks(app: FastAPI) -> LateLooks:
    return LateLooks(app.state.database, Patience())


def line(app: FastAPI, script: Script | None = None) -> FaultyConnector:
    return FaultyConnector(app.state.database, app.state.vault, script or Script())


async def test_an_unchanged_ticket_is_looked_at_twice_and_nothing_is_said(
    case: Case, app: FastAPI, database_url: str, looks: LateLooks
) -> None:
    assert (await case.post()).status_code == 200
    assert after_the_end(row_of(database_url)) == timedelta(minutes=5)
    before = (await case.whole())["event_number"]
    let_it_be_due(database_url)
    await looks.look_at_due(line(app))
    first = row_of(database_url)
    assert (first["late_looks"], first["late_status"], first["late_change"]) == (1, "Resolved", None)
    assert after_the_end(first) == timedelta(hours=1)
    let_it_be_due(database_url)
    await looks.look_at_due(line(app))
    assert row_of(database_url)["late_due_at"] is None
    script = Script()
    await looks.look_at_due(line(app, script))
    assert script.calls == []
    assert (await case.whole())["event_number"] == before
    assert (await case.session())["changed_since"] is None


async def test_a_ticket_that_was_moved_since_is_told_and_marked_and_the_session_stays_closed(
    case: Case, app: FastAPI, database_url: str, looks: LateLooks
) -> None:
    assert (await case.post(ESCALATION)).status_code == 200
    await case.move("in_progress")
    let_it_be_due(database_url)
    await looks.look_at_due(line(app))
    whole = await case.whole()
    assert whole["session"]["status"] == "escalated"
    assert whole["session"]["changed_since"] is not None
    (writeback,) = whole["writebacks"]
    assert (writeback["late_change"]["status"], writeback["late_change"]["by"]) == ("In progress", "acme admin")
    with psycopg.connect(database_url) as db:
        events = db.execute("SELECT data FROM session_events WHERE name = 'writeback' ORDER BY number").fetchall()
    assert events[-1][0]["late_status"] == "In progress"
    assert row_of(database_url)["late_due_at"] is None
    listed = (await case.client.get("/ai-sessions")).json()["items"]
    assert [one["changed_since"] for one in listed] == [whole["session"]["changed_since"]]
    # A new round forgets it.
    assert (await case.client.post(f"{case.path}/reopen")).status_code == 200
    assert (await case.session())["changed_since"] is None


async def test_a_resolved_ticket_that_was_closed_since_is_as_resolved_as_before(
    case: Case, app: FastAPI, database_url: str, looks: LateLooks
) -> None:
    assert (await case.post()).status_code == 200
    await case.move("closed")
    let_it_be_due(database_url)
    await looks.look_at_due(line(app))
    row = row_of(database_url)
    assert (row["late_status"], row["late_change"]) == ("Closed", None)


async def test_an_escalated_ticket_that_was_closed_since_is_told(
    case: Case, app: FastAPI, database_url: str, looks: LateLooks
) -> None:
    """Others were to work on it."""
    assert (await case.post(ESCALATION)).status_code == 200
    for status in ("in_progress", "resolved", "closed"):
        await case.move(status)
    let_it_be_due(database_url)
    await looks.look_at_due(line(app))
    assert row_of(database_url)["late_change"]["status"] == "Closed"


async def test_a_session_that_was_reopened_is_not_marked(
    case: Case, app: FastAPI, database_url: str, looks: LateLooks
) -> None:
    assert (await case.post()).status_code == 200
    assert (await case.client.post(f"{case.path}/reopen")).status_code == 200
    await case.move("in_progress")
    told = (await case.whole())["event_number"]
    let_it_be_due(database_url)
    await looks.look_at_due(line(app))
    assert row_of(database_url)["late_change"]["status"] == "In progress"
    assert (await case.session())["changed_since"] is None
    assert (await case.whole())["event_number"] == told


async def test_a_ticket_that_is_gone_is_told(case: Case, app: FastAPI, database_url: str, looks: LateLooks) -> None:
    assert (await case.post()).status_code == 200
    let_it_be_due(database_url)
    await looks.look_at_due(line(app, Script(before={"get_ticket": [fail(NotFound("There is no ticket 1001."))]})))
    change = row_of(database_url)["late_change"]
    assert (change["status"], change["by"]) == (None, None)


@pytest.mark.parametrize(("finished", "again"), [("0 s", True), ("2 days", False)])
async def test_a_ticket_that_can_not_be_read_is_looked_at_later_but_not_for_ever(
    case: Case, app: FastAPI, database_url: str, looks: LateLooks, finished: str, again: bool
) -> None:
    assert (await case.post()).status_code == 200
    let_it_be_due(database_url, finished=finished)
    await looks.look_at_due(line(app, Script(before={"get_ticket": [fail(Unavailable("Away."))]})))
    row = row_of(database_url)
    assert (row["late_looks"], row["late_change"]) == (0, None)
    assert (row["late_due_at"] is not None) == again


async def test_two_replicas_look_once(case: Case, app: FastAPI, database_url: str, looks: LateLooks) -> None:
    assert (await case.post()).status_code == 200
    let_it_be_due(database_url)
    script = Script()
    await asyncio.gather(*[looks.look_at_due(line(app, script)) for _ in range(3)])
    assert script.calls == ["get_ticket"]
    assert row_of(database_url)["late_looks"] == 1


async def test_a_look_whose_process_died_is_taken_by_another_and_told_once(
    case: Case, app: FastAPI, database_url: str, looks: LateLooks
) -> None:
    assert (await case.post()).status_code == 200
    await case.move("in_progress")
    let_it_be_due(database_url)
    wakes, asleep = asyncio.Event(), asyncio.Event()
    sleeper = asyncio.create_task(looks.look_at_due(line(app, Script(after={"get_ticket": [wait_for(wakes, asleep)]}))))
    await asyncio.wait_for(asleep.wait(), 20)
    let_it_be_due(database_url)  # what its lease without it would do
    await looks.look_at_due(line(app))
    told = (await case.whole())["event_number"]
    wakes.set()
    await sleeper
    assert (await case.whole())["event_number"] == told
    assert row_of(database_url)["late_looks"] == 1


async def test_a_running_server_looks_by_itself(case: Case, database_url: str) -> None:
    assert (await case.post()).status_code == 200
    await case.move("in_progress")
    let_it_be_due(database_url)

    async def told() -> bool:
        return (await case.session())["changed_since"] is not None

    await until(told)


async def test_an_account_whose_system_hangs_does_not_keep_the_others_waiting(
    case: Case, app: FastAPI, base_url: str, database_url: str, looks: LateLooks, other_tenant: Tenant
) -> None:
    assert (await case.post()).status_code == 200
    async with httpx2.AsyncClient(base_url=f"{base_url}/api/v1", headers=other_tenant.headers(), timeout=30) as theirs:
        assert (await (await open_case(theirs, other_tenant)).post()).status_code == 200
    let_it_be_due(database_url)
    go_on, hangs = asyncio.Event(), asyncio.Event()
    script = Script(before={"get_ticket": [wait_for(go_on, hangs)]})
    looking = asyncio.create_task(looks.look_at_due(line(app, script)))
    await hangs.wait()

    async def both_are_read() -> bool:
        return script.calls.count("get_ticket") == 2

    await until(both_are_read)
    go_on.set()
    await looking
    with psycopg.connect(database_url) as db:
        assert db.execute("SELECT late_looks FROM writebacks").fetchall() == [(1,), (1,)]


async def test_a_system_that_hangs_is_asked_once_for_all_that_is_due(
    case: Case, app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant, database_url: str, looks: LateLooks
) -> None:
    assert (await case.post()).status_code == 200
    assert (await (await open_case(client, tenant)).post()).status_code == 200
    let_it_be_due(database_url)
    script = Script(before={"get_ticket": [fail(Unavailable("The desk did not answer."))]})
    await looks.look_at_due(line(app, script))
    assert script.calls == ["get_ticket"]
    with psycopg.connect(database_url) as db:
        due = db.execute("SELECT late_looks, late_due_at > clock_timestamp() FROM writebacks").fetchall()
    assert due == [(0, True), (0, True)]
