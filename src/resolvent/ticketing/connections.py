"""Configured ticketing systems: made, changed, removed. Their secrets go in and never come out."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.settings import update_preferences
from resolvent.audit import trail
from resolvent.errors import Conflict, NotFound, StaleState, Unavailable
from resolvent.ids import new_id
from resolvent.ticketing.connection_settings import (
    check_not_carried_off,
    check_settings,
    merge_secret,
    split_secret,
)
from resolvent.ticketing.desk_rules import ESCALATED, RESOLVED
from resolvent.ticketing.models import Connection
from resolvent.ticketing.providers.registry import PROVIDERS
from resolvent.vault import Vault

LOCAL = "local"
LOCAL_TARGETS = {"resolution": RESOLVED, "escalation": ESCALATED}


async def list_connections(db: AsyncSession, account_id: UUID) -> list[Connection]:
    return list(
        await db.scalars(
            select(Connection)
            .where(Connection.account_id == account_id, Connection.removed_at.is_(None))
            .order_by(Connection.id)
        )
    )


def check_key(account_id: UUID) -> str:
    """What checks are counted under: each signs in at the vendor, which locks whoever tries too often."""
    return f"connection-check:{account_id}"


async def get_connection(db: AsyncSession, account_id: UUID, connection_id: UUID) -> Connection:
    found = await db.scalar(
        select(Connection).where(
            Connection.account_id == account_id, Connection.id == connection_id, Connection.removed_at.is_(None)
        )
    )
    if found is None:
        raise NotFound("There is no such connection.")
    return found


def make_local_desk(db: AsyncSession, account_id: UUID) -> Connection:
    desk = Connection(
        account_id=account_id, id=new_id(), provider=LOCAL, name="Local desk", status_targets=LOCAL_TARGETS
    )
    db.add(desk)
    return desk


def open_settings(vault: Vault, connection: Connection) -> BaseModel:
    """Raises Unavailable when its secrets were sealed with another key."""
    return check_settings(PROVIDERS[connection.provider], connection.settings, vault.open(connection.secret))


def kept_secret(vault: Vault, connection: Connection) -> dict[str, Any]:
    """Empty as well when another key sealed them: they have to be entered anew."""
    try:
        return vault.open(connection.secret)
    except Unavailable:
        return {}


async def create_connection(
    db: AsyncSession,
    actor: Actor,
    vault: Vault,
    *,
    provider: str,
    name: str,
    settings: dict[str, Any],
    secret: dict[str, str | None],
    status_targets: dict[str, str | None],
) -> Connection:
    kind = PROVIDERS[provider]
    plain, given = split_secret(kind, settings, secret)
    hidden = merge_secret({}, given)
    check_settings(kind, plain, hidden)
    connection = Connection(
        account_id=actor.account_id,
        id=new_id(),
        provider=provider,
        name=name,
        settings=plain,
        secret=vault.seal(hidden),
        secret_set_at=datetime.now(UTC),
        status_targets=status_targets,
    )
    db.add(connection)
    await db.flush()
    trail.record(db, actor, "connection.create", connection.id, after={"provider": provider, "name": name})
    await db.refresh(connection)
    return connection


async def change_connection(
    db: AsyncSession,
    actor: Actor,
    vault: Vault,
    connection_id: UUID,
    *,
    name: str | None,
    settings: dict[str, Any] | None,
    secret: dict[str, str | None] | None,
    status_targets: dict[str, str | None] | None,
    version: int | None,
) -> Connection:
    """`settings` replace the stored ones; of the secret ones, None removes one and an empty one is left as it is."""
    connection = await get_connection(db, actor.account_id, connection_id)
    await db.refresh(connection, with_for_update=True)
    if version is not None and connection.version != version:
        raise StaleState(
            f"{connection.name} was changed meanwhile: you saw version {version}, it is at {connection.version}.",
            extra={"current": connection.version},
        )
    before = {"name": connection.name, "settings": connection.settings}
    if name is not None:
        connection.name = name
    if status_targets is not None:
        connection.status_targets = {**connection.status_targets, **status_targets}
    if settings is not None or secret is not None:
        if connection.provider == LOCAL:
            raise Conflict("The local desk has no settings.", code="local_desk")
        change_settings(vault, connection, settings, secret or {})
    connection.version += 1
    after = {"name": connection.name, "settings": connection.settings, "secret_set_at": str(connection.secret_set_at)}
    trail.record(db, actor, "connection.change", connection.id, before=before, after=after)
    await db.flush()
    return connection


def change_settings(
    vault: Vault, connection: Connection, settings: dict[str, Any] | None, secret: dict[str, str | None]
) -> None:
    kind = PROVIDERS[connection.provider]
    plain, given = split_secret(kind, connection.settings if settings is None else settings, secret)
    kept = kept_secret(vault, connection)
    hidden = merge_secret(kept, given)
    checked = check_settings(kind, plain, hidden)
    check_not_carried_off(kind, connection.settings, checked, kept, given)
    connection.settings = plain
    connection.secret = vault.seal(hidden)
    if given:
        connection.secret_set_at = datetime.now(UTC)


async def remove_connection(db: AsyncSession, actor: Actor, connection_id: UUID) -> None:
    connection = await get_connection(db, actor.account_id, connection_id)
    if connection.provider == LOCAL:
        raise Conflict("The local desk can't be removed.", code="local_desk")
    connection.removed_at = datetime.now(UTC)
    connection.secret = None
    await forget_mapping(db, actor, connection_id)
    trail.record(db, actor, "connection.remove", connection.id)


async def forget_mapping(db: AsyncSession, actor: Actor, connection_id: UUID) -> None:
    """Of a connection that is removed."""

    def change(values: dict[str, Any]) -> dict[str, Any]:
        mapped: dict[str, Any] = values.get("status_targets", {})
        left = {key: one for key, one in mapped.items() if key.partition("/")[0] != str(connection_id)}
        return {**values, "status_targets": left}

    await update_preferences(db, actor, change)
