"""API tokens: made and revoked by their owner, seen and revoked by an administrator. Shown once, stored hashed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.actor import Actor
from resolvent.accounts.models import ApiToken, Role, User
from resolvent.accounts.secrets import hash_token, new_token
from resolvent.accounts.streams import end_streams
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


async def list_all_tokens(
    db: AsyncSession, actor: Actor, *, before: UUID | None, limit: int
) -> list[tuple[ApiToken, str]]:
    """Of the whole account, each with its owner's name, the newest first."""
    statement = (
        select(ApiToken, User.name)
        .join(User, (User.account_id == ApiToken.account_id) & (User.id == ApiToken.user_id))
        .where(ApiToken.account_id == actor.account_id, ApiToken.revoked_at.is_(None))
    )
    if before is not None:
        statement = statement.where(ApiToken.id < before)
    rows = await db.execute(statement.order_by(ApiToken.id.desc()).limit(limit))
    return [row.tuple() for row in rows]


async def create_token(
    db: AsyncSession, actor: Actor, name: str, role: Role, days: int | None, *, read_only: bool = False
) -> tuple[str, ApiToken]:
    if not actor.role.covers(role):
        raise Forbidden(f"Your role {actor.role} can't make a token with the role {role}.", code="role_needed")
    secret = new_token(PREFIX)
    token = ApiToken(
        account_id=actor.account_id,
        user_id=actor.user_id,
        name=name,
        role=role,
        read_only=read_only,
        token_hash=hash_token(secret),
        prefix=secret[:8],
        expires_at=datetime.now(UTC) + timedelta(days=days) if days else None,
    )
    db.add(token)
    await db.flush()
    trail.record(db, actor, "token.create", token.id, after={"name": name, "role": role.value, "read_only": read_only})
    return secret, token


async def revoke_token(db: AsyncSession, actor: Actor, token_id: UUID) -> None:
    """One's own."""
    token = await db.scalar(
        select(ApiToken).where(
            ApiToken.account_id == actor.account_id, ApiToken.user_id == actor.user_id, ApiToken.id == token_id
        )
    )
    await _revoke(db, actor, token)


async def revoke_any_token(db: AsyncSession, actor: Actor, token_id: UUID) -> None:
    """Of anybody in the account."""
    token = await db.scalar(select(ApiToken).where(ApiToken.account_id == actor.account_id, ApiToken.id == token_id))
    await _revoke(db, actor, token)


async def _revoke(db: AsyncSession, actor: Actor, token: ApiToken | None) -> None:
    if token is None or token.revoked_at is not None:
        raise NotFound("There is no such token.")
    token.revoked_at = datetime.now(UTC)
    await end_streams(db, token.user_id)
    trail.record(db, actor, "token.revoke", token.id, before={"name": token.name, "owner": str(token.user_id)})
