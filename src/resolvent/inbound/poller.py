"""Looks at watched tickets on a timer: once for all replicas, spread, and never faster than a connection may be asked."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog

from resolvent.db import Database
from resolvent.errors import AppError
from resolvent.inbound import watches
from resolvent.inbound.bell import TicketBell
from resolvent.inbound.compare import note_key
from resolvent.inbound.models import TicketWatch
from resolvent.inbound.news import Look, tell_gone, tell_session
from resolvent.inbound.pace import Pace
from resolvent.inbound.watches import Claimed
from resolvent.sessions.access import list_active_on_ticket
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.errors import (
    NotFound,
    PermissionDenied,
    ProtocolError,
    TicketingError,
    Unsupported,
    ValidationRejected,
)
from resolvent.ticketing.provider import NoteRef, TicketProvider

OF_THE_TICKET = (NotFound, PermissionDenied, ProtocolError, Unsupported, ValidationRejected)
"""Other failures concern the whole connection."""
MOST_NOTES_SEEN = 5_000
NOT_TAKEN = "What the ticketing system told of this ticket could not be kept."

log = structlog.get_logger()


class Poller:
    def __init__(
        self, database: Database, connector: Connector, bell: TicketBell | None = None, pace: Pace | None = None
    ) -> None:
        self._database = database
        self._connector = connector
        self._bell = bell
        self._pace = pace or Pace()
        self._sync_at: float | None = None
        self._scanner: asyncio.Task[None] | None = None
        self._looking: dict[asyncio.Task[None], int] = {}
        """Tickets that each task has in hand."""

    async def start(self) -> None:
        self._scanner = asyncio.create_task(self._keep_scanning(), name="ticket-poller")

    async def stop(self) -> None:
        """What was claimed is free again when its lease ends."""
        tasks = [task for task in (self._scanner, *self._looking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def scan(self) -> list[asyncio.Task[None]]:
        """Claims what is due and begins to look at it, one task a connection."""
        room = self._pace.at_once - sum(self._looking.values())
        if room < 1:
            return []
        clock = asyncio.get_running_loop().time
        if self._sync_at is None or clock() >= self._sync_at:
            async with self._database.transaction() as db:
                await watches.sync_watches(db)
            self._sync_at = clock() + self._pace.sync_every
        async with self._database.transaction() as db:
            due = await watches.claim_due(db, self._pace, room)
        begun = []
        for of_connection in due:
            task = asyncio.create_task(self.look_at(of_connection))
            self._looking[task] = len(of_connection)
            task.add_done_callback(self._forget)
            begun.append(task)
        return begun

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._looking.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("inbound.failed", error=type(error).__name__, exc_info=error)

    async def _keep_scanning(self) -> None:
        while True:
            try:
                await self.scan()
            except Exception as error:
                log.warning("inbound.scan_failed", error=type(error).__name__)
            await asyncio.sleep(self._pace.scan_every)

    async def look_at(self, of_connection: Sequence[Claimed]) -> None:
        """One after the other. A failure of the connection ends it for all."""
        first = of_connection[0]
        done = 0
        try:
            async with self._connector.open(first.account_id, first.connection_id) as provider:
                for one in of_connection:
                    done += 1
                    await self._look_or_note(provider, one)
        except (AppError, TimeoutError, OSError) as error:
            await self._connection_failed(of_connection, done, error)

    async def _look_or_note(self, provider: TicketProvider, one: Claimed) -> None:
        try:
            async with asyncio.timeout(self._pace.look_limit):
                await self._look(provider, one)
        except OF_THE_TICKET as error:
            if isinstance(error, NotFound):
                await self._tell_gone(one, error.detail)
            async with self._database.transaction(one.account_id) as db:
                await watches.save_failure(db, one, self._pace, error.detail)
        except (AppError, TimeoutError, OSError):
            raise
        except Exception as error:
            # A ticket that we can't take must not take those behind it along, again and again.
            log.error(
                "inbound.look_failed", connection=str(one.connection_id), error=type(error).__name__, exc_info=error
            )
            async with self._database.transaction(one.account_id) as db:
                await watches.save_failure(db, one, self._pace, NOT_TAKEN)

    async def _look(self, provider: TicketProvider, one: Claimed) -> None:
        async with self._database.transaction(one.account_id) as db:
            watch = await watches.get_watch(db, one)
        if watch is None:
            return
        # The version first: a note that comes in between is listed, and its version is seen at the next look.
        ticket = await provider.get_ticket(one.ticket_id)
        listed = self._must_list(watch, ticket.version)
        began = datetime.now(UTC)
        notes = await list_notes(provider, one.ticket_id) if listed else []
        seen = None if watch.notes_seen is None else frozenset(watch.notes_seen)
        took = await self._tell(one, Look(ticket, notes, seen, watch.notes_read_at))
        taken = {}
        if took and listed:
            keys = [note_key(note) for note in notes][-MOST_NOTES_SEEN:]
            taken = {"version": settled(watch.version, ticket.version), "notes_seen": keys, "notes_read_at": began}
        async with self._database.transaction(one.account_id) as db:
            await watches.save_look(db, one, self._pace, **taken)
        if self._bell is not None and watch.version is not None and not is_same(watch.version, ticket.version):
            await self._bell.ring(one.account_id, one.connection_id, one.ticket_id)

    def _must_list(self, watch: TicketWatch, version: str | None) -> bool:
        if watch.notes_seen is None or watch.notes_read_at is None or version is None or version != watch.version:
            return True
        return datetime.now(UTC) - watch.notes_read_at > timedelta(seconds=self._pace.notes_every)

    async def _tell(self, one: Claimed, look: Look) -> bool:
        """Whether all sessions of the ticket took it."""
        async with self._database.transaction(one.account_id) as db:
            sessions = await list_active_on_ticket(db, one.account_id, one.connection_id, one.ticket_id)
        took = []
        for session_id in sessions:
            async with self._database.transaction(one.account_id) as db:
                took.append(await tell_session(db, one.account_id, session_id, look))
        return all(took)

    async def _tell_gone(self, one: Claimed, detail: str) -> None:
        async with self._database.transaction(one.account_id) as db:
            sessions = await list_active_on_ticket(db, one.account_id, one.connection_id, one.ticket_id)
            for session_id in sessions:
                await tell_gone(db, one.account_id, session_id, detail)

    async def _connection_failed(self, of_connection: Sequence[Claimed], done: int, error: Exception) -> None:
        first, failed = of_connection[0], of_connection[max(done - 1, 0)]
        detail = error.detail if isinstance(error, AppError) else "It did not answer in time."
        retry_after = error.retry_after if isinstance(error, TicketingError) else None
        log.info("inbound.connection_failed", connection=str(first.connection_id), error=type(error).__name__)
        async with self._database.transaction(first.account_id) as db:
            await watches.save_failure(db, failed, self._pace, detail)
            await watches.give_back(db, of_connection[done:])
            await watches.save_connection_failure(
                db, first.account_id, first.connection_id, self._pace, detail, retry_after
            )


UNSETTLED = "?"


def settled(before: str | None, now: str | None) -> str | None:
    """A version may be a time in whole seconds: one that was listed once could still gain a note, so that it is listed
    once more."""
    if now is None:
        return None
    return now if is_same(before, now) else UNSETTLED + now


def is_same(kept: str | None, now: str | None) -> bool:
    return kept is not None and now is not None and kept in (now, UNSETTLED + now)


async def list_notes(provider: TicketProvider, ticket_id: str) -> list[NoteRef]:
    return [note async for note in provider.list_notes(ticket_id)]
