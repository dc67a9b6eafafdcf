from collections.abc import AsyncIterator

import pytest

from resolvent.db import Database
from tests.conftest import Tenant
from tests.contract.connectwise_harness import ConnectWiseHarness
from tests.contract.example.app import Desk, make_app
from tests.contract.example.harness import ExampleHarness
from tests.contract.harness import Harness
from tests.contract.local_harness import LocalHarness
from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.running import connectwise_emulator, served

PROVIDERS = [
    pytest.param("local", marks=pytest.mark.database),
    "connectwise",
    "example",
    pytest.param("rt", marks=[pytest.mark.rt, pytest.mark.xdist_group("rt")]),
]


@pytest.fixture(params=PROVIDERS)
def harness(request: pytest.FixtureRequest) -> Harness:
    given: Harness = request.getfixturevalue(f"{request.param}_harness")
    return given


@pytest.fixture
async def connectwise_harness() -> AsyncIterator[ConnectWiseHarness]:
    clock = SetClock()
    with connectwise_emulator(clock) as desk:
        harness = ConnectWiseHarness(desk, clock)
        yield harness
        await harness.close()


@pytest.fixture
def local_harness(database: Database, tenant: Tenant) -> LocalHarness:
    return LocalHarness(database, tenant.account_id)


@pytest.fixture
async def example_harness() -> AsyncIterator[ExampleHarness]:
    desk = Desk()
    with served(make_app(desk)) as url:
        harness = ExampleHarness(desk, url)
        yield harness
        await harness.close()
