"""Example for the contract suite: its rows, past the provider."""

import html

from pydantic import HttpUrl, SecretStr

from resolvent.ticketing.provider import TicketProvider
from tests.contract.example.app import Desk
from tests.contract.example.provider import ExampleProvider
from tests.contract.example.settings import ExampleSettings


class ExampleHarness:
    allowed = "In progress"
    forbidden = "Closed"
    flips_to = "Resolved"
    unknown_ticket = "987654"
    unknown_note = "987654"

    def __init__(self, desk: Desk, url: str) -> None:
        self._desk, self._url = desk, url
        self._made: list[ExampleProvider] = []
        self._agent = self._provider("agent")

    async def close(self) -> None:
        for provider in self._made:
            await provider.close()

    def provider(self) -> TicketProvider:
        return self._agent

    def with_bad_credentials(self) -> TicketProvider:
        return self._provider("agent", "not the secret")

    def that_may_not_write(self) -> TicketProvider:
        return self._provider("viewer")

    def _provider(self, user: str, secret: str | None = None) -> ExampleProvider:
        settings = ExampleSettings(
            url=HttpUrl(self._url),
            client_id=user,
            client_secret=SecretStr(secret or self._desk.secrets[user]),
            agent=user,
            allow_private=True,
        )
        made = ExampleProvider(settings)
        self._made.append(made)
        return made

    async def make_ticket(self, subject: str, description: str = "It does not work.") -> str:
        return str(self._desk.open(subject, description))

    async def make_flipping_ticket(self) -> str:
        return str(self._desk.open("Held by a rule [rule]", "It does not work.", status=2))

    async def seen_by_customer(self, ticket_id: str) -> list[str]:
        shown = [one for one in self._desk.actions if one["ticket_id"] == int(ticket_id) and not one["hiddenfromuser"]]
        return [str(action["note_html"]) for action in shown]

    async def change_behind_our_back(self, ticket_id: str) -> None:
        self._desk.touch(int(ticket_id), "Another technician")

    async def comment_as_other(self, ticket_id: str, text: str) -> None:
        self._desk.act(int(ticket_id), html.escape(text).replace("\n", "<br>"), True, "Another technician")
