from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest

from tests.emulators.connectwise.clock import SetClock
from tests.emulators.connectwise.running import Running, connectwise_emulator


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(clock: SetClock) -> Iterator[Running]:
    with connectwise_emulator(clock) as running:
        yield running


@pytest.fixture
async def api(desk: Running) -> AsyncIterator[httpx2.AsyncClient]:
    keys = desk.credentials
    auth, headers = (f"{keys.company}+{keys.public}", keys.private), {"clientId": keys.client_id}
    async with httpx2.AsyncClient(base_url=desk.base, auth=auth, headers=headers, trust_env=False) as client:
        yield client
