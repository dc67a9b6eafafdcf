"""From a connection's row to a provider that can be called."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from resolvent.db import Database
from resolvent.ticketing.connections import LOCAL, get_connection, open_settings
from resolvent.ticketing.errors import ConfigError
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.provider import TicketProvider
from resolvent.ticketing.providers.local import LocalDesk
from resolvent.ticketing.providers.registry import PROVIDERS
from resolvent.vault import Vault

Recorder = Callable[[Exchange], None]


class Connector:
    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    @asynccontextmanager
    async def open(
        self, account_id: UUID, connection_id: UUID | None, recorder: Recorder | None = None
    ) -> AsyncIterator[TicketProvider]:
        """No transaction is open while the provider is used."""
        if connection_id is None:
            raise ConfigError("This session has no ticket.")
        async with self._database.transaction(account_id) as db:
            connection = await get_connection(db, account_id, connection_id)
        provider: TicketProvider
        if connection.provider == LOCAL:
            provider = LocalDesk(self._database, account_id)
        else:
            provider = PROVIDERS[connection.provider].open(open_settings(self._vault, connection), recorder)
        try:
            yield provider
        finally:
            await provider.close()
