from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.db import Database
from resolvent.inbound.poller import Poller
from tests.conftest import Tenant
from tests.contract.rt_harness import RtHarness
from tests.inbound.desk import QUICK, Watched
from tests.rt_server import RtServer
from tests.ticketing.posting import open_case


@pytest.fixture
async def watched(app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant) -> Watched:
    """A session on a ticket of the local desk, and a poller that looks when the test says so."""
    case = await open_case(client, tenant)
    database: Database = app.state.database
    return Watched(case, tenant, database, Poller(database, app.state.connector, app.state.inbound.bell, QUICK))


@pytest.fixture
async def rt_harness(rt: RtServer) -> AsyncIterator[RtHarness]:
    harness = RtHarness(rt)
    yield harness
    await harness.close()
