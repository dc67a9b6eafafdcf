"""What the contract suite needs of a vendor besides the provider itself: another pair of hands on the same tickets.

To add a provider: write a `Harness` for it, a fixture named `<name>_harness` in this folder's conftest that gives
one, and its name in `PROVIDERS` there.
"""

from typing import Protocol

from resolvent.ticketing.provider import TicketProvider


class Harness(Protocol):
    """Works on the vendor directly, never through the provider under test."""

    allowed: str
    """A status that a fresh ticket may take."""
    forbidden: str
    """A status that the vendor's rules deny to a fresh ticket."""
    flips_to: str
    """The status that the vendor's workflow takes back on a ticket made by `make_flipping_ticket`."""
    unknown_ticket: str
    unknown_note: str

    def provider(self) -> TicketProvider:
        """With an engineer's rights; the same one every time, closed by whoever made the harness."""
        ...

    def with_bad_credentials(self) -> TicketProvider | None:
        """None: there are no credentials to be wrong."""
        ...

    def that_may_not_write(self) -> TicketProvider | None:
        """Can sign in, and may not write a note. None: there are no rights to lack."""
        ...

    async def make_ticket(self, subject: str, description: str = "It does not work.") -> str: ...

    async def make_flipping_ticket(self) -> str:
        """One on which `flips_to` is accepted and then taken back."""
        ...

    async def seen_by_customer(self, ticket_id: str) -> list[str]:
        """Every text that the customer's own account is shown of the ticket."""
        ...

    async def change_behind_our_back(self, ticket_id: str) -> None:
        """As a technician would, with another account."""
        ...

    async def comment_as_other(self, ticket_id: str, text: str) -> None:
        """An internal note by another account than the provider's."""
        ...
