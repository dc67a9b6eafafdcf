"""Events across processes on one database: LISTEN/NOTIFY wakes, rows tell.

Numbered events are rows of `session_events`, and the rows are the truth: a notification carries an event's number and,
unless it is long, one before it the event, so that who has all up to it need not look. Text deltas of a running answer are
not rows. Readers in the process that writes the answer get them at once; readers elsewhere by notifications, merged, which
are sent only while another process watches the session. Each has its offset, in UTF-16 code units as a browser counts them.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from secrets import token_hex
from typing import Any, Literal, NamedTuple
from uuid import UUID

import asyncpg
import structlog

from resolvent.db import asyncpg_url
from resolvent.mailbox import Mailbox

EVENTS, TOLD, DELTAS, CONTROL = "resolvent_events", "resolvent_told", "resolvent_deltas", "resolvent_control"
QUEUE_LIMIT = 1_000
PAYLOAD_TEXT = 1_000
"""Characters of one delta: at most 6 bytes each (UTF-8, or an escaped control) keep it under PostgreSQL's 8000 bytes."""

FAR_EVERY = 0.05
"""Seconds between two notifications with text of running answers."""
WATCH_EVERY, WATCH_LASTS = 10.0, 35.0
"""A process tells so often which sessions it has readers for; it is believed for so long."""
NOTIFY_WAIT = 5.0
"""Seconds. It takes less than a millisecond where the database can be reached."""
WATCHED_AT_ONCE = 150
"""Ids in one notification."""

log = structlog.get_logger()


class Delta(NamedTuple):
    """Text of a running answer."""

    session_id: UUID
    turn_id: UUID
    offset: int
    """UTF-16 code units of the answer before `text`."""
    text: str


class Told(NamedTuple):
    """An event as its row has it."""

    account_id: UUID
    name: str
    data: str
    """JSON in one line."""


class Wake(NamedTuple):
    """`event`: rows up to `number` exist, the last of which is `told`, if that is known. `delta`: text of a running answer.
    `presence`: who is there changed. `access`: what a user may still read changed. `resync`: look at the rows again."""

    kind: Literal["event", "delta", "presence", "access", "resync"]
    number: int = 0
    delta: Delta | None = None
    told: Told | None = None


class Subscription(Mailbox[Wake]):
    def put(self, wake: Wake) -> None:
        """A reader that is too slow loses its backlog and reads the rows again, rather than our memory."""
        if len(self) >= QUEUE_LIMIT:
            self.clear()
            wake = Wake("resync")
        super().put(wake)


Groups = defaultdict[UUID, set[Subscription]]


@asynccontextmanager
async def join(groups: Groups, key: UUID) -> AsyncIterator[Subscription]:
    subscription = Subscription()
    groups[key].add(subscription)
    try:
        yield subscription
    finally:
        subscription.close()
        groups[key].discard(subscription)
        if not groups[key]:
            del groups[key]


