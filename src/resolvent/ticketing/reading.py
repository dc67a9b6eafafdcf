"""Reading tickets of connected systems for the page and for sessions."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from resolvent.accounts.actor import Actor
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.provider import TicketSnapshot
from resolvent.ticketing.schemas import StatusOut, TicketOut, TicketsOut
from resolvent.ticketing.snapshots import to_json


class TicketReader:
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def read_ticket(self, actor: Actor, connection_id: UUID, ticket_id: str) -> dict[str, Any]:
        """The snapshot as JSON, as a session keeps it."""
        async with self._connector.open(actor.account_id, connection_id) as provider:
            return to_json(await provider.get_ticket(ticket_id))

    async def search(self, actor: Actor, connection_id: UUID, query: str, cursor: str | None) -> TicketsOut:
        async with self._connector.open(actor.account_id, connection_id) as provider:
            page = await provider.search(query, cursor)
        return TicketsOut(items=[ticket_out(one) for one in page.items], next_cursor=page.next_cursor)

    async def list_statuses(self, actor: Actor, connection_id: UUID, ticket_id: str) -> list[StatusOut]:
        async with self._connector.open(actor.account_id, connection_id) as provider:
            ticket = await provider.get_ticket(ticket_id)
            statuses = await provider.list_statuses(ticket)
        return [StatusOut(id=one.id, name=one.name, closed=one.closed) for one in statuses]


def ticket_out(ticket: TicketSnapshot) -> TicketOut:
    values = asdict(ticket)
    status = StatusOut(id=ticket.status.id, name=ticket.status.name, closed=ticket.status.closed)
    return TicketOut.model_validate({**values, "devices": list(ticket.devices), "status": status})


async def get_reader(request: Request) -> TicketReader:
    reader: TicketReader = request.app.state.tickets
    return reader


Tickets = Annotated[TicketReader, Depends(get_reader)]
