"""What an assistant is given, and what it gives: Markdown with marker blocks, as a stream of text.

An assistant keeps no state between turns: everything it needs stands in the `Turn`, so that a restart, a Stop or a second
replica loses nothing.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

from resolvent.sessions.evidence import FixStatus


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the conversation, oldest first. An assistant's text is what the reader saw: no marker blocks."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class KnownFact:
    text: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class KnownCheck:
    title: str
    command: str | None
    status: Literal["todo", "done", "skipped"]
    result: str | None


@dataclass(frozen=True, slots=True)
class KnownFix:
    """A suggested fix of this session, in the order of suggestion; at most the last one is `active`."""

    title: str
    status: FixStatus
    active: bool
    applied: bool
    partial_notes: str | None
    failure_reason: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    nonce: str
    """Blocks must be written as `[SUGGEST_FIX:<nonce>]…`; without it they are plain text."""
    title: str
    problem: str
    """The problem as told; with a ticket, its summary and description. Untrusted text."""
    messages: tuple[Said, ...]
    """The whole conversation so far; the last one is what the engineer just wrote."""
    facts: tuple[KnownFact, ...]
    checks: tuple[KnownCheck, ...]
    fixes: tuple[KnownFix, ...]


class Assistant(Protocol):
    name: str
    """Shown to the engineer: which assistant answered."""

    def answer(self, turn: Turn) -> AsyncIterator[str]:
        """Stream the answer. Cancelling the iteration stops it."""
        ...
