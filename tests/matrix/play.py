"""Plays one randomised run in virtual time: two replicas, the emulator, an engineer who retries, and other people."""

import asyncio
import itertools
import random
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from pydantic import HttpUrl, SecretStr

from resolvent.ids import new_id
from resolvent.ticketing.errors import TicketingError
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import TicketSnapshot
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from resolvent.ticketing.providers.connectwise_settings import ConnectWiseSettings
from resolvent.ticketing.steps import DONE, Step
from tests.emulators.connectwise.exchange import Answer, Call
from tests.emulators.connectwise.plan import FaultPlan
from tests.emulators.connectwise.running import HOST, Desk, in_process
from tests.emulators.connectwise.sample import status_id
from tests.emulators.connectwise.world import API_MEMBER
from tests.emulators.virtual_time import run_in_virtual_time
from tests.matrix.drawing import CALLS, TICKET, Deed, Drawn, PlannedFault
from tests.matrix.lives import Fate, Opens, Process
from tests.ticketing.memory_store import MemoryWritebacks

REPLICAS = 2
LOOKS_EVERY = 0.5
"""Seconds, of the engineer."""
GIVE_UP_AFTER = 7200.0
"""Seconds within which a run has to end."""
SETTLES_WITHIN = 400.0
"""Seconds for what still arrives late, longer than any timed rule of the emulator."""
READ = re.compile(rf"GET {TICKET}")
OTHER_BOARD = {21: 35, 35: 21, 40: 21}


@dataclass
class Played:
    drawn: Drawn
    desk: Desk
    table: MemoryWritebacks
    processes: list[Process] = field(default_factory=list)
    truths: list[tuple[float, int]] = field(default_factory=list)
    """When the ticket was read, its real status."""
    claims: list[str] = field(default_factory=list)
    """Ends that the vendor's truth denied at that very moment."""
    ended: bool = False
    seconds: float = 0.0

    def rows(self) -> list[Writeback]:
        return [Writeback(**row) for row in self.table.rows.values()]

    def judge_end(self, row: Writeback) -> None:
        """VERIFIED must be the truth when it was last read; so must be what a refusal says."""
        if self.truths and row.step in (Step.VERIFIED, Step.REJECTED, Step.OVERRIDDEN):
            held = str(self.truths[-1][1]) == row.status_id
            if held != (row.step == Step.VERIFIED):
                self.claims.append(f"{row.kind}: {row.step}, wanted {row.status_id}, was {self.truths[-1][1]}")


def play(drawn: Drawn) -> Played:
    random.seed(drawn.seed)  # jitter of pauses
    return run_in_virtual_time(_play(drawn))


def settings_of(desk: Desk, notes_as: str) -> ConnectWiseSettings:
    keys = desk.credentials
    return ConnectWiseSettings(
        site=HttpUrl(f"https://{HOST}"),
        company_id=keys.company,
        public_key=keys.public,
        private_key=SecretStr(keys.private),
        client_id=keys.client_id,
        member=API_MEMBER,
        notes_as="time_entry" if notes_as == "time_entry" else "note",
    )


def opener(desk: Desk, notes_as: str = "note") -> Opens:
    settings = settings_of(desk, notes_as)
    return lambda transport, record: ConnectWiseProvider(settings, record, transport=transport)


def plan_faults(desk: Desk, faults: list[PlannedFault]) -> None:
    for fault in faults:
        method, path = CALLS[fault.call]
        desk.plan(fault.name, method, path, fault.nth)


async def _play(drawn: Drawn) -> Played:
    desk = in_process(latency=drawn.latency)
    played = Played(drawn, desk, MemoryWritebacks(lambda: datetime.fromtimestamp(desk.world.clock.now(), UTC)))
    watch(played)
    seen = await _look(desk, drawn)
    desk.world.plan = FaultPlan(seed=drawn.seed, lost=drawn.lost, broken=drawn.broken)
    plan_faults(desk, drawn.faults)
    for kind in drawn.kinds:
        played.table.plan(planned(drawn, seen, kind))
    lives = [asyncio.create_task(_lives(played, replica)) for replica in range(REPLICAS)]
    others = asyncio.create_task(_others(desk, drawn))
    engineer = asyncio.create_task(_engineer(played))
    try:
        async with asyncio.timeout(GIVE_UP_AFTER):
            await engineer
        played.ended = True
    except TimeoutError:
        pass
    played.seconds = asyncio.get_running_loop().time()
    await _stop(*lives, engineer, others)
    await asyncio.sleep(SETTLES_WITHIN)
    desk.world.settle()
    return played


