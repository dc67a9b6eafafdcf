"""Rings when a ticket has moved, in every process that waits for it."""

import asyncio
from collections import defaultdict
from uuid import NAMESPACE_OID, UUID, uuid5

from resolvent.events import EventHub

VERB = "ticket"


class TicketBell:
    def __init__(self, hub: EventHub) -> None:
        self._hub = hub
        self._waiting: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        hub.on_control(self._receive)

    async def ring(self, account_id: UUID, connection_id: UUID, ticket_id: str) -> None:
        """Somebody says that the ticket moved: a reason to read it, and no more."""
        await self._hub.send_control(VERB, bell_of(account_id, connection_id, ticket_id))

    async def await_change(self, account_id: UUID, connection_id: UUID, ticket_id: str, wait_seconds: float) -> bool:
        """True as soon as it rings; False when the time is over. What rang before the call is not heard."""
        bell, heard = bell_of(account_id, connection_id, ticket_id), asyncio.Event()
        self._waiting[bell].add(heard)
        try:
            await asyncio.wait_for(heard.wait(), wait_seconds)
        except TimeoutError:
            return False
        finally:
            self._waiting[bell].discard(heard)
            if not self._waiting[bell]:
                del self._waiting[bell]
        return True

    def _receive(self, verb: str, subject: UUID) -> None:
        if verb == VERB:
            for heard in self._waiting.get(subject, ()):
                heard.set()


def bell_of(account_id: UUID, connection_id: UUID, ticket_id: str) -> UUID:
    """A notification carries one id."""
    return uuid5(NAMESPACE_OID, f"{account_id}/{connection_id}/{ticket_id}")
