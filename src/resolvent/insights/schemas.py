from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from resolvent.insights.period import Step

By = Literal["client", "engineer", "category"]


class ShareOut(BaseModel):
    """`part` of `whole`. Of nothing there is no share."""

    part: int
    whole: int
    share: float | None
    low: float | None
    high: float | None
    """Of the 95 % interval (Wilson)."""


class DurationOut(BaseModel):
    """Seconds over `n` cases; None without one."""

    n: int
    median: int | None
    p90: int | None


class WritebacksOut(BaseModel):
    """How those ended that ended in the period."""

    verified: int
    no_status: int
    """Posted; no target status is configured."""
    kept_here: int
    """The session has no ticket."""
    rejected: int
    overridden: int
    needs_human: int
    not_posted: int
    """Given up before it was known that the note stands at the ticket."""
    proven: ShareOut


class ModelUseOut(BaseModel):
    calls: int
    input_tokens: int
    cached_tokens: int
    """Part of `input_tokens`."""
    output_tokens: int
    calls_estimated: int
    """Their tokens are estimated: the endpoint did not say."""
    cost_usd: Decimal | None
    """Of the calls whose price is known; None: unknown of all, or there was no call."""
    calls_without_price: int


class FiguresOut(BaseModel):
    """What each counts: `counted` of the answer."""

    opened: int
    ended: int
    resolved: int
    escalated: int
    to_resolution: DurationOut
    first_fix: ShareOut
    escalation: ShareOut
    returned: ShareOut
    reopened: ShareOut
    writebacks: WritebacksOut
    models: ModelUseOut


class StepOut(BaseModel):
    """One day, or the days of one week that lie in the period."""

    first: date
    last: date
    figures: FiguresOut


class GroupOut(BaseModel):
    """One client, engineer or category; those that none is known of (`none`); all beyond the first twenty (`others`)."""

    kind: Literal["named", "none", "others"]
    key: str | None
    name: str
    groups: int
    """How many are in it."""
    figures: FiguresOut


class TemplateUseOut(BaseModel):
    kind: Literal["named", "others"]
    template_id: str | None
    title: str
    groups: int
    used: int
    worked: int
    failed: int
    partial: int
    success: ShareOut
    """Of those whose outcome was told."""


class CountedOut(BaseModel):
    figure: str
    name: str
    sentence: str


class InsightsOut(BaseModel):
    first: date
    last: date
    time_zone: str
    step: Step
    by: By
    total: FiguresOut
    steps: list[StepOut]
    groups: list[GroupOut]
    """The most sessions first; they add up to the total."""
    templates: list[TemplateUseOut]
    """The most used first."""
    counted: list[CountedOut]
    """One sentence a figure: what counts, and in which period."""
