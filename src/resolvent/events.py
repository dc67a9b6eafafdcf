"""Events across processes on one database: LISTEN/NOTIFY wakes, rows tell.

Numbered events are rows of `session_events`; a notification carries only their number. Text deltas of a running answer are
not rows: they travel inside the notification, each with its offset, in UTF-16 code units as a browser counts them.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import asyncpg
import structlog

from resolvent.db import asyncpg_url

EVENTS, DELTAS, CONTROL = "resolvent_events", "resolvent_deltas", "resolvent_control"
QUEUE_LIMIT = 1_000
PAYLOAD_TEXT = 1_000
"""Characters of one delta: at most 6 bytes each (UTF-8, or an escaped control) keep it under PostgreSQL's 8000 bytes."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wake:
    """`event`: rows up to `number` exist. `delta`: text of a running answer. `resync`: look at the rows again."""

    kind: Literal["event", "delta", "resync"]
    number: int = 0
    data: dict[str, Any] = field(default_factory=dict)


class Subscription:
    def __init__(self) -> None:
        self.queue: asyncio.Queue[Wake] = asyncio.Queue(QUEUE_LIMIT)

    def put(self, wake: Wake) -> None:
        """A reader that is too slow loses its backlog and reads the rows again, rather than our memory."""
        try:
            self.queue.put_nowait(wake)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(Wake("resync"))


class EventHub:
    """One listening connection a process, shared by all its subscribers."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._subscribers: dict[UUID, set[Subscription]] = defaultdict(set)
        self._control: list[Callable[[str, UUID], None]] = []
        self._connection: asyncpg.Connection[Any] | None = None
        self._task: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._ready = asyncio.Event()

    async def start(self) -> None:
        self._task = asyncio.create_task(self._keep_listening(), name="event-hub")
        await asyncio.wait_for(self._ready.wait(), 20)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def on_control(self, act: Callable[[str, UUID], None]) -> None:
        """`act(verb, id)` is called for every control message: `stop` a turn, `sync` a session."""
        self._control.append(act)

    @asynccontextmanager
    async def subscribe(self, session_id: UUID) -> AsyncIterator[Subscription]:
        subscription = Subscription()
        self._subscribers[session_id].add(subscription)
        try:
            yield subscription
        finally:
            self._subscribers[session_id].discard(subscription)
            if not self._subscribers[session_id]:
                del self._subscribers[session_id]

    async def send_delta(self, session_id: UUID, turn_id: UUID, offset: int, text: str) -> None:
        """`offset`: UTF-16 code units of the answer before `text`. Lost deltas are made good by the rows."""
        for start in range(0, len(text), PAYLOAD_TEXT):
            piece = text[start : start + PAYLOAD_TEXT]
            data = {"turn_id": str(turn_id), "offset": offset, "text": piece}
            await self._notify(DELTAS, json.dumps({"session_id": str(session_id), **data}, ensure_ascii=False))
            offset += utf16_length(piece)

    async def send_control(self, verb: str, subject: UUID) -> None:
        await self._notify(CONTROL, f"{verb}/{subject}")

    async def _notify(self, channel: str, payload: str) -> None:
        async with self._lock:
            if self._connection is None or self._connection.is_closed():
                return
            try:
                await self._connection.execute("SELECT pg_notify($1, $2)", channel, payload)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("events.notify_failed", error=type(error).__name__)

    async def _keep_listening(self) -> None:
        delay = 0.1
        while True:
            try:
                await self._listen()
                delay = 0.1
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("events.connection_lost", error=type(error).__name__, retry_in=delay)
            await asyncio.sleep(delay)
            delay = min(delay * 2, 5.0)

    async def _listen(self) -> None:
        dsn, arguments = listener_dsn(self._url)
        lost = asyncio.Event()
        connection = await asyncpg.connect(dsn, timeout=10, **arguments)
        try:
            connection.add_termination_listener(lambda _: lost.set())
            for channel in (EVENTS, DELTAS, CONTROL):
                await connection.add_listener(channel, self._receive)
            self._connection = connection
            for subscription in [s for group in self._subscribers.values() for s in group]:
                subscription.put(Wake("resync"))
            self._ready.set()
            await lost.wait()
        finally:
            self._connection = None
            await connection.close(timeout=2)

    def _receive(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        text = str(payload)
        if channel == EVENTS:
            _, session, number = text.split("/")
            self._wake(UUID(session), Wake("event", number=int(number)))
        elif channel == DELTAS:
            data = json.loads(text)
            self._wake(UUID(data.pop("session_id")), Wake("delta", data=data))
        else:
            verb, _, subject = text.partition("/")
            for act in self._control:
                act(verb, UUID(subject))

    def _wake(self, session_id: UUID, wake: Wake) -> None:
        for subscription in self._subscribers.get(session_id, ()):
            subscription.put(wake)


def listener_dsn(url: str) -> tuple[str, dict[str, Any]]:
    address, arguments = asyncpg_url(url)
    return "postgresql" + address.removeprefix("postgresql+asyncpg"), arguments


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
