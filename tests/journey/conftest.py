from collections.abc import AsyncIterator

import pytest

from tests.contract.rt_harness import RtHarness
from tests.rt_server import RtServer


@pytest.fixture
async def rt_harness(rt: RtServer) -> AsyncIterator[RtHarness]:
    harness = RtHarness(rt)
    yield harness
    await harness.close()
