"""Runs the turns that this process took: streams, saves, renews leases, ends them; sweeps those of dead processes."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.chat.assistant import Assistant
from resolvent.chat.blocks import clean, effective
from resolvent.chat.effects import take_effect
from resolvent.chat.markers import MarkerParser
from resolvent.chat.models import Message, TurnRow, TurnStatus
from resolvent.chat.turn import LEASE, gather
from resolvent.db import Database
from resolvent.events import EventHub, utf16_length
from resolvent.masking import StreamMask, mask_deep, mask_values
from resolvent.sessions.access import add_event, change_session, lock_session
from resolvent.sessions.secrets import read_secrets

SAVE_EVERY = 1.0
FLUSH_EVERY = 0.05
SWEEP_EVERY = 3.0
MAX_ANSWER = 400_000

log = structlog.get_logger()


@dataclass
class Running:
    """A turn of this process: the text the reader has, and how much of it was sent."""

    turn_id: UUID
    session_id: UUID
    actor: Actor
    text: str = ""
    sent: int = 0
    sent_units: int = 0
    parser: MarkerParser = field(default_factory=lambda: MarkerParser(None))
    mask: StreamMask = field(default_factory=lambda: StreamMask(()))
    """Of the session's secrets, should the assistant repeat one."""
    streaming: asyncio.Task[None] | None = None
    """The part that Stop cancels; what ends the turn is never cancelled."""
    task: asyncio.Task[None] | None = None
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Deltas leave in the order of their offsets, a repetition from the start included."""


class TurnRunner:
    def __init__(self, database: Database, hub: EventHub, assistant: Assistant, *, need_nonce: bool = True) -> None:
        self._database = database
        self._hub = hub
        self.assistant = assistant
        self._need_nonce = need_nonce
        self._running: dict[UUID, Running] = {}
        self._sweeper: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[None]] = set()
        hub.on_control(self._receive)

    async def start(self) -> None:
        self._sweeper = asyncio.create_task(self._keep_sweeping(), name="turn-sweeper")

    async def stop(self) -> None:
        """Turns still running here end as stopped, with what they have."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        for running in self._running.values():
            self._stop_local(running.turn_id)
        ending = [self._sweeper, *[running.task for running in self._running.values()]]
        await asyncio.gather(*[task for task in ending if task is not None], return_exceptions=True)

    def begin(self, actor: Actor, turn: TurnRow) -> None:
        """Called after the commit that made the turn's row."""
        running = Running(turn_id=turn.id, session_id=turn.session_id, actor=actor)
        self._running[turn.id] = running
        running.streaming = asyncio.create_task(self._stream(running, turn), name=f"turn-{turn.id}")
        running.task = asyncio.create_task(self._run(running, turn, running.streaming))

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
                    self._spawn(self._repeat(running))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _run(self, running: Running, turn: TurnRow, streaming: asyncio.Task[None]) -> None:
        helpers = [
            asyncio.create_task(self._keep_saving(running)),
            asyncio.create_task(self._keep_flushing(running)),
        ]
        await asyncio.wait({streaming})
        for helper in helpers:
            helper.cancel()
        await asyncio.gather(*helpers, return_exceptions=True)
        status, error = TurnStatus.COMPLETE, None
        if streaming.cancelled():
            status = TurnStatus.STOPPED
        elif (failure := streaming.exception()) is not None:
            # Whatever an assistant raises ends its turn in words, never the server.
            log.error("chat.turn_failed", turn=str(turn.id), error=type(failure).__name__, exc_info=failure)
            status, error = TurnStatus.FAILED, "assistant_failed"
        try:
            await self._flush(running)
            await self._end(running, turn, status, error)
        except Exception as failed:
            # Not saved: the lease runs out, and the turn shows as cut off with what was saved last.
            log.exception("chat.end_failed", turn=str(turn.id), error=type(failed).__name__)
        finally:
            self._running.pop(turn.id, None)

    async def _stream(self, running: Running, turn: TurnRow) -> None:
        async with self._database.transaction(running.actor.account_id) as db:
            secrets = await read_secrets(db, running.actor.account_id, running.session_id)
            given = mask_deep(await gather(db, running.actor, turn), secrets)
        running.mask = StreamMask(secrets)
        running.parser = MarkerParser(given.nonce if self._need_nonce else None)
        async for chunk in self.assistant.answer(given):
            running.text += running.mask.feed(running.parser.feed(clean(chunk)))
            if running.sent == 0 and running.text:
                await self._flush(running)
            if len(running.text) > MAX_ANSWER:
                running.text += "\n\n*(This answer was too long and was cut here.)*"
                return
        running.text += running.mask.feed(running.parser.close()) + running.mask.close()

    async def _flush(self, running: Running) -> None:
        async with running.sending:
            piece = running.text[running.sent :]
            if not piece:
                return
            await self._hub.send_delta(running.session_id, running.turn_id, running.sent_units, piece)
            # Only now: a sending that was cancelled half-way is repeated from the same offset.
            running.sent += len(piece)
            running.sent_units += utf16_length(piece)

    async def _repeat(self, running: Running) -> None:
        """For a reader who came late: all that was sent, from its start."""
        async with running.sending:
            if running.sent:
                await self._hub.send_delta(running.session_id, running.turn_id, 0, running.text[: running.sent])

    async def _keep_flushing(self, running: Running) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            await self._flush(running)

    async def _keep_saving(self, running: Running) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            try:
                async with self._database.transaction(running.actor.account_id) as db:
                    saved = await save_progress(db, running)
                if not saved:
                    # Swept as cut off, or ended: nobody waits for the rest.
                    self._stop_local(running.turn_id)
            except Exception as error:
                # The database may be away for a moment; the next second tries again, the lease says if it was too long.
                log.warning("chat.save_failed", turn=str(running.turn_id), error=type(error).__name__)

    async def _end(self, running: Running, turn: TurnRow, status: TurnStatus, error: str | None) -> None:
        async with self._database.transaction(running.actor.account_id) as db:
            await end_turn(db, running, turn, status, error)

    async def _keep_sweeping(self) -> None:
        while True:
            try:
                async with self._database.transaction() as db:
                    await db.execute(text("SELECT resolvent_expire_turns()"))
            except Exception as error:
                log.warning("chat.sweep_failed", error=type(error).__name__)
            await asyncio.sleep(SWEEP_EVERY)


