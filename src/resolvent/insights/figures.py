"""Sessions, resolutions, escalations, write-backs and model use of a period: whole, by step, and by group, in one statement.

Everything that happened is one row of `happened`, with its group and its local day; what is added up twice is added up from
the same rows, so that groups and steps make up the total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.errors import invalid_field
from resolvent.insights.period import Period, Step
from resolvent.insights.schemas import By, DurationOut, FiguresOut, ModelUseOut, ShareOut, WritebacksOut
from resolvent.scripts.statistics import wilson

SHOWN: Final = 20
NONE, OTHERS = 0, SHOWN + 1
KEYS: Final[Mapping[By, tuple[str, str, str]]] = {
    "client": ("nullif(btrim(s.company), '')", "nullif(btrim(w.company), '')", "nullif(btrim(s.company), '')"),
    "engineer": ("s.created_by::text", "w.confirmed_by::text", "coalesce(t.started_by, s.assignee_id)::text"),
    "category": ("s.category", "w.category", "s.category"),
}
"""Of an opened session, of one that ended, of a model's call."""
ASKED_BY: Final[Mapping[By, str]] = {
    "engineer": "LEFT JOIN turns t ON t.account_id = u.account_id AND t.id = u.turn_id"
}
INVALID_PARAMETER = "22023"
HAPPENED: Final = """
WITH ended AS MATERIALIZED (
    SELECT w.session_id, w.kind, w.round, w.step, w.finished_at, w.confirmed_by,
           w.step IN ('VERIFIED', 'SKIPPED', 'LOCAL') AS done,
           s.created_at, s.company, s.category, w.round = s.round AS lasts
    FROM writebacks w JOIN ai_sessions s ON s.account_id = w.account_id AND s.id = w.session_id
    WHERE w.account_id = :account AND w.finished_at >= :low AND w.finished_at < :high
),
first_fix AS (
    SELECT DISTINCT ON (f.session_id) f.session_id, f.status = 'applied_success' AS worked
    FROM suggested_fixes f
    WHERE f.account_id = :account AND f.applied_at IS NOT NULL AND f.status <> 'dismissed'
      AND f.session_id IN (SELECT session_id FROM ended WHERE done AND lasts)
    ORDER BY f.session_id, f.applied_at, f.id
),
happened AS MATERIALIZED (
    SELECT {opened} AS key, (s.created_at AT TIME ZONE :zone)::date AS day, true AS opened, false AS done,
           NULL AS kind, NULL AS step, NULL::boolean AS lasts, NULL::boolean AS worked, NULL::boolean AS returned,
           NULL::double precision AS seconds, 0 AS calls, 0 AS read, 0 AS cached, 0 AS written, 0 AS estimated,
           NULL::numeric AS cost, 0 AS unpriced
    FROM ai_sessions s
    WHERE s.account_id = :account AND s.created_at >= :low AND s.created_at < :high
    UNION ALL
    SELECT {ended}, (w.finished_at AT TIME ZONE :zone)::date, false, w.done, w.kind, w.step, w.lasts,
           CASE WHEN w.done AND w.lasts AND f.session_id IS NOT NULL THEN f.worked AND w.kind = 'resolution' END,
           EXISTS (SELECT FROM handoffs h WHERE h.account_id = :account AND h.session_id = w.session_id
                   AND h.round = w.round AND h.verb = 'return'),
           CASE WHEN w.done AND w.lasts AND w.kind = 'resolution'
                THEN greatest(0, extract(epoch FROM w.finished_at - w.created_at)) END,
           0, 0, 0, 0, 0, NULL, 0
    FROM ended w
    LEFT JOIN first_fix f ON f.session_id = w.session_id
    UNION ALL
    SELECT {used}, (u.created_at AT TIME ZONE :zone)::date, false, false, NULL, NULL, NULL, NULL, NULL, NULL,
           count(*), sum(u.input_tokens), sum(u.cached_tokens), sum(u.output_tokens),
           count(*) FILTER (WHERE NOT u.measured), sum(u.cost_usd), count(*) FILTER (WHERE u.cost_usd IS NULL)
    FROM model_usage u
    LEFT JOIN ai_sessions s ON s.account_id = u.account_id AND s.id = u.session_id
    {turns}
    WHERE u.account_id = :account AND u.created_at >= :low AND u.created_at < :high AND u.outcome <> 'held'
    GROUP BY 1, 2
),
counted AS MATERIALIZED (SELECT * FROM happened WHERE day BETWEEN :first AND :last),
places AS (
    SELECT key, row_number() OVER (ORDER BY count(*) FILTER (WHERE opened OR done) DESC, key) AS place
    FROM counted WHERE key IS NOT NULL GROUP BY key
)
SELECT grouping(start) = 0 AS of_step, grouping(place) = 0 AS of_group, start, place,
    min(key) AS key, count(DISTINCT key) AS groups,
    count(*) FILTER (WHERE opened) AS opened,
    count(*) FILTER (WHERE done) AS ended,
    count(*) FILTER (WHERE done AND kind = 'resolution') AS resolved,
    count(*) FILTER (WHERE done AND kind = 'escalation') AS escalated,
    count(*) FILTER (WHERE done AND kind = 'escalation' AND returned) AS returned,
    count(*) FILTER (WHERE done AND kind = 'resolution' AND NOT lasts) AS reopened,
    count(worked) AS with_fix,
    count(*) FILTER (WHERE worked) AS worked,
    count(seconds) AS timed,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) AS times,
    count(*) FILTER (WHERE step = 'VERIFIED') AS verified,
    count(*) FILTER (WHERE step = 'SKIPPED') AS no_status,
    count(*) FILTER (WHERE step = 'LOCAL') AS kept_here,
    count(*) FILTER (WHERE step = 'REJECTED') AS rejected,
    count(*) FILTER (WHERE step = 'OVERRIDDEN') AS overridden,
    count(*) FILTER (WHERE step = 'NEEDS_HUMAN') AS needs_human,
    count(*) FILTER (WHERE step NOT IN ('VERIFIED', 'SKIPPED', 'LOCAL', 'REJECTED', 'OVERRIDDEN', 'NEEDS_HUMAN'))
        AS not_posted,
    sum(calls)::bigint AS calls, sum(read)::bigint AS read, sum(cached)::bigint AS cached,
    sum(written)::bigint AS written, sum(estimated)::bigint AS estimated, sum(cost) AS cost,
    sum(unpriced)::bigint AS unpriced
FROM (
    SELECT c.*, {start} AS start, CASE WHEN c.key IS NULL THEN 0 ELSE least(p.place, :others) END AS place
    FROM counted c LEFT JOIN places p ON p.key = c.key
) grouped
GROUP BY GROUPING SETS ((start), (place), ())
"""
STARTS: Final = {"day": "c.day", "week": "greatest(date_trunc('week', c.day)::date, :first)"}


