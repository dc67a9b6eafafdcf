"""Whoever tells that a ticket moved brings the next reading of its verification forward."""

import asyncio
from dataclasses import replace
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET, Tenant
from tests.ticketing.posting import open_case

NEVER = 3_600.0


@pytest.fixture
def app(database_url: str) -> FastAPI:
    """Left alone, its second reading comes in an hour."""
    return create_app(Settings(), database_url, SECRET, patience=replace(QUICK, read_after=(0.0, NEVER)))


async def test_a_call_brings_the_proof_forward(app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant) -> None:
    case = await open_case(client, tenant)
    (connection,) = [one["id"] for one in (await client.get("/connections")).json()["items"]]
    posting = asyncio.create_task(case.post())
    while not posting.done():
        await app.state.inbound.bell.ring(tenant.account_id, UUID(connection), case.ticket_id)
        await asyncio.wait({posting}, timeout=0.05)
    answer = await posting
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"]["verified"] is True
