from uuid import UUID

from fastapi import APIRouter

from resolvent.accounts.actor import BriefActor, BriefAdmin
from resolvent.accounts.settings import Preferences, read_preferences
from resolvent.db import DatabaseDep
from resolvent.errors import Forbidden, Invalid, NotFound, VendorFailed, invalid_field, responses
from resolvent.ticketing.connections import get_connection
from resolvent.ticketing.endpoints import ConnectorDep
from resolvent.ticketing.mapping_schemas import (
    BoardMappingOut,
    BoardStatusOut,
    BoardTargetOut,
    StatusMap,
    StatusMappingOut,
)
from resolvent.ticketing.models import Connection
from resolvent.ticketing.status_mapping import (
    BoardReading,
    check_status,
    map_status,
    read_boards,
    targets_of,
)

router = APIRouter(prefix="/connections/{connection_id}/status-mapping", tags=["ticketing"])


@router.get("", operation_id="getStatusMapping", responses=responses(NotFound, VendorFailed))
async def get_mapping(
    connection_id: UUID, actor: BriefActor, database: DatabaseDep, connector: ConnectorDep
) -> StatusMappingOut:
    async with connector.open(actor.account_id, connection_id) as provider:
        readings = await read_boards(provider)
    async with database.transaction(actor.account_id) as db:
        connection = await get_connection(db, actor.account_id, connection_id)
        preferences = await read_preferences(db, actor)
    return mapping_out(preferences, connection, readings)


@router.put("", operation_id="mapStatus", responses=responses(Forbidden, NotFound, Invalid, VendorFailed))
async def put_mapping(
    connection_id: UUID, body: StatusMap, actor: BriefAdmin, database: DatabaseDep, connector: ConnectorDep
) -> StatusMappingOut:
    """For one board and kind of note. Only what the board offers now is taken."""
    async with connector.open(actor.account_id, connection_id) as provider:
        readings = await read_boards(provider)
    reading = next((one for one in readings if one.board.id == body.board_id), None)
    if body.status_id is not None:
        if reading is None:
            raise invalid_field("board_id", "This system has no such board.", "no_such_board")
        if reading.failed is not None:
            raise VendorFailed(reading.failed)
        check_status(reading, body.status_id)
    async with database.transaction(actor.account_id) as db:
        await map_status(db, actor, connection_id, body.board_id, body.kind, body.status_id)
        connection = await get_connection(db, actor.account_id, connection_id)
        preferences = await read_preferences(db, actor)
    return mapping_out(preferences, connection, readings)


def mapping_out(preferences: Preferences, connection: Connection, readings: list[BoardReading]) -> StatusMappingOut:
    known = [status for reading in readings for status in reading.statuses]
    return StatusMappingOut(
        boards=[
            BoardMappingOut(
                id=reading.board.id,
                name=reading.board.name,
                failed=reading.failed,
                statuses=[
                    BoardStatusOut(id=one.id, name=one.name, closed=one.closed, inactive=one.inactive)
                    for one in reading.statuses
                ],
                targets=[
                    BoardTargetOut(
                        kind=one.kind,
                        stored=one.stored,
                        default_id=one.default_id,
                        status_id=one.effective.status_id,
                        status_name=one.effective.status_name,
                        source=one.effective.source,
                        problem=one.effective.problem,
                        sentence=one.effective.sentence,
                    )
                    for one in targets_of(preferences, connection, reading, known)
                ],
            )
            for reading in readings
        ]
    )
