"""What an account searches with beside words: the vector of a text, where it named an endpoint for it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from cachetools import LRUCache
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.settings import read_preferences_of
from resolvent.ai.embedding import Embedder, Vector, identify
from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller
from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.redaction import Gate
from resolvent.ai.routing import AccountRouter
from resolvent.db import Database
from resolvent.search.models import SearchedSession, SearchMeaning

LONGEST: Final = 1_600
"""Characters of one text: small models read 512 tokens, and some servers refuse more."""
WITHIN: Final = 3.0
"""Seconds that a search waits for its vector; without it, it is by words."""
KEPT: Final = 500
"""Vectors of what was asked lately, for the next page and the next look at the same session."""
HAS_VECTORS: Final = text("SELECT to_regclass('resolvent_vectors.session_vectors') IS NOT NULL")
READY: Final = text("""
    SELECT count(*) FROM resolvent_vectors.session_vectors
    WHERE account_id = :account AND model = :model AND dimensions = :dimensions
""")
NO_VECTORS: Final = "The database has no pgvector 0.8, so that nothing is found by meaning."
NOT_YET: Final = "The closed sessions are still being prepared for search by meaning."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Near:
    """What is looked for by meaning."""

    vector: str
    """As the database reads it."""
    dimensions: int
    model: str


@dataclass(frozen=True, slots=True)
class Meant:
    near: Near | None = None
    trouble: str | None = None
    """Why an account that chose it is searched by words alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text and whose names and secrets may stand in it."""

    text: str
    secrets: Sequence[str] = ()
    people: Sequence[str] = ()
    companies: Sequence[str] = ()

    def guard(self, policy: Policy) -> Gate:
        return Gate(self.secrets, Pseudonyms(policy, people=self.people, companies=self.companies))


class Meaning:
    """Of one process."""

    def __init__(self, database: Database, router: AccountRouter, door: Door) -> None:
        self.database = database
        self.router = router
        self.embedder = Embedder(router, door)
        self._kept: LRUCache[tuple[UUID, bytes], Near] = LRUCache(KEPT)

    def remembers(self, account_id: UUID, told: str) -> bool:
        """Somebody looked for the same text lately."""
        return (account_id, digest(told)) in self._kept

    async def recall(self, db: AsyncSession, account_id: UUID, told: str) -> Near | None:
        """What a look for the same text found lately, for those who do not wait for an endpoint."""
        near = self._kept.get((account_id, digest(told)))
        return near if near and await self.router.names(db, account_id, Use.SEARCH) else None

    async def look_for(self, account_id: UUID, asked: Asked) -> Meant:
        """Nothing leaves unless the account chose it, its database has vectors, and some are made. Never raises for the endpoint."""
        async with self.database.transaction(account_id) as db:
            if not await self.router.names(db, account_id, Use.SEARCH):
                return Meant()
            if not await db.scalar(HAS_VECTORS):
                return Meant(trouble=NO_VECTORS)
            state = await db.get(SearchMeaning, account_id)
            policy = await read_policy(db, account_id)
        caller = Caller(account_id, Use.SEARCH)
        try:
            endpoint = await self.embedder.choose(caller)
            model = identify(endpoint)
            if state is None or state.model != model or state.dimensions is None:
                return Meant(trouble=state.trouble if state and state.trouble else NOT_YET)
            key = (account_id, digest(asked.text))
            near = self._kept.get(key)
            if near is None or near.model != model:
                given = [(asked.text[:LONGEST], asked.guard(policy))]
                (vector,) = await self.embedder.embed(caller, endpoint, given, within=WITHIN)
                near = self._kept[key] = Near(write_vector(vector), len(vector), model)
        except ModelFailed as error:
            log.warning("search.by_words", code=error.code)
            return Meant(trouble=error.detail)
        return Meant(near) if near.dimensions == state.dimensions else Meant(trouble=NOT_YET)


@dataclass(frozen=True, slots=True)
class State:
    chosen: bool
    sessions: int
    ready: int
    trouble: str | None


async def read_state(db: AsyncSession, router: AccountRouter, account_id: UUID) -> State:
    chosen = bool(await router.names(db, account_id, Use.SEARCH))
    sessions = await db.scalar(select(func.count()).where(SearchedSession.account_id == account_id)) or 0
    if not chosen or not await db.scalar(HAS_VECTORS):
        return State(chosen, sessions, 0, NO_VECTORS if chosen else None)
    state = await db.get(SearchMeaning, account_id)
    given = {"account": account_id, "model": state and state.model, "dimensions": state and state.dimensions}
    ready = await db.scalar(READY, given) or 0
    return State(chosen, sessions, ready, state.trouble if state else None)


async def read_policy(db: AsyncSession, account_id: UUID) -> Policy:
    return Policy((await read_preferences_of(db, account_id)).pseudonyms)


def digest(told: str) -> bytes:
    return hashlib.sha256(told.encode()).digest()


def write_vector(vector: Vector) -> str:
    return f"[{','.join(f'{x:.6g}' for x in vector)}]"
