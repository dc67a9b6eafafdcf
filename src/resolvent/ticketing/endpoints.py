from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from resolvent.accounts.actor import Admin, BriefActor, BriefAdmin, CurrentActor
from resolvent.accounts.login import count_attempt
from resolvent.db import DatabaseDep, Db
from resolvent.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    StaleState,
    TooMany,
    VendorFailed,
    invalid_field,
    responses,
)
from resolvent.schemas import Line
from resolvent.ticketing import connections
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.errors import NotFound as NoSuchTicket
from resolvent.ticketing.models import Connection
from resolvent.ticketing.providers.registry import PROVIDERS
from resolvent.ticketing.reading import Tickets
from resolvent.ticketing.schemas import (
    CheckStepOut,
    ConnectionChange,
    ConnectionCreate,
    ConnectionOut,
    ConnectionReportOut,
    ConnectionsOut,
    ProviderOut,
    ProvidersOut,
    StatusesOut,
    TicketsOut,
)
from resolvent.vault import Vault

router = APIRouter(prefix="/connections", tags=["ticketing"])


async def get_vault(request: Request) -> Vault:
    vault: Vault = request.app.state.vault
    return vault


async def get_connector(request: Request) -> Connector:
    connector: Connector = request.app.state.connector
    return connector


VaultDep = Annotated[Vault, Depends(get_vault)]
ConnectorDep = Annotated[Connector, Depends(get_connector)]


def connection_out(connection: Connection, vault: Vault) -> ConnectionOut:
    return ConnectionOut(
        id=connection.id,
        provider=connection.provider,
        name=connection.name,
        settings=connection.settings,
        secrets=sorted(connections.kept_secret(vault, connection)),
        secret_set_at=connection.secret_set_at,
        status_targets=connection.status_targets,
        version=connection.version,
    )


@router.get("", operation_id="listConnections")
async def get_connections(db: Db, actor: CurrentActor, vault: VaultDep) -> ConnectionsOut:
    found = await connections.list_connections(db, actor.account_id)
    return ConnectionsOut(items=[connection_out(one, vault) for one in found])


@router.get("/providers", operation_id="listProviders")
async def get_providers(actor: CurrentActor) -> ProvidersOut:  # noqa: ARG001 (signed in is enough)
    """The kinds of system that can be connected, each with the schema that draws its form."""
    return ProvidersOut(
        items=[
            ProviderOut(
                name=name, title=kind.title, about=kind.about, settings_schema=kind.settings.model_json_schema()
            )
            for name, kind in PROVIDERS.items()
        ]
    )


@router.post("", status_code=201, operation_id="createConnection", responses=responses(Forbidden, Invalid))
async def post_connection(body: ConnectionCreate, db: Db, actor: Admin, vault: VaultDep) -> ConnectionOut:
    made = await connections.create_connection(
        db,
        actor,
        vault,
        provider=body.provider,
        name=body.name,
        settings=body.settings,
        secret=body.secret,
        status_targets=body.status_targets,
    )
    return connection_out(made, vault)


@router.patch(
    "/{connection_id}",
    operation_id="changeConnection",
    responses=responses(Forbidden, NotFound, Conflict, StaleState, Invalid),
)
async def patch_connection(
    connection_id: UUID, body: ConnectionChange, db: Db, actor: Admin, vault: VaultDep
) -> ConnectionOut:
    changed = await connections.change_connection(
        db,
        actor,
        vault,
        connection_id,
        name=body.name,
        settings=body.settings,
        secret=body.secret,
        status_targets=body.status_targets,
        version=body.version,
    )
    return connection_out(changed, vault)


@router.post(
    "/{connection_id}/check",
    operation_id="checkConnection",
    responses=responses(Forbidden, NotFound, TooMany, VendorFailed),
)
async def post_check(
    connection_id: UUID, actor: BriefAdmin, database: DatabaseDep, connector: ConnectorDep
) -> ConnectionReportOut:
    async with database.transaction(actor.account_id) as db:
        await connections.get_connection(db, actor.account_id, connection_id)
        await count_attempt(db, connections.check_key(actor.account_id))
    async with connector.open(actor.account_id, connection_id) as provider:
        report = await provider.check()
    return ConnectionReportOut(ok=report.ok, steps=[CheckStepOut(**asdict(step)) for step in report.steps])


@router.get(
    "/{connection_id}/tickets", operation_id="searchTickets", responses=responses(NotFound, Invalid, VendorFailed)
)
async def get_tickets(
    connection_id: UUID,
    actor: BriefActor,
    tickets: Tickets,
    q: Annotated[Line | None, Query()] = None,
    cursor: Annotated[Line | None, Query()] = None,
) -> TicketsOut:
    try:
        return await tickets.search(actor, connection_id, q or "", cursor)
    except NoSuchTicket:
        raise invalid_field("cursor", "This cursor is not one that a search gave.", "bad_cursor") from None


@router.get(
    "/{connection_id}/tickets/{ticket_id}/statuses",
    operation_id="listStatuses",
    responses=responses(NotFound, VendorFailed),
)
async def get_statuses(connection_id: UUID, ticket_id: str, actor: BriefActor, tickets: Tickets) -> StatusesOut:
    try:
        return StatusesOut(items=await tickets.list_statuses(actor, connection_id, ticket_id))
    except NoSuchTicket as error:
        raise NotFound(error.detail, code="no_such_ticket") from None
