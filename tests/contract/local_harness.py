"""The local desk for the contract suite: its rows, past the provider."""

from uuid import UUID

from resolvent.db import Database
from resolvent.ids import new_id
from resolvent.ticketing import desk
from resolvent.ticketing.provider import TicketProvider, Visibility
from resolvent.ticketing.providers.local import LocalDesk

TECHNICIAN = "Another technician"


class LocalHarness:
    allowed = "In progress"
    forbidden = "Closed"
    flips_to = "Resolved"

    def __init__(self, database: Database, account_id: UUID) -> None:
        self._database = database
        self._account = account_id
        self._provider = LocalDesk(database, account_id)
        self.unknown_ticket = str(new_id())
        self.unknown_note = str(new_id())

    def provider(self) -> TicketProvider:
        return self._provider

    def with_bad_credentials(self) -> None:
        return None

    def that_may_not_write(self) -> None:
        return None

    async def make_ticket(self, subject: str, description: str = "It does not work.") -> str:
        return await self._open(subject, description, contact="Ida Person")

    async def make_flipping_ticket(self) -> str:
        return await self._open("Held by a rule", "It does not work.", contact="Ida Person (VIP)")

    async def _open(self, subject: str, description: str, contact: str) -> str:
        async with self._database.transaction(self._account) as db:
            ticket = await desk.open_ticket(
                db,
                self._account,
                summary=subject,
                description=description,
                company="Acme",
                contact=contact,
                device=None,
                by=TECHNICIAN,
            )
            return str(ticket.id)

    async def seen_by_customer(self, ticket_id: str) -> list[str]:
        async with self._database.transaction(self._account) as db:
            notes = await desk.list_notes(db, self._account, UUID(ticket_id))
            return [note.text for note in notes if note.visibility == Visibility.CUSTOMER]

    async def change_behind_our_back(self, ticket_id: str) -> None:
        async with self._database.transaction(self._account) as db:
            ticket = await desk.get_ticket(db, self._account, UUID(ticket_id), lock=True)
            ticket.device = "LAPTOP-42"
            desk.touch(ticket, TECHNICIAN)

    async def comment_as_other(self, ticket_id: str, text: str) -> None:
        async with self._database.transaction(self._account) as db:
            await desk.add_note(
                db, self._account, UUID(ticket_id), visibility=Visibility.INTERNAL, text=text, by=TECHNICIAN
            )
