"""Runs the turns that this process took: streams, saves, renews leases, ends them; sweeps those of dead processes."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.chat.assistant import Answered, Assistants
from resolvent.chat.beforehand import Beforehand
from resolvent.chat.ending import Ending, TurnIsOver, describe_failure, end_turn
from resolvent.chat.markers import MarkerParser
from resolvent.chat.models import TurnRow, TurnStatus
from resolvent.chat.saving import Running, save_progress, share_out
from resolvent.chat.turn import Talk, gather
from resolvent.db import Database, after_commit, after_end
from resolvent.events import EventHub
from resolvent.masking import StreamMask, mask_deep
from resolvent.schemas import make_storable
from resolvent.search.meaning import Meaning

SAVE_EVERY = 1.0
FLUSH_EVERY = 0.02
"""Seconds between two deltas of one answer: faster than anybody reads."""
SWEEP_EVERY = 3.0
MAX_ANSWER = 400_000

log = structlog.get_logger()


class TurnRunner:
    def __init__(
        self,
        database: Database,
        hub: EventHub,
        assistants: Assistants,
        fence_key: str,
        meaning: Meaning,
        *,
        need_nonce: bool = True,
    ) -> None:
        """`fence_key`: a secret from which each session's fence is derived."""
        self._database = database
        self._hub = hub
        self.assistants = assistants
        self._fence_key = fence_key
        self.beforehand = Beforehand(database, meaning)
        self._need_nonce = need_nonce
        self._prepared: set[asyncio.Task[None]] = set()
        """Answers to turns that are not stored yet."""
        self._running: dict[UUID, Running] = {}
        self._keepers: list[asyncio.Task[None]] = []
        hub.on_control(self._receive)

    async def start(self) -> None:
        self._keepers = [
            asyncio.create_task(self._keep_sweeping(), name="turn-sweeper"),
            asyncio.create_task(self._keep_saving(), name="turn-saver"),
        ]

    async def stop(self) -> None:
        """Turns still running here end as stopped, with what they have."""
        for keeper in self._keepers:
            keeper.cancel()
        for prepared in self._prepared:
            prepared.cancel()
        for running in self._running.values():
            self._stop_local(running.turn_id)
            if running.waiting is not None:
                running.waiting.cancel()
        ending = [running.task for running in self._running.values() if running.task is not None]
        await asyncio.gather(self.beforehand.stop(), *self._keepers, *self._prepared, *ending, return_exceptions=True)

    def prepare(self, db: AsyncSession, actor: Actor, talk: Talk) -> None:
        """Called in the transaction that stores the turn. While the database commits, the answer is made ready up to the request to a
        model; it begins with the commit, and comes to nothing without one."""
        turn = talk.turn
        running = Running(turn_id=turn.id, session_id=turn.session_id, actor=actor, assistant=talk.assistant)
        streaming = asyncio.create_task(self._stream(running, talk), name=f"turn-{turn.id}")
        running.streaming = streaming
        self._prepared.add(streaming)

        def begin() -> None:
            self._prepared.discard(streaming)
            self._running[turn.id] = running
            running.task = asyncio.create_task(self._run(running, turn, streaming))
            running.stored.set()

        def drop() -> None:
            if not running.stored.is_set():
                self._prepared.discard(streaming)
                streaming.add_done_callback(lambda done: done.cancelled() or done.exception())
                streaming.cancel()

        after_commit(db, begin)
        after_end(db, drop)

    async def request_stop(self, turn_id: UUID) -> None:
        """Here or in whichever process has it."""
        if not self._stop_local(turn_id):
            await self._hub.send_control("stop", turn_id)

    def _stop_local(self, turn_id: UUID) -> bool:
        running = self._running.get(turn_id)
        if running is None or running.streaming is None:
            return False
        running.streaming.cancel()
        return True

    def _receive(self, verb: str, subject: UUID) -> None:
        if verb == "stop":
            self._stop_local(subject)
        elif verb == "sync":
            for running in self._running.values():
                if running.session_id == subject:
                    self._repeat(running)

    async def _run(self, running: Running, turn: TurnRow, streaming: asyncio.Task[None]) -> None:
        await asyncio.wait({streaming})
        running.ending = True
        ending = Ending(TurnStatus.COMPLETE)
        if streaming.cancelled():
            ending = Ending(TurnStatus.STOPPED)
        elif (failure := streaming.exception()) is not None:
            ending = describe_failure(turn, failure)
        try:
            self._flush(running)
            await self._hub.send_waiting()
            await self._end(running, turn, ending)
        except Exception as failed:
            # Not saved: the lease runs out, and the turn shows as cut off with what was saved last.
            log.exception("chat.end_failed", turn=str(turn.id), error=type(failed).__name__)
        finally:
            self._running.pop(turn.id, None)

    async def _stream(self, running: Running, talk: Talk) -> None:
        given = await gather(self._database, talk, self._fence_key, self.beforehand)
        if secrets := given.secrets:
            # Long logs take their time, and others stream meanwhile.
            given = replace(await asyncio.to_thread(mask_deep, given, secrets), secrets=secrets)
        running.mask = StreamMask(secrets)
        running.parser = MarkerParser(given.nonce if self._need_nonce else None)
        async with aclosing(running.assistant.answer(given, running.stored)) as answer:
            async for piece in answer:
                await running.stored.wait()
                if isinstance(piece, Answered):
                    running.instead = piece
                    continue
                running.write(running.mask.feed(running.parser.feed(make_storable(piece))))
                self._flush_soon(running)
                if running.length > MAX_ANSWER:
                    running.write("\n\n*(This answer was too long and was cut here.)*")
                    return
        running.write(running.mask.feed(running.parser.close()) + running.mask.close())

    def _flush_soon(self, running: Running) -> None:
        """The first text at once, more of it in its time."""
        if running.flushing is None and running.unsent:
            wait = running.flushed + FLUSH_EVERY - time.monotonic()
            if wait <= 0:
                self._flush(running)
            else:
                running.flushing = asyncio.get_running_loop().call_later(wait, self._flush, running)

    def _flush(self, running: Running) -> None:
        if running.flushing is not None:
            running.flushing.cancel()
            running.flushing = None
        if running.unsent:
            offset = running.sent_units
            self._hub.send_delta(running.session_id, running.turn_id, offset, running.send())
            running.flushed = time.monotonic()

    def _repeat(self, running: Running) -> None:
        """For a reader who came late: all that was sent, from its start."""
        if running.sent:
            self._hub.send_delta(running.session_id, running.turn_id, 0, running.shown)

    async def _keep_saving(self) -> None:
        while True:
            begun = time.monotonic()
            # Spread over the second: to save many at once takes longer than their readers should wait for the next text.
            shares = share_out(self._running.values())
            for done, share in enumerate(shares, 1):
                await self._save_share(share)
                await asyncio.sleep(max(0.0, begun + SAVE_EVERY * done / len(shares) - time.monotonic()))
            if not shares:
                await asyncio.sleep(SAVE_EVERY)

    async def _save_share(self, share: Sequence[Running]) -> None:
        writing = [one for one in share if not one.ending and one.waiting is None]
        if writing:
            for held in await self._save(writing[0].actor.account_id, writing):
                held.waiting = asyncio.create_task(self._save_when_free(held), name=f"turn-{held.turn_id}-saver")

    async def _save_when_free(self, running: Running) -> None:
        try:
            await self._save(running.actor.account_id, [running], wait=True)
        finally:
            running.waiting = None

    async def _save(self, account_id: UUID, writing: list[Running], *, wait: bool = False) -> list[Running]:
        """Those whose sessions somebody holds."""
        try:
            progress = await save_progress(self._database, account_id, writing, wait=wait)
        except Exception as error:
            # The database may be away for a moment; the next second tries again, the lease says if it was too long.
            log.warning("chat.save_failed", turns=len(writing), error=type(error).__name__)
            return []
        for turn_id in progress.lost:
            # Swept as cut off, or ended: nobody waits for the rest.
            self._stop_local(turn_id)
        return progress.held

    async def _end(self, running: Running, turn: TurnRow, ending: Ending) -> None:
        with suppress(TurnIsOver):
            async with self._database.transaction(running.actor.account_id) as db:
                await end_turn(db, running, turn, ending)

    async def _keep_sweeping(self) -> None:
        while True:
            try:
                async with self._database.transaction() as db:
                    await db.execute(text("SELECT resolvent_expire_turns()"))
            except Exception as error:
                log.warning("chat.sweep_failed", error=type(error).__name__)
            await asyncio.sleep(SWEEP_EVERY)
