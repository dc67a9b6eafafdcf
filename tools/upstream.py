"""A model that says 50 tokens a second, for measuring the page: OpenAI's protocol, the words of a fixed text."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

from aiohttp import ClientConnectionResetError, web

EVERY = 0.02
"""Seconds between two tokens."""
TEXT = "The print spooler on PRN-01 stops shortly after it starts, which points to a driver. "


async def answer(request: web.Request) -> web.StreamResponse:
    """`TOKENS=n` in the newest message: how many, at once when `FAST` stands beside it. `SCRIPT=n`: a script of so many lines."""
    body = await request.json()
    asked = str(body["messages"][-1]["content"])
    pieces = list(say_script(number_after("SCRIPT=", asked)) if "SCRIPT=" in asked else say_words(asked))
    reply = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await reply.prepare(request)
    with suppress(ClientConnectionResetError):  # stopped
        for one in pieces:
            delta = {"role": "assistant", "content": one}
            await reply.write(piece({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}))
            if "FAST" not in asked:
                await asyncio.sleep(EVERY)
        await reply.write(piece({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
        await reply.write(b"data: [DONE]\n\n")
    return reply


def number_after(name: str, text: str) -> int:
    return int(text.partition(name)[2].split()[0]) if name in text else 5


def say_words(asked: str) -> Iterator[str]:
    words = TEXT.split()
    for number in range(number_after("TOKENS=", asked)):
        yield words[number % len(words)] + (" " if number % 40 else "\n\n")


def say_script(lines: int) -> Iterator[str]:
    yield "Run this:\n\n```powershell\n"
    for number in range(lines):
        yield f"Write-Output 'line {number} of many' | Out-Null\n"
    yield "```\n"


def piece(values: dict[str, object]) -> bytes:
    whole = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "fake", **values}
    return f"data: {json.dumps(whole)}\n\n".encode()


@asynccontextmanager
async def running_upstream() -> AsyncIterator[str]:
    """Its base address, for a model's settings."""
    app = web.Application(client_max_size=64_000_000)
    app.router.add_post("/v1/chat/completions", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()