class EventHub:
    """One listening connection a process, shared by all its subscribers."""

    def __init__(self, url: str, *, notify_wait: float = NOTIFY_WAIT) -> None:
        self._url = url
        self._notify_wait = notify_wait
        self._subscribers: Groups = defaultdict(set)
        self._accounts: Groups = defaultdict(set)
        self._readers: Groups = defaultdict(set)
        """By user."""
        self._control: list[Callable[[str, UUID], None]] = []
        self._connection: asyncpg.Connection[Any] | None = None
        self._origin = token_hex(4)
        self._watched: dict[UUID, float] = {}
        """Sessions that other processes have readers for, and until when."""
        self._far: list[Delta] = []
        self._far_waits = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._lock = asyncio.Lock()
        self._ready = asyncio.Event()

    async def start(self) -> None:
        self._tasks = [
            asyncio.create_task(work, name="event-hub")
            for work in (self._keep_listening(), self._keep_sending(), self._keep_watching())
        ]
        await asyncio.wait_for(self._ready.wait(), 20)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def on_control(self, act: Callable[[str, UUID], None]) -> None:
        """`act(verb, id)` is called for every control message: `stop` a turn, `sync` a session."""
        self._control.append(act)

    def subscribe(self, session_id: UUID) -> AbstractAsyncContextManager[Subscription]:
        return join(self._subscribers, session_id)

    def subscribe_account(self, account_id: UUID) -> AbstractAsyncContextManager[Subscription]:
        """Woken, without a number, by every event of the account's sessions."""
        return join(self._accounts, account_id)

    def subscribe_access(self, user_id: UUID) -> AbstractAsyncContextManager[Subscription]:
        """Woken when a sign-in or token of the user ends, in whatever process."""
        return join(self._readers, user_id)

    def send_delta(self, session_id: UUID, turn_id: UUID, offset: int, text: str) -> None:
        """`offset`: UTF-16 code units of the answer before `text`. Lost deltas are made good by the rows."""
        delta = Delta(session_id, turn_id, offset, text)
        self._wake(session_id, Wake("delta", delta=delta))
        if self._watched.get(session_id, 0.0) > time.monotonic():
            self._far.append(delta)
            self._far_waits.set()

    async def send_control(self, verb: str, subject: UUID) -> None:
        await self._notify(CONTROL, f"{verb}/{self._origin}/{subject}")

    async def send_waiting(self) -> None:
        """What was said so far reaches readers elsewhere before the event that ends it."""
        waiting, self._far = self._far, []
        for delta in merge_deltas(waiting):
            await self._notify(DELTAS, json.dumps({"origin": self._origin, **delta}, ensure_ascii=False))

    async def _keep_sending(self) -> None:
        while True:
            await self._far_waits.wait()
            await asyncio.sleep(FAR_EVERY)
            self._far_waits.clear()
            await self.send_waiting()

    async def _keep_watching(self) -> None:
        while True:
            await asyncio.sleep(WATCH_EVERY)
            now = time.monotonic()
            self._watched = {session: until for session, until in self._watched.items() if until > now}
            sessions = [str(one) for one in self._subscribers]
            for start in range(0, len(sessions), WATCHED_AT_ONCE):
                named = ",".join(sessions[start : start + WATCHED_AT_ONCE])
                await self._notify(CONTROL, f"watch/{self._origin}/{named}")

    async def _notify(self, channel: str, payload: str) -> None:
        async with self._lock:
            if self._connection is None or self._connection.is_closed():
                return
            connection = self._connection
            try:
                async with asyncio.timeout(self._notify_wait):
                    await connection.execute("SELECT pg_notify($1, $2)", channel, payload)
            except TimeoutError:
                # Whatever it listens for does not come either: a new connection is made, and readers look at the rows.
                log.warning("events.notify_stuck", seconds=self._notify_wait)
                connection.terminate()
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
            for channel in (EVENTS, TOLD, DELTAS, CONTROL):
                await connection.add_listener(channel, self._receive)
            self._connection = connection
            groups = [*self._subscribers.values(), *self._accounts.values(), *self._readers.values()]
            for subscription in [one for group in groups for one in group]:
                subscription.put(Wake("resync"))
            self._ready.set()
            await lost.wait()
        finally:
            self._connection = None
            await connection.close(timeout=2)

    def _receive(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        text = str(payload)
        if channel == EVENTS:
            account, session, number = text.split("/")
            self._wake(UUID(session), Wake("event", number=int(number)))
            for follower in self._accounts.get(UUID(account), ()):
                follower.put(Wake("event"))
        elif channel == TOLD:
            account, session, number, name, data = text.split("/", 4)
            self._wake(UUID(session), Wake("event", number=int(number), told=Told(UUID(account), name, data)))
        elif channel == DELTAS:
            data = json.loads(text)
            if data["origin"] != self._origin:
                delta = Delta(UUID(data["session_id"]), UUID(data["turn_id"]), data["offset"], data["text"])
                self._wake(delta.session_id, Wake("delta", delta=delta))
        else:
            self._obey(*text.split("/"))

    def _obey(self, verb: str, origin: str, named: str) -> None:
        subjects = [UUID(one) for one in named.split(",")]
        if verb == "presence":
            self._wake(subjects[0], Wake("presence"))
            return
        if verb == "access":
            for reader in self._readers.get(subjects[0], ()):
                reader.put(Wake("access"))
            return
        if origin != self._origin and verb in ("sync", "watch"):
            self._watched.update(dict.fromkeys(subjects, time.monotonic() + WATCH_LASTS))
        if verb != "watch":
            for act in self._control:
                act(verb, subjects[0])

    def _wake(self, session_id: UUID, wake: Wake) -> None:
        for subscription in self._subscribers.get(session_id, ()):
            subscription.put(wake)


def merge_deltas(deltas: Sequence[Delta]) -> Iterator[dict[str, Any]]:
    """One for each run of text of a turn, and more where one would be too long for a notification."""
    runs: dict[UUID, list[Delta]] = {}
    for delta in deltas:
        of_turn = runs.setdefault(delta.turn_id, [])
        if of_turn and of_turn[-1].offset + utf16_length(of_turn[-1].text) == delta.offset:
            before = of_turn.pop()
            of_turn.append(Delta(before.session_id, before.turn_id, before.offset, before.text + delta.text))
        else:
            of_turn.append(delta)
    for run in (one for of_turn in runs.values() for one in of_turn):
        offset = run.offset
        for start in range(0, len(run.text), PAYLOAD_TEXT):
            text = run.text[start : start + PAYLOAD_TEXT]
            yield {"session_id": str(run.session_id), "turn_id": str(run.turn_id), "offset": offset, "text": text}
            offset += utf16_length(text)


def listener_dsn(url: str) -> tuple[str, dict[str, Any]]:
    address, arguments = asyncpg_url(url)
    return "postgresql" + address.removeprefix("postgresql+asyncpg"), arguments


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
