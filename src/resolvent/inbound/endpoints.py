from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from resolvent.accounts.actor import Actor, BriefActor, BriefAdmin
from resolvent.errors import Conflict, Invalid, NotFound, VendorFailed, responses
from resolvent.inbound.schemas import InboundOut, InboundSet, WebhookOut
from resolvent.inbound.setup import Setup, count_watched
from resolvent.inbound.watches import get_inbound
from resolvent.ticketing.connections import get_connection

router = APIRouter(prefix="/connections/{connection_id}/inbound", tags=["ticketing"])


async def get_setup(request: Request) -> Setup:
    state = request.app.state
    return Setup(state.database, state.connector, state.settings.public_url)


SetupDep = Annotated[Setup, Depends(get_setup)]


@router.get("", operation_id="getInbound", responses=responses(NotFound, VendorFailed))
async def get_settings(connection_id: UUID, actor: BriefActor, setup: SetupDep) -> InboundOut:
    return await describe(setup, actor, connection_id, url=None)


@router.put("", operation_id="setInbound", responses=responses(NotFound, Conflict, Invalid, VendorFailed))
async def put_settings(connection_id: UUID, body: InboundSet, actor: BriefAdmin, setup: SetupDep) -> InboundOut:
    async with setup.database.transaction(actor.account_id) as db:
        await setup.set_poll(db, actor, connection_id, body.poll_seconds)
        is_on = (await get_inbound(db, actor.account_id, connection_id)).token_hash is not None
    url = None
    if body.webhook and not is_on:
        url = await setup.turn_on(actor, connection_id)
    elif is_on and not body.webhook:
        await setup.turn_off(actor, connection_id)
    return await describe(setup, actor, connection_id, url=url)


async def describe(setup: Setup, actor: Actor, connection_id: UUID, *, url: str | None) -> InboundOut:
    can = await setup.calls_back(actor, connection_id)
    async with setup.database.transaction(actor.account_id) as db:
        await get_connection(db, actor.account_id, connection_id)
        inbound = await get_inbound(db, actor.account_id, connection_id)
        return InboundOut(
            poll_seconds=inbound.poll_seconds,
            watched=await count_watched(db, inbound),
            looked_at=inbound.looked_at,
            failing_since=inbound.failing_since,
            error=inbound.error,
            try_again_at=inbound.try_again_at,
            webhook=WebhookOut(
                possible=can,
                reachable=setup.public_url is not None,
                on=inbound.token_hash is not None,
                url=url,
                last_callback_at=inbound.last_callback_at,
                error=inbound.callback_error,
            ),
        )
