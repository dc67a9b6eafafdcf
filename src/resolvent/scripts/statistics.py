"""How a template's fixes went, computed from the fixes: what is undone is gone from here by itself.

A fix counts for the template that it names. One that ran a drafted script counts for the template that was published from
that draft. A dismissed fix counts nowhere. Of a deleted session the account's counts stay, its customer's go with it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.sessions.models import AISession

Z = 1.959964
"""Of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`applied` includes those whose outcome nobody told yet; the interval speaks of the told ones, partial is no success."""

    applied: int = 0
    success: int = 0
    failed: int = 0
    partial: int = 0

    @property
    def told(self) -> int:
        return self.success + self.failed + self.partial

    @property
    def low(self) -> float:
        return wilson(self.success, self.told)[0]

    @property
    def high(self) -> float:
        return wilson(self.success, self.told)[1]


@dataclass(frozen=True, slots=True)
class Success:
    account: Rate = Rate()
    customer: Rate | None = None
    """None: no customer was named."""


def wilson(success: float, told: int) -> tuple[float, float]:
    """Bounds of the 95 % interval of a success rate. Of nothing, anything may be true."""
    if told == 0:
        return 0.0, 1.0
    rate, spread = success / told, Z * Z / told
    middle = (rate + spread / 2) / (1 + spread)
    half = Z * math.sqrt(rate * (1 - rate) / told + spread / (4 * told)) / (1 + spread)
    # The ends are exact: rounding must not make the bound of "all of them" 0.9999….
    low = 0.0 if success == 0 else middle - half
    return low, 1.0 if success == told else middle + half


def customer_of(session: AISession) -> str | None:
    """By the name that its ticket's system gives them."""
    company = (session.ticket or {}).get("company")
    return company if isinstance(company, str) and company else None


RUNS = """
    SELECT f.session_id, f.status, f.template_id, f.template_version AS version
    FROM suggested_fixes f
    WHERE f.account_id = :account AND f.template_id = ANY(:templates)
      AND f.applied_at IS NOT NULL AND f.status <> 'dismissed'
      AND f.session_id IS DISTINCT FROM CAST(:besides AS uuid)
    UNION ALL
    SELECT f.session_id, f.status, d.published_template_id, d.version
    FROM (
        -- A script that became a template is its first version; an edit is the next one after that which it began from.
        SELECT DISTINCT fix_id, published_template_id, coalesce(edits_version, 0) + 1 AS version
        FROM draft_templates WHERE account_id = :account AND published_template_id = ANY(:templates)
    ) d
    JOIN suggested_fixes f ON f.account_id = :account AND f.id = d.fix_id
    WHERE f.template_id IS NULL AND f.applied_at IS NOT NULL AND f.status <> 'dismissed'
      AND f.session_id IS DISTINCT FROM CAST(:besides AS uuid)
    UNION ALL
    SELECT NULL, p.status, p.template_id, p.template_version
    FROM past_outcomes p WHERE p.account_id = :account AND p.template_id = ANY(:templates)
"""
COUNTS = """
    count(*) {0} AS {1}applied,
    count(*) FILTER (WHERE status = 'applied_success' {2}) AS {1}success,
    count(*) FILTER (WHERE status = 'applied_failed' {2}) AS {1}failed,
    count(*) FILTER (WHERE status = 'applied_partial' {2}) AS {1}partial
"""
OF_ALL = COUNTS.format("", "", "")
OF_CUSTOMER = COUNTS.format("FILTER (WHERE their.id IS NOT NULL)", "customer_", "AND their.id IS NOT NULL")
BY_TEMPLATE = text(f"SELECT template_id, {OF_ALL} FROM ({RUNS}) r GROUP BY template_id")  # noqa: S608 (constants)
BY_CUSTOMER = text(
    f"""WITH runs AS MATERIALIZED ({RUNS}),
        their AS MATERIALIZED (SELECT id FROM ai_sessions WHERE account_id = :account AND company = :customer)
        SELECT template_id, {OF_ALL}, {OF_CUSTOMER}
        FROM runs LEFT JOIN their ON their.id = runs.session_id GROUP BY template_id"""  # noqa: S608 (constants)
)
BY_VERSION = text(
    f"SELECT version, {OF_ALL} FROM ({RUNS}) r WHERE version IS NOT NULL GROUP BY version"  # noqa: S608 (constants)
)


async def success_of(
    db: AsyncSession,
    account_id: UUID,
    template_ids: Sequence[UUID],
    customer: str | None,
    *,
    besides: UUID | None = None,
) -> dict[UUID, Success]:
    """For each of these templates, in the account and, where one is named, for the customer. `besides`: a session that asks
    how the others went."""
    found: dict[UUID, Success] = {}
    if template_ids:
        given = {"account": account_id, "templates": list(template_ids), "besides": besides}
        if customer is None:
            rows = await db.execute(BY_TEMPLATE, given)
        else:
            rows = await db.execute(BY_CUSTOMER, {**given, "customer": customer})
        found = {row["template_id"]: read_success(row, customer) for row in rows.mappings()}
    nothing = Success(customer=None if customer is None else Rate())
    return {template_id: found.get(template_id, nothing) for template_id in template_ids}


async def success_of_versions(db: AsyncSession, account_id: UUID, template_id: UUID) -> dict[int, Rate]:
    """Only versions of which something is known."""
    rows = await db.execute(BY_VERSION, {"account": account_id, "templates": [template_id], "besides": None})
    return {row["version"]: read_rate(row, "") for row in rows.mappings()}


def read_success(row: RowMapping, customer: str | None) -> Success:
    return Success(read_rate(row, ""), None if customer is None else read_rate(row, "customer_"))


def read_rate(row: RowMapping, prefix: str) -> Rate:
    return Rate(*(row[prefix + name] for name in ("applied", "success", "failed", "partial")))
