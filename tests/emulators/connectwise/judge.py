"""What became of a desk: notes by marker, what the customer sees, statuses, mails, calls, breaches of rules."""

from dataclasses import asdict, dataclass

from tests.emulators.connectwise.exchange import Row
from tests.emulators.connectwise.visibility import INTERNAL, entry_visible, visible_to_customer
from tests.emulators.connectwise.world import API_MEMBER, World


@dataclass(frozen=True)
class Judge:
    world: World

    def marked(self, ticket: int, marker: str) -> list[Row]:
        """Notes and time entries by the API member with the marker as their last line."""
        notes = [row for row in self._notes(ticket) if row["createdBy"] == API_MEMBER and _ends(row["text"], marker)]
        entries = [
            row
            for row in self.world.rows("entries").values()
            if row["chargeToId"] == ticket and row["enteredBy"] == API_MEMBER and _ends(row.get("notes") or "", marker)
        ]
        return notes + entries

    def customer_sees(self, ticket: int) -> list[str]:
        rows = [row for row in self.world.rows("entries").values() if row["chargeToId"] == ticket]
        entries = [row.get("notes") or "" for row in rows if entry_visible(row)]
        return [row["text"] for row in self._notes(ticket) if visible_to_customer(row)] + entries

    def customer_saw(self, ticket: int) -> list[str]:
        """Also what was taken back since."""
        return [text for number, text in self.world.seen if number == ticket]

    def status(self, ticket: int) -> str | None:
        """Its name now, with everything done that is due; None when the ticket is deleted."""
        self.world.settle()
        if (row := self.world.rows("tickets").get(ticket)) is None:
            return None
        name: str = self.world.rows("statuses")[row["status"]]["name"]
        return name

    def forbidden(self) -> list[str]:
        """Notes that are internal and visible to the customer at once, and own answers against the contract."""
        mixed = [row for row in self.world.rows("notes").values() if row.get(INTERNAL) and visible_to_customer(row)]
        return [f"note {row['id']} is internal and visible to the customer" for row in mixed] + self.world.breaches

    def report(self) -> Row:
        return {
            "status": {str(number): self.status(number) for number in self.world.rows("tickets")},
            "notes": list(self.world.rows("notes").values()),
            "entries": list(self.world.rows("entries").values()),
            "customer_saw": [{"ticket": number, "text": text} for number, text in self.world.seen],
            "mails": self.world.mails,
            "calls": [asdict(call) for call in self.world.calls],
            "delivered": self.world.delivered,
            "forbidden": self.forbidden(),
        }

    def _notes(self, ticket: int) -> list[Row]:
        return [row for row in self.world.rows("notes").values() if row["ticketId"] == ticket]


def _ends(text: str, marker: str) -> bool:
    last = (text.rstrip().splitlines() or [""])[-1]
    return last.endswith(marker) and not last.startswith(">")
