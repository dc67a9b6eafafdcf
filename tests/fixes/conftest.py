from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.config import Settings
from resolvent.db import Database
from resolvent.vault import Vault
from tests.conftest import QUICK, SECRET
from tests.scripted import ScriptedAssistant


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def session_id(client: httpx2.AsyncClient) -> str:
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    made: str = opened.json()["id"]
    return made


@pytest.fixture
async def sealing(database_url: str) -> AsyncIterator[Database]:
    """As the application has it."""
    made = Database(database_url, pool_size=3, vault=Vault(SECRET))
    yield made
    await made.close()
