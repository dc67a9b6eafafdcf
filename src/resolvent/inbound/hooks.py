"""Where ticketing systems call us back. The address holds a secret; whoever calls has to prove himself besides."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from resolvent.accounts.secrets import hash_token
from resolvent.db import DatabaseDep, call_function
from resolvent.errors import NotFound, TooLarge, TooMany, responses
from resolvent.inbound.callbacks import Received
from resolvent.inbound.service import Inbound

MOST_BYTES = 256_000
LONGEST_TOKEN = 100
GONE = "There is no such address for callbacks."

router = APIRouter(tags=["ticketing"])


async def get_inbound_service(request: Request) -> Inbound:
    inbound: Inbound = request.app.state.inbound
    return inbound


InboundDep = Annotated[Inbound, Depends(get_inbound_service)]


@router.post(
    "/hooks/{token}",
    status_code=202,
    operation_id="receiveCallback",
    responses=responses(NotFound, TooLarge, TooMany),
    response_class=Response,
)
async def post_hook(token: str, request: Request, database: DatabaseDep, inbound: InboundDep) -> Response:
    """Answers before anything is proven: what is wrong with a callback shows at its connection, not to the caller."""
    account_id, connection_id = await find_connection(database, inbound, token)
    if not inbound.of_connection.allows(connection_id):
        raise TooMany("Too many callbacks in this minute.", headers={"Retry-After": "60"})
    body = await read_body(request)
    inbound.callbacks.take(account_id, connection_id, Received(dict(request.headers), body))
    return Response(status_code=202)


async def find_connection(database: DatabaseDep, inbound: Inbound, token: str) -> tuple[UUID, UUID]:
    if len(token) > LONGEST_TOKEN:
        raise NotFound(GONE)
    async with database.transaction() as db:
        found = await call_function(db, "resolvent_connection_of_hook(:hash)", {"hash": hash_token(token)})
    if found is None:
        if not inbound.of_unknown.allows("unknown"):
            raise TooMany("Too many callbacks in this minute.", headers={"Retry-After": "60"})
        raise NotFound(GONE)
    return found["account_id"], found["connection_id"]


async def read_body(request: Request) -> bytes:
    """Raises TooLarge."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise TooLarge(f"A callback has at most {MOST_BYTES:,} bytes.", extra={"limit": MOST_BYTES})
    return bytes(body)
