"""Figures of a period: what counts, where a day begins, and that the parts make up the whole."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from resolvent.accounts.models import Role
from resolvent.db import Database
from resolvent.errors import Invalid
from resolvent.insights.overview import read_insights
from resolvent.insights.period import Period
from resolvent.insights.schemas import By, FiguresOut, InsightsOut
from tests.conftest import Tenant
from tests.insights.history import DONE, NOON, Call, End, Past, imagine, write, write_call

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), "UTC", "day")
HOUR = timedelta(hours=1)


async def insights(
    database: Database, tenant: Tenant, *pasts: Past, by: By = "client", period: Period = MARCH
) -> InsightsOut:
    async with database.transaction(tenant.account_id) as db:
        await write(db, tenant, *pasts)
        return await read_insights(db, tenant.account_id, period, by)


async def test_an_empty_period_has_its_days_and_no_rate(database: Database, tenant: Tenant) -> None:
    found = await insights(database, tenant)
    assert [step.first for step in found.steps] == [date(2026, 3, day) for day in range(1, 32)]
    assert {step.figures.opened for step in found.steps} == {0}
    total = found.total
    assert (total.opened, total.ended, total.models.calls, total.models.cost_usd) == (0, 0, 0, None)
    assert (total.to_resolution.n, total.to_resolution.median) == (0, None)
    assert {share.share for share in (total.first_fix, total.escalation, total.returned, total.writebacks.proven)} == {
        None
    }
    assert (found.groups, found.templates) == ([], [])


async def test_each_figure_counts_what_it_says(database: Database, tenant: Tenant) -> None:
    success, failed = "applied_success", "applied_failed"
    found = await insights(
        database,
        tenant,
        Past(ends=(End(after=HOUR),), fixes=(success,)),
        Past(ends=(End(after=3 * HOUR),), fixes=(failed, success)),
        Past(ends=(End(after=5 * HOUR, step="LOCAL"),), fixes=("dismissed", success)),
        Past(ends=(End("escalation", HOUR),), fixes=(failed,)),
        Past(ends=(End("escalation", HOUR, returned=True), End(after=9 * HOUR)), fixes=()),
        Past(ends=(End(after=HOUR),), active=True, fixes=(success,)),
        Past(ends=(End(step="REJECTED"),)),
        Past(ends=(End(step="NEEDS_HUMAN"),)),
        Past(),
    )
    total = found.total
    assert (total.opened, total.ended, total.resolved, total.escalated) == (9, 7, 5, 2)
    hours = total.to_resolution
    assert (hours.n, hours.median, hours.p90) == (4, 4 * 3_600, round(7.8 * 3_600)), "1, 3, 5 and 9 hours"
    assert (total.first_fix.part, total.first_fix.whole) == (2, 4), "the reopened one and the one without a fix are out"
    assert (total.escalation.part, total.escalation.whole) == (2, 7)
    assert (total.returned.part, total.returned.whole) == (1, 2)
    assert (total.reopened.part, total.reopened.whole) == (1, 5)
    notes = total.writebacks
    assert (notes.verified, notes.kept_here, notes.rejected, notes.needs_human) == (6, 1, 1, 1)
    assert (notes.proven.part, notes.proven.whole) == (6, 8), "what has no ticket can't be proven there"


async def test_what_has_no_price_is_unknown(database: Database, tenant: Tenant) -> None:
    found = await insights(
        database,
        tenant,
        Past(company="Free", calls=(Call(cost=None), Call(cost=None))),
        Past(company="Mixed", calls=(Call(cost=None), Call(cost="0.25"))),
        Past(company="None"),
    )
    costs = {
        group.name: (group.figures.models.cost_usd, group.figures.models.calls_without_price) for group in found.groups
    }
    assert costs == {"Free": (None, 2), "Mixed": (Decimal("0.25"), 1), "None": (None, 0)}
    assert (found.total.models.cost_usd, found.total.models.calls_without_price) == (Decimal("0.25"), 3)


async def test_a_call_outlives_its_session(database: Database, tenant: Tenant) -> None:
    async with database.transaction(tenant.account_id) as db:
        write_call(db, tenant, None, NOON, Call())
        await db.flush()
        found = await read_insights(db, tenant.account_id, MARCH, "client")
    (group,) = found.groups
    assert (group.kind, group.name, group.figures.models.calls) == ("none", "No client", 1)


async def test_an_engineer_is_counted_for_what_they_did(database: Database, tenant: Tenant) -> None:
    past = Past(by=Role.LEAD, ends=(End("escalation", by=Role.LEAD), End(after=2 * HOUR, by=Role.ENGINEER)))
    found = await insights(database, tenant, past, by="engineer")
    counts = {
        group.name: (group.figures.opened, group.figures.escalated, group.figures.resolved) for group in found.groups
    }
    assert counts == {"acme lead": (1, 1, 0), "acme engineer": (0, 0, 1)}


async def test_categories_bear_the_playbooks_title(database: Database, tenant: Tenant) -> None:
    found = await insights(database, tenant, Past(), Past(category="gone-since"), Past(category=None), by="category")
    assert [(group.key, group.kind) for group in found.groups] == [
        ("gone-since", "named"),
        ("vpn", "named"),
        (None, "none"),
    ]
    assert found.groups[1].name.startswith("The VPN does not connect")


async def test_another_accounts_sessions_do_not_count(database: Database, tenant: Tenant, other_tenant: Tenant) -> None:
    await insights(database, other_tenant, Past(ends=(End(),), calls=(Call(),), fixes=("applied_success",)))
    assert (await insights(database, tenant)).total.opened == 0
    assert (await insights(database, tenant)).total.ended == 0
    assert (await insights(database, other_tenant)).total.ended == 1


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 22, 30, tzinfo=UTC), date(2026, 3, 28)),
        ("Europe/Berlin", datetime(2026, 3, 29, 21, 30, tzinfo=UTC), date(2026, 3, 29)),
        ("Europe/Berlin", datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
        ("America/New_York", datetime(2026, 3, 8, 4, 30, tzinfo=UTC), date(2026, 3, 7)),
        ("America/New_York", datetime(2026, 3, 9, 3, 30, tzinfo=UTC), date(2026, 3, 8)),
        ("Asia/Kolkata", datetime(2026, 3, 10, 18, 0, tzinfo=UTC), date(2026, 3, 10)),
        ("Asia/Kolkata", datetime(2026, 3, 10, 18, 30, tzinfo=UTC), date(2026, 3, 11)),
        ("Pacific/Apia", datetime(2026, 3, 10, 10, 30, tzinfo=UTC), date(2026, 3, 10)),
        ("Pacific/Apia", datetime(2026, 3, 10, 11, 0, tzinfo=UTC), date(2026, 3, 11)),
    ],
)
async def test_a_day_is_the_readers(database: Database, tenant: Tenant, zone: str, moment: datetime, day: date) -> None:
    assert moment.astimezone(ZoneInfo(zone)).date() == day
    whole = Period(date(2026, 3, 1), date(2026, 3, 31), zone, "day")
    found = await insights(database, tenant, Past(opened=moment), period=whole)
    assert [step.first for step in found.steps if step.figures.opened] == [day]
    for shown, counted in ((day, 1), (day - timedelta(days=1), 0), (day + timedelta(days=1), 0)):
        alone = await insights(database, tenant, period=Period(shown, shown, zone, "day"))
        assert alone.total.opened == counted


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("America/Havana", date(2026, 11, 1), 25),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
        ("Pacific/Apia", date(2026, 4, 5), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
async def test_a_day_has_its_own_hours(database: Database, tenant: Tenant, zone: str, day: date, hours: int) -> None:
    """A session every hour for five days. Havana's clock goes back at one, to a second midnight."""
    begin = datetime(day.year, day.month, day.day, 0, 15, tzinfo=UTC) - 48 * HOUR
    every = [Past(opened=begin + number * HOUR) for number in range(120)]
    found = await insights(database, tenant, *every, period=Period(day, day, zone, "day"))
    assert found.total.opened == hours
    assert [step.figures.opened for step in found.steps] == ([hours] if hours else [])