async def save_progress(db: AsyncSession, running: Running) -> bool:
    """False: the turn is no longer ours to write."""
    account = running.actor.account_id
    renewed = await db.execute(
        update(TurnRow)
        .where(TurnRow.account_id == account, TurnRow.id == running.turn_id, TurnRow.status == TurnStatus.RUNNING)
        .values(lease_until=datetime.now(UTC) + LEASE)
        .returning(TurnRow.answer_id)
    )
    answer_id = renewed.scalar_one_or_none()
    if answer_id is not None:
        await db.execute(
            update(Message)
            .where(Message.account_id == account, Message.id == answer_id)
            .values(content=running.text[: running.sent])
        )
    return answer_id is not None


async def end_turn(db: AsyncSession, running: Running, turn: TurnRow, status: TurnStatus, error: str | None) -> None:
    """Save the answer and, for a complete one, what its blocks bring. A turn that was swept meanwhile stays as it was."""
    actor = running.actor
    session = await lock_session(db, actor, running.session_id)
    parser = running.parser
    # Read again: a script may have been given one while the answer was written.
    secrets = await read_secrets(db, actor.account_id, session.id)
    running.text = mask_values(running.text, secrets)
    changed: list[str] = []
    ignored = 0
    ended = await db.scalar(
        update(TurnRow)
        .where(TurnRow.account_id == actor.account_id, TurnRow.id == turn.id, TurnRow.status == TurnStatus.RUNNING)
        .values(
            status=status,
            error=error,
            finished_at=datetime.now(UTC),
            malformed_blocks=parser.malformed,
            unnonced_blocks=parser.unnonced,
        )
        .returning(TurnRow.id)
    )
    if ended is None:
        return
    if status is TurnStatus.COMPLETE:
        changed, ignored = await take_effect(
            db, actor, session, mask_deep(effective(parser.blocks), secrets), turn.fix_id
        )
    if ignored:
        await db.execute(
            update(TurnRow)
            .where(TurnRow.account_id == actor.account_id, TurnRow.id == turn.id)
            .values(ignored_blocks=ignored)
        )
    await db.execute(
        update(Message)
        .where(Message.account_id == actor.account_id, Message.id == turn.answer_id)
        .values(content=running.text)
    )
    if changed:
        await change_session(db, actor, session.id, changed)
    await add_event(
        db,
        session,
        "turn.finished",
        {
            "turn_id": str(turn.id),
            "message_id": str(turn.answer_id),
            "status": status.value,
            "error": error,
            "length": utf16_length(running.text),
            "unnonced_blocks": parser.unnonced,
        },
    )
