"""What one process does about tickets that change: it hears of them, and looks at them where it works on the queue."""

from resolvent.db import Database
from resolvent.events import EventHub
from resolvent.inbound.bell import TicketBell
from resolvent.inbound.callbacks import Callbacks
from resolvent.inbound.limits import OF_ONE, UNKNOWN, Minute
from resolvent.inbound.pace import Pace
from resolvent.inbound.poller import Poller
from resolvent.ticketing.connect import Connector


class Inbound:
    def __init__(self, database: Database, connector: Connector, hub: EventHub, pace: Pace | None = None) -> None:
        self.bell = TicketBell(hub)
        self.callbacks = Callbacks(database, connector, self.bell)
        self.poller = Poller(database, connector, self.bell, pace)
        self.of_connection, self.of_unknown = Minute(OF_ONE), Minute(UNKNOWN)

    async def start(self, *, poll: bool) -> None:
        if poll:
            await self.poller.start()

    async def stop(self) -> None:
        await self.callbacks.stop()
        await self.poller.stop()
