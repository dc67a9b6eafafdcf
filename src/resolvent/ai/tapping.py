"""Text that a model's server sends, told as it arrives, and given to the SDK later, joined.

An SDK and the library above it take about 0.2 ms for an event, however short its text. So events that are alike but for
their text wait, and become one about every three seconds, or when another event comes. Text is told beside the SDK only after the
SDK has said the text of such an event itself: what it drops, or takes for a thought, is never told.
"""

import json
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import httpx2

from resolvent.ai.beat import Beat
from resolvent.ai.tap import TAP, Tap

PAUSE = 0.026
"""Seconds from beat to beat, at which answers are read: the connection gathers what comes between, below what a reader notices."""
LONGEST_WAIT = 3.0
"""Seconds that an event is kept from the SDK, which takes as long for it however much text it has."""
LONGEST_EVENT = 1_000_000
"""Bytes. What is longer is handed on as it comes."""
UNSTEADY = re.compile("[\ud800-\udfff\u200b-\u200d\u2060\ufeff]")
"""Halves of a character, which become a whole one when joined, and signs of no width, which the library above the SDK may drop."""

DECODER = json.JSONDecoder()
PROBE_TEXT = token_hex(8)
PROBE = json.dumps(PROBE_TEXT).encode()

Holder = tuple[dict[str, Any], str]
"""The dictionary in an event that has the text, and the text's name there."""


class TappedEvents(httpx2.AsyncByteStream):
    """Hands on each event alone, so that the SDK is done with one when it asks for the next."""

    def __init__(self, inner: Any, tap: Tap, beat: Beat, longest_wait: float = LONGEST_WAIT) -> None:
        self._inner = inner
        self._tap = tap
        self._beat = beat
        self._longest_wait = longest_wait

    async def __aiter__(self) -> AsyncIterator[bytes]:
        cutter = EventCutter()
        run: Run | None = None
        async for chunk in self._inner:
            for event in cutter.feed(chunk):
                if run is not None and not cutter.as_it_comes and (text := run.read_alike(event)):
                    run.texts.append(text)
                    self._tap.give(text)
                    continue
                if run is not None and run.texts:
                    yield run.take()
                self._tap.said = ""
                yield event
                piece = None if cutter.as_it_comes else read_text_event(event)
                run = Run(piece, event) if piece is not None and self._tap.said == piece.text else None
            if run is not None and run.texts:
                if time.monotonic() - run.since > self._longest_wait:
                    yield run.take()
                await self._beat.wait()
        if run is not None and run.texts:
            yield run.take()
        if cutter.rest:
            yield cutter.rest

    async def aclose(self) -> None:
        await self._inner.aclose()


class EventCutter:
    """Server-sent events in arbitrary cuts; whole events out, each with its empty line."""

    def __init__(self) -> None:
        self.rest = b""
        self.as_it_comes = False
        """Servers that end their lines otherwise are rare: theirs are not told apart."""

    def feed(self, chunk: bytes) -> list[bytes]:
        begun = self.rest + chunk
        if self.as_it_comes or b"\r" in chunk or len(begun) > LONGEST_EVENT:
            self.as_it_comes = True
            self.rest = b""
            return [begun]
        *ended, self.rest = begun.split(b"\n\n")
        return [event + b"\n\n" for event in ended]


@dataclass(slots=True)
class TextEvent:
    head: bytes
    """The lines before the data."""
    data: Any
    """With None for its text."""
    holder: Holder
    text: str

    def is_like(self, other: "TextEvent") -> bool:
        return self.head == other.head and self.data == other.data

    def render(self, text: str) -> bytes:
        where, name = self.holder
        where[name] = text
        body = json.dumps(self.data, separators=(",", ":")).encode()
        where[name] = None
        return self.head + b"data: " + body + b"\n\n"


class Run:
    """Events alike but for their text; those whose texts were told, and which the SDK has not seen."""

    def __init__(self, like: TextEvent, event: bytes) -> None:
        self._like = like
        self._frame = find_frame(like, event)
        self.texts: list[str] = []
        self.since = time.monotonic()
        """When the SDK was last given something."""

    def read_alike(self, event: bytes) -> str | None:
        """The text of one more. Most are the same to the letter but for it, and need not be read as a whole."""
        if self._frame is not None and event.startswith(self._frame[0]) and event.endswith(self._frame[1]):
            text = read_string(event[len(self._frame[0]) : -len(self._frame[1])])
            if text is not None:
                return text if is_plain(text) else None
        piece = read_text_event(event)
        return piece.text if piece is not None and piece.is_like(self._like) else None

    def take(self) -> bytes:
        joined = "".join(self.texts)
        parts = self.texts if is_tag(joined) else [joined]
        self.texts, self.since = [], time.monotonic()
        return b"".join(map(self._like.render, parts))


def find_frame(piece: TextEvent, event: bytes) -> tuple[bytes, bytes] | None:
    """What stands before and behind its text, to the letter. None where that is not plain to see."""
    before, found, behind = event.rpartition(
        json.dumps(piece.text, ensure_ascii=False).encode("utf-8", "surrogatepass")
    )
    # The same letters may stand elsewhere: another text is put in their place, and must be read as it.
    other = read_text_event(before + PROBE + behind) if found and behind else None
    return (before, behind) if other is not None and other.is_like(piece) and other.text == PROBE_TEXT else None


def read_string(literal: bytes) -> str | None:
    try:
        told = literal.decode()
        text, end = DECODER.raw_decode(told)
    except ValueError:
        return None
    return text if isinstance(text, str) and end == len(told) else None


def is_tag(text: str) -> bool:
    """`<think>` alone in an event begins a thought, so no event becomes one by being joined."""
    return text.startswith("<") and text.endswith(">")


def read_text_event(event: bytes) -> TextEvent | None:
    """None: not a piece of an answer's text, or not that alone."""
    head, found, body = (b"\n" + event.removesuffix(b"\n\n")).rpartition(b"\ndata: ")
    if not found or b"\n" in body:
        return None
    try:
        data = json.loads(body.decode())
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
            return TextEvent(head[1:] + b"\n" if head else b"", data, holder, text) if is_plain(text) else None
    return None


def is_plain(text: str) -> bool:
    """The SDK says it as it stands, whatever stands around it."""
    return bool(text) and not is_tag(text) and (text.isascii() or not UNSTEADY.search(text))


def find_chat_text(data: dict[str, Any]) -> Holder | None:
    """OpenAI's chat.completion.chunk."""
    choices = data.get("choices")
    if not isinstance(choices, list) or len(choices) != 1 or not isinstance(choices[0], dict):
        return None
    delta = choices[0].get("delta")
    # Usage may be told with each event, and is added up.
    if not isinstance(delta, dict) or not isinstance(delta.get("content"), str) or data.get("usage"):
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


def tap_answer(response: httpx2.Response, beat: Beat) -> httpx2.Response:
    """The response with its text told to the request's tap; one of another kind, or compressed, as it is."""
    kind = response.headers.get("content-type", "")
    tap = TAP.get()
    if tap is not None and kind.startswith("text/event-stream") and "content-encoding" not in response.headers:
        response.stream = TappedEvents(response.stream, tap, beat)
    return response
