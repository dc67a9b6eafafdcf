from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest

from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.running import Opened, Running, emulator_server


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def server() -> Iterator[Opened]:
    with emulator_server() as opened:
        yield opened


@pytest.fixture
def desk(server: Opened, clock: SetClock) -> Iterator[Running]:
    with server(clock, None) as running:
        yield running


@pytest.fixture
async def api(desk: Running) -> AsyncIterator[httpx2.AsyncClient]:
    keys = desk.credentials
    auth, headers = (f"{keys.company}+{keys.public}", keys.private), {"clientId": keys.client_id}
    async with httpx2.AsyncClient(base_url=desk.base, auth=auth, headers=headers, trust_env=False) as client:
        yield client
