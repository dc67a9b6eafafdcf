"""What is Example's own, and what a bad line makes of it: on a server that answers as told, one plan per request."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import HttpUrl, SecretStr

from resolvent.ticketing.errors import Ambiguous, AuthError, ConfigError, Effect, ProtocolError
from resolvent.ticketing.http import Exchange
from resolvent.ticketing.provider import NoteDraft, NoteType, Visibility
from tests.contract.example.provider import MOST_PAGES, PAGE_SIZE, ExampleProvider
from tests.contract.example.settings import ExampleSettings
from tests.ticketing.fault_server import FaultServer, Plan, answer, fault_server, raw, reset

MARKER = "Ref RV-7Q4K2M7X"
DRAFT = NoteDraft(NoteType.INTERNAL_ANALYSIS, Visibility.INTERNAL, f"Thought.\n\n{MARKER}", MARKER)


def says(body: Any, status: int = 200) -> Plan:
    return answer(status, json.dumps(body).encode())


TOKEN = says({"access_token": "fetched-token"})
TICKET = says(
    {
        "id": 5,
        "summary": "No mail",
        "details": "",
        "status_id": 1,
        "tickettype_id": 3,
        "last_update": "2026-11-01T10:00:00Z",
    }
)
STATUSES = says([{"id": 1, "name": "New"}])
ACTION = {
    "id": 7,
    "note_html": "Thought.",
    "who": "agent",
    "hiddenfromuser": True,
    "datetime": "2026-11-01T10:00:00Z",
}
READY = (TOKEN, TICKET, STATUSES)
"""The answers before a note is sent."""


@asynccontextmanager
async def connected(
    *plans: Plan, exchanges: list[Exchange] | None = None
) -> AsyncIterator[tuple[ExampleProvider, FaultServer]]:
    async with fault_server(*plans) as server:
        settings = ExampleSettings(
            url=HttpUrl(server.url),
            client_id="agent",
            client_secret=SecretStr("very-secret"),
            agent="agent",
            allow_private=True,
        )
        provider = ExampleProvider(settings, None if exchanges is None else exchanges.append)
        try:
            yield provider, server
        finally:
            await provider.close()


def sent_notes(server: FaultServer) -> int:
    return sum(request.startswith(b"POST /api/actions") for request in server.requests)


@pytest.mark.parametrize("plan", [reset, raw(b""), answer(500), answer(502, b"<html>")])
async def test_a_lost_reply_to_a_note_is_ambiguous_and_it_was_sent_once(plan: Plan) -> None:
    async with connected(*READY, plan) as (provider, server):
        with pytest.raises(Ambiguous):
            await provider.add_note("5", DRAFT)
        assert sent_notes(server) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b"[1]", b'[{"id": 7}]'])
async def test_a_note_that_is_not_named_may_stand_there(body: bytes) -> None:
    async with connected(*READY, answer(201, body)) as (provider, server):
        with pytest.raises(ProtocolError) as raised:
            await provider.add_note("5", DRAFT)
        assert raised.value.effect is Effect.UNKNOWN
        assert sent_notes(server) == 1


async def test_a_token_that_ran_out_is_fetched_anew() -> None:
    made = says([ACTION], 201)
    async with connected(*READY, answer(401), TOKEN, made) as (provider, server):
        assert (await provider.add_note("5", DRAFT)).id == "7"
        assert sent_notes(server) == 2  # the first was refused: proof that it had no effect


async def test_a_sign_in_changes_nothing_and_its_secrets_are_kept_nowhere() -> None:
    exchanges: list[Exchange] = []
    async with connected(TOKEN, says({"echo": "fetched-token"}), exchanges=exchanges) as (provider, _):
        with pytest.raises(ProtocolError):
            await provider.get_ticket("5")
    assert "[redacted]" in str(exchanges)
    assert not any(secret in str(exchanges) for secret in ("fetched-token", "very-secret"))


@pytest.mark.parametrize(("plan", "kind"), [(answer(404), ConfigError), (answer(400), AuthError)])
async def test_what_a_refused_sign_in_means(plan: Plan, kind: type[Exception]) -> None:
    async with connected(plan) as (provider, _):
        with pytest.raises(kind):
            await provider.get_ticket("5")


async def test_pages_without_an_end_are_given_up() -> None:
    async with connected(*READY, says({"actions": [ACTION] * PAGE_SIZE})) as (provider, server):
        with pytest.raises(ProtocolError):
            await provider.find_note("5", MARKER)
        assert len(server.requests) <= len(READY) + MOST_PAGES
