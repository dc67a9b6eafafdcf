"""The vendors' own SDKs behind one face, so that one test drives both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import anthropic
import httpx2
import openai

from tests.peers.anthropic import anthropic_peer
from tests.peers.asked import Json
from tests.peers.openai import openai_peer
from tests.peers.replies import Usage
from tests.peers.server import KEY, Peer

QUESTION: list[Json] = [{"role": "user", "content": "Why does the printer not print?"}]
TLS = httpx2.create_ssl_context()
"""Made once: reading the certificates is most of a client's making."""
PATIENCE = 10.0
"""Seconds: far more than anything here takes."""


@dataclass(slots=True)
class Outcome:
    text: str = ""
    refusal: str | None = None
    tool: str | None = None
    arguments: Any = None
    """Parsed of a whole answer or of Anthropic's; else as text."""
    stop: str | None = None
    usage: Usage | None = None
    parts: list[str] = field(default_factory=list)
    """The text as it came."""


class Driver(Protocol):
    peer: Peer
    client: Any
    body: Json
    """Of the plainest request."""

    @property
    def sdk(self) -> Any: ...

    async def ask(self, *, stream: bool, **body: Any) -> Outcome: ...

    async def post(self, body: Json) -> Any:
        """The body exactly as it is, through the SDK's own client."""
        ...

    def patient(self, seconds: float) -> "Driver":
        """The same, with this read timeout."""
        ...


class ClaudeDriver:
    def __init__(self, peer: Peer, client: anthropic.AsyncAnthropic) -> None:
        self.peer, self.client, self.sdk = peer, client, anthropic
        self.body: Json = {"model": "claude-sonnet-5", "max_tokens": 1000, "messages": QUESTION}

    def patient(self, seconds: float) -> "ClaudeDriver":
        return ClaudeDriver(self.peer, self.client.with_options(timeout=seconds))

    async def post(self, body: Json) -> Any:
        return await self.client.post("/v1/messages", cast_to=httpx2.Response, body=body)

    async def ask(self, *, stream: bool, **body: Any) -> Outcome:
        outcome = Outcome()
        if stream:
            async with self.client.messages.stream(**{**self.body, **body}) as events:
                outcome.parts = [text async for text in events.text_stream]
                message = await events.get_final_message()
        else:
            message = await self.client.messages.create(**{**self.body, **body})
        for block in message.content:
            if block.type == "text":
                outcome.text += block.text
            elif block.type == "tool_use":
                outcome.tool, outcome.arguments = block.name, block.input
        if message.stop_details is not None:
            outcome.refusal = message.stop_details.explanation
        outcome.stop, told = message.stop_reason, message.usage
        outcome.usage = Usage(
            told.input_tokens,
            told.output_tokens,
            told.cache_creation_input_tokens or 0,
            told.cache_read_input_tokens or 0,
        )
        return outcome


class GptDriver:
    def __init__(self, peer: Peer, client: openai.AsyncOpenAI) -> None:
        self.peer, self.client, self.sdk = peer, client, openai
        self.body: Json = {"model": "gpt-5.5", "messages": QUESTION}

    def patient(self, seconds: float) -> "GptDriver":
        return GptDriver(self.peer, self.client.with_options(timeout=seconds))

    async def post(self, body: Json) -> Any:
        return await self.client.post("/chat/completions", cast_to=httpx2.Response, body=body)

    async def ask(self, *, stream: bool, **body: Any) -> Outcome:
        asked = {**self.body, **body}
        if stream:
            return await self._streamed(asked)
        answer = await self.client.chat.completions.create(**asked)
        choice, told = answer.choices[0], answer.usage
        call = choice.message.tool_calls[0] if choice.message.tool_calls else None
        return Outcome(
            text=choice.message.content or "",
            refusal=choice.message.refusal,
            tool=call.function.name if call else None,
            arguments=call.function.arguments if call else None,
            stop=choice.finish_reason,
            usage=_usage(told),
        )

    async def _streamed(self, asked: Json) -> Outcome:
        outcome = Outcome()
        asked = {**asked, "stream": True, "stream_options": {"include_usage": True}}
        chunks: Any = await self.client.chat.completions.create(**asked)
        async for chunk in chunks:
            outcome.usage = _usage(chunk.usage) or outcome.usage
            for choice in chunk.choices:
                outcome.stop = choice.finish_reason or outcome.stop
                if choice.delta.content:
                    outcome.parts.append(choice.delta.content)
                if choice.delta.refusal:
                    outcome.refusal = (outcome.refusal or "") + choice.delta.refusal
                for call in choice.delta.tool_calls or []:
                    outcome.tool = call.function.name or outcome.tool
                    outcome.arguments = (outcome.arguments or "") + call.function.arguments
        outcome.text = "".join(outcome.parts)
        return outcome


def _usage(told: Any) -> Usage | None:
    if told is None:
        return None
    read, written = told.prompt_tokens_details.cached_tokens, told.prompt_tokens_details.cache_write_tokens
    return Usage(told.prompt_tokens - read - written, told.completion_tokens, written, read)


@asynccontextmanager
async def driving_claude(transport: str) -> AsyncIterator[ClaudeDriver]:
    make = anthropic.DefaultAioHttpClient if transport == "aiohttp" else anthropic.DefaultAsyncHttpxClient
    http = make(timeout=PATIENCE, verify=TLS)
    async with (
        anthropic_peer() as peer,
        anthropic.AsyncAnthropic(
            base_url=peer.url, api_key=KEY, max_retries=0, timeout=PATIENCE, http_client=http
        ) as client,
    ):
        yield ClaudeDriver(peer, client)


@asynccontextmanager
async def driving_gpt(transport: str) -> AsyncIterator[GptDriver]:
    make = openai.DefaultAioHttpClient if transport == "aiohttp" else openai.DefaultAsyncHttpxClient
    http = make(timeout=PATIENCE, verify=TLS)
    async with (
        openai_peer() as peer,
        openai.AsyncOpenAI(base_url=peer.url, api_key=KEY, max_retries=0, timeout=PATIENCE, http_client=http) as client,
    ):
        yield GptDriver(peer, client)
