"""The emulator as an ASGI app."""

import asyncio
import socket
import struct
from typing import Any

import httpx2
from starlette.types import Receive, Scope, Send

from tests.emulators.connectwise.contract import Contract
from tests.emulators.connectwise.courier import Courier
from tests.emulators.connectwise.emulator import Emulator
from tests.emulators.connectwise.exchange import Answer, Call
from tests.emulators.connectwise.wire import called, encoded, pieces
from tests.emulators.connectwise.world import World

LINGER_NOT = struct.pack("ii", 1, 0)
"""A socket closed so is reset."""


class App:
    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        call = await self._call(scope, receive)
        answer = self.emulator.answer(call)
        if answer.delay and await self._given_up(answer.delay, receive):
            return
        if answer.reset:
            _reset(send)
            return
        await self._send(send, call, answer)

    async def _call(self, scope: Scope, receive: Receive) -> Call:
        raw, more = b"", True
        while more:
            message = await receive()
            raw += message.get("body", b"")
            more = message.get("more_body", False)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host") or "{}:{}".format(*scope["server"])
        site, codebase = f"{scope['scheme']}://{host}", self.emulator.world.switches.codebase
        return called(scope["method"], site, scope["path"], scope["query_string"], headers, raw, codebase)

    async def _given_up(self, seconds: float, receive: Receive) -> bool:
        """Waits; whether the client left meanwhile."""
        waiting = {asyncio.ensure_future(self.emulator.world.clock.sleep(seconds)), asyncio.ensure_future(receive())}
        done, others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for other in others:
            other.cancel()
        return any(task.result() is not None for task in done)

    async def _send(self, send: Send, call: Call, answer: Answer) -> None:
        body, headers = encoded(call, answer)
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        if answer.cut:
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            raise ConnectionAbortedError("the plan cuts this reply")
        if answer.pause:
            for piece in pieces(body):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                await self.emulator.world.clock.sleep(answer.pause)
            body = b""
        await send({"type": "http.response.body", "body": body})


def _reset(send: Any) -> None:
    """Reaches through uvicorn's `send` to its connection."""
    transport = send.__self__.transport
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    transport.abort()


def make_app(world: World, contract: Contract | None = None, deliver: httpx2.AsyncBaseTransport | None = None) -> App:
    """`deliver` takes the callbacks in place of the network."""
    return App(Emulator(world, contract, Courier(deliver)))
