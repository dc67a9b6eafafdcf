from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from resolvent.chat.schemas import MAX_MESSAGE, MessageOut
from resolvent.checks.schemas import CheckOut
from resolvent.diagrams.schemas import SessionDiagramOut
from resolvent.facts.schemas import FactOut
from resolvent.fixes.schemas import FixOut
from resolvent.inbound.schemas import TicketLooksOut
from resolvent.notes.schemas import DraftOut
from resolvent.schemas import Body, Line, not_blank, storable
from resolvent.scripts.schemas import DraftBrief, GenerationOut, SuccessOut
from resolvent.sessions.schemas import SessionOut, TicketNewsOut
from resolvent.ticketing.schemas import WritebackOut

Problem = Annotated[str, Field(max_length=MAX_MESSAGE), AfterValidator(storable), AfterValidator(not_blank)]


class TicketPick(Body):
    connection_id: UUID
    ticket_id: Line


class SessionOpen(Body):
    """A problem, a ticket, or both."""

    title: Line | None = None
    problem: Problem | None = None
    ticket: TicketPick | None = None


class SessionChange(Body):
    title: Line | None = None
    assignee_id: UUID | None = None
    ticket: TicketPick | None = None


class SessionLine(SessionOut):
    """As lists show it."""

    unread: bool
    """Something happened in it since the caller last had it open."""


class SessionCounts(BaseModel):
    """How many sessions there are of each status, as the list is narrowed otherwise."""

    active: int
    resolved: int
    escalated: int


class ClientsOut(BaseModel):
    items: list[str]
    """By name, at most 200."""


class SeenUpTo(Body):
    event_number: Annotated[int, Field(ge=0, le=2**31 - 1)]
    """As the session told it: `event_number`."""


class SampleTicket(BaseModel):
    connection_id: UUID
    ticket_id: str
    number: int
    summary: str


class FirstStepsOut(BaseModel):
    """What of the first steps is done, from what there is."""

    note_posted: bool
    """By the caller, in a session of theirs."""
    ticketing_connected: bool
    """A system besides the local desk."""
    model_connected: bool
    sample: SampleTicket | None
    """A ticket of the local desk that nobody has begun."""


class SessionsOut(BaseModel):
    items: list[SessionLine]
    next_cursor: str | None


class MessagesPage(BaseModel):
    items: list[MessageOut]
    next_cursor: str | None


class WholeSession(BaseModel):
    """All that the session page needs, read in one transaction."""

    session: SessionOut
    messages: list[MessageOut]
    """The newest 100, oldest first."""
    older_cursor: str | None
    facts: list[FactOut]
    diagrams: list[SessionDiagramOut]
    """Of which facts they are, and where the snapshots are kept."""
    checks: list[CheckOut]
    active_fix: FixOut | None
    active_fix_success: SuccessOut | None
    """How its template's fixes went before, for the customer and in all; none without a template."""
    fixes: list[FixOut]
    generations: list[GenerationOut]
    """Oldest first."""
    draft_templates: list[DraftBrief]
    """Made from its fixes, published and discarded ones included."""
    drafts: list[DraftOut]
    writebacks: list[WritebackOut]
    news: list[TicketNewsOut]
    """Of the ticket, the newest 200, oldest first."""
    looks: TicketLooksOut | None
    event_number: int
    """Stream events after this one."""
    assistant: str
    state_version: int
