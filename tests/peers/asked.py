"""What a peer was asked, in words that both vendors share, and what a vendor's dialect has to know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from tests.peers.replies import Reply, Usage

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    model: str
    stream: bool
    system: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    """Role and text of each message, oldest first; what a tool gave back has the role `tool`."""
    tools: Mapping[str, Json]
    """Schema of the arguments by name."""
    forced: str | None
    """The tool that must be called, as far as the choice leaves only one."""
    schema: Json | None
    """Of an answer that has to be JSON."""
    prefix: tuple[str, ...]
    """The prompt in the order and in the parts that its cache sees…"""
    marks: tuple[int, ...]
    """… and after how many parts it may be cached."""

    @property
    def last_user(self) -> str:
        return next((text for role, text in reversed(self.said) if role == "user"), "")


@dataclass(slots=True)
class Received:
    """One request as it came. Times are seconds of the monotonic clock; keys are kept nowhere."""

    number: int
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    """Parsed; None when there was none or it was no JSON."""
    raw: bytes
    at: float
    asked: Asked | None = None
    """None when it was refused."""
    refused: str | None = None
    """The message, when it was."""
    cancelled_at: float | None = None
    """When the client was seen to hang up before the answer was complete."""
    chunks: int = 0
    """Chunks of the answer that were sent."""


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    body: Json
    message: str
    headers: dict[str, str] = field(default_factory=dict)


class Event(NamedTuple):
    data: bytes
    chunk: bool = False
    """It carries a chunk of the answer."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a test may set tighter or looser than the vendor."""

    keys: frozenset[str]
    context: int
    """Tokens of a prompt."""
    alternating: bool = False
    """Two messages of one role in a row are refused: the vendors join them, many compatible servers do not."""


class Dialect(Protocol):
    """One vendor's wire format, without any I/O."""

    base: str
    """Path of the base URL that its SDK wants."""
    endpoint: str
    """Path of the requests for an answer."""
    embeddings: str | None
    """Path of the requests for embeddings, where the vendor has them."""
    context: int
    """Tokens of the longest prompt."""
    overload: int
    """The status of an overload."""

    def key(self, headers: Mapping[str, str]) -> str | None: ...

    def refuse(self, request: Received, key: str | None, rules: Rules) -> Refusal | None: ...

    def read(self, body: Json) -> Asked: ...

    def catalogue(self, path: str) -> Json | None: ...

    def error(self, request: Received, code: int, message: str | None = None) -> Refusal: ...

    def headers(self, request: Received) -> dict[str, str]: ...

    def whole(self, request: Received, asked: Asked, reply: Reply, usage: Usage) -> Json: ...

    def events(self, request: Received, asked: Asked, reply: Reply, usage: Usage) -> Iterator[Event]: ...

    def error_event(self, request: Received, code: int | None, message: str | None) -> bytes: ...


def bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, value = headers.get("authorization", "").partition(" ")
    return value if scheme.lower() == "bearer" and value else None


def joined(texts: Sequence[str]) -> str:
    return "\n".join(text for text in texts if text)