@dataclass(frozen=True, slots=True)
class Group:
    """`place`: from 1 by sessions; NONE, OTHERS."""

    place: int
    key: str | None
    groups: int
    figures: FiguresOut


@dataclass(frozen=True, slots=True)
class Counted:
    total: FiguresOut
    steps: dict[date, FiguresOut]
    """By first day; only those in which something happened."""
    groups: list[Group]
    """By place; NONE after the named ones, OTHERS last."""


async def count(db: AsyncSession, account_id: UUID, period: Period, by: By) -> Counted:
    """422 `unknown_time_zone` for a name that the database does not know."""
    values = {**values_of(account_id, period), "others": OTHERS}
    try:
        rows = (await db.execute(statement_of(period.step, by), values)).mappings().all()
    except DBAPIError as error:
        raise read_refusal(error) from error
    groups = [
        Group(row["place"], row["key"] if row["place"] not in (NONE, OTHERS) else None, row["groups"], read_row(row))
        for row in rows
        if row["of_group"]
    ]
    return Counted(
        total=next(read_row(row) for row in rows if not row["of_group"] and not row["of_step"]),
        steps={row["start"]: read_row(row) for row in rows if row["of_step"]},
        groups=sorted(groups, key=lambda group: group.place + (OTHERS - 0.5 if group.place == NONE else 0)),
    )


@cache
def statement_of(step: Step, by: By) -> TextClause:
    opened, ended, used = KEYS[by]
    return text(HAPPENED.format(opened=opened, ended=ended, used=used, turns=ASKED_BY.get(by, ""), start=STARTS[step]))


def values_of(account_id: UUID, period: Period) -> dict[str, Any]:
    low, high = period.bounds
    return {
        "account": account_id,
        "zone": period.zone,
        "low": low,
        "high": high,
        "first": period.first,
        "last": period.last,
    }


def read_refusal(error: DBAPIError) -> Exception:
    if getattr(error.orig, "sqlstate", None) != INVALID_PARAMETER:
        return error
    return invalid_field("time_zone", "The database does not know this time zone.", "unknown_time_zone")


def share(part: int, whole: int) -> ShareOut:
    if whole == 0:
        return ShareOut(part=part, whole=whole, share=None, low=None, high=None)
    low, high = wilson(part, whole)
    return ShareOut(part=part, whole=whole, share=part / whole, low=low, high=high)


def read_row(row: RowMapping | Mapping[str, Any]) -> FiguresOut:
    median, p90 = row["times"] or (None, None)
    ends = {name: row[name] for name in ("verified", "no_status", "kept_here")}
    stops = {name: row[name] for name in ("rejected", "overridden", "needs_human", "not_posted")}
    return FiguresOut(
        opened=row["opened"],
        ended=row["ended"],
        resolved=row["resolved"],
        escalated=row["escalated"],
        to_resolution=DurationOut(
            n=row["timed"],
            median=None if median is None else round(median),
            p90=None if p90 is None else round(p90),
        ),
        first_fix=share(row["worked"], row["with_fix"]),
        escalation=share(row["escalated"], row["ended"]),
        returned=share(row["returned"], row["escalated"]),
        reopened=share(row["reopened"], row["resolved"]),
        writebacks=WritebacksOut(**ends, **stops, proven=share(row["verified"], row["verified"] + sum(stops.values()))),
        models=ModelUseOut(
            calls=row["calls"] or 0,
            input_tokens=row["read"] or 0,
            cached_tokens=row["cached"] or 0,
            output_tokens=row["written"] or 0,
            calls_estimated=row["estimated"] or 0,
            cost_usd=row["cost"],
            calls_without_price=row["unpriced"] or 0,
        ),
    )


NOTHING: Final = read_row(
    {
        **dict.fromkeys(("opened", "ended", "resolved", "escalated", "returned", "reopened", "with_fix", "worked"), 0),
        **dict.fromkeys(("timed", "verified", "no_status", "kept_here", "rejected", "overridden", "needs_human"), 0),
        **dict.fromkeys(("not_posted", "calls", "read", "cached", "written", "estimated", "unpriced"), 0),
        "times": None,
        "cost": None,
    }
)
"""Of a day without a case."""
