"""A door to a peer, without a database: for tests of the door alone."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from resolvent.ai.llm import Patience
from resolvent.ai.prompt import Caller, Endpoint, Part, Prompt
from resolvent.ai.usage import Spent
from tests.peers.server import KEY, Peer

QUICK = Patience(connect=5, first_text=20.0, between=20.0, tries=2, longest_wait=1.0, first_wait=0.01)
IMPATIENT = Patience(connect=5, first_text=0.5, between=0.5, tries=1)
"""For an endpoint that keeps silent; a busy machine would look like one to it."""
MODELS = {"anthropic": "claude-sonnet-5-5", "openai": "gpt-5-mini"}


@dataclass
class FixedRouter:
    endpoints: list[Endpoint]
    books: list[tuple[str, Spent]] = field(default_factory=list)

    async def route(self, caller: Caller) -> list[Endpoint]:
        return self.endpoints

    async def reserve(
        self, caller: Caller, endpoint: Endpoint, spent: Spent, hold: asyncio.Event | None = None
    ) -> None:
        pass

    async def account_for(self, caller: Caller, endpoint: Endpoint, spent: Spent) -> None:
        spent.estimate()
        self.books.append((endpoint.name, spent))


class Glass:
    """A guard that changes nothing."""

    def outgoing(self, text: str) -> str:
        return text

    def incoming(self) -> "Glass":
        return self

    def feed(self, piece: str) -> str:
        return piece

    def close(self) -> str:
        return ""


def endpoint_at(peer: Peer, provider: str, **other: object) -> Endpoint:
    given = {
        "name": f"{provider} peer",
        "provider": provider,
        "model": MODELS[provider],
        "base_url": peer.url,
        "key": KEY,
        "allow_private": True,
        "sees_images": True,
        "context_tokens": 100_000,
    }
    return Endpoint(**{**given, **other})  # type: ignore[arg-type]


def asking(text: str, **other: object) -> Callable[[Endpoint], Prompt]:
    return lambda _: Prompt("You help.", (Part("user", text),), **other)  # type: ignore[arg-type]
