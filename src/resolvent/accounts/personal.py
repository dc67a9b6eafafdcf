"""What one person keeps for themselves, in every browser they use."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import UserPreferences
from resolvent.schemas import Body, Line


class SavedFilter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[Line, Field(max_length=60)]
    search: Annotated[Line, Field(max_length=500)]
    """The query part of the list's address: `status=active&mine=true`."""


class OwnPreferences(BaseModel):
    guide_hidden: bool = False
    """The first steps are off the sessions list."""
    saved_filters: list[SavedFilter] = []
    """Of the sessions list, in the order shown."""


class OwnPreferencesOut(BaseModel):
    guide_hidden: bool
    saved_filters: list[SavedFilter]


class OwnPreferencesChange(Body):
    """A member left out stays as it is."""

    guide_hidden: bool | None = None
    saved_filters: Annotated[list[SavedFilter], Field(max_length=50)] | None = None


async def read_own(db: AsyncSession, actor: Actor) -> OwnPreferencesOut:
    kept = await db.scalar(
        select(UserPreferences.preferences).where(
            UserPreferences.account_id == actor.account_id, UserPreferences.user_id == actor.user_id
        )
    )
    own = OwnPreferences.model_validate(kept or {})
    return OwnPreferencesOut(guide_hidden=own.guide_hidden, saved_filters=own.saved_filters)


async def change_own(db: AsyncSession, actor: Actor, change: OwnPreferencesChange) -> OwnPreferencesOut:
    """Two changes at once keep both, where they change different members."""
    changed = change.model_dump(exclude_none=True)
    statement = insert(UserPreferences).values(account_id=actor.account_id, user_id=actor.user_id, preferences=changed)
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=[UserPreferences.account_id, UserPreferences.user_id],
            set_={"preferences": UserPreferences.preferences.op("||")(statement.excluded.preferences)},
        )
    )
    return await read_own(db, actor)
