from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from resolvent.accounts.actor import CurrentActor
from resolvent.db import Db
from resolvent.errors import Conflict, Invalid, NotFound, invalid_field, responses
from resolvent.masking import mask_values
from resolvent.paging import Cursor, Limit, page
from resolvent.schemas import Line
from resolvent.sessions.secrets import read_ticket_secrets
from resolvent.ticketing import desk
from resolvent.ticketing.desk_rules import NEXT, STATUSES
from resolvent.ticketing.models import DeskTicket
from resolvent.ticketing.schemas import (
    DeskNoteAdd,
    DeskNoteOut,
    DeskTicketMove,
    DeskTicketOpen,
    DeskTicketOut,
    DeskTicketsOut,
    DeskTicketWhole,
    StatusOut,
)

router = APIRouter(prefix="/desk/tickets", tags=["local desk"])


def status_out(status: str) -> StatusOut:
    known = STATUSES[status]
    return StatusOut(id=known.id, name=known.name, closed=known.closed)


def ticket_out(ticket: DeskTicket) -> DeskTicketOut:
    return DeskTicketOut(
        id=ticket.id,
        number=ticket.number,
        summary=ticket.summary,
        description=ticket.description,
        company=ticket.company,
        contact=ticket.contact,
        device=ticket.device,
        status=status_out(ticket.status),
        updated_by=ticket.updated_by,
        updated_at=ticket.updated_at,
        created_at=ticket.created_at,
    )


@router.get("", operation_id="listDeskTickets", responses=responses(Invalid))
async def get_tickets(
    db: Db, actor: CurrentActor, cursor: Cursor, limit: Limit = 50, q: Annotated[Line | None, Query()] = None
) -> DeskTicketsOut:
    found = await desk.list_tickets(db, actor.account_id, query=q, before=cursor, limit=limit + 1)
    items, next_cursor = page(found, limit)
    return DeskTicketsOut(items=[ticket_out(one) for one in items], next_cursor=next_cursor)


@router.post("", status_code=201, operation_id="openDeskTicket", responses=responses(Invalid))
async def post_ticket(body: DeskTicketOpen, db: Db, actor: CurrentActor) -> DeskTicketOut:
    return ticket_out(await desk.open_ticket(db, actor.account_id, **body.model_dump(), by=actor.name))


@router.get("/{ticket_id}", operation_id="getDeskTicket", responses=responses(NotFound))
async def get_ticket(ticket_id: UUID, db: Db, actor: CurrentActor) -> DeskTicketWhole:
    ticket = await desk.get_ticket(db, actor.account_id, ticket_id)
    notes = await desk.list_notes(db, actor.account_id, ticket_id)
    return DeskTicketWhole(
        ticket=ticket_out(ticket),
        notes=[DeskNoteOut.model_validate(note) for note in notes],
        allowed_statuses=[status_out(one) for one in NEXT[ticket.status]],
    )


@router.patch("/{ticket_id}", operation_id="moveDeskTicket", responses=responses(NotFound, Conflict, Invalid))
async def patch_ticket(ticket_id: UUID, body: DeskTicketMove, db: Db, actor: CurrentActor) -> DeskTicketOut:
    if body.status not in STATUSES:
        raise invalid_field("status", f"The desk knows {', '.join(STATUSES)}.", "unknown_status")
    ticket, _ = await desk.move_ticket(db, actor.account_id, ticket_id, body.status, by=actor.name)
    return ticket_out(ticket)


@router.post("/{ticket_id}/notes", status_code=201, operation_id="addDeskNote", responses=responses(NotFound, Invalid))
async def post_note(ticket_id: UUID, body: DeskNoteAdd, db: Db, actor: CurrentActor) -> DeskNoteOut:
    text = mask_values(body.text, await read_ticket_secrets(db, actor.account_id, ticket_id))
    note = await desk.add_note(db, actor.account_id, ticket_id, visibility=body.visibility, text=text, by=actor.name)
    return DeskNoteOut.model_validate(note)
