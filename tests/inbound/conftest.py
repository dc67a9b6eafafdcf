import httpx2
import pytest
from fastapi import FastAPI

from resolvent.db import Database
from resolvent.inbound.poller import Poller
from tests.conftest import Tenant
from tests.inbound.desk import QUICK, Watched
from tests.ticketing.posting import open_case


@pytest.fixture
async def watched(app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant) -> Watched:
    """A session on a ticket of the local desk, and a poller that looks when the test says so."""
    case = await open_case(client, tenant)
    database: Database = app.state.database
    return Watched(case, tenant, database, Poller(database, app.state.connector, app.state.inbound.bell, QUICK))
