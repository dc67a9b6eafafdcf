"""The ConnectWise emulator for the contract suite: other people's hands are the emulator's own controls."""

from pydantic import SecretStr

from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.providers.connectwise import ConnectWiseProvider
from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.running import Running
from tests.emulators.connectwise.sample import status_id
from tests.ticketing.connectwise_desk import settings_for

BOARD, COMPANY, CONTACT = 21, 11, 111


class ConnectWiseHarness:
    allowed = "Escalated"
    forbidden = "Old Triage"
    """Inactive: the vendor would take it, and we do not send it."""
    flips_to = "Completed"
    unknown_ticket = "987654"
    unknown_note = "987654"

    def __init__(self, desk: Running, clock: SetClock) -> None:
        self._desk = desk
        self._clock = clock
        self._made: list[ConnectWiseProvider] = []
        self._agent = self._provider()

    async def close(self) -> None:
        for provider in self._made:
            await provider.close()

    def provider(self) -> TicketProvider:
        return self._agent

    def with_bad_credentials(self) -> TicketProvider:
        return self._provider("not the private key")

    def that_may_not_write(self) -> TicketProvider:
        """The emulator has one set of keys: the security role refuses from now on what would write."""
        for method in ("POST", "PATCH", "DELETE"):
            self._desk.plan("refused_permission", method, r"/(service|time)/.*", nth=None)
        return self._agent

    def _provider(self, private_key: str | None = None) -> ConnectWiseProvider:
        changes = {} if private_key is None else {"private_key": SecretStr(private_key)}
        provider = ConnectWiseProvider(settings_for(self._desk, **changes))
        self._made.append(provider)
        return provider

    async def make_ticket(self, subject: str, description: str = "It does not work.") -> str:
        world = self._desk.world
        self._clock.advance(1)
        made = world.add(
            "tickets",
            {
                "summary": subject,
                "recordType": "ServiceTicket",
                "board": BOARD,
                "status": status_id(BOARD, "New"),
                "company": COMPANY,
                "contact": CONTACT,
                "dateEntered": world.stamp(),
                "enteredBy": "JSmith",
                "lastUpdated": world.stamp(),
                "updatedBy": "JSmith",
            },
        )
        self._desk.act("note", ticket=made["id"], text=description, by="Customer")
        return str(made["id"])

    async def make_flipping_ticket(self) -> str:
        ticket_id = await self.make_ticket("Held open by a rule")
        self._desk.plan("workflow_flips_at_once", "PATCH", rf".*/tickets/{ticket_id}", nth=None)
        return ticket_id

    async def seen_by_customer(self, ticket_id: str) -> list[str]:
        return self._desk.judge.customer_sees(int(ticket_id))

    async def change_behind_our_back(self, ticket_id: str) -> None:
        self._clock.advance(1)
        self._desk.act("note", ticket=int(ticket_id), text="I had a look.", internal=True)

    async def comment_as_other(self, ticket_id: str, text: str) -> None:
        self._desk.act("note", ticket=int(ticket_id), text=text, internal=True)
