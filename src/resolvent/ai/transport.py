"""The HTTP client of a model SDK: on aiohttp, which carries many streams at a third of the cost, to allowed addresses only."""

from collections.abc import Callable
from typing import Any

import httpx2

from resolvent.addresses import PinnedTransport
from resolvent.ai.beat import Beat
from resolvent.ai.prompt import Endpoint
from resolvent.ai.tap import TAP
from resolvent.ai.tapping import PAUSE, tap_answer


class ClientTransport(httpx2.AsyncBaseTransport):
    """Sends as another client does: the SDKs ship their aiohttp transport as a whole client."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client
        self._beat = Beat(PAUSE)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if tap := TAP.get():
            await tap.may_send()
        response = await self._client.send(request, stream=True, follow_redirects=False)
        return tap_answer(response, self._beat)

    async def aclose(self) -> None:
        await self._client.aclose()


def make_client(aiohttp_client: Callable[..., Any], endpoint: Endpoint, connect: float) -> httpx2.AsyncClient:
    """No redirects (they could lead elsewhere), no proxy of the environment. `connect`: seconds.

    How long it may be silent is the door's to say, once for each piece of text and not for each read of the socket.
    """
    inner = aiohttp_client(trust_env=False, follow_redirects=False)
    return httpx2.AsyncClient(
        transport=PinnedTransport(ClientTransport(inner), allow_private=endpoint.allow_private),
        timeout=httpx2.Timeout(None, connect=connect),
        trust_env=False,
        follow_redirects=False,
    )
