"""Resolvent's own small desk: tickets and notes as rows, with rules of its own."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.errors import Conflict, NotFound
from resolvent.ids import new_id
from resolvent.ticketing.desk_rules import IN_PROGRESS, NEXT, RESOLVED, STATUSES, find_rule
from resolvent.ticketing.models import DeskNote, DeskTicket

FIRST_NUMBER = 1001


async def open_ticket(
    db: AsyncSession,
    account_id: UUID,
    *,
    summary: str,
    description: str,
    company: str | None,
    contact: str | None,
    device: str | None,
    by: str,
    status: str = "new",
) -> DeskTicket:
    # One at a time per account, so that numbers have no gaps and never clash.
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"desk:{account_id}", 0))))
    newest = await db.scalar(select(func.max(DeskTicket.number)).where(DeskTicket.account_id == account_id))
    ticket = DeskTicket(
        account_id=account_id,
        id=new_id(),
        number=(newest or FIRST_NUMBER - 1) + 1,
        summary=summary,
        description=description,
        company=company,
        contact=contact,
        device=device,
        status=status,
        updated_by=by,
    )
    db.add(ticket)
    await db.flush()
    await db.refresh(ticket)
    return ticket


async def list_tickets(
    db: AsyncSession, account_id: UUID, *, query: str | None, before: UUID | None, limit: int
) -> list[DeskTicket]:
    statement = select(DeskTicket).where(DeskTicket.account_id == account_id)
    if query:
        words = [
            DeskTicket.summary.icontains(query, autoescape=True),
            DeskTicket.company.icontains(query, autoescape=True),
            DeskTicket.contact.icontains(query, autoescape=True),
        ]
        number = query.lstrip("#")
        if number.isascii() and number.isdigit() and len(number) <= 9:
            words.append(DeskTicket.number == int(number))
        statement = statement.where(or_(*words))
    if before is not None:
        statement = statement.where(DeskTicket.id < before)
    return list(await db.scalars(statement.order_by(DeskTicket.id.desc()).limit(limit)))


async def get_ticket(db: AsyncSession, account_id: UUID, ticket_id: UUID, *, lock: bool = False) -> DeskTicket:
    statement = (
        select(DeskTicket)
        .where(DeskTicket.account_id == account_id, DeskTicket.id == ticket_id)
        .execution_options(populate_existing=True)
    )
    ticket = await db.scalar(statement.with_for_update() if lock else statement)
    if ticket is None:
        raise NotFound("There is no such ticket on this desk.")
    return ticket


async def list_notes(db: AsyncSession, account_id: UUID, ticket_id: UUID) -> list[DeskNote]:
    return list(
        await db.scalars(
            select(DeskNote)
            .where(DeskNote.account_id == account_id, DeskNote.ticket_id == ticket_id)
            .order_by(DeskNote.id)
        )
    )


async def add_note(
    db: AsyncSession, account_id: UUID, ticket_id: UUID, *, visibility: str, text: str, by: str
) -> DeskNote:
    """A customer-visible note on a resolved ticket reopens it, as desks do: the customer may answer."""
    ticket = await get_ticket(db, account_id, ticket_id, lock=True)
    note = DeskNote(
        account_id=account_id, id=new_id(), ticket_id=ticket_id, visibility=visibility, author=by, text=text
    )
    db.add(note)
    if visibility == "customer" and ticket.status == RESOLVED:
        ticket.status = IN_PROGRESS
    touch(ticket, by)
    await db.flush()
    await db.refresh(note)
    return note


async def move_ticket(
    db: AsyncSession, account_id: UUID, ticket_id: UUID, status: str, *, by: str
) -> tuple[DeskTicket, list[str]]:
    """The ticket, and what happened in words. Raises Conflict when the desk's rules forbid the move."""
    ticket = await get_ticket(db, account_id, ticket_id, lock=True)
    if status == ticket.status:
        return ticket, []
    if status not in NEXT[ticket.status]:
        raise Conflict(
            f"The desk does not allow {STATUSES[ticket.status].name} → {STATUSES[status].name}.",
            code="status_not_allowed",
        )
    said = [f"Status changed from {STATUSES[ticket.status].name} to {STATUSES[status].name}."]
    ticket.status = status
    touch(ticket, by)
    if (rule := find_rule(status, ticket.contact)) is not None:
        # The desk's answer does not speak of it, as a vendor's would not: only a later reading shows it.
        ticket.status = rule.moves_to
        touch(ticket, f"workflow “{rule.name}”")
    await db.flush()
    return ticket, said


def touch(ticket: DeskTicket, by: str) -> None:
    ticket.version += 1
    ticket.updated_at = datetime.now(UTC)
    ticket.updated_by = by