async def test_a_zone_that_only_the_database_misses_is_told(database: Database, tenant: Tenant) -> None:
    with pytest.raises(Invalid) as refused:
        await insights(database, tenant, Past(), period=replace(MARCH, zone="Mars/Olympus"))
    assert [one.field for one in refused.value.errors] == ["time_zone"]


def plain(figures: FiguresOut) -> dict[str, int | Decimal]:
    """All that can be added up."""
    notes, models = figures.writebacks.model_dump(exclude={"proven"}), figures.models.model_dump(exclude={"cost_usd"})
    shares = {name: getattr(figures, name) for name in ("first_fix", "escalation", "returned", "reopened")}
    return {
        **{name: getattr(figures, name) for name in ("opened", "ended", "resolved", "escalated")},
        **{f"{name}.part": share.part for name, share in shares.items()},
        **{f"{name}.whole": share.whole for name, share in shares.items()},
        **notes,
        **models,
        "times": figures.to_resolution.n,
        "cost": figures.models.cost_usd or Decimal(0),
    }


def add_up(parts: Iterable[FiguresOut]) -> dict[str, Any]:
    total: dict[str, Any] = {}
    for part in parts:
        for name, value in plain(part).items():
            total[name] = total.get(name, 0) + value
    return total


@pytest.mark.parametrize("seed", range(4))
async def test_groups_and_days_make_up_the_total(database: Database, tenant: Tenant, seed: int) -> None:
    dice = random.Random(seed)
    pasts = [imagine(dice, clients=30 if seed % 2 else 5) for _ in range(150)]
    async with database.transaction(tenant.account_id) as db:
        await write(db, tenant, *pasts)
        for by in get_args(By):
            for step in ("day", "week"):
                for zone in ("UTC", "Pacific/Apia", "America/New_York"):
                    period = Period(date(2026, 3, 3), date(2026, 3, 25), zone, step)
                    found = await read_insights(db, tenant.account_id, period, by)
                    total = plain(found.total)
                    assert total["opened"] == sum(is_in(period, past.opened) for past in pasts)
                    assert total["ended"] == sum(
                        is_in(period, past.opened + end.after) and end.step in DONE
                        for past in pasts
                        for end in past.ends
                    )
                    assert add_up(group.figures for group in found.groups) == total
                    assert add_up(one.figures for one in found.steps) == total
                    check_order(found)


def is_in(period: Period, moment: datetime) -> bool:
    return period.first <= moment.astimezone(ZoneInfo(period.zone)).date() <= period.last


def check_order(found: InsightsOut) -> None:
    """Most sessions first, at most twenty; then what has no group, then all others as one."""
    kinds = [group.kind for group in found.groups]
    named = [group.figures.opened + group.figures.ended for group in found.groups if group.kind == "named"]
    assert named == sorted(named, reverse=True)
    assert len(named) <= 20
    assert kinds == sorted(kinds, key=["named", "none", "others"].index)
    assert kinds.count("others") <= 1
    assert all(group.groups > 0 for group in found.groups)
