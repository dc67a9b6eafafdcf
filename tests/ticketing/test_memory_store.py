"""The store in memory and the one in PostgreSQL answer the same to the same scenario."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest
from fastapi import FastAPI

from resolvent.db import Database
from resolvent.notes.structure import Kind
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.run_store import DatabaseRunStore, RunStore
from resolvent.ticketing.steps import Step
from resolvent.ticketing.writebacks import LostLease, claim, list_due
from tests.conftest import Tenant
from tests.process import let_leases_run_out
from tests.ticketing.memory_store import MemoryWritebacks
from tests.ticketing.posting import Case, open_case
from tests.ticketing.test_writeback_kill import plan

CALL = Exchange("POST", "/notes", 201, "{}", "{}", 5)
SEEN = {"status": {"id": "resolved", "name": "Resolved"}}


class Table(Protocol):
    """Two planned write-backs of one ticket: 0, a resolution, and 1, an escalation of another session."""

    async def claim(self, which: int) -> RunStore | None: ...
    async def due(self) -> list[int]: ...
    def run_out(self) -> None:
        """Ten seconds in which nobody renews."""
        ...

    async def stored(self, which: int) -> dict[str, Any]:
        """step, fence, note_id, error, finished, paths of exchanges, session's status and round."""
        ...


class InMemory:
    def __init__(self) -> None:
        self._at = datetime(2026, 1, 1, tzinfo=UTC)
        self._table = MemoryWritebacks(self._now)
        connection = uuid4()
        for kind in ("resolution", "escalation"):
            row = Writeback(id=uuid4(), session_id=uuid4(), kind=kind, round=1, step=Step.PLANNED)
            row.connection_id, row.ticket_id = connection, "7"
            self._table.plan(row)
        self._ids = list(self._table.rows)

    def _now(self) -> datetime:
        self._at += timedelta(microseconds=1)
        return self._at

    async def claim(self, which: int) -> RunStore | None:
        return self._table.claim(self._ids[which])

    async def due(self) -> list[int]:
        return sorted(self._ids.index(one) for one in self._table.list_due())

    def run_out(self) -> None:
        self._at += timedelta(seconds=10, milliseconds=1)

    async def stored(self, which: int) -> dict[str, Any]:
        row = self._table.rows[self._ids[which]]
        session = self._table.sessions[row["session_id"]]
        return seen(
            row, [one.path for one in self._table.exchanges.get(row["id"], [])], session.status, session.posted_round
        )


class InPostgres:
    def __init__(self, url: str, database: Database, account: UUID, ids: list[UUID]) -> None:
        self._url, self._database, self._account, self._ids = url, database, account, ids

    async def claim(self, which: int) -> RunStore | None:
        async with self._database.transaction(self._account) as db:
            row = await claim(db, self._account, self._ids[which])
        return None if row is None else DatabaseRunStore(self._database, row)

    async def due(self) -> list[int]:
        async with self._database.transaction() as db:
            return sorted(self._ids.index(writeback) for _, writeback in await list_due(db))

    def run_out(self) -> None:
        let_leases_run_out(self._url)

    async def stored(self, which: int) -> dict[str, Any]:
        number = self._ids[which]
        with psycopg.connect(self._url, row_factory=psycopg.rows.dict_row) as db:
            row = db.execute("SELECT * FROM writebacks WHERE id = %s", [number]).fetchone()
            calls = db.execute(
                "SELECT path FROM writeback_exchanges WHERE writeback_id = %s ORDER BY id", [number]
            ).fetchall()
            assert row is not None
            session = db.execute(
                "SELECT status, posted_round FROM ai_sessions WHERE id = %s", [row["session_id"]]
            ).fetchone()
        assert session is not None
        return seen(row, [call["path"] for call in calls], session["status"], session["posted_round"])


