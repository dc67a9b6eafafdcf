import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.scripted import ScriptedAssistant


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)
