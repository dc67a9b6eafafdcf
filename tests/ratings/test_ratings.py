"""Whether an answer helped: one word a person, which can be taken back, and counted for the account."""

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.accounts.models import Role
from resolvent.app import create_app
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET, Tenant
from tests.scripted import ScriptedAssistant
from tests.talk import say


@pytest.fixture
def app(database_url: str) -> FastAPI:
    assistant = ScriptedAssistant("Look at the queue.", "Look at the driver.")
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def whole(client: httpx2.AsyncClient) -> dict[str, object]:
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    made: dict[str, object] = await say(client, opened.json()["id"], "What now?")
    return made


def names(whole: dict[str, object]) -> tuple[str, str, str]:
    """The session's path, and the paths of the rating of the question and of the answer."""
    session = f"/ai-sessions/{whole['session']['id']}"  # type: ignore[index]  # a JSON document
    question, answer = (one["id"] for one in whole["messages"])  # type: ignore[attr-defined]  # a JSON document
    return session, f"{session}/messages/{question}/rating", f"{session}/messages/{answer}/rating"


async def test_a_rating_is_replaced_and_taken_back(client: httpx2.AsyncClient, whole: dict[str, object]) -> None:
    session, _, rating = names(whole)
    assert (await client.get(f"{session}/ratings")).json() == {"items": []}
    rated = (await client.put(rating, json={"helpful": True})).json()
    assert (await client.get(f"{session}/ratings")).json() == {"items": [rated]}
    assert (await client.put(rating, json={"helpful": False})).json() == {**rated, "helpful": False}
    assert (await client.get(f"{session}/ratings")).json() == {"items": [{**rated, "helpful": False}]}
    assert (await client.delete(rating)).status_code == 204
    assert (await client.get(f"{session}/ratings")).json() == {"items": []}
    after = (await client.get(session)).json()
    assert (after["state_version"], after["event_number"]) == (whole["state_version"], whole["event_number"])


async def test_everybody_says_it_for_themselves_and_the_account_is_counted(
    client: httpx2.AsyncClient, whole: dict[str, object], tenant: Tenant
) -> None:
    session, _, rating = names(whole)
    await client.put(rating, json={"helpful": True})
    client.headers = httpx2.Headers(tenant.headers(Role.ENGINEER))
    assert (await client.get(f"{session}/ratings")).json() == {"items": []}
    await client.put(rating, json={"helpful": False})
    client.headers = httpx2.Headers(tenant.headers(Role.LEAD))
    await client.put(rating, json={"helpful": True})
    counted = (await client.get("/answer-ratings")).json()
    assert counted == {"items": [{"assistant": "Scripted", "helpful": 2, "not_helpful": 1}]}


async def test_only_answers_are_rated(client: httpx2.AsyncClient, whole: dict[str, object]) -> None:
    _, question, answer = names(whole)
    assert (await client.put(question, json={"helpful": True})).status_code == 404
    other = await client.post("/ai-sessions", json={"problem": "No mail."})
    elsewhere = answer.replace(str(whole["session"]["id"]), other.json()["id"])  # type: ignore[index]  # a JSON document
    assert (await client.put(elsewhere, json={"helpful": True})).status_code == 404
    assert (await client.get("/answer-ratings")).json() == {"items": []}
