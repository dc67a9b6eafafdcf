import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from resolvent.accounts.actor import BriefAdmin
from resolvent.accounts.login import count_attempt
from resolvent.db import DatabaseDep
from resolvent.errors import AppError, Forbidden, NotFound, TooMany, responses
from resolvent.ticketing.connect import Connector
from resolvent.ticketing.connections import check_key, get_connection
from resolvent.ticketing.endpoints import ConnectorDep
from resolvent.ticketing.provider import CheckStep, ConnectionReport

router = APIRouter(prefix="/connections/{connection_id}/check/steps", tags=["ticketing"])
LINES = "application/x-ndjson"

Told = str | CheckStep | ConnectionReport | AppError | None


@router.post(
    "",
    operation_id="checkConnectionSteps",
    response_class=StreamingResponse,
    responses={200: {"content": {LINES: {"schema": {"type": "string"}}}}, **responses(Forbidden, NotFound, TooMany)},
)
async def post_check_steps(
    connection_id: UUID, actor: BriefAdmin, database: DatabaseDep, connector: ConnectorDep
) -> StreamingResponse:
    """The check of `/check`, a JSON object a line as it goes on: `{"begun": name}`, `{"step": {name, ok, detail}}`, and at
    the end `{"report": {ok, steps}}`, or `{"problem": sentence}` where the check itself could not be made."""
    async with database.transaction(actor.account_id) as db:
        await get_connection(db, actor.account_id, connection_id)
        await count_attempt(db, check_key(actor.account_id))
    return StreamingResponse(
        stream_check(connector, actor.account_id, connection_id),
        media_type=LINES,
        headers={"X-Accel-Buffering": "no"},
    )


async def stream_check(connector: Connector, account_id: UUID, connection_id: UUID) -> AsyncIterator[str]:
    told: asyncio.Queue[Told] = asyncio.Queue()

    async def check() -> None:
        try:
            async with connector.open(account_id, connection_id) as provider:
                told.put_nowait(await provider.check(told.put_nowait))
        except AppError as error:
            told.put_nowait(error)
        finally:
            told.put_nowait(None)

    task = asyncio.create_task(check())
    try:
        while (one := await told.get()) is not None:
            yield json.dumps(line_of(one), separators=(",", ":")) + "\n"
        await task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def line_of(told: str | CheckStep | ConnectionReport | AppError) -> dict[str, Any]:
    if isinstance(told, str):
        return {"begun": told}
    if isinstance(told, CheckStep):
        return {"step": asdict(told)}
    if isinstance(told, AppError):
        return {"problem": told.detail}
    return {"report": {"ok": told.ok, "steps": [asdict(step) for step in told.steps]}}
