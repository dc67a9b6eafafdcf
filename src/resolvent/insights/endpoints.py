from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import PlainTextResponse

from resolvent.accounts.actor import Lead
from resolvent.accounts.settings import check_time_zone
from resolvent.db import Db
from resolvent.errors import Forbidden, Invalid, responses
from resolvent.insights.overview import read_insights
from resolvent.insights.period import MOST_DAYS, Period, Step, make_period
from resolvent.insights.schemas import By, InsightsOut
from resolvent.insights.table import Table, name_file, write_csv

router = APIRouter(prefix="/insights", tags=["insights"])


@dataclass(frozen=True, slots=True)
class Wanted:
    period: Period
    by: By


async def read_wanted(
    first: Annotated[
        date | None, Query(alias="from", description="The first day; else 30 days up to the last.")
    ] = None,
    last: Annotated[date | None, Query(alias="to", description=f"Included; {MOST_DAYS} days at most.")] = None,
    by: Annotated[By, Query(description="What figures are grouped by.")] = "client",
    step: Annotated[Step | None, Query(description="Else by the period's length.")] = None,
    time_zone: Annotated[str, Query(max_length=100, description="Days are this zone's, as in Europe/Vienna.")] = "UTC",
) -> Wanted:
    return Wanted(make_period(first, last, check_time_zone(time_zone), step, datetime.now(UTC)), by)


WantedDep = Annotated[Wanted, Depends(read_wanted)]


@router.get("", operation_id="readInsights", responses=responses(Forbidden, Invalid))
async def get_insights(db: Db, actor: Lead, wanted: WantedDep) -> InsightsOut:
    """What became of the account's sessions in a period: for leads and administrators."""
    return await read_insights(db, actor.account_id, wanted.period, wanted.by)


@router.get(
    "/export",
    operation_id="exportInsights",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **responses(Forbidden, Invalid)},
)
async def export_insights(db: Db, actor: Lead, wanted: WantedDep, table: Table = "groups") -> PlainTextResponse:
    """One table of the same figures, as a CSV file."""
    insights = await read_insights(db, actor.account_id, wanted.period, wanted.by)
    return PlainTextResponse(
        write_csv(insights, table),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name_file(insights, table)}"'},
    )
