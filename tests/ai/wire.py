"""Streams of both vendors, and a door on a wire that says them read by read."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import uuid4

import httpx2

from resolvent.ai.beat import Beat
from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door, Patience
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Endpoint
from resolvent.ai.tap import TAP
from resolvent.ai.tapping import TappedEvents
from tests.ai.doors import MODELS, FixedRouter, Glass, asking

CALLER = Caller(uuid4(), Use.CHAT)


def render(data: dict[str, Any] | str, name: str = "") -> bytes:
    body = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {name}\n" if name else "").encode() + f"data: {body}\n\n".encode()


def chat(text: str | None, **more: Any) -> bytes:
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta | more.pop("delta", {}), "finish_reason": more.pop("finish", None)}
    return render({"id": "c", "choices": [choice], **more})


def chat_end(reason: str = "stop") -> bytes:
    usage = {"prompt_tokens": 7, "completion_tokens": 9, "total_tokens": 16}
    return chat(None, finish=reason) + render({"id": "c", "choices": [], "usage": usage}) + render("[DONE]")


def block(text: str, index: int = 0) -> bytes:
    delta = {"type": "text_delta", "text": text}
    return render({"type": "content_block_delta", "index": index, "delta": delta}, "content_block_delta")


def thought(text: str, index: int = 0) -> bytes:
    delta = {"type": "thinking_delta", "thinking": text}
    return render({"type": "content_block_delta", "index": index, "delta": delta}, "content_block_delta")


def begin(index: int, **content: Any) -> bytes:
    return render({"type": "content_block_start", "index": index, "content_block": content}, "content_block_start")


def stop(index: int) -> bytes:
    return render({"type": "content_block_stop", "index": index}, "content_block_stop")


MESSAGE: dict[str, Any] = {
    "id": "m-1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [],
    "stop_reason": None,
}
MESSAGE_START = render(
    {"type": "message_start", "message": {**MESSAGE, "usage": {"input_tokens": 7, "output_tokens": 1}}}, "message_start"
)
PING = render({"type": "ping"}, "ping")


def message_end(reason: str = "end_turn") -> bytes:
    delta = {"stop_reason": reason, "stop_sequence": None}
    told = render({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 9}}, "message_delta")
    return told + render({"type": "message_stop"}, "message_stop")


OPENAI = b"".join(
    [
        chat("", delta={"role": "assistant"}),
        chat(None, delta={"reasoning_content": "Hm."}),
        *map(chat, ["\n", "Grüße", " — “ready”"]),
        chat("a", obfuscation="xy"),
        *map(chat, ["<think>", "hidden", "</think>", "🖨", "b"]),
        b": still here\n\n",
        *map(chat, ["<", "think", ">", "."]),
        chat_end(),
    ]
)
ANTHROPIC = b"".join(
    [
        MESSAGE_START,
        begin(0, type="thinking", thinking="", signature=""),
        thought("Hm."),
        begin(1, type="text", text=""),
        PING,
        *[block(text, 1) for text in ["Grüße", " — “ready”", " 🖨"]],
        PING,
        *[block(text, 1) for text in [" on", "."]],
        begin(2, type="text", text="Second "),
        *[block(text, 2) for text in ["block", "."]],
        message_end(),
    ]
)
RECORDED = {"openai": OPENAI, "anthropic": ANTHROPIC}


class Wire(httpx2.AsyncBaseTransport):
    """Says what it was given, read by read."""

    def __init__(self) -> None:
        self.reads: Sequence[bytes] = ()
        self.breaks = False
        self.tapped = True
        self.longest_wait = 3600.0
        self.given: list[bytes] = []
        """To the SDK."""
        self.change: Callable[[bytes], bytes] = bytes
        """What stands between the tap and the SDK."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        tap = TAP.get()
        assert tap is not None
        stream: httpx2.AsyncByteStream = Reads(self)
        if self.tapped:
            stream = Changed(TappedEvents(stream, tap, Beat(1e-6), longest_wait=self.longest_wait), self)
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=stream)


class Reads(httpx2.AsyncByteStream):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for read in self._wire.reads:
            yield read
        if self._wire.breaks:
            raise httpx2.ReadError("The connection broke.")


class Changed(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, wire: Wire) -> None:
        self._inner = inner
        self._wire = wire

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for ready in self._inner:
            self._wire.given.append(ready)
            yield self._wire.change(ready)


class Bench:
    """A door on a scripted wire; one loop for all examples, as building an SDK's client takes its time."""

    def __init__(self, provider: str, runner: asyncio.Runner) -> None:
        self.wire = Wire()
        self._runner = runner
        endpoint = Endpoint("wire", provider, MODELS[provider], "http://wire/v1", "k", True, False, 50_000)  # type: ignore[arg-type]
        self._router = FixedRouter([endpoint])
        self.door = Door(self._router, Patience(tries=1))

    def read(self, reads: Sequence[bytes], *, tapped: bool = True) -> tuple[list[str], tuple[object, ...]]:
        """(the pieces, how it ended and what it used)."""
        self.wire.reads, self.wire.tapped = reads, tapped
        pieces: list[str] = []

        async def listen() -> None:
            try:
                async for piece in self.door.stream(CALLER, asking("Hello"), Glass()):
                    pieces.append(piece)  # noqa: PERF401 (what came before it broke counts)
            except ModelFailed:
                pass

        self._runner.run(listen())
        _, spent = self._router.books.pop()
        return pieces, (spent.outcome, spent.written, spent.input_tokens, spent.output_tokens, spent.measured)
