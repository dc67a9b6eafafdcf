"""A day's budget of tokens: calls at the same moment see each other, in one process or several, on a real database."""

import asyncio
from collections.abc import AsyncIterator
from random import Random
from uuid import uuid4

import psycopg
import pytest

from resolvent.accounts.schemas import SettingsChange
from resolvent.accounts.settings import change_settings
from resolvent.ai.books import HELD_LASTS, count_tokens
from resolvent.ai.errors import ModelFailed
from resolvent.ai.llm import Door, Patience
from resolvent.ai.models import Use
from resolvent.ai.prompt import Caller, Endpoint, Image, Part, Prompt
from resolvent.ai.routing import AccountRouter
from resolvent.ai.usage import Spent
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.vault import Vault
from tests.ai.doors import QUICK, Glass, asking
from tests.conftest import SECRET, Tenant
from tests.peers.anthropic import anthropic_peer
from tests.peers.replies import Reply, Status, Usage
from tests.peers.server import KEY, Peer

ENDPOINT = Endpoint("Claude", "anthropic", "claude-sonnet-5-5", "http://127.0.0.1:9", None, True, False, 100_000)


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with anthropic_peer() as made:
        yield made


@pytest.fixture
async def routers(database_url: str, peer: Peer) -> AsyncIterator[list[AccountRouter]]:
    """Of two processes on one database."""
    settings = Settings(model="anthropic:claude-sonnet-5-5", model_base_url=peer.url, model_api_key=KEY)
    databases = [Database(database_url, pool_size=4, vault=Vault(SECRET)) for _ in range(2)]
    yield [AccountRouter(one, Vault(SECRET), settings) for one in databases]
    for one in databases:
        await one.close()


async def allow(database: Database, tenant: Tenant, tokens: int | None) -> Caller:
    async with database.transaction(tenant.account_id) as db:
        await change_settings(db, tenant.actor, SettingsChange(preferences={"tokens_a_day": tokens}))
    return Caller(tenant.account_id, Use.CHAT, uuid4(), uuid4())


async def counted(database: Database, tenant: Tenant) -> tuple[int, int]:
    """(used, held)"""
    async with database.transaction(tenant.account_id) as db:
        return await count_tokens(db, tenant.account_id)


@pytest.mark.parametrize("seed", range(5))
async def test_calls_at_once_never_pass_the_budget_by_more_than_one_answer(
    routers: list[AccountRouter], database: Database, tenant: Tenant, seed: int
) -> None:
    dice, budget, largest = Random(seed), 20_000, 3_000
    caller = await allow(database, tenant, budget)
    for router in routers:
        await router.route(caller)

    async def call(router: AccountRouter, most: int, used: int) -> str:
        spent = Spent(0, most)
        try:
            await router.reserve(caller, ENDPOINT, spent)
        except ModelFailed as refused:
            return refused.code
        await asyncio.sleep(dice.random() / 100)
        spent.outcome, spent.measured, spent.output_tokens = "complete", True, used
        await router.account_for(caller, ENDPOINT, spent)
        return "complete"

    wanted = [dice.randint(1, largest) for _ in range(40)]
    ended = await asyncio.gather(
        *(call(routers[at % 2], most, dice.randint(most // 2, most)) for at, most in enumerate(wanted))
    )
    used, held = await counted(database, tenant)
    assert used < budget + largest
    assert held == 0
    assert ended.count("complete") >= budget // largest
    assert {"budget_held", "budget_spent"} & set(ended)


async def test_what_is_set_aside_counts_until_the_call_ends(
    routers: list[AccountRouter], database: Database, tenant: Tenant
) -> None:
    caller = await allow(database, tenant, 5_000)
    first, second, third = (Spent(0, 3_000) for _ in range(3))
    for router in routers:
        await router.route(caller)
    await asyncio.gather(routers[0].reserve(caller, ENDPOINT, first), routers[1].reserve(caller, ENDPOINT, second))
    with pytest.raises(ModelFailed, match="being written"):
        await routers[0].reserve(caller, ENDPOINT, third)
    with pytest.raises(ModelFailed, match="being written"):
        await routers[1].route(caller)
    assert await counted(database, tenant) == (0, 6_000)
    first.outcome, first.measured, first.output_tokens = "complete", True, 400
    await routers[0].account_for(caller, ENDPOINT, first)
    assert await counted(database, tenant) == (400, 3_000)
    await routers[0].reserve(caller, ENDPOINT, third)


async def test_what_a_killed_process_had_set_aside_is_free_again(
    routers: list[AccountRouter], database: Database, tenant: Tenant, database_url: str
) -> None:
    caller = await allow(database, tenant, 1_000)
    lost = Spent(0, 1_000)
    await routers[0].route(caller)
    await routers[0].reserve(caller, ENDPOINT, lost)
    with pytest.raises(ModelFailed):
        await routers[1].route(caller)
    with psycopg.connect(database_url) as db:
        db.execute("UPDATE model_usage SET created_at = created_at - %s", (HELD_LASTS,))
    await routers[1].route(caller)
    # It was not killed after all: what it gives back belongs to the moment at which it took it.
    assert lost.reserved_at is not None
    lost.reserved_at -= HELD_LASTS
    lost.outcome = "complete"
    await routers[0].account_for(caller, ENDPOINT, lost)
    assert await counted(database, tenant) == (0, 0)


def test_no_request_is_waited_for_longer_than_what_it_set_aside_is_held() -> None:
    assert HELD_LASTS.total_seconds() > Patience().whole + Patience().first_text


def test_the_most_that_a_request_may_use_counts_images_and_the_answer() -> None:
    prompt = Prompt("x" * 320, (Part("user", "y" * 320, (Image("image/png", b""),)),), 500)
    assert prompt.most_tokens == 200 + 1_600 + 500


async def test_many_answers_at_once_keep_the_budget_and_leave_nothing_set_aside(
    routers: list[AccountRouter], database: Database, tenant: Tenant, peer: Peer
) -> None:
    peer.answers(Reply("Yes.", usage=Usage(input=100, output=1_900)))
    caller = await allow(database, tenant, 5_000)
    doors = [Door(router, QUICK) for router in routers]
    asked = (doors[at % 2].complete(caller, asking("Well?", max_tokens=1_900), Glass()) for at in range(10))
    ended = await asyncio.gather(*asked, return_exceptions=True)
    used, held = await counted(database, tenant)
    assert used == 2_000 * ended.count("Yes.")
    assert 0 < used <= 5_000 + 2_000
    assert held == 0
    refused = [one.code for one in ended if isinstance(one, ModelFailed)]
    assert len(refused) == 10 - ended.count("Yes.")
    assert set(refused) <= {"budget_held", "budget_spent"}
    for door in doors:
        await door.close()


async def test_a_call_that_fails_gives_all_back(
    routers: list[AccountRouter], database: Database, tenant: Tenant, peer: Peer
) -> None:
    peer.answers(Reply(fail=Status(401)))
    caller = await allow(database, tenant, 5_000)
    door = Door(routers[0], QUICK)
    with pytest.raises(ModelFailed, match="refused the key"):
        await door.complete(caller, asking("Well?"), Glass())
    await door.close()
    assert await counted(database, tenant) == (0, 0)
