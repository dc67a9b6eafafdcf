"""The people of an account."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.login import make_link
from resolvent.accounts.models import Account, Login, Role, User
from resolvent.audit import trail
from resolvent.errors import Conflict, NotFound


async def list_users(db: AsyncSession, actor: Actor) -> list[User]:
    return list(await db.scalars(select(User).where(User.account_id == actor.account_id).order_by(User.id)))


async def create_user(db: AsyncSession, actor: Actor, email: str, name: str, role: Role) -> tuple[User, str]:
    """The user and the token of their first sign-in link."""
    user = User(account_id=actor.account_id, email=email, name=name, role=role)
    db.add(user)
    try:
        await db.flush()
    except IntegrityError:
        # Mail addresses are unique over all accounts; the answer does not say whose it is.
        raise Conflict("This mail address is taken.", code="email_taken") from None
    trail.record(db, actor, "user.create", user.id, after={"role": role.value})
    return user, make_link(db, actor.account_id, user.id)


async def change_user(
    db: AsyncSession, actor: Actor, user_id: UUID, *, name: str | None, role: Role | None, disabled: bool | None
) -> User:
    # One change at a time per account: two administrators who demote each other would leave none.
    await db.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update())
    user = await db.scalar(
        select(User).where(User.account_id == actor.account_id, User.id == user_id).with_for_update()
    )
    if user is None:
        raise NotFound("There is no such user.")
    before = {"role": user.role, "disabled": user.disabled_at is not None}
    if name is not None:
        user.name = name
    if role is not None:
        user.role = role
    if disabled is not None:
        user.disabled_at = datetime.now(UTC) if disabled else None
    if disabled:
        await db.execute(delete(Login).where(Login.account_id == actor.account_id, Login.user_id == user.id))
    user.version += 1
    await db.flush()
    await keep_one_admin(db, actor)
    trail.record(
        db, actor, "user.change", user.id, before=before, after={"role": user.role, "disabled": bool(user.disabled_at)}
    )
    return user


async def keep_one_admin(db: AsyncSession, actor: Actor) -> None:
    admins = await db.scalar(
        select(func.count())
        .select_from(User)
        .where(User.account_id == actor.account_id, User.role == Role.ADMIN, User.disabled_at.is_(None))
    )
    if not admins:
        raise Conflict("An account needs at least one administrator.", code="last_admin")
