"""What a model is asked, and by whom. Texts are clear here; the door guards them before they leave."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol
from uuid import UUID

from resolvent.ai.errors import ModelFailed
from resolvent.ai.models import Use

CHARACTERS_PER_TOKEN = 3.2
"""A careful estimate for English with commands and logs in it; never used where an endpoint counts itself."""

IMAGE_TOKENS = 1_600
"""Of a large picture, by the vendors' rules; a smaller one takes less."""


@dataclass(frozen=True, slots=True)
class Image:
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One message, oldest first; the last one is the user's."""

    role: Literal["user", "assistant"]
    text: str
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    stable: str
    """The same for every session: what an endpoint may cache. Whatever changes stands as late as it can."""
    parts: tuple[Part, ...]
    max_tokens: int = 8_000

    @property
    def characters(self) -> int:
        return len(self.stable) + sum(len(part.text) for part in self.parts)

    @property
    def most_tokens(self) -> int:
        """What one request may use at most, as far as it can be told before it is sent."""
        images = sum(len(part.images) for part in self.parts)
        return estimate_tokens(self.characters) + images * IMAGE_TOKENS + self.max_tokens


@dataclass(frozen=True, slots=True)
class Caller:
    """For whom a model is called: whose budget, and what the usage row says."""

    account_id: UUID
    use: Use
    session_id: UUID | None = None
    turn_id: UUID | None = None


class Restoring(Protocol):
    def feed(self, piece: str) -> str: ...
    def close(self) -> str: ...


class Guard(Protocol):
    """Clears what leaves, restores what comes back."""

    def outgoing(self, text: str) -> str: ...
    def incoming(self) -> Restoring: ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model as it is called."""

    name: str
    provider: Literal["anthropic", "openai"]
    model: str
    base_url: str | None
    key: str | None = field(repr=False)
    allow_private: bool
    sees_images: bool
    context_tokens: int


def estimate_tokens(characters: int) -> int:
    return round(characters / CHARACTERS_PER_TOKEN)


def write_guarded(write: Callable[[Endpoint], Prompt], endpoint: Endpoint, guard: Guard) -> Prompt:
    """Raises ModelFailed when a text can't be cleared: then nothing leaves."""
    prompt = write(endpoint)
    try:
        parts = tuple(replace(part, text=guard.outgoing(part.text)) for part in prompt.parts)
    except Exception as error:
        raise ModelFailed("redaction_failed") from error
    return replace(prompt, parts=parts)
