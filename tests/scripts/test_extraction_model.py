"""Parameters that a language model chooses: through the API, with a peer as the model."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.config import Settings
from tests.ai.doors import MODELS
from tests.ai.doors import QUICK as QUICK_MODEL
from tests.conftest import QUICK, SECRET
from tests.peers.openai import openai_peer
from tests.peers.replies import Reply, Status
from tests.peers.server import KEY, Peer

SCRIPT = """$printer = 'HP-3F-East'
$days = 14
Restart-Service -Name Spooler
Get-PrintJob -PrinterName 'HP-3F-East' | Where-Object { $_.SubmittedTime -lt (Get-Date).AddDays(-14) } | Remove-PrintJob
net user svc-print 'Hunter2-very-secret' /domain
"""


@pytest.fixture
def app(database_url: str) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, patience=QUICK, model_patience=QUICK_MODEL)


@pytest.fixture
async def peer(client: httpx2.AsyncClient) -> AsyncIterator[Peer]:
    async with openai_peer() as made:
        body = {
            "name": "vLLM",
            "provider": "openai",
            "model": MODELS["openai"],
            "base_url": made.url,
            "key": KEY,
            "allow_private": True,
            "uses": ["extraction"],
        }
        assert (await client.post("/models", json=body)).status_code == 201
        yield made


async def extracted(client: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    asked = await client.post("/scripts/extract", json={"language": "powershell", "script": SCRIPT, **body})
    assert asked.status_code == 200, asked.text
    found: dict[str, Any] = asked.json()
    return found


def number_of(prompt: str, value: str) -> int:
    """Of the candidate with this value."""
    listed = [json.loads(line) for line in prompt.splitlines() if line.startswith('{"candidate"')]
    return next(int(one["candidate"]) for one in listed if one["value"] == value)


async def test_the_choice_of_the_model_becomes_the_template(client: httpx2.AsyncClient, peer: Peer) -> None:
    def choose(request: Any) -> Reply:
        number = number_of(request.asked.last_user, "HP-3F-East")
        choice = [{"candidate": number, "name": "queue", "title": "Queue", "description": "As Get-Printer shows it"}]
        return Reply(f"Here:\n{json.dumps(choice)}", chunks=5)

    peer.answers(choose)
    found = await extracted(client)
    assert found["engine"] == "model"
    assert found["values"]["queue"] == "HP-3F-East"
    assert found["templated_body"].count("{{ queue }}") == 2
    assert found["parameters_schema"]["properties"]["queue"]["title"] == "Queue"
    sensitive = [name for name, one in found["parameters_schema"]["properties"].items() if one.get("x-sensitive")]
    assert sensitive, "a secret becomes a parameter whether it was chosen or not"
    assert "Hunter2" not in found["templated_body"]


async def test_no_secret_reaches_the_model(client: httpx2.AsyncClient, peer: Peer) -> None:
    peer.answers(Reply("[]"))
    await extracted(client)
    assert b"Hunter2" not in peer.asked[0].raw


@pytest.mark.parametrize(
    "reply",
    [
        Reply("I would choose the printer."),
        Reply('[{"candidate": 999, "name": "x"}]'),
        Reply('[{"candidate": 1, "name": "Not A Name"}]'),
        Reply('[{"candidate": 1, "name": "a", "script": "rm -rf /"}]'),
        Reply(fail=Status(401)),
        Reply(""),
    ],
)
async def test_what_is_no_choice_leaves_it_to_the_embedded_one(
    client: httpx2.AsyncClient, peer: Peer, reply: Reply
) -> None:
    peer.answers(reply)
    found = await extracted(client)
    assert found["engine"] == "embedded"
    assert "HP-3F-East" in found["values"].values()
    assert found["notes"], "it says why"


async def test_choosing_nothing_is_a_choice(client: httpx2.AsyncClient, peer: Peer) -> None:
    peer.answers(Reply("[]"))
    found = await extracted(client, script="Get-Date -Format 'yyyy'\nRestart-Service -Name 'AcmeAgent'\n")
    assert (found["engine"], found["values"]) == ("model", {})
