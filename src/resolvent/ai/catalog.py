"""An account's model endpoints: made, changed, ordered, removed. Their keys go in and never come out."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.ai.models import ModelEndpoint, Use
from resolvent.audit import trail
from resolvent.errors import Conflict, NotFound, StaleState, invalid_field
from resolvent.ids import new_id
from resolvent.vault import Vault

MAX_ENDPOINTS = 20
LISTED = (
    select(ModelEndpoint)
    .where(ModelEndpoint.account_id == bindparam("account"))
    .order_by(ModelEndpoint.position, ModelEndpoint.id)
)


ENDPOINTS = """
    SELECT json_agg(json_build_array(name, provider, model, base_url, encode(sealed, 'base64'), uses, allow_private, sees_images,
                                     context_tokens) ORDER BY position, id)
    FROM model_endpoints WHERE account_id = :account
"""
"""For who reads more of an account with it: `read_endpoints` makes them of it."""


@dataclass(frozen=True, slots=True)
class EndpointChange:
    """What to set; None leaves it. `key`: empty removes it."""

    name: str | None = None
    provider: str | None = None
    model: str | None = None
    base_url: str | None = None
    """Empty: the provider's own."""
    key: str | None = None
    uses: tuple[Use, ...] | None = None
    position: int | None = None
    allow_private: bool | None = None
    sees_images: bool | None = None
    context_tokens: int | None = None


async def list_endpoints(db: AsyncSession, account_id: UUID) -> list[ModelEndpoint]:
    return list(await db.scalars(LISTED, {"account": account_id}))


def read_endpoints(account_id: UUID, rows: Sequence[Sequence[Any]] | None) -> tuple[ModelEndpoint, ...]:
    """To ask; they belong to no transaction. As `list_endpoints` orders them."""
    return tuple(
        ModelEndpoint(
            account_id=account_id,
            name=name,
            provider=provider,
            model=model,
            base_url=base_url,
            sealed=None if sealed is None else b64decode(sealed),
            uses=uses,
            allow_private=allow_private,
            sees_images=sees_images,
            context_tokens=context_tokens,
        )
        for name, provider, model, base_url, sealed, uses, allow_private, sees_images, context_tokens in rows or ()
    )


async def get_endpoint(db: AsyncSession, account_id: UUID, endpoint_id: UUID) -> ModelEndpoint:
    found = await db.scalar(
        select(ModelEndpoint).where(ModelEndpoint.account_id == account_id, ModelEndpoint.id == endpoint_id)
    )
    if found is None:
        raise NotFound("There is no such model endpoint.")
    return found


async def create_endpoint(db: AsyncSession, actor: Actor, vault: Vault, given: EndpointChange) -> ModelEndpoint:
    """Last in the order."""
    count, last = (
        await db.execute(
            select(func.count(), func.coalesce(func.max(ModelEndpoint.position), 0)).where(
                ModelEndpoint.account_id == actor.account_id
            )
        )
    ).one()
    if count >= MAX_ENDPOINTS:
        raise Conflict(f"There are {MAX_ENDPOINTS} endpoints already. Remove one first.", code="too_many_endpoints")
    endpoint = ModelEndpoint(account_id=actor.account_id, id=new_id(), position=last + 1)
    fill(endpoint, vault, given)
    db.add(endpoint)
    trail.record(db, actor, "model.create", endpoint.id, after=describe(endpoint))
    await db.flush()
    return endpoint


async def change_endpoint(
    db: AsyncSession, actor: Actor, vault: Vault, endpoint_id: UUID, given: EndpointChange, *, version: int
) -> ModelEndpoint:
    endpoint = await get_endpoint(db, actor.account_id, endpoint_id)
    await db.refresh(endpoint, with_for_update=True)
    if endpoint.version != version:
        raise StaleState(
            f"{endpoint.name} was changed meanwhile: you saw version {version}, it is at {endpoint.version}.",
            extra={"current": endpoint.version},
        )
    before = describe(endpoint)
    # A key stays with the address that it was entered for: elsewhere it would be handed to somebody else.
    moved = (given.base_url is not None and (given.base_url or None) != endpoint.base_url) or (
        given.provider is not None and given.provider != endpoint.provider
    )
    if moved and endpoint.sealed is not None and given.key is None:
        raise invalid_field("key", "Enter the key again: the address has changed.", "key_needed")
    fill(endpoint, vault, given)
    endpoint.version += 1
    trail.record(db, actor, "model.change", endpoint.id, before=before, after=describe(endpoint))
    await db.flush()
    return endpoint


async def remove_endpoint(db: AsyncSession, actor: Actor, endpoint_id: UUID) -> None:
    endpoint = await get_endpoint(db, actor.account_id, endpoint_id)
    trail.record(db, actor, "model.remove", endpoint.id, before=describe(endpoint))
    await db.delete(endpoint)


def fill(endpoint: ModelEndpoint, vault: Vault, given: EndpointChange) -> None:
    for member in ("name", "provider", "model", "position", "allow_private", "sees_images", "context_tokens"):
        value = getattr(given, member)
        if value is not None:
            setattr(endpoint, member, value)
    if given.uses is not None:
        endpoint.uses = [use.value for use in Use if use in given.uses]
    if Use.SEARCH in endpoint.uses and endpoint.provider == "anthropic":
        raise invalid_field(
            "uses", "Anthropic has no embeddings: search needs a server with OpenAI's API.", "no_embeddings"
        )
    if given.base_url is not None:
        endpoint.base_url = check_base_url(given.base_url)
    if given.key is not None:
        endpoint.sealed = vault.seal({"key": given.key}) if given.key else None
        endpoint.key_set_at = datetime.now(UTC) if given.key else None


def check_base_url(url: str) -> str | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        well_formed = False
    if not well_formed:
        raise invalid_field("base_url", "This is not an address, as in https://models.example/v1.", "bad_url")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise invalid_field("base_url", "No user, query or fragment can stand in this address.", "bad_url")
    return url.rstrip("/")


def describe(endpoint: ModelEndpoint) -> dict[str, object]:
    return {
        "name": endpoint.name,
        "provider": endpoint.provider,
        "model": endpoint.model,
        "base_url": endpoint.base_url,
        "uses": list(endpoint.uses),
        "allow_private": bool(endpoint.allow_private),
        "sees_images": bool(endpoint.sees_images),
        "context_tokens": endpoint.context_tokens,
        "key_set_at": endpoint.key_set_at.isoformat() if endpoint.key_set_at else None,
    }
