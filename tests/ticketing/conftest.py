import httpx2
import pytest
from fastapi import FastAPI

from tests.conftest import Tenant
from tests.ticketing.faulty_desk import Script, put_on_bad_line
from tests.ticketing.posting import Case, open_case


@pytest.fixture
def script(app: FastAPI) -> Script:
    """What goes wrong, and when, on the line to the local desk."""
    script = Script()
    put_on_bad_line(app, script)
    return script


@pytest.fixture
async def case(script: Script, client: httpx2.AsyncClient, tenant: Tenant) -> Case:
    return await open_case(client, tenant)
