"""Who acts, for which account: from the session cookie or a bearer token, in the request's own transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.models import ApiToken, Role
from resolvent.accounts.secrets import hash_token
from resolvent.audit.trail import ORIGIN
from resolvent.db import DatabaseDep, Db, call_function
from resolvent.errors import Forbidden, Unauthenticated

COOKIE = "resolvent_login"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Actor:
    account_id: UUID
    user_id: UUID
    name: str
    role: Role
    login_id: UUID | None
    """The browser login, when it was a cookie."""
    token_hash: str | None = field(default=None, repr=False)
    """Of the API token, when it was one."""


async def get_actor(request: Request, db: Db) -> Actor:
    """Sets the transaction's account as well: from here on only its rows exist."""
    return await authenticate(request, db)


async def get_brief_actor(request: Request, database: DatabaseDep) -> Actor:
    """For endpoints that call a vendor or a model: no transaction stays open while they wait."""
    async with database.transaction() as db:
        return await authenticate(request, db)


async def authenticate(request: Request, db: AsyncSession) -> Actor:
    note_origin(request)
    bearer = request.headers.get("authorization", "")
    if bearer:
        scheme, _, token = bearer.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("The Authorization header must be `Bearer rv_…`.", code="bad_authorization")
        actor = await find_actor(db, "resolvent_actor_of_token(:hash)", token.strip())
        if request.method not in SAFE_METHODS:
            await check_may_write(db, actor)
        return actor
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        raise Unauthenticated("Sign in first.")
    if request.method not in SAFE_METHODS:
        check_origin(request)
    return await find_actor(db, "resolvent_actor_of_login(:hash)", cookie)


async def check_may_write(db: AsyncSession, actor: Actor) -> None:
    """Of an API token."""
    read_only = select(ApiToken.read_only).where(
        ApiToken.account_id == actor.account_id, ApiToken.token_hash == actor.token_hash
    )
    if await db.scalar(read_only):
        raise Forbidden("This token may only read. Make one that may change things as well.", code="read_only_token")


def note_origin(request: Request) -> None:
    """For what this request records."""
    ORIGIN.set(request.client.host if request.client else None)


async def find_actor(db: AsyncSession, function: str, secret: str) -> Actor:
    hashed = hash_token(secret)
    row = await call_function(db, function, {"hash": hashed})
    if row is None or row["account_id"] is None:
        raise Unauthenticated("This sign-in has ended or was revoked. Sign in again.", code="expired")
    actor = Actor(
        account_id=row["account_id"],
        user_id=row["user_id"],
        name=row["name"],
        role=Role(row["role"]),
        login_id=row["login_id"],
        token_hash=hashed if row["login_id"] is None else None,
    )
    structlog.contextvars.bind_contextvars(account=str(actor.account_id), user=str(actor.user_id))
    return actor


def check_origin(request: Request) -> None:
    """A cookie is sent along by any page; only our own may change anything with it (CSRF)."""
    origin = request.headers.get("origin")
    if origin is None:
        if request.headers.get("sec-fetch-site") in (None, "same-origin", "none"):
            return
        raise Forbidden("This request came from another site.", code="cross_site")
    public: str | None = request.app.state.settings.public_url
    allowed = {request.headers.get("host"), urlsplit(public).netloc if public else None}
    if urlsplit(origin).netloc not in allowed:
        raise Forbidden("This request came from another site.", code="cross_site")


CurrentActor = Annotated[Actor, Depends(get_actor, scope="function")]
BriefActor = Annotated[Actor, Depends(get_brief_actor)]


def at_least(role: Role) -> Callable[[Actor], Awaitable[Actor]]:
    async def check(actor: CurrentActor) -> Actor:
        if not actor.role.covers(role):
            raise Forbidden(f"This needs the role {role}; yours is {actor.role}.", code="role_needed")
        return actor

    return check


Admin = Annotated[Actor, Depends(at_least(Role.ADMIN), scope="function")]
Lead = Annotated[Actor, Depends(at_least(Role.LEAD), scope="function")]
"""Administrators too."""


async def get_brief_admin(actor: BriefActor) -> Actor:
    return await at_least(Role.ADMIN)(actor)


BriefAdmin = Annotated[Actor, Depends(get_brief_admin)]