def seen(row: dict[str, Any], paths: list[str], status: str, posted_round: int | None) -> dict[str, Any]:
    names = ("step", "fence", "note_id", "error")
    finished = row["finished_at"] is not None
    return {name: row[name] for name in names} | {
        "finished": finished,
        "paths": paths,
        "session": str(status),
        "posted_round": posted_round,
    }


async def held(store: RunStore | None) -> RunStore:
    assert store is not None
    return store


async def lost(write: Awaitable[None]) -> bool:
    try:
        await write
    except LostLease:
        return True
    return False


async def a_lease_is_one_process_s(table: Table) -> list[Any]:
    first = await held(await table.claim(0))
    log: list[Any] = [await table.claim(0) is None, await table.due()]
    table.run_out()
    second = await held(await table.claim(0))
    log += [first.row.fence, second.row.fence, await table.due()]
    log += [await lost(first.save([CALL], note_id="old")), await lost(first.reach([CALL], Step.NOTE_DONE))]
    log += [first.row.note_id, str(first.row.step), await lost(second.reach([CALL], Step.NOTE_SENDING))]
    return [*log, await table.stored(0)]


async def one_writer_a_ticket(table: Table) -> list[Any]:
    first = await held(await table.claim(0))
    log: list[Any] = [await table.claim(1) is None, await table.due(), (await table.stored(1))["fence"]]
    await first.reach([], Step.REJECTED, error={"code": "x", "detail": "No."})
    second = await table.claim(1)
    log += [second is not None, await table.claim(0) is None, await table.stored(0)]
    table.run_out()
    return [*log, await table.due(), await table.claim(0) is None, (await table.stored(0))["fence"]]


async def what_is_proven_ends_the_session(table: Table) -> list[Any]:
    store = await held(await table.claim(1))
    log: list[Any] = []
    for step in (Step.NOTE_SENDING, Step.NOTE_DONE, Step.NOTE_PROVEN, Step.STATUS_SENDING, Step.STATUS_SENT):
        await store.reach([CALL], step)
        log.append(await table.stored(1))
    await store.reach([], Step.VERIFIED, actual_status="Escalated", snapshot=SEEN)
    return [*log, store.row.finished_at is not None, store.row.actual_status, await table.stored(1)]


async def a_lease_given_back_is_free(table: Table) -> list[Any]:
    store = await held(await table.claim(0))
    await store.save([], lease_until=datetime(2025, 1, 1, tzinfo=UTC))
    log: list[Any] = [await table.due()]
    other = await table.claim(1)
    log += [other is not None, await table.claim(0) is None, await lost(store.save([], note_id="n"))]
    return [*log, (await table.stored(0))["note_id"], (await table.stored(0))["fence"]]


Scenario = Callable[[Table], Awaitable[list[Any]]]
SCENARIOS: list[Scenario] = [
    a_lease_is_one_process_s,
    one_writer_a_ticket,
    what_is_proven_ends_the_session,
    a_lease_given_back_is_free,
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_both_stores_answer_the_same(
    scenario: Scenario, database_url: str, database: Database, tenant: Tenant, client: httpx2.AsyncClient, app: FastAPI
) -> None:
    await app.state.writebacks.stop()
    case = await open_case(client, tenant)
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": case.ticket_id}
    other = Case(client, (await client.post("/ai-sessions", json={"ticket": pick})).json()["id"], case.ticket_id)
    ids = [
        (await plan(database_url, tenant, one, kind)).id
        for one, kind in ((case, Kind.RESOLUTION), (other, Kind.ESCALATION))
    ]
    real = InPostgres(database_url, database, tenant.account_id, ids)
    assert await scenario(InMemory()) == await scenario(real)


async def test_the_fencing_number_is_what_stops_the_older_one() -> None:
    log = await a_lease_is_one_process_s(InMemory())
    assert log[:-1] == [True, [1], 1, 2, [1], True, True, None, "PLANNED", False]
    assert log[-1]["paths"] == ["/notes"]
    assert log[-1]["note_id"] is None
