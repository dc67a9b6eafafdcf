"""The job queue: procrastinate on the same database. Any process may take over a dead one's jobs."""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

import procrastinate
import structlog

from resolvent.ai.llm import Door
from resolvent.ai.routing import AccountRouter
from resolvent.config import Settings
from resolvent.db import APP_ROLE, Database
from resolvent.events import EventHub
from resolvent.inbound.service import Inbound
from resolvent.retention.run import keep_retention_running
from resolvent.search.keeping import keep_search_current
from resolvent.search.meaning import Meaning
from resolvent.search.vectors import keep_vectors_current
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.writeback import Writebacks
from resolvent.vault import Vault

KEEPERS: Final = (keep_retention_running, keep_search_current)
"""What a process that does the jobs sees to now and then, beside the queue."""
log = structlog.get_logger()


class NotEnded(Exception):
    """Tried again later: the ticketing system is away, or another process is at it."""


def make_queue(url: str, writebacks: Writebacks) -> procrastinate.App:
    connector = procrastinate.PsycopgConnector(
        conninfo=url, kwargs={"options": f"-c role={APP_ROLE}"}, min_size=1, max_size=3
    )
    queue = procrastinate.App(connector=connector)

    @queue.task(name="resume_writeback", retry=procrastinate.RetryStrategy(max_attempts=20, linear_wait=5))
    async def resume_writeback(account_id: str, writeback_id: str) -> None:
        """Ended already in the usual case; else this process drives it on from its last recovery point."""
        if not await writebacks.wait_for(UUID(account_id), UUID(writeback_id)):
            raise NotEnded

    return queue


async def run_jobs(url: str, writebacks: Writebacks) -> None:
    queue = make_queue(url, writebacks)
    async with queue.open_async():
        await queue.run_worker_async(
            install_signal_handlers=False, listen_notify=True, delete_jobs="successful", fetch_job_polling_interval=5
        )


async def keep_jobs_running(url: str, writebacks: Writebacks) -> None:
    """A database that goes away for a while ends a worker, not the process."""
    while True:
        try:
            await run_jobs(url, writebacks)
        except Exception as error:
            log.warning("jobs.stopped", error=type(error).__name__)
        await asyncio.sleep(2)


async def work(url: str, secret_key: str, settings: Settings) -> None:
    """`resolvent worker`."""
    vault = Vault(secret_key)
    database = Database(url, vault=vault)
    connector = Connector(database, vault)
    hub = EventHub(url)
    inbound = Inbound(database, connector, hub)
    writebacks = Writebacks(database, connector, await_change=inbound.bell.await_change)
    await hub.start()
    await writebacks.start()
    await inbound.start(poll=True)
    router = AccountRouter(database, vault, settings)
    door = Door(router)
    keepers = [asyncio.create_task(keep(database)) for keep in KEEPERS]
    keepers.append(asyncio.create_task(keep_vectors_current(Meaning(database, router, door))))
    log.info("worker.started")
    try:
        with suppress(asyncio.CancelledError):
            await keep_jobs_running(url, writebacks)
    finally:
        for one in keepers:
            one.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        await door.close()
        await inbound.stop()
        await writebacks.stop()
        await hub.stop()
        await database.close()
