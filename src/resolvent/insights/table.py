"""The figures as CSV files. Pure."""

from collections.abc import Callable, Iterable
from typing import Final, Literal

from resolvent.audit.table import write_table
from resolvent.insights.schemas import FiguresOut, InsightsOut, ShareOut

Table = Literal["steps", "groups", "templates"]
Row = tuple[str, ...]
FIGURES: Final = (
    "sessions_opened",
    "sessions_ended",
    "resolved",
    "escalated",
    "resolution_times",
    "resolution_median_seconds",
    "resolution_p90_seconds",
    "first_fix_success",
    "first_fix_of",
    "first_fix_share",
    "escalation_share",
    "returned",
    "returned_share",
    "reopened",
    "reopened_share",
    "writebacks_verified",
    "writebacks_without_status",
    "writebacks_kept_here",
    "writebacks_rejected",
    "writebacks_overridden",
    "writebacks_need_human",
    "writebacks_not_posted",
    "verified_share",
    "model_calls",
    "input_tokens",
    "cached_tokens",
    "output_tokens",
    "calls_with_estimated_tokens",
    "cost_usd",
    "calls_without_price",
)


def spell_share(share: ShareOut) -> str:
    """Without a case: nothing, which is not zero."""
    return "" if share.share is None else f"{share.share:.4f}"


def spell(value: int | None) -> str:
    return "" if value is None else str(value)


def spell_figures(figures: FiguresOut) -> Row:
    """In the order of FIGURES."""
    times, first, notes, models = figures.to_resolution, figures.first_fix, figures.writebacks, figures.models
    cost = "unknown" if models.cost_usd is None and models.calls else str(models.cost_usd or 0)
    return (
        *map(str, (figures.opened, figures.ended, figures.resolved, figures.escalated)),
        *(str(times.n), spell(times.median), spell(times.p90)),
        *(str(first.part), str(first.whole), spell_share(first), spell_share(figures.escalation)),
        *(str(figures.returned.part), spell_share(figures.returned)),
        *(str(figures.reopened.part), spell_share(figures.reopened)),
        *map(str, (notes.verified, notes.no_status, notes.kept_here, notes.rejected, notes.overridden)),
        *(str(notes.needs_human), str(notes.not_posted), spell_share(notes.proven)),
        *map(str, (models.calls, models.input_tokens, models.cached_tokens, models.output_tokens)),
        *(str(models.calls_estimated), cost, str(models.calls_without_price)),
    )


def list_steps(insights: InsightsOut) -> Iterable[Row]:
    yield ("first_day", "last_day", *FIGURES)
    for step in insights.steps:
        yield (step.first.isoformat(), step.last.isoformat(), *spell_figures(step.figures))
    yield total_of(insights, insights.first.isoformat(), insights.last.isoformat())


def list_groups(insights: InsightsOut) -> Iterable[Row]:
    yield (insights.by, "kind", *FIGURES)
    for group in insights.groups:
        yield (group.name, group.kind, *spell_figures(group.figures))
    yield total_of(insights, "Total", "total")


def list_templates(insights: InsightsOut) -> Iterable[Row]:
    yield ("template", "kind", "used", "worked", "failed", "partial", "told", "share", "share_low", "share_high")
    for one in insights.templates:
        bounds = (f"{bound:.4f}" if bound is not None else "" for bound in (one.success.low, one.success.high))
        counts = map(str, (one.used, one.worked, one.failed, one.partial, one.success.whole))
        yield (one.title, one.kind, *counts, spell_share(one.success), *bounds)


def total_of(insights: InsightsOut, *named: str) -> Row:
    return (*named, *spell_figures(insights.total))


TABLES: Final[dict[Table, Callable[[InsightsOut], Iterable[Row]]]] = {
    "steps": list_steps,
    "groups": list_groups,
    "templates": list_templates,
}


def write_csv(insights: InsightsOut, table: Table) -> str:
    return write_table(TABLES[table](insights))


def name_file(insights: InsightsOut, table: Table) -> str:
    what = {"steps": f"{insights.step}s", "groups": f"by-{insights.by}", "templates": "templates"}[table]
    return f"insights-{what}-{insights.first}-{insights.last}.csv"
