"""A server on one port that is killed and started again, as on an upgrade or a crash."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import uvicorn

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.process import START_SECONDS, HoldingAssistant, process
from tests.scripted import ScriptedAssistant

AFTER = "The whole answer, from the server that came after."


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def serve_at(told: Connection, url: str, port: int, holding: bool) -> None:
    assistant = HoldingAssistant() if holding else ScriptedAssistant(AFTER, AFTER)
    app = create_app(Settings(), url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)

    async def run() -> None:
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None))
        task = asyncio.create_task(server.serve())
        while not server.started and not task.done():  # noqa: ASYNC110 (it has no event to wait for)
            await asyncio.sleep(0.005)
        told.send("serving")
        await task

    asyncio.run(run())


@asynccontextmanager
async def server_at(url: str, port: int, *, holding: bool) -> AsyncIterator[BaseProcess]:
    with process(serve_at, url, port, holding) as (child, pipe):
        assert await asyncio.to_thread(pipe.poll, START_SECONDS), "The server did not start."
        assert pipe.recv() == "serving"
        yield child
