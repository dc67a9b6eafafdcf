"""How scripts of templates did in a period, counted as `scripts.statistics` counts them."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.insights.figures import SHOWN, share, values_of
from resolvent.insights.period import Period
from resolvent.insights.schemas import TemplateUseOut
from resolvent.scripts.statistics import Rate

USED: Final = text("""
WITH applied AS MATERIALIZED (
    SELECT id, template_id, status FROM suggested_fixes
    WHERE account_id = :account AND applied_at >= :low AND applied_at < :high AND status <> 'dismissed'
      AND (applied_at AT TIME ZONE :zone)::date BETWEEN :first AND :last
),
runs AS (
    SELECT template_id, status FROM applied WHERE template_id IS NOT NULL
    UNION ALL
    SELECT d.published_template_id, a.status
    FROM (
        SELECT DISTINCT fix_id, published_template_id FROM draft_templates
        WHERE account_id = :account AND published_template_id IS NOT NULL AND fix_id IS NOT NULL
    ) d
    JOIN applied a ON a.id = d.fix_id
    WHERE a.template_id IS NULL
)
SELECT r.template_id, t.title, count(*) AS applied,
    count(*) FILTER (WHERE status = 'applied_success') AS success,
    count(*) FILTER (WHERE status = 'applied_failed') AS failed,
    count(*) FILTER (WHERE status = 'applied_partial') AS partial
FROM runs r LEFT JOIN script_templates t ON t.account_id = :account AND t.id = r.template_id
GROUP BY r.template_id, t.title
ORDER BY applied DESC, t.title, r.template_id
""")
GONE: Final = "A template that is gone"


async def count_templates(db: AsyncSession, account_id: UUID, period: Period) -> list[TemplateUseOut]:
    """The most used first; all beyond the first twenty as one."""
    rows = (await db.execute(USED, values_of(account_id, period))).mappings().all()
    told = [
        (
            str(row["template_id"]),
            row["title"] or GONE,
            Rate(row["applied"], row["success"], row["failed"], row["partial"]),
        )
        for row in rows
    ]
    shown = [template_out(rate, title=title, template_id=key) for key, title, rate in told[:SHOWN]]
    if len(told) > SHOWN:
        shown.append(template_out(add_up([rate for _, _, rate in told[SHOWN:]]), groups=len(told) - SHOWN))
    return shown


def add_up(rates: list[Rate]) -> Rate:
    return Rate(
        sum(one.applied for one in rates),
        sum(one.success for one in rates),
        sum(one.failed for one in rates),
        sum(one.partial for one in rates),
    )


def template_out(
    rate: Rate, *, title: str = "Others", template_id: str | None = None, groups: int = 1
) -> TemplateUseOut:
    return TemplateUseOut(
        kind="others" if template_id is None else "named",
        template_id=template_id,
        title=title,
        groups=groups,
        used=rate.applied,
        worked=rate.success,
        failed=rate.failed,
        partial=rate.partial,
        success=share(rate.success, rate.told),
    )
