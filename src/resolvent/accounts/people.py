"""The people of an account: invited, changed, deactivated and let in again.

A change of people is made in a transaction of its own, behind one lock an account: a request that was authenticated in the
same transaction would hold its own sign-in's row while it waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.login import make_link, void_links
from resolvent.accounts.models import Account, ApiToken, Login, OneTimeLink, Role, User
from resolvent.accounts.streams import end_streams
from resolvent.audit import trail
from resolvent.errors import Conflict, Forbidden, NotFound, StaleState, invalid_field

OPEN_SESSIONS = text(
    """SELECT assignee_id, count(*) FROM ai_sessions
    WHERE account_id = :account AND status = 'active' AND assignee_id = ANY(:users) GROUP BY assignee_id"""
)
"""Counted by the database: sessions are a room above this one."""


@dataclass(frozen=True, slots=True)
class Activity:
    """`link_expires_at`: of a sign-in link that was not used yet."""

    last_seen_at: datetime | None
    open_sessions: int
    sign_ins: int
    password_set: bool
    link_expires_at: datetime | None


async def list_users(
    db: AsyncSession, actor: Actor, *, after: UUID | None = None, limit: int | None = None
) -> list[User]:
    statement = select(User).where(User.account_id == actor.account_id)
    if after is not None:
        statement = statement.where(User.id > after)
    return list(await db.scalars(statement.order_by(User.id).limit(limit)))


async def read_activity(db: AsyncSession, actor: Actor, users: Sequence[User]) -> dict[UUID, Activity]:
    ids = [user.id for user in users]
    now = datetime.now(UTC)
    sessions = await _by_user(db, OPEN_SESSIONS, {"account": actor.account_id, "users": ids})
    sign_ins = await _by_user(
        db,
        select(Login.user_id, func.count())
        .where(Login.account_id == actor.account_id, Login.user_id.in_(ids), Login.expires_at > now)
        .group_by(Login.user_id),
    )
    links = await _by_user(
        db,
        select(OneTimeLink.user_id, func.max(OneTimeLink.expires_at))
        .where(
            OneTimeLink.account_id == actor.account_id,
            OneTimeLink.user_id.in_(ids),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .group_by(OneTimeLink.user_id),
    )
    return {
        user.id: Activity(
            last_seen_at=user.last_seen_at,
            open_sessions=sessions.get(user.id, 0),
            sign_ins=sign_ins.get(user.id, 0),
            password_set=user.password_hash is not None,
            link_expires_at=links.get(user.id),
        )
        for user in users
    }


async def _by_user(db: AsyncSession, statement: Any, values: dict[str, Any] | None = None) -> dict[UUID, Any]:
    return {row[0]: row[1] for row in await db.execute(statement, values)}


async def create_user(db: AsyncSession, actor: Actor, email: str, name: str, role: Role) -> tuple[User, str]:
    """The user and the token of their first sign-in link."""
    await lock_people(db, actor)
    user = User(account_id=actor.account_id, email=email, name=name, role=role)
    db.add(user)
    try:
        await db.flush()
    except IntegrityError:
        # Mail addresses are unique over all accounts; the answer does not say whose it is.
        raise Conflict("This mail address is taken.", code="email_taken") from None
    trail.record(db, actor, "user.create", user.id, after={"name": name, "role": role.value})
    return user, make_link(db, actor.account_id, user.id)


async def change_user(
    db: AsyncSession,
    actor: Actor,
    user_id: UUID,
    *,
    name: str | None,
    role: Role | None,
    disabled: bool | None,
    version: int | None,
) -> User:
    """Deactivating ends all sign-ins, tokens and links of the user at once, for good; what they did stays."""
    user = await _lock_user(db, actor, user_id)
    if version is not None and version != user.version:
        raise StaleState(
            f"{user.name} was changed meanwhile: you saw version {version}, it is at {user.version}.",
            extra={"current": user.version},
        )
    before = describe(user)
    if name is not None:
        user.name = name
    if role is not None:
        user.role = role
    if disabled is not None and disabled != before["disabled"]:
        user.disabled_at = datetime.now(UTC) if disabled else None
    after = describe(user)
    if before == after:
        return user
    await db.flush()
    await keep_one_admin(db, actor, field="disabled" if disabled else "role")
    if user.id == actor.user_id and (after["disabled"] or after["role"] != before["role"]):
        raise invalid_field(
            "disabled" if after["disabled"] else "role",
            "You can't take your own rights away: you would be locked out. Another administrator can.",
            "own_account",
        )
    if after["disabled"] != before["disabled"]:
        # Also on the way back: who signed in at the moment of the deactivation has a sign-in that never held.
        await end_access(db, user)
    user.version += 1
    await db.flush()
    trail.record(db, actor, "user.change", user.id, before=before, after=after)
    return user


def describe(user: User) -> dict[str, Any]:
    return {"name": user.name, "role": str(user.role), "disabled": user.disabled_at is not None}


async def end_access(db: AsyncSession, user: User) -> None:
    await db.execute(delete(Login).where(Login.account_id == user.account_id, Login.user_id == user.id))
    await db.execute(
        update(ApiToken)
        .where(ApiToken.account_id == user.account_id, ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=text("clock_timestamp()"))
    )
    await void_links(db, user.account_id, user.id)
    await end_streams(db, user.id)


async def make_user_link(db: AsyncSession, actor: Actor, user_id: UUID) -> str:
    """The token of a new sign-in link, the only one that works from now on. It lets a forgotten password be replaced."""
    user = await _lock_user(db, actor, user_id)
    if user.disabled_at is not None:
        raise Conflict(f"{user.name} is deactivated. Reactivate the user first.", code="user_disabled")
    await void_links(db, actor.account_id, user.id)
    trail.record(db, actor, "user.link", user.id, after={"resets_password": user.password_hash is not None})
    return make_link(db, actor.account_id, user.id, resets=True)


async def lock_people(db: AsyncSession, actor: Actor) -> None:
    """One change at a time per account, and only by who still is its administrator: two who demote each other at the
    same moment would leave none."""
    await db.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update(key_share=True))
    still = await db.scalar(
        select(User.id).where(
            User.account_id == actor.account_id,
            User.id == actor.user_id,
            User.role == Role.ADMIN,
            User.disabled_at.is_(None),
        )
    )
    if still is None:
        raise Forbidden("This needs the role admin, which is no longer yours.", code="role_needed")


async def _lock_user(db: AsyncSession, actor: Actor, user_id: UUID) -> User:
    await lock_people(db, actor)
    user = await db.scalar(
        select(User).where(User.account_id == actor.account_id, User.id == user_id).with_for_update(key_share=True)
    )
    if user is None:
        raise NotFound("There is no such user.")
    return user


async def keep_one_admin(db: AsyncSession, actor: Actor, *, field: str) -> None:
    admins = await db.scalar(
        select(func.count())
        .select_from(User)
        .where(User.account_id == actor.account_id, User.role == Role.ADMIN, User.disabled_at.is_(None))
    )
    if not admins:
        raise invalid_field(field, "An account needs at least one administrator.", "last_admin")
