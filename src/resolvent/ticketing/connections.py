"""Configured ticketing systems: made, changed, removed. Their secrets go in and never come out."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.audit import trail
from resolvent.errors import Conflict, FieldError, Invalid, NotFound
from resolvent.ids import new_id
from resolvent.ticketing.desk_rules import ESCALATED, RESOLVED
from resolvent.ticketing.models import Connection
from resolvent.ticketing.providers.rt_settings import RtSettings
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


def check_settings(settings: dict[str, Any], secret: dict[str, str]) -> RtSettings:
    """All members are checked together; what is wrong is named, and no value is repeated."""
    try:
        return RtSettings.model_validate({**settings, **secret})
    except ValidationError as error:
        fields = [
            FieldError(
                field=".".join(["settings", *map(str, one["loc"])]),
                message=one["msg"].removeprefix("Value error, "),
                code=one["type"],
            )
            for one in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Invalid(f"These settings are not valid: {', '.join(f.field for f in fields)}.", errors=fields) from None


SECRET_FIELDS = frozenset({"password", "token"})


def split_secret(settings: dict[str, Any], secret: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """A secret that came among the settings is moved to where it is sealed."""
    moved = {name: str(value) for name, value in settings.items() if name in SECRET_FIELDS and value}
    return {name: value for name, value in settings.items() if name not in SECRET_FIELDS}, {**moved, **secret}


async def create_connection(
    db: AsyncSession,
    actor: Actor,
    vault: Vault,
    *,
    provider: str,
    name: str,
    settings: dict[str, Any],
    secret: dict[str, str],
    status_targets: dict[str, str | None],
) -> Connection:
    settings, secret = split_secret(settings, secret)
    check_settings(settings, secret)
    connection = Connection(
        account_id=actor.account_id,
        id=new_id(),
        provider=provider,
        name=name,
        settings=settings,
        secret=vault.seal(secret),
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
    secret: dict[str, str] | None,
    status_targets: dict[str, str | None] | None,
) -> Connection:
    connection = await get_connection(db, actor.account_id, connection_id)
    if name is not None:
        connection.name = name
    if status_targets is not None:
        connection.status_targets = {**connection.status_targets, **status_targets}
    if settings is not None or secret is not None:
        if connection.provider == LOCAL:
            raise Conflict("The local desk has no settings.", code="local_desk")
        plain, hidden = split_secret(settings or connection.settings, secret or {})
        hidden = {**vault.open(connection.secret), **hidden}
        check_settings(plain, hidden)
        connection.settings = plain
        connection.secret = vault.seal(hidden)
        if secret:
            connection.secret_set_at = datetime.now(UTC)
    connection.version += 1
    trail.record(db, actor, "connection.change", connection.id, after={"name": connection.name})
    await db.flush()
    return connection


async def remove_connection(db: AsyncSession, actor: Actor, connection_id: UUID) -> None:
    connection = await get_connection(db, actor.account_id, connection_id)
    if connection.provider == LOCAL:
        raise Conflict("The local desk can't be removed.", code="local_desk")
    connection.removed_at = datetime.now(UTC)
    connection.secret = None
    trail.record(db, actor, "connection.remove", connection.id)
