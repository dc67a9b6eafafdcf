"""The secrets a session knows: what its scripts were given. Kept sealed, so that they are found wherever they come back.

Whoever writes free text of a session masks it first: `mask_body` for what a request brings, `read_mask` for the rest. One
look at one row by its key; most sessions have none.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

import structlog
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.db import vault_of
from resolvent.errors import Unavailable
from resolvent.masking import mask_deep, mask_values
from resolvent.sessions.models import AISession, SessionSecret

BodyModel = TypeVar("BodyModel", bound=BaseModel)
Mask = Callable[[str], str]

log = structlog.get_logger()


async def read_secrets(db: AsyncSession, account_id: UUID, session_id: UUID) -> tuple[str, ...]:
    sealed = await db.scalar(
        select(SessionSecret.sealed).where(
            SessionSecret.account_id == account_id, SessionSecret.session_id == session_id
        )
    )
    if sealed is None:
        return ()
    try:
        return tuple(vault_of(db).open(sealed)["values"])
    except Unavailable:
        # Sealed with a key that is gone: nobody can know them any more, and the session must go on.
        log.warning("secrets.unreadable", session=str(session_id))
        return ()


async def read_ticket_secrets(db: AsyncSession, account_id: UUID, ticket_id: UUID) -> tuple[str, ...]:
    """Of all sessions on a ticket of the local desk."""
    sessions = await db.scalars(
        select(SessionSecret.session_id)
        .join(
            AISession, (AISession.account_id == SessionSecret.account_id) & (AISession.id == SessionSecret.session_id)
        )
        .where(SessionSecret.account_id == account_id, AISession.ticket_id == str(ticket_id))
    )
    found = [await read_secrets(db, account_id, one) for one in sessions.all()]
    return tuple(value for values in found for value in values)


async def keep_secrets(db: AsyncSession, account_id: UUID, session_id: UUID, values: Iterable[str]) -> None:
    """The caller holds the session's lock, so that two at once lose none."""
    known = await read_secrets(db, account_id, session_id)
    more = [value for value in dict.fromkeys(values) if value and value not in known]
    if not more:
        return
    sealed = vault_of(db).seal({"values": [*known, *more]})
    await db.execute(
        insert(SessionSecret)
        .values(account_id=account_id, session_id=session_id, sealed=sealed)
        .on_conflict_do_update(index_elements=["account_id", "session_id"], set_={"sealed": sealed})
    )


async def read_mask(db: AsyncSession, account_id: UUID, session_id: UUID) -> Mask:
    """Masks every known secret of the session in a text, in whatever form it stands there."""
    secrets = await read_secrets(db, account_id, session_id)
    return lambda text: mask_values(text, secrets)


async def mask_for_session(db: AsyncSession, account_id: UUID, session_id: UUID, text: str) -> str:
    return (await read_mask(db, account_id, session_id))(text)


async def mask_body(db: AsyncSession, account_id: UUID, session_id: UUID, body: BodyModel) -> BodyModel:
    """A request's body with all its texts masked."""
    secrets = await read_secrets(db, account_id, session_id)
    if not secrets:
        return body
    masked = {name: mask_deep(value, secrets) for name, value in body}
    return body.model_copy(update=masked)
