"""What the command line does as the database's owner, beside a running server or without one."""

import asyncio

from resolvent.accounts.actor import Actor
from resolvent.accounts.login import get_account
from resolvent.accounts.models import Role
from resolvent.accounts.tokens import create_token
from resolvent.config import Settings
from resolvent.db import Database, set_account
from resolvent.retention.due import tell_due
from resolvent.retention.run import list_accounts, run_due
from resolvent.retention.setting import read_retention
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


def run_retention(settings: Settings, *, dry_run: bool) -> list[str]:
    """What is told of it, line by line."""
    with open_running_or_start(settings) as url:
        return asyncio.run(tell_retention(url) if dry_run else delete_now(url))


async def tell_retention(url: str) -> list[str]:
    database = Database(url, pool_size=1)
    told = []
    try:
        for account_id, _ in await list_accounts(database, due=False):
            async with database.transaction(account_id) as db:
                name = (await get_account(db, account_id)).name
                days = (await read_retention(db, account_id)).days
                would = await tell_due(db, account_id, days) if days else None
            if would is not None:
                told.append(
                    f"{name}: {would.sessions} sessions closed more than {would.days} days ago would be deleted, with "
                    f"{would.messages} messages and {would.attachments} files ({would.attachment_bytes} bytes)."
                )
                if would.sessions:
                    told.append(f"  oldest: {would.oldest_title}  newest: {would.newest_title}")
    finally:
        await database.close()
    return told or ["No account has a retention time. Nothing would be deleted."]


async def delete_now(url: str) -> list[str]:
    """What the daily run has done already is not done again."""
    database = Database(url, pool_size=1)
    try:
        deleted = await run_due(database)
    finally:
        await database.close()
    return [f"Deleted: {', '.join(f'{count} {name}' for name, count in deleted.items()) or 'nothing'}."]
