"""A peer: one vendor's dialect on a real socket, with a script of replies and a record of what came."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from httptools import HttpParserError

from tests.peers.answering import answer, embed, refuse
from tests.peers.asked import Dialect, Received, Rules
from tests.peers.caching import PromptCache
from tests.peers.obedience import Find, data_in, obey
from tests.peers.openai_embeddings import Embedding
from tests.peers.replies import Reply
from tests.peers.wire import Connection, Incoming

KEY = "peer-key"
SECRET_HEADERS = ("authorization", "x-api-key", "cookie")
Script = Callable[[Received], Reply]


class Peer:
    """Use it in one event loop, through `serving`."""

    def __init__(self, dialect: Dialect, rules: Rules) -> None:
        self.dialect, self.rules = dialect, rules
        self.url = ""
        """What the vendor's SDK takes as its base URL."""
        self.requests: list[Received] = []
        self.connections = 0
        """How many came, kept open or not."""
        self.troubles: list[Exception] = []
        """What a script raised: the client sees a reset, the test fails at the end."""
        self._script: Script = lambda _: Reply("Hello.")
        self._embeddings = [Embedding()]
        self._cache = PromptCache()
        self._changed = asyncio.Condition()
        self._open: set[asyncio.Task[None]] = set()

    @property
    def asked(self) -> list[Received]:
        """The requests for an answer, without those for the catalogue."""
        return [request for request in self.requests if request.path == self.dialect.endpoint]

    @property
    def embedded(self) -> list[Received]:
        """The requests for embeddings."""
        return [request for request in self.requests if request.path == self.dialect.embeddings]

    def embeds(self, *replies: Embedding) -> None:
        """One a request, the last one for all further requests."""
        self._embeddings = list(replies)

    def answers(self, *replies: Reply | Script) -> None:
        """One reply a request, the last one for all further requests; a function in its place is asked each time."""
        queue = list(replies)

        def next_reply(request: Received) -> Reply:
            reply = queue.pop(0) if len(queue) > 1 else queue[0]
            return reply if isinstance(reply, Reply) else reply(request)

        self._script = next_reply

    def obey(self, find: Find = data_in, **how: Any) -> None:
        """From now on: whatever the prompt's data says, the model says and does. `how` are fields of `Reply`."""
        self._script = partial(obey, find=find, how=how)

    async def received(self, count: int = 1, within: float = 10.0) -> Received:
        """Waits for the count-th request for an answer. Raises TimeoutError."""
        return (await self._wait(lambda: self.asked, count, within))[count - 1]

    async def cancelled(self, count: int = 1, within: float = 10.0) -> Received:
        """Waits until that many clients hung up in mid-answer; the count-th of them. Raises TimeoutError."""
        return (await self._wait(self._left, count, within))[count - 1]

    def _left(self) -> list[Received]:
        left = [request for request in self.requests if request.cancelled_at is not None]
        return sorted(left, key=lambda request: request.cancelled_at or 0.0)

    async def _wait(self, which: Callable[[], list[Received]], count: int, within: float) -> list[Received]:
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: len(which()) >= count)
            return which()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(Connection(reader, writer)))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def hang_up(self) -> None:
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, connection: Connection) -> None:
        try:
            while not connection.broken and (incoming := await connection.request()) is not None:
                request = await self._record(incoming)
                key = self.dialect.key(incoming.headers)
                if not await self._answered(connection, request, key):
                    request.cancelled_at = time.monotonic()
                    await self._tell()
                    return
        except (ConnectionError, HttpParserError):
            return
        finally:
            await connection.close()

    async def _record(self, incoming: Incoming) -> Received:
        headers = {name: value for name, value in incoming.headers.items() if name not in SECRET_HEADERS}
        try:
            body = json.loads(incoming.body) if incoming.body else None
        except ValueError:
            body = None
        request = Received(
            len(self.requests) + 1,
            incoming.method,
            incoming.path,
            incoming.query,
            headers,
            body,
            incoming.body,
            time.monotonic(),
        )
        self.requests.append(request)
        await self._tell()
        return request

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _answered(self, connection: Connection, request: Received, key: str | None) -> bool:
        """False when the client hung up before the answer was complete."""
        answering = asyncio.create_task(self._answer(connection, request, key))
        leaving = asyncio.create_task(connection.gone())
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done() and not connection.broken:
                return False
            await answering
        except ConnectionError:
            return connection.broken
        except Exception as trouble:
            self.troubles.append(trouble)
            connection.reset()
        finally:
            for task in (answering, leaving):
                task.cancel()
            await asyncio.gather(answering, leaving, return_exceptions=True)
        return True

    async def _answer(self, connection: Connection, request: Received, key: str | None) -> None:
        refusal = self.dialect.refuse(request, key, self.rules)
        if refusal is not None:
            request.refused = refusal.message
            await refuse(connection, refusal, self.dialect.headers(request))
            return
        if (found := self.dialect.catalogue(request.path)) is not None:
            headers = {"content-type": "application/json", **self.dialect.headers(request)}
            body = json.dumps(found).encode()
            connection.begin(200, headers, len(body))
            await connection.send(body)
            return
        if request.path == self.dialect.embeddings:
            reply_with = self._embeddings.pop(0) if len(self._embeddings) > 1 else self._embeddings[0]
            await embed(connection, self.dialect, request, reply_with)
            return
        request.asked = self.dialect.read(request.body)
        reply = self._script(request)
        await answer(connection, self.dialect, request, request.asked, reply, self._cache)


@asynccontextmanager
async def serving(
    dialect: Dialect,
    *,
    port: int = 0,
    keys: tuple[str, ...] = (KEY,),
    context: int | None = None,
    alternating: bool = False,
) -> AsyncIterator[Peer]:
    """On 127.0.0.1; port 0 is any free one. `context` is the longest prompt in tokens."""
    rules = Rules(frozenset(keys), context or dialect.context, alternating)
    peer = Peer(dialect, rules)
    server = await asyncio.start_server(peer.accept, "127.0.0.1", port, backlog=1024)
    peer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}{dialect.base}"
    try:
        yield peer
    finally:
        server.close()
        await peer.hang_up()
    if peer.troubles:
        raise peer.troubles[0]
