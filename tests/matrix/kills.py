"""Kills real processes at each recovery point of a write-back, and looks at what becomes of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.sessions.models import AISession
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.errors import Unavailable
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import TicketSnapshot
from resolvent.ticketing.steps import DONE, Step
from resolvent.vault import Vault
from tests.conftest import SECRET, Tenant
from tests.matrix.kill_processes import Point, drive, rescue
from tests.matrix.peers import Peer
from tests.process import process

POINTS = {
    "PLANNED": Point("get_ticket", 1, "before"),
    "NOTE_SENDING, not sent": Point("add_note", 1, "before"),
    "NOTE_SENDING, sent": Point("add_note", 1, "after"),
    "NOTE_DONE": Point("read_note", 1, "before"),
    "NOTE_DONE, read": Point("get_ticket", 2, "after"),
    "NOTE_PROVEN": Point("get_ticket", 3, "before"),
    "STATUS_SENDING, not sent": Point("set_status", 1, "before"),
    "STATUS_SENDING, sent": Point("set_status", 1, "after"),
    "STATUS_SENT": Point("get_ticket", 4, "before"),
    "STATUS_SENT, read": Point("get_ticket", 5, "after"),
}
RECOVERS_WITHIN = 15.0
ENDS_WITHIN = 300.0
LOOKS_EVERY = 0.1
AT_ONCE = 4
"""Processes that drive at once: more starve the one that takes over, and what is measured then is the machine."""
KINDS = ("resolution", "escalation")


@dataclass
class Tally:
    provider: str
    point: str
    runs: int = 0
    taken_over: list[float] = field(default_factory=list)
    """Seconds from each kill."""
    ends: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


@dataclass
class Case:
    tally: Tally
    writeback: UUID
    ticket: str
    killed_at: float | None = None
    """By the monotonic clock; None: it ended, or a fault stopped it, before it came to that point."""
    taken_at: float | None = None


class KillMatrix:
    def __init__(self, url: str, tenant: Tenant, patience: Patience, say: Callable[[str], None]) -> None:
        self._url, self._tenant, self._patience, self._say = url, tenant, patience, say
        self._database = Database(url, pool_size=4)
        self._cases: dict[UUID, Case] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run(self, peers: list[Peer], times: int) -> list[Tally]:
        tallies: list[Tally] = []
        try:
            for peer in peers:
                tallies += await self._of_peer(peer, times)
        finally:
            await self._database.close()
        return tallies

    async def _of_peer(self, peer: Peer, times: int) -> list[Tally]:
        tallies, cases = [], []
        with process(rescue, self._url, peer.weather, self._patience) as (_, pipe):
            assert await asyncio.to_thread(pipe.poll, 60), "The process that takes over did not start."
            looking = asyncio.create_task(self._look())
            try:
                for name, point in POINTS.items():
                    tally = Tally(peer.name, name, runs=times)
                    mine = [await self._plan(peer, tally, number) for number in range(times)]
                    await asyncio.gather(*(self._kill(peer, case, point) for case in mine))
                    self._say(f"{peer.name}: killed {sum(one.killed_at is not None for one in mine)} at {name}")
                    tallies.append(tally)
                    cases += mine
                await self._wait_for_ends()
            finally:
                looking.cancel()
                with suppress(asyncio.CancelledError):
                    await looking
        for case in cases:
            await self._judge(peer, case)
        return tallies

    async def _plan(self, peer: Peer, tally: Tally, number: int) -> Case:
        """A confirmed note, as the product plans it."""
        kind, ticket_id = KINDS[number % 2], await peer.make_ticket()
        account, actor = self._tenant.account_id, self._tenant.actor
        seen = await self._see(peer, ticket_id)
        session = AISession(account_id=account, id=new_id(), title="Printing", problem="It fails.")
        session.connection_id, session.ticket_id, session.created_by = peer.connection_id, ticket_id, actor.user_id
        marker = f"Ref RV-{_letters(len(self._cases))}"
        row = Writeback(
            account_id=account,
            id=new_id(),
            session_id=session.id,
            connection_id=peer.connection_id,
            ticket_id=ticket_id,
            kind=kind,
            round=1,
            step=Step.PLANNED,
            text=f"## Problem\n\nNobody could print.\n\n{marker}",
            text_hash="",
            marker=marker,
            status_id=peer.wanted[kind],
            status_name=peer.wanted[kind],
            precondition={"status": seen.status.id, "version": seen.version, "board": seen.board_id},
            confirmed_by=actor.user_id,
            confirmed_by_name=actor.name,
            state_version=1,
        )
        async with self._database.transaction(account) as db:
            db.add(session)
            await db.flush()
            db.add(row)
        self._cases[row.id] = case = Case(tally, row.id, ticket_id)
        return case

    async def _see(self, peer: Peer, ticket_id: str) -> TicketSnapshot:
        """The ticket, however often the line fails."""
        connector = Connector(self._database, Vault(SECRET))
        while True:
            with suppress(Unavailable):
                async with connector.open(self._tenant.account_id, peer.connection_id) as provider:
                    return await provider.get_ticket(ticket_id)

    async def _kill(self, peer: Peer, case: Case, point: Point) -> None:
        seed = 100 * list(self._cases).index(case.writeback)
        given = (self._url, self._tenant.account_id, case.writeback, point, peer.weather, self._patience, seed)
        async with self._room:
            with process(drive, *given) as (child, _):
                await asyncio.to_thread(child.join, ENDS_WITHIN)
                if child.exitcode == -9:
                    case.killed_at = time.monotonic()

    async def _look(self) -> None:
        """Sees when another one took over: the fencing number grows with it."""
        while True:
            for row in await asyncio.to_thread(self._rows):
                case = self._cases.get(row["id"])
                if case is not None and case.taken_at is None and row["fence"] > 1:
                    case.taken_at = time.monotonic()
            await asyncio.sleep(LOOKS_EVERY)

    async def _wait_for_ends(self) -> None:
        until = time.monotonic() + ENDS_WITHIN
        while time.monotonic() < until:
            if all(row["finished_at"] is not None for row in await asyncio.to_thread(self._rows)):
                return
            await asyncio.sleep(LOOKS_EVERY)

    def _rows(self) -> list[dict[str, Any]]:
        with psycopg.connect(self._url, row_factory=dict_row) as db:
            return db.execute("SELECT id, fence, finished_at FROM writebacks").fetchall()

    async def _judge(self, peer: Peer, case: Case) -> None:
        with psycopg.connect(self._url, row_factory=dict_row) as db:
            row = db.execute(
                "SELECT w.*, s.status AS session FROM writebacks w JOIN ai_sessions s ON s.id = w.session_id "
                "WHERE w.id = %s",
                [case.writeback],
            ).fetchone()
        assert row is not None
        case.tally.ends[f"{row['step']} {(row['error'] or {}).get('code', '')}".strip()] += 1
        if case.killed_at is not None and case.taken_at is not None:
            case.tally.taken_over.append(max(0.0, case.taken_at - case.killed_at))
        copies = await peer.copies(case.ticket, row["marker"])
        found = broken_promises(row, copies, await peer.status(case.ticket))
        case.tally.violations += [f"{row['kind']} on {case.ticket}: {what}" for what in found]
        if case.killed_at is not None and (case.taken_at is None or case.taken_at - case.killed_at > RECOVERS_WITHIN):
            case.tally.violations.append(f"{row['kind']} on {case.ticket}: taken over too late")


def broken_promises(row: dict[str, Any], copies: list[bool], status: str) -> list[str]:
    """`copies`: of each note that stands, whether the customer sees it. Pure."""
    done, visible = row["step"] in DONE, row["kind"] == "resolution"
    checks = [
        (row["finished_at"] is None, f"never ended ({row['step']})"),
        (len(copies) > 1, f"{len(copies)} notes"),
        (done and len(copies) != 1, "called done without one note"),
        (row["step"] == Step.PLANNED and bool(copies), "said not to be posted, and stands there"),
        (any(one != visible for one in copies), "wrong visibility"),
        (done and status != row["status_id"], f"called done, and is {status}"),
        (row["step"] == Step.REJECTED and status == row["status_id"], "called rejected, and the status stands"),
        (done != (row["session"] != "active"), f"the session is {row['session']}"),
        (not done and not (row["error"] or {}).get("detail"), "stopped without a word"),
    ]
    return [what for wrong, what in checks if wrong]


def _letters(number: int) -> str:
    """Eight of the letters a reference is made of."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "".join(alphabet[number >> shift & 31] for shift in range(35, -1, -5))
