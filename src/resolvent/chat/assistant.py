"""What an assistant is given, and what it gives: Markdown with marker blocks, as a stream of text.

An assistant keeps no state between turns: everything it needs stands in the `Turn`, so that a restart, a Stop or a second
replica loses nothing.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.settings import Preferences
from resolvent.ai.models import ModelEndpoint
from resolvent.sessions.evidence import FixStatus

IMAGES = 4
"""The newest, which an assistant is shown."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message: of a text its words, of an image its bytes. Untrusted."""

    name: str
    media_type: str
    text: str | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the conversation, oldest first. An assistant's text is what the reader saw: no marker blocks."""

    role: Literal["user", "assistant"]
    text: str
    attached: tuple[Attached, ...] = ()


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
    reported: bool = False
    """The result, or that it is skipped, is what an assistant read in this conversation; else the engineer said so in the lane."""
    withdrawn: bool = False
    """It had a result, which somebody took back."""


@dataclass(frozen=True, slots=True)
class KnownNews:
    """What others did at the ticket since the session was opened. Untrusted text."""

    when: datetime
    author: str
    text: str
    """Of a note; else the changes in words."""
    kind: Literal["customer note", "internal note", "change"]


@dataclass(frozen=True, slots=True)
class KnownFix:
    """A suggested fix of this session, in the order of suggestion; at most the last one is `active`."""

    title: str
    status: FixStatus
    active: bool
    applied: bool
    partial_notes: str | None
    failure_reason: str | None
    template: str | None = None
    """Slug."""


@dataclass(frozen=True, slots=True)
class DeskTemplate:
    """A template that the desk made itself, and what speaks for it in this session."""

    slug: str
    title: str
    description: str
    risk: str
    needs_admin: bool
    relevance: float
    """As ranked: 1 is about one rare topic in common."""
    success: int = 0
    told: int = 0
    """How often its outcome was told on this desk, and how often that was success…"""
    customer_success: int = 0
    customer_told: int = 0
    """… and of that for the session's customer."""
    origin: str | None = None
    """Title of the session that it was published from, if it came of one with much the same words…"""
    origin_problem: str = ""
    """… and the problem of that one. Untrusted text."""


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    """A script template that may help, and what its form asks for."""

    slug: str
    title: str
    description: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier session with much the same words, and how it went. Untrusted text."""

    title: str
    problem: str
    status: str
    fixes: tuple[tuple[str, str], ...]
    """(title, status) of its fixes that were tried."""
    contact: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Whose session a turn belongs to, and what must not leave it. Empty values: nothing to protect."""

    account_id: UUID
    session_id: UUID
    turn_id: UUID
    people: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    """Names that the ticket tells."""
    fence: str = ""
    """What data handed to a model is fenced with; the same through a session, unknown outside."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Pseudonym → the name that stands for it in this session since an earlier turn."""
    books: frozenset[tuple[UUID, int]] = frozenset()
    """Id and version of the account's own playbooks, as they are published now…"""
    led: bool = False
    """… or, when the session was led by them before, as they were then."""


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
    desk_templates: tuple[DeskTemplate, ...] = ()
    """Those that may help, the likeliest first."""
    archived_templates: frozenset[str] = frozenset()
    """Slugs of shipped ones that the desk does not want: a fix that names one has no form."""
    templates: tuple[KnownTemplate, ...] = ()
    """Shipped and own, the likeliest first."""
    similar: tuple[Similar, ...] = ()
    place: Place | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """That the session knows. All other texts here are masked of them already."""
    news: tuple[KnownNews, ...] = ()
    """Of the ticket, oldest first."""
    preferences: Preferences = field(default_factory=Preferences)
    """The account's."""
    worked: Mapping[str, int] = field(default_factory=dict)
    """A fix's title, case folded → how many other sessions of the account it was told to have worked in."""

    @property
    def characters(self) -> int:
        """Of what may be long; nothing else is."""
        said = [text for one in self.messages for text in (one.text, *(file.text or "" for file in one.attached))]
        known = [*(one.text for one in self.facts), *(one.result or "" for one in self.checks)]
        others = [*(one.text for one in self.news), *(one.problem for one in self.similar)]
        return sum(map(len, (self.problem, *said, *known, *others)))


@dataclass(frozen=True, slots=True)
class Answered:
    """In the stream, before any text: who answers instead, and why."""

    assistant: str
    notice: str


class Assistant(Protocol):
    name: str
    """Shown to the engineer: which assistant answered."""

    def answer(self, turn: Turn, stored: asyncio.Event) -> AsyncGenerator[str | Answered, None]:
        """Stream the answer. Cancelling the iteration stops it. An AppError that it raises is told to the engineer.

        `stored` is set once the turn is: until then nothing may be written anywhere, or leave the process.
        """
        ...


class Assistants(Protocol):
    """Who answers for an account, as it is set up now."""

    def choose(self, own: Sequence[ModelEndpoint]) -> Assistant:
        """`own`: the account's models."""
        ...

    async def name_for(self, db: AsyncSession, account_id: UUID) -> str:
        """Of whoever would answer; for showing, and a few seconds old at most."""
        ...


class Always:
    """One assistant for all."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def choose(self, own: Sequence[ModelEndpoint]) -> Assistant:  # noqa: ARG002 (the protocol's)
        return self._assistant

    async def name_for(self, db: AsyncSession, account_id: UUID) -> str:  # noqa: ARG002 (the protocol's)
        return self._assistant.name
