"""Connections are kept for the next request, and never closed under one that runs."""

import gc
from typing import Any

import pytest

from resolvent.ai.kept_models import KeptModels
from resolvent.ai.prompt import Endpoint
from resolvent.ai.sdks import build_model, leave_sdk_out


def endpoint(name: str) -> Endpoint:
    return Endpoint(name, "anthropic", "claude-sonnet-5-5", "http://127.0.0.1:9", "key", True, False, 100_000)


@pytest.fixture
def models() -> KeptModels:
    return KeptModels(lambda one: build_model(one, connect=10.0), most=2)


FAILED: list[Any] = []


async def fail_with(models: KeptModels) -> None:
    """While two others take its place."""
    async with models.use(endpoint("first")) as first:
        FAILED.append(first)
        for name in ("second", "third"):
            async with models.use(endpoint(name)):
                pass
        raise RuntimeError


def is_open(model: Any) -> bool:
    return not model.client.is_closed()


async def test_a_model_in_use_outlives_its_place(models: KeptModels) -> None:
    async with models.use(endpoint("first")) as first:
        async with models.use(endpoint("first")) as again:
            assert again is first
            for name in ("second", "third"):
                async with models.use(endpoint(name)):
                    pass
            assert is_open(first)
        assert is_open(first), "one of its two users is left"
        async with models.use(endpoint("first")) as anew:
            assert anew is not first
    assert not is_open(first)
    assert is_open(anew)
    await models.close()
    assert not is_open(anew)


async def test_the_last_used_are_kept(models: KeptModels) -> None:
    made = {}
    for name in ("first", "second", "first", "third"):
        async with models.use(endpoint(name)) as made[name]:
            pass
    assert [name for name, model in made.items() if is_open(model)] == ["first", "third"]
    async with models.use(endpoint("first")) as first:
        assert first is made["first"]
    await models.close()


async def test_a_user_that_fails_lets_go(models: KeptModels) -> None:
    with pytest.raises(RuntimeError):
        await fail_with(models)
    assert not is_open(FAILED[-1])
    await models.close()


def test_the_sdk_that_comes_with_a_model_is_looked_at_by_no_later_collection() -> None:
    leave_sdk_out.cache_clear()
    gc.unfreeze()
    try:
        leave_sdk_out("anthropic")
        assert gc.get_freeze_count() > 10_000
        leave_sdk_out("anthropic")
        assert leave_sdk_out.cache_info().misses == 1, "once for each provider"
    finally:
        gc.unfreeze()