def watch(played: Played) -> None:
    emulator, world, number = played.desk.emulator, played.desk.world, played.drawn.ticket
    inner = emulator.answer

    def answer(call: Call) -> Answer:
        try:
            given = inner(call)
        except (KeyError, RuntimeError, StopIteration):  # a fault about a ticket that somebody deleted before
            given = Answer(500)
        if READ.fullmatch(f"{call.method} {call.path}") and (ticket := world.rows("tickets").get(number)) is not None:
            played.truths.append((world.clock.now(), ticket["status"]))
        return given

    emulator.answer = answer  # type: ignore[method-assign]  # the emulator has no hook, and needs none of its own


async def _look(desk: Desk, drawn: Drawn) -> TicketSnapshot:
    """As the engineer saw the ticket when the note was confirmed."""
    provider = opener(desk)(desk.transport, lambda exchange: None)
    try:
        return await provider.get_ticket(str(drawn.ticket))
    finally:
        await provider.close()


def planned(drawn: Drawn, seen: TicketSnapshot, kind: str) -> Writeback:
    wanted, board = drawn.wanted[kind], int(seen.board_id or 0)
    if wanted == "elsewhere":
        wanted, board = "Completed", OTHER_BOARD[board]
    marker = f"Ref RV-{'AB'[kind == 'escalation'] * 8}"
    return Writeback(
        id=new_id(),
        session_id=new_id(),
        connection_id=UUID(int=1),
        ticket_id=str(drawn.ticket),
        kind=kind,
        round=1,
        step=Step.PLANNED,
        text=f"{head(kind)}\n\nThe spooler & its queue were cleared – “again”.\n\n{marker}",
        marker=marker,
        status_id=None if wanted is None else str(status_id(board, wanted)),
        status_name=wanted,
        precondition=precondition_of(seen),
    )


def precondition_of(seen: TicketSnapshot) -> dict[str, str | None]:
    return {"status": seen.status.id, "version": seen.version, "board": seen.board_id}


def head(kind: str) -> str:
    """By which the text is known even when it lost its reference."""
    return f"## The {kind}"


async def _lives(played: Played, replica: int) -> None:
    """A process, and another one after its death, until the fates run out: the last one lives."""
    drawn = played.drawn
    for turn in itertools.count():
        number = replica + REPLICAS * turn
        fate = drawn.fates[number] if number < len(drawn.fates) else Fate()
        process = Process(
            played.table, played.desk.transport, opener(played.desk, drawn.notes_as), fate, Patience(), played.judge_end
        )
        played.processes.append(process)
        task = process.start()
        try:
            await asyncio.wait({task})
        finally:
            await _stop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
        await asyncio.sleep(drawn.restart_after[number % len(drawn.restart_after)])


async def _engineer(played: Played) -> None:
    """Until everything ended, and was retried as often as the engineer cares to."""
    retries = list(played.drawn.retries)
    while True:
        stopped = [row for row in played.rows() if row.finished_at is not None and row.step not in DONE]
        if all(row.finished_at is not None for row in played.rows()):
            if not (stopped and retries):
                return
            await asyncio.sleep(retries.pop(0))
            await _retry(played, stopped[0])
        await asyncio.sleep(LOOKS_EVERY)


async def _retry(played: Played, row: Writeback) -> None:
    """The engineer looks at a ticket that changed, and confirms the note again."""
    if (row.error or {}).get("code") == "ticket_changed":
        world, plan = played.desk.world, played.desk.world.plan
        world.plan = FaultPlan()
        with suppress(TicketingError):
            seen = await _look(played.desk, played.drawn)
            played.table.rows[row.id]["precondition"] = precondition_of(seen)
        world.plan = plan
    played.table.retry(row.id)


async def _others(desk: Desk, drawn: Drawn) -> None:
    started = asyncio.get_running_loop().time()
    for deed in drawn.deeds:
        await asyncio.sleep(max(0.0, started + deed.at - asyncio.get_running_loop().time()))
        if drawn.ticket in desk.world.rows("tickets"):
            _do(desk, drawn, deed)


def _do(desk: Desk, drawn: Drawn, deed: Deed) -> None:
    ticket, board = drawn.ticket, desk.world.rows("tickets")[drawn.ticket]["board"]
    match deed.what:
        case "status":
            desk.act("status", ticket=ticket, status=status_id(board, deed.status))
        case "note":
            desk.act("note", ticket=ticket, text="I had a look.", internal=True)
        case "same reference":
            desk.act("note", ticket=ticket, text="As they wrote:\n\nRef RV-AAAAAAAA", internal=False)
        case "move":
            desk.act("move", ticket=ticket, board=OTHER_BOARD[board])
        case "merge":
            desk.act("merge", ticket=ticket, into=5001 if ticket != 5001 else 5002)
        case "reply":
            desk.act("reply", ticket=ticket, text="It works again!")
        case _:
            desk.act(deed.what, ticket=ticket)


async def _stop(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result
