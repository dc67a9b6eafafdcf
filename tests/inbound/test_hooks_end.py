"""How callbacks end: the last of a batch, and those of a connection that no longer wants them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from fastapi import FastAPI

from resolvent.inbound.callbacks import Callbacks, Received
from resolvent.ticketing.connect import Connector, Recorder
from resolvent.ticketing.provider import TicketProvider
from tests.emulators.connectwise.running import Running
from tests.inbound.desk import Watched
from tests.inbound.test_hooks import WITHIN, emulator, on_connectwise, path_of, turn_on

__all__ = ["emulator", "on_connectwise"]


class SlowToClose(Connector):
    """Says when a provider is about to be closed, and waits to be told."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app.state.database, app.state.vault)
        self.closing, self.go_on = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def open(
        self, account_id: UUID, connection_id: UUID | None, recorder: Recorder | None = None
    ) -> AsyncIterator[TicketProvider]:
        async with super().open(account_id, connection_id, recorder) as provider:
            yield provider
            self.closing.set()
            await self.go_on.wait()


async def test_a_callback_that_comes_while_the_last_one_is_put_away_is_not_lost(
    app: FastAPI, on_connectwise: Watched
) -> None:
    connector = SlowToClose(app)
    callbacks = Callbacks(app.state.database, connector, app.state.inbound.bell)
    key = (on_connectwise.tenant.account_id, on_connectwise.connection)
    assert callbacks.take(*key, Received({}, b"no JSON"))
    await asyncio.wait_for(connector.closing.wait(), WITHIN)
    body = {"ID": 1, "Type": "company", "Metadata": {"key_url": ""}}
    assert callbacks.take(*key, Received({}, json.dumps(body).encode()))
    connector.go_on.set()
    await callbacks.idle()
    assert (await on_connectwise.inbound()).callback_error == "The callback is not about a ticket."


async def test_a_callback_of_somebody_else_is_not_unregistered(on_connectwise: Watched, emulator: Running) -> None:
    """Once the address of a connection is changed, the number that is kept may be another's."""
    await turn_on(on_connectwise)
    (row,) = emulator.world.rows("callbacks").values()
    row["description"] = "Billing"
    client = on_connectwise.case.client
    off = await client.put(path_of(on_connectwise), json={"poll_seconds": 60, "webhook": False})
    assert (off.status_code, off.json()["webhook"]["on"]) == (200, False)
    assert [one["description"] for one in emulator.world.rows("callbacks").values()] == ["Billing"]
