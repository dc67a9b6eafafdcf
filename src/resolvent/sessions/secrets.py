"""The secrets a session knows: what its scripts were given. Kept sealed, so that they are found wherever they come back.

Whoever writes free text of a session masks it first, under the session's lock: `mask_prose` behind `change_session`, `mask_body` for what else a
request brings, `mask_for_session` or `lock_secrets` for the rest. A secret that another request is about to store is waited for, and what
was stored before it is scrubbed. The order of locks is everywhere the session, then its rows (drafts, turns, messages, …),
then templates and stored answers.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

import structlog
from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.audit import trail
from resolvent.db import vault_of
from resolvent.errors import Unavailable, invalid_field
from resolvent.masking import mask_deep, mask_values
from resolvent.sessions.access import lock_sessions_of
from resolvent.sessions.models import AISession, SessionSecret

BodyModel = TypeVar("BodyModel", bound=BaseModel)
MOST = 50
"""Secrets of a session: each is looked for in all that is written in it."""

SEALED = text("SELECT sealed FROM session_secrets WHERE account_id = :account AND session_id = :session")

log = structlog.get_logger()


async def read_secrets(db: AsyncSession, account_id: UUID, session_id: UUID) -> tuple[str, ...]:
    sealed = await db.scalar(SEALED, {"account": account_id, "session": session_id})
    return open_secrets(db, session_id, sealed) if sealed is not None else ()


async def read_secrets_of(
    db: AsyncSession, account_id: UUID, session_ids: Collection[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """Of several sessions; one without any is left out."""
    rows = await db.execute(
        select(SessionSecret.session_id, SessionSecret.sealed).where(
            SessionSecret.account_id == account_id, SessionSecret.session_id.in_(session_ids)
        )
    )
    return {session_id: open_secrets(db, session_id, sealed) for session_id, sealed in rows.tuples()}


def open_secrets(db: AsyncSession, session_id: UUID, sealed: bytes) -> tuple[str, ...]:
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


async def lock_secrets(db: AsyncSession, account_id: UUID, session_id: UUID) -> tuple[str, ...]:
    """All there are until the commit. Of a session that is not there, none. A session that was read before is not read again: whoever
    goes on with it locks it first."""
    if not await lock_sessions_of(db, account_id, [session_id], wait=True):
        return ()
    trail.name_session(db, session_id)
    return await read_secrets(db, account_id, session_id)


async def keep_secrets(
    db: AsyncSession, account_id: UUID, session_id: UUID, values: Iterable[str], *, field: str
) -> None:
    """The caller holds the session's lock, so that two at once lose none. `field`: of the request that brought them."""
    known = await read_secrets(db, account_id, session_id)
    more = [value for value in dict.fromkeys(values) if value and value not in known]
    if not more:
        return
    if len(known) + len(more) > MOST:
        raise invalid_field(
            field,
            f"A session keeps {MOST} secrets, so that they can be masked; with this there would be {len(known) + len(more)}."
            " Go on in a new session.",
            "too_many_secrets",
        )
    sealed = vault_of(db).seal({"values": [*known, *more]})
    await db.execute(
        insert(SessionSecret)
        .values(account_id=account_id, session_id=session_id, sealed=sealed)
        .on_conflict_do_update(index_elements=["account_id", "session_id"], set_={"sealed": sealed})
    )


async def mask_for_session(db: AsyncSession, account_id: UUID, session_id: UUID, text: str) -> str:
    """Every known secret of the session is masked, in whatever form it stands there."""
    return mask_values(text, await lock_secrets(db, account_id, session_id))


async def mask_prose(
    db: AsyncSession, session: AISession, values: Mapping[str, Any], prose: Collection[str]
) -> dict[str, Any]:
    """What is about to be written to a row of a session that the caller has changed, and so holds the lock of: with its texts masked,
    which are the members that `prose` names."""
    secrets = await read_secrets(db, session.account_id, session.id)
    return {name: mask_deep(value, secrets) if name in prose else value for name, value in values.items()}


async def mask_body(db: AsyncSession, account_id: UUID, session_id: UUID, body: BodyModel) -> BodyModel:
    """A request's body with the texts that were sent masked."""
    secrets = await lock_secrets(db, account_id, session_id)
    if not secrets:
        return body
    return body.model_copy(update={name: mask_deep(getattr(body, name), secrets) for name in body.model_fields_set})
