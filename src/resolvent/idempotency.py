"""`Idempotency-Key`: the same key with the same body gets the stored answer; with another body, a 422.

The key's row is written in the request's own transaction: it is kept if, and only if, what it guards is. A second request
with the same key waits for the first one's commit.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ValidationError
from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from resolvent.accounts.actor import Actor
from resolvent.db import Model
from resolvent.errors import BadRequest, Conflict, invalid_field

Answer = TypeVar("Answer", bound=BaseModel)
MAX_KEY = 200
OF_SESSION = "of_session"
"""Member of a stored answer that names the session whose texts it holds; an answer that is a session has its `id`."""


class IdempotencyKey(Model):
    __tablename__ = "idempotency_keys"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    """Of method, path and body, keyed: a body may hold a secret that is short enough to be tried."""
    answer: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class OnceGuard:
    def __init__(self, key: str | None, request_hash: str) -> None:
        self.key = key
        self.request_hash = request_hash

    async def replay(self, db: AsyncSession, actor: Actor, shape: type[Answer]) -> Answer | None:
        """The stored answer of an earlier request; None: this is the first, go on."""
        if self.key is None:
            return None
        values = {"account_id": actor.account_id, "user_id": actor.user_id, "key": self.key}
        made = await db.scalar(
            insert(IdempotencyKey)
            .values(**values, request_hash=self.request_hash)
            .on_conflict_do_nothing()
            .returning(IdempotencyKey.key)
        )
        if made is not None:
            return None
        stored = (await db.scalars(select(IdempotencyKey).filter_by(**values))).one()
        self._check_same(stored)
        answer = read_answer(stored, shape)
        if answer is None:
            raise Conflict(
                "The answer to the first request with this key held a secret and was not kept. Ask again with a new key.",
                code="answer_not_kept",
            )
        return answer

    async def find(self, db: AsyncSession, actor: Actor, shape: type[Answer]) -> Answer | None:
        """For work that spans transactions and guards itself against doubling: a stored answer, if there is one."""
        if self.key is None:
            return None
        stored = await db.scalar(
            select(IdempotencyKey).filter_by(account_id=actor.account_id, user_id=actor.user_id, key=self.key)
        )
        if stored is None:
            return None
        self._check_same(stored)
        return read_answer(stored, shape)

    async def keep(self, db: AsyncSession, actor: Actor, answer: BaseModel) -> None:
        """The counterpart of `find`."""
        if self.key is None:
            return
        body = answer.model_dump(mode="json")
        await db.execute(
            insert(IdempotencyKey)
            .values(
                account_id=actor.account_id,
                user_id=actor.user_id,
                key=self.key,
                request_hash=self.request_hash,
                answer=body,
            )
            .on_conflict_do_update(index_elements=["account_id", "user_id", "key"], set_={"answer": body})
        )

    def _check_same(self, stored: IdempotencyKey) -> None:
        if stored.request_hash != self.request_hash:
            raise invalid_field(
                "Idempotency-Key", "This key was used for another request. Use a new one.", "idempotency_key_reused"
            )

    async def store(self, db: AsyncSession, actor: Actor, answer: BaseModel, *, session_id: UUID | None = None) -> None:
        """The counterpart of `replay`. An answer that holds a secret is not given to it, and can't be had twice.

        `session_id`: whose texts the answer holds; it forgets what that session learns to be a secret.
        """
        if self.key is None:
            return
        of_session = {} if session_id is None else {OF_SESSION: str(session_id)}
        await db.execute(
            update(IdempotencyKey)
            .where(
                IdempotencyKey.account_id == actor.account_id,
                IdempotencyKey.user_id == actor.user_id,
                IdempotencyKey.key == self.key,
            )
            .values(answer={**answer.model_dump(mode="json"), **of_session})
        )


def read_answer(stored: IdempotencyKey, shape: type[Answer]) -> Answer | None:
    """None: there is none, or what was masked in it since left nothing that can be read."""
    try:
        return shape.model_validate(stored.answer) if stored.answer is not None else None
    except ValidationError:
        return None


async def mask_answers(
    db: AsyncSession, account_id: UUID, session_id: UUID, mask: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """In all stored answers of a session."""
    answer = IdempotencyKey.answer
    names = or_(answer[OF_SESSION].astext == str(session_id), answer["id"].astext == str(session_id))
    for stored in await db.scalars(select(IdempotencyKey).where(IdempotencyKey.account_id == account_id, names)):
        assert stored.answer is not None
        masked = mask(stored.answer)
        # Without the session's name it would not be found the next time.
        named = all(masked.get(one) == stored.answer.get(one) for one in (OF_SESSION, "id"))
        stored.answer = masked if named else None
    await db.flush()


async def get_once(request: Request, idempotency_key: Annotated[str | None, Header()] = None) -> OnceGuard:
    if idempotency_key is not None and not (0 < len(idempotency_key) <= MAX_KEY and idempotency_key.isprintable()):
        raise BadRequest(f"Idempotency-Key must have 1 to {MAX_KEY} printable characters.", code="bad_idempotency_key")
    said = f"{request.method} {request.url.path}\n".encode() + await request.body()
    secret_key: str = request.app.state.secret_key
    return OnceGuard(idempotency_key, hmac.new(secret_key.encode(), said, hashlib.sha256).hexdigest())


Once = Annotated[OnceGuard, Depends(get_once)]
