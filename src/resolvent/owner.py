"""What the command line does as the database's owner, beside a running server or without one."""

import asyncio

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import Role
from resolvent.accounts.tokens import create_token
from resolvent.config import Settings
from resolvent.db import Database, set_account
from resolvent.start import StartError, find_admin, open_running_or_start


def create_owner_token(settings: Settings, role: Role, name: str, days: int) -> str:
    with open_running_or_start(settings) as url:
        return asyncio.run(make_token(url, role, name, days))


async def make_token(url: str, role: Role, name: str, days: int) -> str:
    database = Database(url, pool_size=1, role=None)
    try:
        async with database.transaction() as db:
            admin = await find_admin(db)
            if admin is None:
                raise StartError("There is no account yet. Start `resolvent run` once.")
            await set_account(db, admin.account_id)
            actor = Actor(admin.account_id, admin.id, admin.name, Role.ADMIN, None)
            secret, _ = await create_token(db, actor, name, role, days)
            return secret
    finally:
        await database.close()
