"""All figures of a period, with the names of what they are grouped by."""

from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.models import User
from resolvent.insights.figures import NONE, NOTHING, OTHERS, Group, count
from resolvent.insights.period import Period
from resolvent.insights.schemas import By, GroupOut, InsightsOut, StepOut
from resolvent.insights.templates import count_templates
from resolvent.insights.words import COUNTED, NO_GROUP
from resolvent.knowledge.loader import load_shipped

PLAN_EACH: Final = text("SET LOCAL plan_cache_mode = force_custom_plan")
"""One plan for all accounts and periods, as the database makes it after five requests, takes twice as long."""


async def read_insights(db: AsyncSession, account_id: UUID, period: Period, by: By) -> InsightsOut:
    await db.execute(PLAN_EACH)
    counted = await count(db, account_id, period, by)
    starts = sorted({*period.list_starts(), *counted.steps})
    names = await read_names(db, account_id, by)
    return InsightsOut(
        first=period.first,
        last=period.last,
        time_zone=period.zone,
        step=period.step,
        by=by,
        total=counted.total,
        steps=[
            StepOut(first=start, last=period.end_of(start), figures=counted.steps.get(start, NOTHING))
            for start in starts
        ],
        groups=[group_out(group, by, names) for group in counted.groups],
        templates=await count_templates(db, account_id, period),
        counted=list(COUNTED),
    )


async def read_names(db: AsyncSession, account_id: UUID, by: By) -> dict[str, str]:
    """Of keys that are no names themselves."""
    if by == "engineer":
        people = await db.execute(select(User.id, User.name).where(User.account_id == account_id))
        return {str(user_id): name for user_id, name in people.tuples()}
    if by == "category":
        return {playbook.id: playbook.title for playbook in load_shipped()}
    return {}


def group_out(group: Group, by: By, names: dict[str, str]) -> GroupOut:
    if group.place == NONE:
        return GroupOut(kind="none", key=None, name=NO_GROUP[by], groups=1, figures=group.figures)
    if group.place == OTHERS or group.key is None:
        return GroupOut(kind="others", key=None, name="Others", groups=group.groups, figures=group.figures)
    name = names.get(group.key, group.key)
    return GroupOut(kind="named", key=group.key, name=name, groups=1, figures=group.figures)
