"""What a process needs before it serves: the database, its schema, the secret key, and on the very first start an account."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.login import make_link, void_links
from resolvent.accounts.models import Account, Role, User
from resolvent.config import Settings
from resolvent.db import APP_ROLE, Database, call_function, set_account
from resolvent.ids import new_id
from resolvent.progress import tell_step
from resolvent.ticketing.connections import make_local_desk
from resolvent.ticketing.samples import add_sample_tickets

SHORTEST_KEY = 32
ADMIN_EMAIL = "admin@localhost"


class StartError(Exception):
    """A sentence for whoever started Resolvent."""


@dataclass(frozen=True, slots=True)
class FirstAccount:
    account_id: UUID
    token: str
    """Of the one-time sign-in link."""


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """libpq's URL of the database, as its owner. The embedded server lives as long as this context."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    from resolvent.postgres import EmbeddedPostgres

    with ExitStack() as stack:
        with tell_step("Starting the database"):
            server = stack.enter_context(EmbeddedPostgres(settings.data_dir, settings.postgres_bin))
            server.create_database("resolvent")
        yield server.url("resolvent")


def application_url(settings: Settings, owner_url: str) -> str:
    """Where the server itself signs in. On the embedded database that is the application's role, which no statement can
    leave; elsewhere whoever the setting names, acting as that role from the first statement on (README: Growing)."""
    if not settings.embedded:
        return owner_url
    with psycopg.connect(owner_url, autocommit=True) as db:
        db.execute(f"ALTER ROLE {APP_ROLE} LOGIN".encode())
    parts = urlsplit(owner_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{APP_ROLE}@{host}"))


def load_secret_key(settings: Settings) -> str:
    """From the setting; with the embedded database, made once and kept beside it."""
    if settings.secret_key is not None:
        key = settings.secret_key.get_secret_value()
        if len(key) < SHORTEST_KEY or len(set(key)) < 10:
            raise StartError(f"RESOLVENT_SECRET_KEY is too weak: use {SHORTEST_KEY} random characters or more.")
        return key
    if not settings.embedded:
        raise StartError(
            "With RESOLVENT_DATABASE_URL every replica needs the same RESOLVENT_SECRET_KEY: "
            "set it to 32 random characters or more, and keep it."
        )
    return keep_key(settings.data_dir / "secret.key")


def keep_key(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text().strip()
        if len(key) < SHORTEST_KEY:
            raise StartError(f"{path} is damaged. Restore it, or the stored credentials can't be read.") from None
        return key
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


async def make_first_account(url: str, *, samples: bool) -> FirstAccount | None:
    """On an empty database: an account, its administrator with a one-time link, and the local desk."""
    database = Database(url, pool_size=1, role=None)
    try:
        async with database.transaction() as db:
            row = await call_function(db, "resolvent_has_accounts()", {})
            if row is not None and row["found"]:
                return None
            account_id = new_id()
            await set_account(db, account_id)
            db.add(Account(id=account_id, name="My service desk", time_zone=local_time_zone()))
            await db.flush()
            admin = User(account_id=account_id, id=new_id(), email=ADMIN_EMAIL, name="Administrator", role=Role.ADMIN)
            db.add(admin)
            make_local_desk(db, account_id)
            await db.flush()
            if samples:
                await add_sample_tickets(db, account_id)
            return FirstAccount(account_id, make_link(db, account_id, admin.id))
    finally:
        await database.close()


async def find_admin(db: AsyncSession) -> User | None:
    """Of the oldest account, for the command line, which acts as the database's owner."""
    return await db.scalar(
        select(User).where(User.role == Role.ADMIN, User.disabled_at.is_(None)).order_by(User.id).limit(1)
    )


async def renew_link(url: str) -> str | None:
    """A fresh sign-in link while the administrator has no password yet; None once they have."""
    database = Database(url, pool_size=1, role=None)
    try:
        async with database.transaction() as db:
            admin = await find_admin(db)
            if admin is None or admin.password_hash is not None:
                return None
            await void_links(db, admin.account_id, admin.id)
            return make_link(db, admin.account_id, admin.id)
    finally:
        await database.close()


def local_time_zone() -> str:
    try:
        target = str(Path("/etc/localtime").readlink())
    except OSError:
        return "UTC"
    _, found, name = target.partition("zoneinfo/")
    return name if found and name.count("/") <= 2 and not name.startswith("Etc/") else "UTC"


@contextmanager
def open_running_or_start(settings: Settings) -> Iterator[str]:
    """The embedded server of a running `resolvent run` if there is one, else one of our own."""
    if settings.database_url is None:
        from resolvent.postgres import EmbeddedPostgres

        running = EmbeddedPostgres(settings.data_dir, settings.postgres_bin).url("resolvent")
        if answers(running):
            yield running
            return
    with open_database(settings) as url:
        yield url


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as db:
            return db.execute("SELECT 1").fetchone() is not None
    except psycopg.OperationalError:
        return False
