"""The account's preferences: a JSON object whose known members are checked."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.login import get_account
from resolvent.accounts.models import AccountSettings
from resolvent.accounts.schemas import SettingsChange, SettingsOut
from resolvent.audit import trail
from resolvent.errors import FieldError, Invalid, invalid_field


class StatusTargets(BaseModel):
    """The status ids to set after a resolution and an escalation."""

    model_config = ConfigDict(extra="forbid")

    resolution: str | None = None
    escalation: str | None = None


class Preferences(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cw_resolved_status_id: int | None = None
    cw_escalated_status_id: int | None = None
    """Account-wide targets for ConnectWise."""
    status_targets: dict[str, StatusTargets] = {}
    """By connection id, or `connection id/board id`; these override the account-wide ones."""
    pseudonyms: Literal["off", "identities", "identities_and_hosts"] = "identities"
    """What a language model sees under another name."""
    fall_back: bool = True
    """The playbook assistant answers when no language model does."""
    tokens_a_day: Annotated[int, Field(ge=0, le=10**12)] | None = None
    """Budget for language models, read and written together; none: no limit."""


async def read_preferences(db: AsyncSession, actor: Actor) -> Preferences:
    return await read_preferences_of(db, actor.account_id)


KEPT = select(AccountSettings).where(AccountSettings.account_id == bindparam("account"))


async def read_preferences_of(db: AsyncSession, account_id: UUID) -> Preferences:
    row = await db.scalar(KEPT, {"account": account_id})
    return Preferences.model_validate(row.preferences if row else {})


async def read_settings(db: AsyncSession, actor: Actor) -> SettingsOut:
    account = await get_account(db, actor.account_id)
    preferences = await read_preferences(db, actor)
    return SettingsOut(
        name=account.name, time_zone=account.time_zone, preferences=preferences.model_dump(exclude_none=True)
    )


async def change_settings(db: AsyncSession, actor: Actor, change: SettingsChange) -> SettingsOut:
    """Members named replace the stored ones; null removes one."""
    account = await get_account(db, actor.account_id)
    before = {"name": account.name, "time_zone": account.time_zone}
    if change.name is not None:
        account.name = change.name
    if change.time_zone is not None:
        account.time_zone = check_time_zone(change.time_zone)
    after = {"name": account.name, "time_zone": account.time_zone}
    if before != after:
        trail.record(db, actor, "account.change", actor.account_id, before=before, after=after)
    if (given := change.preferences) is not None:
        was, now = await update_preferences(db, actor, lambda stored: {**stored, **given})
        trail.record(db, actor, "settings.change", actor.account_id, before=was, after=now)
    await db.flush()
    return await read_settings(db, actor)


Values = dict[str, Any]


async def update_preferences(
    db: AsyncSession, actor: Actor, change: Callable[[Values], Values]
) -> tuple[Values, Values]:
    """The stored ones before and after. The row is locked: of two changes at once the second sees the first."""
    await db.execute(
        insert(AccountSettings).values(account_id=actor.account_id, preferences={}).on_conflict_do_nothing()
    )
    row = await db.scalar(
        select(AccountSettings)
        .where(AccountSettings.account_id == actor.account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert row is not None
    before = Preferences.model_validate(row.preferences).model_dump(exclude_none=True)
    after = check_preferences(change(before))
    if after != before:
        row.preferences = after
        row.version += 1
        await db.flush()
    return before, after


def check_preferences(values: dict[str, Any]) -> dict[str, Any]:
    try:
        return Preferences.model_validate(values).model_dump(exclude_none=True)
    except ValidationError as error:
        fields = [
            FieldError(
                field=".".join(["preferences", *map(str, one["loc"])]), message=str(one["msg"]), code=one["type"]
            )
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid(
            f"These preferences are not valid: {', '.join(f.field for f in fields)}.", errors=fields
        ) from None


def check_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid_field(
            "time_zone", "This is not a time zone name, as in Europe/Vienna.", "unknown_time_zone"
        ) from None
    return name
