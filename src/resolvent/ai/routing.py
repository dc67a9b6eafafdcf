"""Which endpoints serve an account's use, whether its budget allows a call, and what a call cost it."""

import asyncio
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from resolvent.accounts.settings import read_preferences_of
from resolvent.ai.books import check_budget, lock_budget, reservation, usage_row
from resolvent.ai.catalog import list_endpoints
from resolvent.ai.errors import ModelFailed
from resolvent.ai.models import ModelEndpoint, Use
from resolvent.ai.prompt import Caller, Endpoint
from resolvent.ai.usage import Spent
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.errors import Unavailable
from resolvent.vault import Vault

REFERENCE_MODEL = "claude-sonnet-5-5"
"""Used when there is an Anthropic key and no model was named."""
DEFAULT_CONTEXT = {"anthropic": 200_000, "openai": 32_000}
"""Tokens; what most models of that protocol read at least."""

Named = ModelEndpoint | Endpoint
"""An account's own, or the installation's."""

log = structlog.get_logger()


class Router(Protocol):
    async def route(self, caller: Caller) -> list[Endpoint]:
        """In the order in which to try them. Raises ModelFailed: none, or the budget is spent."""
        ...

    async def reserve(
        self, caller: Caller, endpoint: Endpoint, spent: Spent, hold: asyncio.Event | None = None
    ) -> None:
        """Sets aside what a request may use, once `hold` is set. Raises ModelFailed when the budget does not allow it."""
        ...

    async def account_for(self, caller: Caller, endpoint: Endpoint, spent: Spent) -> None:
        """Writes down what a request used, and gives back what was set aside; never fails the request."""
        ...


class AccountRouter:
    """An account's own endpoints; with none at all, the installation's."""

    def __init__(self, database: Database, vault: Vault, settings: Settings) -> None:
        self._database = database
        self.vault = vault
        self._limited: set[UUID] = set()
        """Accounts with a budget, as each was last routed: the others need no second look into the database."""
        self._own = {use: read_setting(settings, use) for use in Use}

    async def route(self, caller: Caller) -> list[Endpoint]:
        async with self._database.transaction(caller.account_id) as db:
            named = await self.list_named(db, caller.account_id, caller.use)
            budget = (await read_preferences_of(db, caller.account_id)).tokens_a_day
        return await self.admit(caller, named, budget)

    async def admit(self, caller: Caller, named: Sequence[Named], budget: int | None) -> list[Endpoint]:
        """`route`, for who has read already which are named and what the budget is."""
        if not named:
            raise ModelFailed("model_not_set")
        self._limited.discard(caller.account_id)
        if budget is not None:
            self._limited.add(caller.account_id)
            async with self._database.transaction(caller.account_id) as db:
                await check_budget(db, caller.account_id, budget)
        found = [endpoint for endpoint in map(self._open_or_skip, named) if endpoint is not None]
        if not found:
            raise ModelFailed("model_key_lost")
        return found

    def installation(self) -> dict[Use, Endpoint]:
        return {use: one for use, one in self._own.items() if one is not None}

    async def names(self, db: AsyncSession, account_id: UUID, use: Use) -> list[tuple[str, str]]:
        """(name, model) of those that would be tried; no key is opened for it."""
        return [(one.name, one.model) for one in await self.list_named(db, account_id, use)]

    async def list_named(self, db: AsyncSession, account_id: UUID, use: Use) -> list[Named]:
        """Those that would be tried, with their keys as they are kept."""
        return self.choose_named(await list_endpoints(db, account_id), use)

    def choose_named(self, own: Sequence[ModelEndpoint], use: Use) -> list[Named]:
        """The same, for who has read the account's endpoints already."""
        if own:
            return [one for one in own if use in one.uses]
        of_installation = self._own[use]
        return [of_installation] if of_installation else []

    def _open_or_skip(self, row: Named) -> Endpoint | None:
        """None: its key was sealed with a secret key that is gone."""
        if isinstance(row, Endpoint):
            return row
        try:
            return self.open(row)
        except Unavailable:
            log.warning("model.key_lost", endpoint=row.name)
            return None

    def open(self, row: ModelEndpoint) -> Endpoint:
        return Endpoint(
            name=row.name,
            provider=row.provider,  # type: ignore[arg-type]  # by constraint
            model=row.model,
            base_url=row.base_url,
            key=self.vault.open(row.sealed).get("key"),
            allow_private=row.allow_private,
            sees_images=row.sees_images,
            context_tokens=row.context_tokens,
        )

    async def reserve(
        self, caller: Caller, endpoint: Endpoint, spent: Spent, hold: asyncio.Event | None = None
    ) -> None:
        """Under the account's lock, so that calls at the same moment see each other."""
        if caller.account_id not in self._limited:
            return
        if hold is not None:
            await hold.wait()
        async with self._database.transaction(caller.account_id) as db:
            budget = (await read_preferences_of(db, caller.account_id)).tokens_a_day
            if budget is None:
                return
            await lock_budget(db, caller.account_id)
            await check_budget(db, caller.account_id, budget)
            held = reservation(caller, endpoint, spent.most)
            db.add(held)
            await db.flush()
        spent.reserved_at = held.created_at

    async def account_for(self, caller: Caller, endpoint: Endpoint, spent: Spent) -> None:
        spent.estimate()
        try:
            async with self._database.transaction(caller.account_id) as db:
                db.add(usage_row(caller, endpoint, spent))
                if spent.reserved_at is not None:
                    db.add(reservation(caller, endpoint, -spent.most, spent.reserved_at))
        except Exception as error:
            # An answer is worth more than its row in the books.
            log.error("model.usage_lost", error=type(error).__name__)


def read_setting(settings: Settings, use: Use) -> Endpoint | None:
    """The installation's model for a use; None when it has none. Never for search: an account chooses that itself."""
    if use is Use.SEARCH:
        return None
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    named = settings.fast_model if use is not Use.CHAT and settings.fast_model else settings.model
    if named == "embedded":
        if not (key and key.startswith("sk-ant-") and not settings.model_base_url):
            return None
        named = f"anthropic:{REFERENCE_MODEL}"
    provider, _, model = named.partition(":")
    return Endpoint(
        name=model,
        provider=provider,  # type: ignore[arg-type]  # by the setting's pattern
        model=model,
        base_url=settings.model_base_url,
        key=key,
        allow_private=True,
        sees_images=provider == "anthropic",
        context_tokens=DEFAULT_CONTEXT[provider],
    )
