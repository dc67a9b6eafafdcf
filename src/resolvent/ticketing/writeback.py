"""Write-back: one note and one status, effectively once, over vendors that promise nothing.

Every foreign call stands between two commits. A process may die at any of them: whoever comes next finds the last recovery
point and goes on from it. After any doubt about the note it is looked for by its marker before it is ever sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import structlog

from resolvent.db import Database
from resolvent.errors import AppError
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.late_looks import LateLooks
from resolvent.ticketing.models import Writeback
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.run_store import DatabaseRunStore
from resolvent.ticketing.writeback_base import Wait, wait_out
from resolvent.ticketing.writeback_run import Run
from resolvent.ticketing.writebacks import LostLease, claim, has_ended, list_due

SCAN_EVERY = 2.0
LOOK_EVERY = 0.25
AwaitChange = Callable[[UUID, UUID, str, float], Awaitable[bool]]
"""(account, connection, ticket, seconds) → somebody told that the ticket moved."""

log = structlog.get_logger()


class Writebacks:
    """One per process: drives the write-backs of its requests, and takes over those whose process is gone."""

    def __init__(
        self,
        database: Database,
        connector: Connector,
        patience: Patience | None = None,
        await_change: AwaitChange | None = None,
    ) -> None:
        self._await_change = await_change
        self._database = database
        self._connector = connector
        self.patience = patience or Patience()
        self._late = LateLooks(database, self.patience)
        self._scanners: list[asyncio.Task[None]] = []
        self._driving: dict[UUID, asyncio.Task[None]] = {}

    async def start(self) -> None:
        self._scanners = [
            asyncio.create_task(self._keep_scanning(), name="writeback-scanner"),
            asyncio.create_task(self._late.keep_looking(self._connector), name="late-looks"),
        ]

    async def stop(self) -> None:
        """What is under way stays at its last recovery point; any process takes it over."""
        tasks = [*self._scanners, *self._driving.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def wait_for(self, account_id: UUID, writeback_id: UUID, give_up_at: float | None = None) -> bool:
        """Until it ended here or in whichever process has it, for as long as a request may wait. False: it goes on.

        `give_up_at`: the event loop's time.
        """
        clock = asyncio.get_running_loop().time
        give_up_at = give_up_at or clock() + self.patience.deadline
        while (left := give_up_at - clock()) > 0:
            await asyncio.wait({self.drive(account_id, writeback_id)}, timeout=left)
            async with self._database.transaction(account_id) as db:
                if await has_ended(db, account_id, writeback_id):
                    return True
            # Another process or another write-back of the ticket is at it, or a passing fault has to pass.
            await asyncio.sleep(LOOK_EVERY)
        return False

    def drive(self, account_id: UUID, writeback_id: UUID) -> asyncio.Task[None]:
        """A task of its own: a client that hangs up does not stop a note half-way."""
        task = self._driving.get(writeback_id)
        if task is None or task.done():
            task = asyncio.create_task(self._drive(account_id, writeback_id), name=f"writeback-{writeback_id}")
            self._driving[writeback_id] = task
            task.add_done_callback(lambda done: self._forget(writeback_id, done))
        return task

    def _forget(self, writeback_id: UUID, task: asyncio.Task[None]) -> None:
        if self._driving.get(writeback_id) is task:
            del self._driving[writeback_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            # Not a fault of the ticketing system: the lease runs out and the next scan tries again.
            log.error("writeback.failed", writeback=str(writeback_id), error=type(error).__name__, exc_info=error)

    async def _keep_scanning(self) -> None:
        while True:
            try:
                async with self._database.transaction() as db:
                    due = await list_due(db)
                for account_id, writeback_id in due:
                    self.drive(account_id, writeback_id)
            except Exception as error:
                log.warning("writeback.scan_failed", error=type(error).__name__)
            await asyncio.sleep(SCAN_EVERY)

    async def _drive(self, account_id: UUID, writeback_id: UUID) -> None:
        async with self._database.transaction(account_id) as db:
            writeback = await claim(db, account_id, writeback_id)
        if writeback is None:
            return
        run = Run(DatabaseRunStore(self._database, writeback), self.patience, wait=self._wait_at(writeback))
        await carry(run, self._connector.open(account_id, writeback.connection_id, run.record))

    def _wait_at(self, writeback: Writeback) -> Wait:
        connection, ticket, await_change = writeback.connection_id, writeback.ticket_id, self._await_change
        if await_change is None or connection is None or ticket is None:
            return wait_out
        return lambda wait_seconds: await_change(writeback.account_id, connection, ticket, wait_seconds)


async def carry(run: Run, opening: AbstractAsyncContextManager[TicketProvider]) -> None:
    """From the row's last recovery point to its end, or to where something stops it; its lease is renewed meanwhile."""
    renewer = asyncio.create_task(run.keep_renewing())
    try:
        async with opening as run.provider:
            await run.go()
    except LostLease:
        log.info("writeback.taken_over", writeback=str(run.row.id))
    except AppError as error:
        log.info("writeback.stopped", writeback=str(run.row.id), step=run.row.step, error=error.code)
        await run.note_error(error)
    finally:
        renewer.cancel()
        await asyncio.gather(renewer, return_exceptions=True)
