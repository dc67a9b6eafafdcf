"""Pieces of text that a model's server sends at short intervals, made one before the SDKs read them.

An SDK and the library above it take about 0.2 ms for an event, however short its text. Only events that are alike but for
their text are joined, so that what the SDK makes of an answer (text, usage, end, errors) is the same.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpx2

PAUSE = 0.025
"""Seconds between two reads of an answer's text: below what a reader notices, and one or two tokens of a fast model."""
LONGEST_EVENT = 1_000_000
"""Bytes. What is longer is handed on as it comes."""
TEXT_MARKS = (b'"content"', b'"text_delta"')

Holder = tuple[dict[str, Any], str]
"""The dictionary in an event that has the text, and the text's name there."""


class MergedEvents(httpx2.AsyncByteStream):
    """The first text at once; after each text a pause, in which the connection gathers what comes."""

    def __init__(self, inner: Any, pause: float = PAUSE) -> None:
        self._inner = inner
        self._pause = pause

    async def __aiter__(self) -> AsyncIterator[bytes]:
        merger = EventMerger()
        async for chunk in self._inner:
            ready = merger.feed(chunk)
            if ready:
                yield ready
            if any(mark in ready for mark in TEXT_MARKS):
                await asyncio.sleep(self._pause)
        if rest := merger.close():
            yield rest

    async def aclose(self) -> None:
        await self._inner.aclose()


class EventMerger:
    """Server-sent events in arbitrary cuts; whole events out, neighbours that differ in their text alone as one."""

    def __init__(self) -> None:
        self._held = b""
        self._as_it_comes = False

    def feed(self, chunk: bytes) -> bytes:
        self._held += chunk
        # Servers that end their lines otherwise are rare: theirs are not joined.
        if self._as_it_comes or b"\r" in chunk or len(self._held) > LONGEST_EVENT:
            self._as_it_comes = True
            return self.close()
        end = self._held.rfind(b"\n\n") + 2
        if end < 2:
            return b""
        whole, self._held = self._held[:end], self._held[end:]
        if whole.count(b"\n\n") == 1:
            return whole
        return b"".join(merge_events(whole.split(b"\n\n")[:-1]))

    def close(self) -> bytes:
        rest, self._held = self._held, b""
        return rest


@dataclass(slots=True)
class TextEvent:
    head: bytes
    """The lines before the data."""
    data: Any
    rest: Any
    """The data without its text: what must be equal."""
    holder: Holder
    pieces: list[str]

    def render(self) -> bytes:
        where, name = self.holder
        where[name] = "".join(self.pieces)
        return self.head + b"data: " + json.dumps(self.data, separators=(",", ":")).encode() + b"\n\n"


def merge_events(events: Iterable[bytes]) -> list[bytes]:
    """Each without its empty line; those that could not be joined are byte for byte what they were."""
    merged: list[tuple[bytes, TextEvent | None]] = []
    for event in events:
        read = read_text_event(event)
        before = merged[-1][1] if merged else None
        if read is not None and before is not None and (before.head, before.rest) == (read.head, read.rest):
            before.pieces += read.pieces
        else:
            merged.append((event, read))
    return [read.render() if read is not None and len(read.pieces) > 1 else event + b"\n\n" for event, read in merged]


def read_text_event(event: bytes) -> TextEvent | None:
    """None: not a piece of an answer's text."""
    head, found, body = event.rpartition(b"data: ")
    if not found or b"\n" in body or (head and not head.endswith(b"\n")):
        return None
    try:
        data = json.loads(body)
    except ValueError:
        return None
    if not isinstance(data, dict):
        return None
    # Random characters that hide a token's length; no two are alike.
    data.pop("obfuscation", None)
    for find in FINDERS:
        if (holder := find(data)) is not None:
            where, name = holder
            text = where[name]
            where[name] = None
            # A copy: the original is given its text again.
            rest = json.dumps(data)
            return TextEvent(head, data, rest, holder, [text])
    return None


def find_chat_text(data: dict[str, Any]) -> Holder | None:
    """OpenAI's chat.completion.chunk."""
    choices = data.get("choices")
    if not isinstance(choices, list) or len(choices) != 1 or not isinstance(choices[0], dict):
        return None
    delta = choices[0].get("delta")
    if not isinstance(delta, dict) or not isinstance(delta.get("content"), str) or choices[0].get("logprobs"):
        return None
    return delta, "content"


def find_block_text(data: dict[str, Any]) -> Holder | None:
    """Anthropic's content_block_delta."""
    delta = data.get("delta")
    if data.get("type") != "content_block_delta" or not isinstance(delta, dict):
        return None
    if delta.get("type") != "text_delta" or not isinstance(delta.get("text"), str):
        return None
    return delta, "text"


FINDERS: tuple[Callable[[dict[str, Any]], Holder | None], ...] = (find_chat_text, find_block_text)


def merge_answer(response: httpx2.Response) -> httpx2.Response:
    """The response with its events joined; one of another kind, or compressed, as it is."""
    kind = response.headers.get("content-type", "")
    if kind.startswith("text/event-stream") and "content-encoding" not in response.headers:
        response.stream = MergedEvents(response.stream)
    return response
