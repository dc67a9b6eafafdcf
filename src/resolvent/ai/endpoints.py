from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import func, select

from resolvent.accounts.actor import Admin, BriefAdmin
from resolvent.accounts.login import count_attempt, get_account
from resolvent.accounts.settings import read_preferences
from resolvent.ai import catalog
from resolvent.ai.books import count_tokens
from resolvent.ai.catalog import EndpointChange
from resolvent.ai.embedding import Embedder
from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door
from resolvent.ai.models import HELD, ModelEndpoint, ModelUsage, Use
from resolvent.ai.prompt import Caller
from resolvent.ai.routing import REFERENCE_MODEL, AccountRouter
from resolvent.ai.schemas import (
    EndpointCreate,
    EndpointOut,
    EndpointPatch,
    EndpointsOut,
    EndpointTestOut,
    InstallationModelOut,
    UsageDayOut,
    UsageOut,
)
from resolvent.db import DatabaseDep, Db
from resolvent.errors import Conflict, Forbidden, Invalid, NotFound, StaleState, TooMany, responses

router = APIRouter(prefix="/models", tags=["models"])


async def get_router(request: Request) -> AccountRouter:
    found: AccountRouter = request.app.state.model_router
    return found


async def get_door(request: Request) -> Door:
    found: Door = request.app.state.door
    return found


RouterDep = Annotated[AccountRouter, Depends(get_router)]
DoorDep = Annotated[Door, Depends(get_door)]


def endpoint_out(row: ModelEndpoint) -> EndpointOut:
    return EndpointOut.model_validate(row, from_attributes=True)


@router.get("", operation_id="listModels", responses=responses(Forbidden))
async def get_models(db: Db, actor: Admin, models: RouterDep) -> EndpointsOut:
    found = await catalog.list_endpoints(db, actor.account_id)
    own = [InstallationModelOut(use=use, model=one.model) for use, one in models.installation().items()]
    return EndpointsOut(items=[endpoint_out(one) for one in found], installation=own, reference_model=REFERENCE_MODEL)


@router.post("", status_code=201, operation_id="createModel", responses=responses(Forbidden, Conflict, Invalid))
async def post_model(body: EndpointCreate, db: Db, actor: Admin, models: RouterDep) -> EndpointOut:
    given = EndpointChange(**{**body.model_dump(), "uses": tuple(body.uses)})
    return endpoint_out(await catalog.create_endpoint(db, actor, models.vault, given))


@router.patch(
    "/{endpoint_id}", operation_id="changeModel", responses=responses(Forbidden, NotFound, StaleState, Invalid)
)
async def patch_model(endpoint_id: UUID, body: EndpointPatch, db: Db, actor: Admin, models: RouterDep) -> EndpointOut:
    uses = None if body.uses is None else tuple(body.uses)
    given = EndpointChange(**{**body.model_dump(exclude={"version"}), "uses": uses})
    changed = await catalog.change_endpoint(db, actor, models.vault, endpoint_id, given, version=body.version)
    return endpoint_out(changed)


@router.delete("/{endpoint_id}", status_code=204, operation_id="removeModel", responses=responses(Forbidden, NotFound))
async def delete_model(endpoint_id: UUID, db: Db, actor: Admin) -> None:
    await catalog.remove_endpoint(db, actor, endpoint_id)


@router.post("/{endpoint_id}/test", operation_id="testModel", responses=responses(Forbidden, NotFound, TooMany))
async def post_test(
    endpoint_id: UUID, actor: BriefAdmin, database: DatabaseDep, models: RouterDep, door: DoorDep
) -> EndpointTestOut:
    """Asks one short question, or for the vector of one text where the model is for search alone; at most ten times in five
    minutes for an account; no transaction is open meanwhile."""
    async with database.transaction(actor.account_id) as db:
        stored = await catalog.get_endpoint(db, actor.account_id, endpoint_id)
        endpoint = models.open(stored)
        await count_attempt(db, f"model-test:{actor.account_id}")
    try:
        if stored.uses == [Use.SEARCH]:
            embedder = Embedder(models, door)
            answer, first, total = await embedder.try_out(Caller(actor.account_id, Use.SEARCH), endpoint)
        else:
            answer, first, total = await door.try_out(Caller(actor.account_id, Use.CHAT), endpoint)
    except ModelFailed as failed:
        return EndpointTestOut(
            ok=False,
            model=endpoint.model,
            answer=None,
            first_ms=None,
            total_ms=None,
            code=failed.code,
            detail=failed.detail,
        )
    return EndpointTestOut(
        ok=True, model=endpoint.model, answer=answer, first_ms=first, total_ms=total, code=None, detail=None
    )


@router.get("/usage", operation_id="readModelUsage", responses=responses(Forbidden, Invalid))
async def get_usage(db: Db, actor: Admin, days: Annotated[int, Query(ge=1, le=366)] = 30) -> UsageOut:
    """By day (the account's), use and model, the newest first."""
    zone = (await get_account(db, actor.account_id)).time_zone
    since = datetime.now(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    day = func.date(func.timezone(zone, ModelUsage.created_at))
    rows = await db.execute(
        select(
            day,
            ModelUsage.use,
            ModelUsage.model,
            func.count(),
            func.count().filter(ModelUsage.outcome.not_in(("complete", "stopped"))),
            func.sum(ModelUsage.input_tokens),
            func.sum(ModelUsage.cached_tokens),
            func.sum(ModelUsage.output_tokens),
            func.sum(ModelUsage.cost_usd),
        )
        .where(
            ModelUsage.account_id == actor.account_id,
            ModelUsage.created_at >= since.astimezone(UTC),
            ModelUsage.outcome != HELD,
        )
        .group_by(day, ModelUsage.use, ModelUsage.model)
        .order_by(day.desc(), ModelUsage.use, ModelUsage.model)
    )
    return UsageOut(
        tokens_today=(await count_tokens(db, actor.account_id))[0],
        tokens_a_day=(await read_preferences(db, actor)).tokens_a_day,
        days=[read_row(*row) for row in rows.all()],
    )


def read_row(
    day: date,
    use: str,
    model: str,
    calls: int,
    failed: int,
    read: int,
    cached: int,
    written: int,
    cost: object,
) -> UsageDayOut:
    return UsageDayOut.model_validate(
        {
            "day": day,
            "use": Use(use),
            "model": model,
            "calls": calls,
            "failed": failed,
            "input_tokens": read,
            "cached_tokens": cached,
            "output_tokens": written,
            "cost_usd": cost,
        }
    )
