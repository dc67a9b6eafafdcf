"""What we ask of any ticketing system, in our words. Each vendor is one module in `providers/`.

What may go wrong: `ticketing.errors`. What a note's text must be: `ticketing.note_text`.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Visibility(StrEnum):
    CUSTOMER = "customer"
    INTERNAL = "internal"


class NoteType(StrEnum):
    RESOLUTION = "resolution"
    INTERNAL_ANALYSIS = "internal_analysis"


VISIBILITY_OF = {NoteType.RESOLUTION: Visibility.CUSTOMER, NoteType.INTERNAL_ANALYSIS: Visibility.INTERNAL}


class NoteSource(StrEnum):
    """Where at the vendor the text stands."""

    NOTE = "note"
    TIME_ENTRY = "time_entry"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Capabilities:
    atomic_note_and_status: bool = False
    server_precondition: bool = False
    """The vendor itself refuses a change when the ticket's version is not the expected one."""
    exact_dedupe_key: bool = False
    webhooks: bool = False
    time_entries: bool = False


@dataclass(frozen=True, slots=True)
class BoardRef:
    """A place with statuses of its own: a board, a queue, a project."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StatusRef:
    id: str
    name: str
    board_id: str | None = None
    closed: bool = False
    inactive: bool = False
    """Retired by an administrator: no ticket should be moved there."""


@dataclass(frozen=True, slots=True)
class TicketSnapshot:
    """One reading of a ticket. `version` is opaque and changes with every change; a search may lack it."""

    id: str
    number: str
    summary: str
    description: str
    status: StatusRef
    board_id: str | None
    company: str | None
    contact: str | None
    devices: tuple[str, ...]
    version: str | None
    updated_at: datetime
    updated_by: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Precondition:
    """What the ticket must still look like for a status change to be sent."""

    status_id: str
    version: str | None

    @classmethod
    def of(cls, ticket: TicketSnapshot) -> "Precondition":
        return cls(status_id=ticket.status.id, version=ticket.version)

    def holds_for(self, ticket: TicketSnapshot) -> bool:
        return ticket.status.id == self.status_id and (self.version is None or ticket.version == self.version)


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """`text` is what is posted, to the letter; `marker` is its last line."""

    type: NoteType
    visibility: Visibility
    text: str
    marker: str
    notify: bool = False


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note as it stands at the vendor. `visibility` is what was read, never what was asked for."""

    id: str
    marker: str | None
    visibility: Visibility
    created_at: datetime
    author: str | None
    source: NoteSource
    text: str
    by_us: bool
    """Written with this connection's own credentials."""


@dataclass(frozen=True, slots=True)
class Attachment:
    id: str
    name: str
    media_type: str
    size: int | None
    """Bytes, where the vendor tells."""


@dataclass(frozen=True, slots=True)
class TicketContext:
    company: str | None
    contact: str | None
    devices: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    notes: tuple[NoteRef, ...]
    """The most recent ones, oldest first."""


@dataclass(frozen=True, slots=True)
class TransitionReceipt:
    """What the vendor says it did: a claim, never proof. Read the ticket."""

    claimed: bool
    messages: tuple[str, ...]
    request_id: str | None


@dataclass(frozen=True, slots=True)
class TicketHint:
    """From a webhook: a reason to read the ticket again, and nothing more."""

    ticket_id: str
    action: str


@dataclass(frozen=True, slots=True)
class CheckStep:
    name: str
    ok: bool | None
    """None: not known, because an earlier step failed or there was nothing to try it on."""
    detail: str


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    steps: tuple[CheckStep, ...]

    @property
    def ok(self) -> bool:
        return bool(self.steps) and all(step.ok is not False for step in self.steps)


Tell = Callable[[str | CheckStep], None]
"""Told the name of a step that begins, and the step once it is known."""


def tell_nobody(_: str | CheckStep) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: tuple[T, ...]
    next_cursor: str | None = None
    """None: this is the last page."""


class TicketProvider(Protocol):
    """Every method may raise any TicketingError; only what it adds is said at the method."""

    @property
    def capabilities(self) -> Capabilities: ...

    async def check(self, tell: Tell = tell_nobody) -> ConnectionReport:
        """DNS, address, TLS, credentials, rights, step by step. Never raises for what the steps report."""
        ...

    async def search(self, query: str, cursor: str | None = None) -> Page[TicketSnapshot]: ...

    async def get_ticket(self, id: str) -> TicketSnapshot: ...  # noqa: A002 (the vendor's own id of the ticket)

    async def get_context(self, id: str) -> TicketContext: ...  # noqa: A002

    def list_notes(self, id: str, since: datetime | None = None) -> AsyncIterator[NoteRef]:  # noqa: A002
        """Oldest first, over all pages."""
        ...

    async def find_note(self, id: str, marker: str) -> list[NoteRef]:  # noqa: A002
        """Every note or time entry whose last line is the marker, by whomever."""
        ...

    async def add_note(self, id: str, draft: NoteDraft) -> NoteRef:  # noqa: A002
        """Sends at most once. What it returns repeats the draft; only `read_note` tells what stands.

        After Ambiguous, look with `find_note` before sending again.
        """
        ...

    async def read_note(self, id: str, note_id: str) -> NoteRef:  # noqa: A002
        """The note as it stands, its visibility proven by the vendor's answer."""
        ...

    async def retract_note(self, id: str, note_id: str) -> None:  # noqa: A002
        """Takes the note away or hides it from the customer; Unsupported where that is impossible."""
        ...

    async def list_statuses(self, ticket: TicketSnapshot) -> list[StatusRef]:
        """Those of the ticket's own board."""
        ...

    async def list_boards(self) -> list[BoardRef]:
        """Those whose tickets this connection is for, inactive ones left out."""
        ...

    async def list_board_statuses(self, board_id: str) -> list[StatusRef]:
        """Inactive ones too. Raises NotFound for a board that `list_boards` would not name."""
        ...

    async def set_status(self, id: str, target: StatusRef, expect: Precondition) -> TransitionReceipt:  # noqa: A002
        """Raises PreconditionFailed, with nothing sent or changed, when the ticket is not as expected."""
        ...

    async def verify_webhook(self, headers: Mapping[str, str], raw_body: bytes) -> TicketHint: ...

    async def close(self) -> None:
        """Gives its connections back. The provider is of no use afterwards."""
        ...
