"""Real processes of the application, for tests that kill them.

They are forked from a server that has imported the application once, so that one starts in a fraction of a second.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any
from uuid import UUID

import psycopg

from resolvent.app import create_app
from resolvent.chat.assistant import Turn
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.ticketing.writeback import Writebacks
from resolvent.vault import Vault
from tests.conftest import QUICK, SECRET, running
from tests.scripted import ScriptedAssistant
from tests.ticketing.faulty_desk import FaultyConnector, Hook, Script

START_SECONDS = 30
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.process"])


class HoldingAssistant:
    """Says the half of an answer, and then nothing more."""

    name = "Holding"

    async def answer(self, turn: Turn, _stored: asyncio.Event) -> AsyncGenerator[str, None]:
        yield f'The first half 😀\n[FACT:{turn.nonce}]{{"text": "Never earned."}}\n'
        await asyncio.Event().wait()
        yield "the second half"


def kill_self() -> Hook:
    async def act() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    return act


def deadly(call: str, when: str) -> Script:
    """Of a desk whose caller dies right before or right after its n-th call of that name, as in `get_ticket 2`."""
    name, _, number = call.partition(" ")
    hooks: dict[str, list[Hook]] = {name: [*[nothing] * (int(number or 1) - 1), kill_self()]}
    return Script(before=hooks) if when == "before" else Script(after=hooks)


async def nothing() -> None:
    """A hook that lets the call pass."""


def serve(told: Connection, url: str, holding: bool, call: str | None, when: str) -> None:
    """A whole server on a free port; it tells its address."""
    app = create_app(
        Settings(), url, SECRET, assistant=HoldingAssistant() if holding else ScriptedAssistant(), patience=QUICK
    )
    if call is not None:
        app.state.writebacks._connector = FaultyConnector(app.state.database, app.state.vault, deadly(call, when))

    async def run() -> None:
        async with running(app) as address:
            told.send(address)
            await asyncio.Event().wait()

    asyncio.run(run())


def drive_until_killed(told: Connection, url: str, account: UUID, writeback: UUID, call: str, when: str) -> None:
    """No server: one write-back, driven up to where its process dies."""

    async def run() -> None:
        database = Database(url, pool_size=2)
        connector = FaultyConnector(database, Vault(SECRET), deadly(call, when))
        told.send("driving")
        await Writebacks(database, connector, QUICK).wait_for(account, writeback)

    asyncio.run(run())
    told.send("survived")


@contextmanager
def process(target: Callable[..., None], *args: Any) -> Iterator[tuple[BaseProcess, Connection]]:
    here, there = _forks.Pipe()
    child = _forks.Process(target=target, args=(there, *args), daemon=True)
    child.start()
    there.close()
    try:
        yield child, here
    finally:
        child.kill()
        child.join()
        child.close()
        here.close()


@asynccontextmanager
async def server_process(
    url: str, *, holding: bool = False, call: str | None = None, when: str = "before"
) -> AsyncIterator[tuple[BaseProcess, str]]:
    """The process and its address."""
    with process(serve, url, holding, call, when) as (child, pipe):
        assert await asyncio.to_thread(pipe.poll, START_SECONDS), "The server did not start."
        yield child, f"{pipe.recv()}/api/v1"


async def killed(child: BaseProcess) -> None:
    """Wait until it is dead, by SIGKILL."""
    await asyncio.to_thread(child.join, START_SECONDS)
    assert child.exitcode == -signal.SIGKILL, child.exitcode


async def until(test: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Ask until it is so."""
    async with asyncio.timeout(seconds):
        while True:
            if await test():
                return
            await asyncio.sleep(0.05)


def let_leases_run_out(url: str) -> None:
    """What ten seconds without the processes that held them would do."""
    with psycopg.connect(url) as db:
        for table in ("turns", "writebacks", "ticket_leases"):
            past = "clock_timestamp() - interval '1 second'"
            db.execute(f"UPDATE {table} SET lease_until = {past} WHERE lease_until IS NOT NULL")
