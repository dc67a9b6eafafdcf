"""Disconnecting a ticketing system: its callback goes first, while there are still keys to take it back with."""

import asyncio
from contextlib import suppress
from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import BriefAdmin
from resolvent.errors import Conflict, Forbidden, NotFound, responses
from resolvent.inbound.endpoints import SetupDep
from resolvent.inbound.watches import get_inbound
from resolvent.ticketing.connections import get_connection, remove_connection

router = APIRouter(prefix="/connections", tags=["ticketing"])
PATIENCE = 10.0
"""Seconds for the system to take its callback back; what it calls afterwards is refused in any case."""


@router.delete(
    "/{connection_id}",
    status_code=204,
    operation_id="removeConnection",
    responses=responses(Forbidden, NotFound, Conflict),
)
async def delete_connection(connection_id: UUID, actor: BriefAdmin, setup: SetupDep) -> None:
    """Its secrets and its status mapping are deleted, and its callback is taken back where the system can be reached."""
    async with setup.database.transaction(actor.account_id) as db:
        await get_connection(db, actor.account_id, connection_id)
        calls_back = (await get_inbound(db, actor.account_id, connection_id)).token_hash is not None
    if calls_back:
        # The address is void from the first moment of it, whatever becomes of the rest.
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await setup.turn_off(actor, connection_id)
    async with setup.database.transaction(actor.account_id) as db:
        await remove_connection(db, actor, connection_id)
