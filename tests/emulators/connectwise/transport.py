"""The emulator without a socket and without a thread: all waiting is the event loop's, which may be virtual."""

from collections.abc import AsyncIterator

import httpx2

from tests.emulators.connectwise.emulator import Emulator
from tests.emulators.connectwise.exchange import Answer, Call
from tests.emulators.connectwise.wire import called, encoded, pieces


class InProcess(httpx2.AsyncBaseTransport):
    """Any host but the emulator's own can't be reached. Read timeouts hold, by the world's clock.

    A call that is cancelled in its first `latency` seconds never arrived; one cancelled later was carried out."""

    def __init__(self, emulator: Emulator, host: str, latency: float = 0.0) -> None:
        self._emulator, self._host, self._latency = emulator, host, latency

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host != self._host:
            raise httpx2.ConnectError(f"{request.url.host} cannot be reached", request=request)
        url, world = request.url, self._emulator.world
        raw = await request.aread()
        await world.clock.sleep(self._latency)
        site = f"{url.scheme}://{url.netloc.decode()}"
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in request.headers.raw}
        call = called(request.method, site, url.path, url.query, headers, raw, world.switches.codebase)
        answer = self._emulator.answer(call)
        await self._wait(request, self._latency + answer.delay)
        if answer.reset:
            raise httpx2.ReadError("the connection was reset", request=request)
        return self._response(request, call, answer)

    async def _wait(self, request: httpx2.Request, seconds: float) -> None:
        patience = request.extensions.get("timeout", {}).get("read")
        if patience is not None and seconds > patience:
            await self._emulator.world.clock.sleep(patience)
            raise httpx2.ReadTimeout("no answer in time", request=request)
        await self._emulator.world.clock.sleep(seconds)

    def _response(self, request: httpx2.Request, call: Call, answer: Answer) -> httpx2.Response:
        body, headers = encoded(call, answer)
        if not (answer.cut or answer.pause):
            return httpx2.Response(answer.status, headers=headers, content=body)
        return httpx2.Response(answer.status, headers=headers, content=self._dripping(request, answer, body))

    async def _dripping(self, request: httpx2.Request, answer: Answer, body: bytes) -> AsyncIterator[bytes]:
        if answer.cut:
            yield body[: len(body) // 2]
            raise httpx2.RemoteProtocolError("the reply broke off", request=request)
        for piece in pieces(body):
            yield piece
            await self._wait(request, answer.pause)
