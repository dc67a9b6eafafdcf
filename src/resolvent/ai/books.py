"""The rows of a model's use, and the budget of a day.

Rows are only ever added. What a running request may use stands in a row of its own; when the request ends, a second row takes
it back, and a third tells what was used. The first two have the same moment, so that both stop counting together: what a
killed process had set aside is free again after `HELD_LASTS`.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.login import get_account
from resolvent.ai.errors import ModelFailed
from resolvent.ai.models import HELD, ModelUsage
from resolvent.ai.prompt import Caller, Endpoint
from resolvent.ai.usage import MOST, Spent
from resolvent.ids import new_id

HELD_LASTS = timedelta(minutes=15)
"""Longer than any request is waited for (`llm.Patience.whole`)."""


def usage_row(caller: Caller, endpoint: Endpoint, spent: Spent) -> ModelUsage:
    return ModelUsage(
        account_id=caller.account_id,
        id=new_id(),
        use=caller.use,
        endpoint=endpoint.name,
        model=endpoint.model,
        session_id=caller.session_id,
        turn_id=caller.turn_id,
        outcome=spent.outcome,
        input_tokens=spent.input_tokens,
        cached_tokens=spent.cached_tokens,
        output_tokens=spent.output_tokens,
        measured=spent.measured,
        cost_usd=spent.cost_usd,
        first_ms=spent.first_ms,
        total_ms=spent.milliseconds(),
    )


def reservation(caller: Caller, endpoint: Endpoint, tokens: int, moment: datetime | None = None) -> ModelUsage:
    """`tokens` is negative where they are given back. It belongs to no turn: it is nothing that was used."""
    return ModelUsage(
        account_id=caller.account_id,
        id=new_id(),
        use=caller.use,
        endpoint=endpoint.name,
        model=endpoint.model,
        outcome=HELD,
        input_tokens=max(-MOST, min(MOST, tokens)),
        cached_tokens=0,
        output_tokens=0,
        measured=False,
        total_ms=0,
        **({} if moment is None else {"created_at": moment}),
    )


async def lock_budget(db: AsyncSession, account_id: UUID) -> None:
    """Until the end of the transaction."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"model budget {account_id}", 0))))


async def check_budget(db: AsyncSession, account_id: UUID, budget: int) -> None:
    """Raises ModelFailed."""
    used, held = await count_tokens(db, account_id)
    if used >= budget:
        raise ModelFailed("budget_spent", spent=used, budget=budget)
    if used + held >= budget:
        raise ModelFailed("budget_held", spent=used, budget=budget)


async def count_tokens(db: AsyncSession, account_id: UUID) -> tuple[int, int]:
    """(read and written since midnight by the account's clock, what running requests may use yet).

    One statement, so that a request which ends meanwhile counts once: as held or as used.
    """
    zone = ZoneInfo((await get_account(db, account_id)).time_zone)
    midnight = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    held_since = func.clock_timestamp() - HELD_LASTS
    tokens = func.sum(ModelUsage.input_tokens + ModelUsage.output_tokens)
    row = await db.execute(
        select(
            tokens.filter(ModelUsage.outcome != HELD, ModelUsage.created_at >= midnight),
            tokens.filter(ModelUsage.outcome == HELD, ModelUsage.created_at >= held_since),
        ).where(
            ModelUsage.account_id == account_id,
            ModelUsage.created_at >= func.least(midnight, held_since),
        )
    )
    used, held = row.one()
    return int(used or 0), int(held or 0)
