"""The access matrix's rows of people and their accounts: sign-in, tokens, users, audit, settings."""

from typing import Final
from uuid import uuid4

from sqlalchemy import select

from resolvent.accounts.login import get_user, open_login
from resolvent.accounts.models import Login, Role
from resolvent.accounts.tokens import create_token
from resolvent.db import set_account
from tests.security.conftest import World
from tests.security.matrix_row import ADMIN, ENGINEER, V1, Ids, Row, nothing


async def user(world: World) -> Ids:
    return {"user_id": await world.new_user()}


async def token(world: World) -> Ids:
    """Each caller may only revoke their own; see `special`."""
    async with world.owner.transaction() as db:
        await set_account(db, world.acme.account_id)
        _, made = await create_token(db, world.acme.actor, "spare", Role.ENGINEER, None)
        return {"token_id": str(made.id)}


async def sign_in(world: World) -> Ids:
    """By browser, as acme's administrator."""
    async with world.owner.transaction() as db:
        await set_account(db, world.acme.account_id)
        user = await get_user(db, world.acme.account_id, world.acme.actor.user_id)
        open_login(db, user, None, "link")
        await db.flush()
        newest = select(Login.id).where(Login.account_id == user.account_id).order_by(Login.id.desc()).limit(1)
        return {"sign_in_id": str(await db.scalar(newest))}


async def password(world: World) -> Ids:
    await world.forget_attempts()
    return {}


async def link(world: World) -> Ids:
    await world.forget_attempts()
    return {"token": await world.new_link()}


async def no_retention(world: World) -> Ids:
    await world.run("DELETE FROM retention")
    return {}


async def fresh_mail(_: World) -> Ids:
    return {"email": f"{uuid4().hex}@acme.example"}


NOBODY_BY_TOKEN: Final = dict.fromkeys(("engineer", "lead", "admin", "stranger"), 403)
"""Passwords are changed, and tokens made, in a browser that signed in, never with a token."""
OWNER_ALONE: Final = dict.fromkeys(("engineer", "lead"), 404)
"""A colleague's token is not there for the others."""

ACCOUNT_ROWS: Final = (
    Row("POST", V1 + "/auth/login", None, 401, password, {"email": "x@acme.example", "password": "wrong password"}),
    Row("POST", V1 + "/auth/one-time", None, 204, link, {"token": "{token}"}),
    Row("POST", V1 + "/auth/logout", ENGINEER, 204, nothing),
    Row("GET", V1 + "/auth/me", ENGINEER, 200, nothing),
    Row("GET", V1 + "/auth/me/preferences", ENGINEER, 200, nothing),
    Row("PATCH", V1 + "/auth/me/preferences", ENGINEER, 200, nothing, {"guide_hidden": True}),
    Row("POST", V1 + "/auth/password", ENGINEER, 204, nothing, {"password": "long enough for all"}, NOBODY_BY_TOKEN),
    Row("GET", V1 + "/auth/tokens", ENGINEER, 200, nothing),
    Row("POST", V1 + "/auth/tokens", ENGINEER, 201, nothing, {"name": "laptop"}, NOBODY_BY_TOKEN),
    Row("DELETE", V1 + "/auth/tokens/{token_id}", ENGINEER, 204, token, special=OWNER_ALONE),
    Row("GET", V1 + "/auth/sign-ins", ENGINEER, 200, nothing),
    Row("DELETE", V1 + "/auth/sign-ins", ENGINEER, 200, nothing),
    Row("DELETE", V1 + "/auth/sign-ins/{sign_in_id}", ENGINEER, 204, sign_in, special=OWNER_ALONE),
    Row("GET", V1 + "/account/tokens", ADMIN, 200, nothing),
    Row("DELETE", V1 + "/account/tokens/{token_id}", ADMIN, 204, token),
    Row("GET", V1 + "/audit", ADMIN, 200, nothing),
    Row("GET", V1 + "/audit/export", ADMIN, 200, nothing),
    Row("GET", V1 + "/users", ENGINEER, 200, nothing),
    Row("POST", V1 + "/users", ADMIN, 201, fresh_mail, {"email": "{email}", "name": "New"}),
    Row("PATCH", V1 + "/users/{user_id}", ADMIN, 200, user, {"name": "Renamed"}),
    Row("POST", V1 + "/users/{user_id}/sign-in-link", ADMIN, 201, user),
    Row("GET", V1 + "/account/settings", ENGINEER, 200, nothing),
    Row("GET", V1 + "/account/retention", ADMIN, 200, nothing),
    Row("PUT", V1 + "/account/retention", ADMIN, 200, no_retention, {"days": 30, "version": 1}),
    Row("GET", V1 + "/account/retention/preview", ADMIN, 200, nothing),
    Row("PATCH", V1 + "/account/settings", ADMIN, 200, nothing, {"time_zone": "Europe/Vienna"}),
)
