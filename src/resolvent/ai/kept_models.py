"""Models with their connections, kept for the next request: a new connection costs a handshake."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from resolvent.ai.prompt import Endpoint

KEPT = 200
"""Endpoints, the last used."""


@dataclass(slots=True)
class Kept:
    model: Any
    users: int = 0
    given_up: bool = False
    """No longer kept: the last user closes it."""


class KeptModels:
    """`build` may take long; it runs in a thread."""

    def __init__(self, build: Callable[[Endpoint], Any], most: int = KEPT) -> None:
        self._build = build
        self._most = most
        self._kept: OrderedDict[Endpoint, Kept] = OrderedDict()
        self._building = asyncio.Lock()

    @asynccontextmanager
    async def use(self, endpoint: Endpoint) -> AsyncIterator[Any]:
        """The endpoint's model, which nobody closes meanwhile, however many others are asked for."""
        kept = await self._take(endpoint)
        try:
            yield kept.model
        finally:
            kept.users -= 1
            if kept.given_up and not kept.users:
                await close_model(kept.model)

    async def close(self) -> None:
        while self._kept:
            await close_model(self._kept.popitem()[1].model)

    async def _take(self, endpoint: Endpoint) -> Kept:
        async with self._building:
            kept = self._kept.get(endpoint)
            if kept is None:
                # The SDKs take more than a second to import: not while everybody waits.
                kept = self._kept[endpoint] = Kept(await asyncio.to_thread(self._build, endpoint))
            self._kept.move_to_end(endpoint)
            kept.users += 1
            oldest = self._kept.popitem(last=False)[1] if len(self._kept) > self._most else None
        if oldest is not None:
            oldest.given_up = True
            if not oldest.users:
                await close_model(oldest.model)
        return kept


async def close_model(model: Any) -> None:
    await model.client.close()
