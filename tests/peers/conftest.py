from collections.abc import AsyncIterator

import pytest

from tests.peers.drivers import ClaudeDriver, Driver, GptDriver, driving_claude, driving_gpt


@pytest.fixture(params=["httpx2", "aiohttp"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def claude(transport: str) -> AsyncIterator[ClaudeDriver]:
    async with driving_claude(transport) as driver:
        yield driver


@pytest.fixture
async def gpt(transport: str) -> AsyncIterator[GptDriver]:
    async with driving_gpt(transport) as driver:
        yield driver


@pytest.fixture(params=["claude", "gpt"])
async def driver(request: pytest.FixtureRequest, transport: str) -> AsyncIterator[Driver]:
    """Either vendor's SDK, over either of its HTTP clients, with a peer behind."""
    if request.param == "claude":
        async with driving_claude(transport) as claude:
            yield claude
    else:
        async with driving_gpt(transport) as gpt:
            yield gpt
