"""What a test lets a peer say, and how it goes wrong. No vendor's words here, except where a field says so."""

import asyncio
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
BYTES_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Usage:
    """In tokens. `read` and `written` are what the prompt cache gave and took; `input` is all the rest of the prompt."""

    input: int
    output: int
    written: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call. Arguments that are a string are sent as they are, well-formed or not.

    Anthropic's whole answers carry them parsed, so there they must be JSON.
    """

    tool: str
    arguments: Mapping[str, Any] | str

    @property
    def text(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Status:
    """The vendor's own error body for this status, in place of an answer."""

    code: int
    retry_after: float | None = None
    """Seconds."""
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a gateway answers by itself."""

    code: int = 502
    body: str = GATEWAY_PAGE
    content_type: str = "text/html"


@dataclass(frozen=True, slots=True)
class Silence:
    """After so many chunks nothing more until an event is set, if ever. A whole answer does not even begin."""

    after: int = 0
    until: asyncio.Event | None = None
    began: asyncio.Event | None = None
    """Is set when an answer falls silent."""


@dataclass(frozen=True, slots=True)
class Cut:
    """After so many chunks the connection closes, is reset, or the body ends as if it were complete."""

    after: int = 1
    how: Literal["close", "reset", "end"] = "close"


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """An error inside the stream, whose status was 200. A whole answer fails with the same error."""

    after: int = 1
    code: int | None = None
    """The status that this error has outside a stream; else the vendor's word for an overload."""
    message: str | None = None


@dataclass(frozen=True, slots=True)
class BrokenJson:
    """After so many chunks an event that is no JSON; a whole answer ends half-way, with its length right."""

    after: int = 1


@dataclass(frozen=True, slots=True)
class Mislabelled:
    """The right answer under a wrong content type."""

    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Endless:
    """The text again and again, until the client leaves. A whole answer: blanks for ever."""


Fault = Status | Page | Silence | Cut | ErrorEvent | BrokenJson | Mislabelled | Endless


@dataclass(frozen=True, slots=True)
class Reply:
    text: str = ""
    chunks: int | Sequence[str] | None = None
    """Characters a chunk, or the chunks themselves; by default one chunk. Of a tool call it cuts the arguments."""
    wait: float = 0.0
    """Seconds before the first byte…"""
    delay: float = 0.0
    """… and between two chunks."""
    call: Call | None = None
    """Follows the text, if there is one."""
    data: Mapping[str, Any] | None = None
    """A structured answer, in the way it was asked for: as arguments of the forced (or only) tool, else as JSON text."""
    refusal: str | None = None
    """Why the model does not answer."""
    stop_reason: str | None = None
    """In the vendor's word; by default what follows from the answer."""
    usage: Usage | None = None
    """By default an estimate, with the prompt cache kept as the vendor does."""
    fail: Fault | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.chunks, int | None) and "".join(self.chunks) != self.said:
            raise ValueError("The chunks are not the text.")

    @property
    def said(self) -> str:
        """What is cut in chunks."""
        return self.call.text if self.call is not None and not self.text else self.text


def settle(reply: Reply, tool: str | None) -> Reply:
    """A structured answer made a tool call, or JSON text when no tool is asked for."""
    if reply.data is None:
        return reply
    if tool is not None:
        return replace(reply, data=None, call=Call(tool, reply.data))
    return replace(reply, data=None, text=json.dumps(reply.data, ensure_ascii=False))


def pieces(text: str, reply: Reply) -> Iterator[str]:
    """The text cut as the reply says; without end for `Endless`."""
    if not text:
        return iter(())
    if isinstance(reply.chunks, int):
        size = reply.chunks
        parts: Sequence[str] = [text[start : start + size] for start in range(0, len(text), size)]
    elif reply.chunks is not None and text == reply.said:
        parts = reply.chunks
    else:
        parts = [text]
    return itertools.cycle(parts) if isinstance(reply.fail, Endless) else iter(parts)


def tokens(text: str) -> int:
    """An estimate: four bytes of UTF-8 each, rounded up."""
    return -(-len(text.encode()) // BYTES_A_TOKEN)
