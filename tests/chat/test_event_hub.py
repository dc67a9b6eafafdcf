"""The hub on a connection that hangs: it waits for no notification for ever, and comes back."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit
from uuid import UUID, uuid4

import pytest

from resolvent.events import EventHub

SOCKET = ".s.PGSQL.5432"


class Relay:
    """Between hub and database: what is let through hangs while `flowing` is unset, as on a network that lost its way."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        there, back = await asyncio.open_unix_connection(self._target)
        await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer), return_exceptions=True)
        for one in (writer, back):
            one.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            await self.flowing.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def relayed(url: str) -> AsyncIterator[tuple[str, Relay]]:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "host" not in query:
        pytest.skip("the database is not reached by a Unix socket")
    relay = Relay(Path(query["host"]) / SOCKET)
    with tempfile.TemporaryDirectory() as folder:
        server = await asyncio.start_unix_server(relay.serve, Path(folder) / SOCKET)
        try:
            yield urlunsplit(parts._replace(query=urlencode({**query, "host": folder}))), relay
        finally:
            relay.flowing.set()
            server.close()


async def test_a_notification_that_hangs_is_given_up_and_the_hub_connects_anew(database_url: str) -> None:
    heard: asyncio.Queue[tuple[str, UUID]] = asyncio.Queue()
    session, turn = uuid4(), uuid4()
    async with relayed(database_url) as (url, relay):
        hub = EventHub(url, notify_wait=0.2)
        hub.on_control(lambda verb, subject: heard.put_nowait((verb, subject)))
        await hub.start()
        async with hub.subscribe(session) as reader, asyncio.timeout(30):
            await hub.send_control("stop", turn)
            assert await heard.get() == ("stop", turn)
            relay.flowing.clear()
            await hub.send_control("stop", turn)
            relay.flowing.set()
            assert [one.kind for one in await reader.take(30)] == ["resync"], "readers look at the rows again"
            assert relay.connections == 2
            while heard.empty():
                await hub.send_control("stop", turn)
                await asyncio.sleep(0.01)
        await hub.stop()
