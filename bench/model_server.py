"""A model's server that says one token every so many milliseconds, and a bare relay of it: the limits beside which the chat is measured.

`python bench/model_server.py serve --port P`, `python bench/model_server.py relay --port P --upstream URL`. The last message says how much is told:
`BENCH n=200 ms=20`. Each token carries the time at which it left (`@` and nanoseconds of the monotonic clock).
"""

import argparse
import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import aiohttp
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

ASKED = re.compile(r"BENCH n=(\d+) ms=(\d+)")
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
BEGIN = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n"
CHUNK = b'data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"fake","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\n\n'


class Answers(asyncio.Protocol):
    """One connection; its requests one after the other."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._came = b""
        self._next: asyncio.TimerHandle | None = None

    def connection_lost(self, _: Exception | None) -> None:
        if self._next is not None:
            self._next.cancel()

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, found, body = self._came.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not found or length is None or len(body) < int(length[1]):
            return
        self._came = b""
        told = json.dumps(json.loads(body)["messages"][-1]["content"])
        asked = ASKED.search(told)
        assert asked is not None, told
        self._left, self._pause = int(asked[1]), int(asked[2]) / 1000
        self._transport.write(BEGIN)
        self._at = asyncio.get_running_loop().time()
        self._say()

    def _say(self) -> None:
        if not self._left:
            self._write(CHUNK % (b"{}", b'"stop"'), b"data: [DONE]\n\n")
            self._transport.write(b"0\r\n\r\n")
            return
        self._left -= 1
        self._write(CHUNK % (b'{"role":"assistant","content":"@%d; word "}' % time.monotonic_ns(), b"null"))
        self._at += self._pause
        self._next = asyncio.get_running_loop().call_at(self._at, self._say)

    def _write(self, *events: bytes) -> None:
        self._transport.write(b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in events))


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


def make_relay(upstream: str) -> Starlette:
    """Neither stores nor reads what it passes on."""

    @asynccontextmanager
    async def connected(app: Starlette) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
            app.state.client = client
            yield

    async def relay(request: Request) -> StreamingResponse:
        asked = await request.body()

        async def pieces() -> AsyncIterator[bytes]:
            async with request.app.state.client.post(upstream, data=asked) as answer:
                async for piece in answer.content.iter_any():
                    yield piece

        return StreamingResponse(pieces(), media_type="text/event-stream")

    return Starlette(routes=[Route("/", relay, methods=["POST"])], lifespan=connected)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["serve", "relay"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--upstream")
    given = parser.parse_args()
    if given.what == "serve":
        uvloop.run(serve(given.port))
    else:
        uvicorn.run(make_relay(given.upstream), host="127.0.0.1", port=given.port, log_level="error", access_log=False)


if __name__ == "__main__":
    main()
