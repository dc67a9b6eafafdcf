"""Personal API tokens: made, listed, revoked. The token itself is shown once and stored hashed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import ApiToken, Role
from resolvent.accounts.secrets import hash_token, new_token
from resolvent.audit import trail
from resolvent.errors import Forbidden, NotFound

PREFIX = "rv_"


async def list_tokens(db: AsyncSession, actor: Actor) -> list[ApiToken]:
    return list(
        await db.scalars(
            select(ApiToken)
            .where(
                ApiToken.account_id == actor.account_id,
                ApiToken.user_id == actor.user_id,
                ApiToken.revoked_at.is_(None),
            )
            .order_by(ApiToken.id)
        )
    )


async def create_token(db: AsyncSession, actor: Actor, name: str, role: Role, days: int | None) -> tuple[str, ApiToken]:
    if not actor.role.covers(role):
        raise Forbidden(f"Your role {actor.role} can't make a token with the role {role}.", code="role_needed")
    secret = new_token(PREFIX)
    token = ApiToken(
        account_id=actor.account_id,
        user_id=actor.user_id,
        name=name,
        role=role,
        token_hash=hash_token(secret),
        prefix=secret[:8],
        expires_at=datetime.now(UTC) + timedelta(days=days) if days else None,
    )
    db.add(token)
    await db.flush()
    trail.record(db, actor, "token.create", token.id, after={"name": name, "role": role.value})
    return secret, token


async def revoke_token(db: AsyncSession, actor: Actor, token_id: UUID) -> None:
    token = await db.scalar(
        select(ApiToken).where(
            ApiToken.account_id == actor.account_id, ApiToken.user_id == actor.user_id, ApiToken.id == token_id
        )
    )
    if token is None or token.revoked_at is not None:
        raise NotFound("There is no such token.")
    token.revoked_at = datetime.now(UTC)
    trail.record(db, actor, "token.revoke", token.id)
