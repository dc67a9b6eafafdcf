"""Two engineers of one account, each with a client, on one replica or on two."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.accounts.models import Role
from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET, Tenant, running
from tests.scripted import ScriptedAssistant
from tests.talk import Listener

Presence = dict[str, Any]


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, patience=QUICK)


@pytest.fixture
async def session_id(client: httpx2.AsyncClient) -> str:
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    return str(opened.json()["id"])


@pytest.fixture
async def other(client: httpx2.AsyncClient, tenant: Tenant) -> AsyncIterator[httpx2.AsyncClient]:
    """A colleague of the same account at the same replica."""
    headers = tenant.headers(Role.ENGINEER)
    async with httpx2.AsyncClient(base_url=client.base_url, headers=headers, timeout=30) as made:
        yield made


@pytest.fixture
async def far(database_url: str, tenant: Tenant) -> AsyncIterator[httpx2.AsyncClient]:
    """The colleague at another replica, which shares nothing with the first but the database."""
    replica = create_app(Settings(), database_url, SECRET, assistant=ScriptedAssistant(), patience=QUICK)
    headers = tenant.headers(Role.ENGINEER)
    async with (
        running(replica) as base,
        httpx2.AsyncClient(base_url=f"{base}/api/v1", headers=headers, timeout=30) as made,
    ):
        yield made


@asynccontextmanager
async def open_tab(
    client: httpx2.AsyncClient, session_id: str, tab: str | None = None, path: str = "/ai-sessions/{}/events"
) -> AsyncIterator[Listener]:
    """The session in a browser's tab, until the block is left."""
    listener = Listener()
    query = f"?tab={tab or uuid4()}"
    task = asyncio.create_task(listener.read(client, path.format(session_id) + query, {}))
    await asyncio.wait_for(listener.opened.wait(), 10)
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def latest(listener: Listener) -> Presence:
    events = listener.named("presence")
    return events[-1] if events else {"people": [], "leases": []}


def names(listener: Listener) -> list[str]:
    return [one["name"] for one in latest(listener)["people"]]


def doing(listener: Listener, name: str) -> str | None:
    return next((one["doing"] for one in latest(listener)["people"] if one["name"] == name), None)


def sees(test: Callable[[Presence], bool]) -> Callable[[Listener], bool]:
    return lambda listener: test(latest(listener))
