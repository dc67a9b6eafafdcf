"""The assistant that asks a language model, and the choice between it and the embedded one."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from uuid import UUID

import structlog
from cachetools import TTLCache
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.ai.catalog import list_endpoints
from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door
from resolvent.ai.models import ModelEndpoint, Use
from resolvent.ai.prompt import Caller, Endpoint, Prompt
from resolvent.ai.pseudonyms import Policy, Pseudonyms
from resolvent.ai.redaction import Gate
from resolvent.ai.routing import AccountRouter, Named
from resolvent.chat.assistant import Answered, Assistant, Turn
from resolvent.chat.assistants.model_prompt import write_prompt
from resolvent.chat.assistants.playbook import PlaybookAssistant
from resolvent.chat.shelf import FixedShelf, Shelf
from resolvent.db import Database
from resolvent.knowledge.matching import match_playbook
from resolvent.sessions.pseudonyms import keep_names

NAME_LASTS = 5.0
"""Seconds. Every look at a session shows the name."""
BRIEF = 6_000
"""Characters that are written and cleared in a few milliseconds."""

log = structlog.get_logger()


class ModelAssistant:
    """`instead` answers, with a word on why, when none of the `named` endpoints says anything and the account allows it."""

    def __init__(
        self,
        named: Sequence[Named],
        router: AccountRouter,
        door: Door,
        database: Database,
        shelf: Shelf,
        instead: Assistant,
    ) -> None:
        self.name = named[0].name
        self._named = named
        self._router = router
        self._shelf = shelf
        self._door = door
        self._database = database
        self._instead = instead

    async def answer(self, turn: Turn, stored: asyncio.Event) -> AsyncGenerator[str | Answered, None]:
        begun = False
        try:
            async with aclosing(self._ask(turn, stored)) as answer:
                async for piece in answer:
                    begun = True
                    yield piece
            return
        except ModelFailed as error:
            if begun or not turn.preferences.fall_back:
                raise
            log.info("chat.fell_back", code=error.code)
            yield Answered(self._instead.name, f"{error.detail} The {self._instead.name.lower()} answers instead.")
        async for other in self._instead.answer(turn, stored):
            yield other

    async def _ask(self, turn: Turn, stored: asyncio.Event) -> AsyncGenerator[str, None]:
        assert turn.place is not None, "A turn of the product always has its place."
        place = turn.place
        caller = Caller(place.account_id, Use.CHAT, place.session_id, place.turn_id)
        route = await self._router.admit(caller, self._named, turn.preferences.tokens_a_day)
        policy = Policy(turn.preferences.pseudonyms)
        pseudonyms = Pseudonyms(policy, place.names, people=place.people, companies=place.companies)
        opened = await self._shelf.open(place)
        playbook = match_playbook(opened.playbooks, turn.title, turn.problem).playbook

        def write(endpoint: Endpoint) -> Prompt:
            return write_prompt(turn, playbook, endpoint.context_tokens, images=endpoint.sees_images)

        guard = Gate(turn.secrets, pseudonyms)
        try:
            brief = turn.characters < BRIEF
            async with aclosing(self._door.stream(caller, write, guard, route, brief=brief, hold=stored)) as answer:
                async for piece in answer:
                    yield piece
        finally:
            if stored.is_set() and dict(pseudonyms.kept) != dict(place.names):
                await keep_names(self._database, place.account_id, place.session_id, pseudonyms.kept)


class AccountAssistants:
    """A language model where the account, or the installation, has one; else the embedded assistant."""

    def __init__(self, router: AccountRouter, door: Door, database: Database, shelf: Shelf | None = None) -> None:
        """`shelf`: the playbooks; the shipped ones if none is given."""
        self._router = router
        self._door = door
        self._database = database
        self._shelf = shelf or FixedShelf()
        self._embedded = PlaybookAssistant(self._shelf)
        self._names: TTLCache[UUID, str] = TTLCache(10_000, NAME_LASTS)

    def choose(self, own: Sequence[ModelEndpoint]) -> Assistant:
        named = self._router.choose_named(own, Use.CHAT)
        if not named:
            return self._embedded
        return ModelAssistant(named, self._router, self._door, self._database, self._shelf, self._embedded)

    async def name_for(self, db: AsyncSession, account_id: UUID) -> str:
        name = self._names.get(account_id)
        if name is None:
            name = self._names[account_id] = self.choose(await list_endpoints(db, account_id)).name
        return name
