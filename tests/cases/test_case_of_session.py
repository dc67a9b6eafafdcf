"""A session that was really played becomes a case over HTTP: nothing secret and no name is in it, and it can be played."""

from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from resolvent.app import create_app
from resolvent.cases.case import read_case
from resolvent.cli import app as command
from resolvent.config import Settings
from resolvent.evals.run import open_target
from tests.conftest import QUICK, SECRET, Tenant
from tests.scripted import ScriptedAssistant
from tests.suggesting import fix
from tests.talk import say

CANARIES = (
    "Petra", "Kleinschmidt", "Nordwind", "NWL-PRN-07", "Tanne-Blau-77", "1234567", "acme", "10.3.7.21", "sk-ant-api03",
)  # fmt: skip
TICKET = {
    "summary": "Petra Kleinschmidt can't print",
    "description": "Jobs hang on NWL-PRN-07 (10.3.7.21). Write to p.kleinschmidt@nordwind.example or call +49 30 1234567.",
    "company": "Nordwind Logistik GmbH",
    "contact": "Petra Kleinschmidt",
    "device": "NWL-PRN-07",
}


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(
        "Hello. **Is the spooler running?**\n```\nGet-Service Spooler\n```",
        fix("Restart the spooler for Nordwind", template="restart-print-spooler", parameters={}),
    )


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


@pytest.fixture
async def played(client: httpx2.AsyncClient, tenant: Tenant) -> str:
    ticket = (await client.post("/desk/tickets", json=TICKET)).json()
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": ticket["id"]}
    path = f"/ai-sessions/{(await client.post('/ai-sessions', json={'ticket': pick})).json()['id']}"
    await say(client, path.rpartition("/")[2], "petra says it hangs again, the password is Tanne-Blau-77")
    whole = await say(
        client, path.rpartition("/")[2], "Stopped on NWL-PRN-07, key sk-ant-api03-" + "Ab1" * 31 + "-AAAAAA"
    )
    await client.post(f"{path}/facts", json={"text": "The spooler on NWL-PRN-07 stopped, said Petra of Nordwind."})
    one = f"{path}/suggested-fixes/{whole['active_fix']['id']}"
    body = {"outcome": "applied_success", "notes": "p.kleinschmidt prints"}
    assert (await client.patch(f"{one}/outcome", json=body)).is_success
    return path


async def test_no_secret_and_no_name_of_the_session_is_in_its_case(client: httpx2.AsyncClient, played: str) -> None:
    raw = (await client.get(played)).text
    assert [one for one in CANARIES if one.casefold() not in raw.casefold()] == []
    answer = await client.post(f"{played}/case", json={})
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert [one for one in CANARIES if one.casefold() in answer.text.casefold()] == []
    assert "HOST-1" in made["yaml"]
    assert "restart-print-spooler" in made["yaml"]
    assert len(made["look_at"]) >= 4
    assert (await client.post(f"{played}/case", json={})).json() == made


async def test_the_case_of_a_session_is_played_by_eval(client: httpx2.AsyncClient, played: str, tmp_path: Path) -> None:
    made = (await client.post(f"{played}/case", json={"kind": "noisy", "topic": "printing"})).json()
    path = tmp_path / "cases" / made["name"] / "case.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(made["yaml"])
    case = read_case(path)
    assert (case.kind, case.topic) == ("noisy", "printing")
    with open_target(None, "embedded") as target:
        where = ["--url", target.address, "--token", target.token, "--out", str(tmp_path / "out")]
        done = CliRunner().invoke(command, ["eval", *where, "--folder", str(tmp_path / "cases")])
    assert done.exit_code == 0, done.output
    assert case.name in (tmp_path / "out" / "result.json").read_text()


async def test_a_session_in_which_nobody_wrote_is_no_case(client: httpx2.AsyncClient) -> None:
    opened = (await client.post("/ai-sessions", json={"problem": "Printing fails."})).json()
    answer = await client.post(f"/ai-sessions/{opened['id']}/case", json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_case")
