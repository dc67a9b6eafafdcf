"""Signing in: password, one-time link, sign out, change of password."""

import time
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.browsers import name_browser
from resolvent.accounts.models import Account, Login, OneTimeLink, Role, User
from resolvent.accounts.secrets import hash_password, hash_token, new_token, password_matches
from resolvent.accounts.streams import end_streams
from resolvent.audit import trail
from resolvent.db import call_function, set_account
from resolvent.errors import Forbidden, TooMany, Unauthenticated, invalid_field

LOGIN_LIFETIME = timedelta(days=14)
LINK_LIFETIME = timedelta(hours=24)
ATTEMPTS = 10
WINDOW_SECONDS = 300
WRONG = "The mail address or the password is wrong."


async def count_attempt(db: AsyncSession, key: str) -> None:
    """At most 10 attempts per key in five minutes, over all replicas. Must be committed even when the attempt fails."""
    row = await call_function(
        db, "resolvent_count_attempt(:key, :window)", {"key": hash_token(key), "window": WINDOW_SECONDS}
    )
    if row is not None and row["hits"] > ATTEMPTS:
        wait = seconds_left(time.time())
        raise TooMany(f"Too many attempts. Try again in {tell_wait(wait)}.", headers={"Retry-After": str(wait)})


def seconds_left(now: float) -> int:
    """Of the window that the database counts in: windows begin at whole multiples of their length. At least 1."""
    return WINDOW_SECONDS - int(now) % WINDOW_SECONDS


def tell_wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if seconds <= 60:
        return "a minute" if seconds > 30 else f"{seconds} seconds" if seconds > 1 else "a second"
    return f"{minutes} minutes"


async def sign_in(db: AsyncSession, email: str, password: str, browser: str | None) -> str:
    """The new login's cookie value."""
    row = await call_function(db, "resolvent_user_of_email(:email)", {"email": email})
    if not password_matches(password, row["password_hash"] if row else None) or row is None:
        raise Unauthenticated(WRONG, code="wrong_password")
    await set_account(db, row["account_id"])
    user = await get_user(db, row["account_id"], row["user_id"])
    return open_login(db, user, browser, "password")


async def use_link(db: AsyncSession, token: str, browser: str | None) -> str:
    """A link works once: two at the same time, one wins."""
    row = await call_function(db, "resolvent_use_link(:hash)", {"hash": hash_token(token)})
    if row is None or row["account_id"] is None:
        raise Unauthenticated("This link was used already or has expired. Ask for a new one.", code="link_used")
    await set_account(db, row["account_id"])
    user = await get_user(db, row["account_id"], row["user_id"])
    resets = await db.scalar(
        select(OneTimeLink.resets).where(
            OneTimeLink.account_id == user.account_id, OneTimeLink.token_hash == hash_token(token)
        )
    )
    if resets:
        user.password_hash = None
        await db.execute(delete(Login).where(Login.account_id == user.account_id, Login.user_id == user.id))
        await end_streams(db, user.id)
    return open_login(db, user, browser, "link")


def open_login(db: AsyncSession, user: User, browser: str | None, way: Literal["password", "link"]) -> str:
    """`browser`: what it calls itself."""
    secret = new_token()
    db.add(
        Login(
            account_id=user.account_id,
            user_id=user.id,
            token_hash=hash_token(secret),
            expires_at=datetime.now(UTC) + LOGIN_LIFETIME,
            browser=name_browser(browser),
            last_used_at=datetime.now(UTC),
        )
    )
    user.last_seen_at = datetime.now(UTC)
    actor = Actor(user.account_id, user.id, user.name, Role(user.role), None)
    trail.record(db, actor, "user.sign_in", user.id, after={"by": way})
    return secret


async def sign_out(db: AsyncSession, actor: Actor) -> None:
    if actor.login_id is not None:
        await db.execute(delete(Login).where(Login.account_id == actor.account_id, Login.id == actor.login_id))
        await end_streams(db, actor.user_id)


async def change_password(db: AsyncSession, actor: Actor, password: str, current: str | None) -> None:
    """Ends every other login of this user. A token may not: it would outlive itself, and rise to its user's own role."""
    if actor.login_id is None:
        raise Forbidden("Sign in with a browser to change the password; a token can't.", code="login_needed")
    user = await get_user(db, actor.account_id, actor.user_id)
    if user.password_hash is not None and not password_matches(current or "", user.password_hash):
        raise invalid_field("current_password", "The current password is wrong.", "wrong_password")
    user.password_hash = hash_password(password)
    await db.execute(
        delete(Login).where(
            Login.account_id == actor.account_id, Login.user_id == actor.user_id, Login.id != actor.login_id
        )
    )
    await end_streams(db, user.id)
    trail.record(db, actor, "user.password", user.id)


async def get_user(db: AsyncSession, account_id: UUID, user_id: UUID) -> User:
    return (await db.scalars(select(User).where(User.account_id == account_id, User.id == user_id))).one()


OWN = select(Account).where(Account.id == bindparam("account"))


async def get_account(db: AsyncSession, account_id: UUID) -> Account:
    return (await db.scalars(OWN, {"account": account_id})).one()


def make_link(db: AsyncSession, account_id: UUID, user_id: UUID, *, resets: bool = False) -> str:
    """The token of a new one-time link. `resets`: it voids the password when it is used."""
    token = new_token()
    db.add(
        OneTimeLink(
            account_id=account_id,
            user_id=user_id,
            token_hash=hash_token(token),
            expires_at=datetime.now(UTC) + LINK_LIFETIME,
            resets=resets,
        )
    )
    return token


async def void_links(db: AsyncSession, account_id: UUID, user_id: UUID) -> None:
    await db.execute(
        update(OneTimeLink)
        .where(OneTimeLink.account_id == account_id, OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .values(used_at=text("clock_timestamp()"))
    )
