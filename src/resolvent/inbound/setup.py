"""An administrator's choice for a connection: how often its tickets are looked at, and whether it calls us back."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.secrets import hash_token, new_token
from resolvent.audit import trail
from resolvent.db import Database
from resolvent.errors import Conflict, Invalid, invalid_field
from resolvent.inbound.models import ConnectionInbound, TicketWatch
from resolvent.inbound.watches import get_inbound
from resolvent.inbound.webhooks import webhooks_of
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.connections import get_connection
from resolvent.ticketing.errors import TicketingError

SHORTEST_POLL, LONGEST_POLL = 15, 86_400
"""Seconds. 0 is off."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Setup:
    """`public_url`: where the ticketing system reaches this installation."""

    database: Database
    connector: Connector
    public_url: str | None

    async def calls_back(self, actor: Actor, connection_id: UUID) -> bool:
        """Whether this kind of system can."""
        async with self.connector.open(actor.account_id, connection_id) as provider:
            return webhooks_of(provider) is not None

    async def set_poll(self, db: AsyncSession, actor: Actor, connection_id: UUID, poll_seconds: int) -> None:
        if poll_seconds and not SHORTEST_POLL <= poll_seconds <= LONGEST_POLL:
            raise invalid_field("poll_seconds", f"0, or {SHORTEST_POLL} to {LONGEST_POLL} seconds.", "bad_interval")
        await get_connection(db, actor.account_id, connection_id)
        inbound = await get_inbound(db, actor.account_id, connection_id)
        before, inbound.poll_seconds = inbound.poll_seconds, poll_seconds
        if before != poll_seconds:
            await look_again(db, actor.account_id, connection_id, poll_seconds)
            trail.record(
                db, actor, "connection.poll", connection_id, before={"seconds": before}, after={"seconds": poll_seconds}
            )
        await db.flush()

    async def turn_on(self, actor: Actor, connection_id: UUID) -> str:
        """Registers a new address at the ticketing system; the address, which is shown once."""
        if self.public_url is None:
            raise Conflict(
                "Callbacks need the address under which the ticketing system reaches Resolvent: set RESOLVENT_PUBLIC_URL.",
                code="no_public_url",
            )
        token = new_token()
        url = f"{self.public_url.rstrip('/')}/hooks/{token}"
        async with self.connector.open(actor.account_id, connection_id) as provider:
            webhooks = webhooks_of(provider)
            if webhooks is None:
                raise Invalid("This ticketing system does not call back.", code="no_webhooks")
            registration_id = await webhooks.register_webhook(url)
            if not await self._keep(actor, connection_id, token, registration_id):
                await webhooks.unregister_webhook(registration_id)
                raise Conflict("Somebody turned the callbacks on meanwhile.", code="webhook_is_on")
        return url

    async def _keep(self, actor: Actor, connection_id: UUID, token: str, registration_id: str) -> bool:
        async with self.database.transaction(actor.account_id) as db:
            inbound = await get_inbound(db, actor.account_id, connection_id)
            if inbound.token_hash is not None:
                return False
            inbound.token_hash, inbound.registration_id = hash_token(token), registration_id
            inbound.last_callback_at = inbound.callback_error = None
            trail.record(db, actor, "connection.webhook_on", connection_id)
            await db.flush()
        return True

    async def turn_off(self, actor: Actor, connection_id: UUID) -> None:
        """The address is void at once, even if the ticketing system can't be told."""
        async with self.database.transaction(actor.account_id) as db:
            inbound = await get_inbound(db, actor.account_id, connection_id)
            registration_id = inbound.registration_id
            inbound.token_hash = inbound.registration_id = inbound.callback_error = None
            trail.record(db, actor, "connection.webhook_off", connection_id)
            await db.flush()
        if registration_id is None:
            return
        try:
            async with self.connector.open(actor.account_id, connection_id) as provider:
                if (webhooks := webhooks_of(provider)) is not None:
                    await webhooks.unregister_webhook(registration_id)
        except TicketingError as error:
            log.info("callback.not_unregistered", connection=str(connection_id), error=error.code)
            async with self.database.transaction(actor.account_id) as db:
                inbound = await get_inbound(db, actor.account_id, connection_id)
                inbound.callback_error = f"Callback {registration_id} is still registered there. {error.detail}"
                await db.flush()


async def look_again(db: AsyncSession, account_id: UUID, connection_id: UUID, poll_seconds: int) -> None:
    """The new interval holds from now on: nobody waits for the end of the old one. Spread over the new one."""
    await db.execute(
        update(TicketWatch)
        .where(TicketWatch.account_id == account_id, TicketWatch.connection_id == connection_id)
        .values(next_look_at=func.clock_timestamp() + text("random() * make_interval(secs => :every)"))
        .execution_options(synchronize_session=False),
        {"every": poll_seconds},
    )


async def count_watched(db: AsyncSession, inbound: ConnectionInbound) -> int:
    counted = await db.scalar(
        select(func.count())
        .select_from(TicketWatch)
        .where(TicketWatch.account_id == inbound.account_id, TicketWatch.connection_id == inbound.connection_id)
    )
    return counted or 0
