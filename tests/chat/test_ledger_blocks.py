"""What FACT and CHECK blocks change of facts and checks that stand already, and what they never do."""

import json
from typing import Any

import httpx2
import psycopg
import pytest
from fastapi import FastAPI

from resolvent.app import create_app
from resolvent.chat.blocks import Check, read_block
from resolvent.config import Settings
from tests.conftest import QUICK, SECRET
from tests.scripted import ScriptedAssistant
from tests.talk import say

RUNNING, STOPPED = "The spooler is running.", "The spooler is stopped."


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def app(database_url: str, assistant: ScriptedAssistant) -> FastAPI:
    return create_app(Settings(), database_url, SECRET, assistant=assistant, need_nonce=False, patience=QUICK)


class Talk:
    """A session in which the assistant's answers are given."""

    def __init__(self, client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str) -> None:
        self.client, self.assistant, self.session_id = client, assistant, session_id
        self.path = f"/ai-sessions/{session_id}"

    async def hear(self, *blocks: tuple[str, dict[str, Any]]) -> dict[str, Any]:
        self.assistant.answers.append("\n".join(f"[{name}]{json.dumps(body)}[/{name}]" for name, body in blocks))
        return await say(self.client, self.session_id, "And?")

    async def change(self, kind: str, row: dict[str, Any], **values: Any) -> dict[str, Any]:
        changed = await self.client.patch(f"{self.path}/{kind}/{row['id']}", json=values)
        assert changed.status_code == 200, changed.text
        return await self.read()

    async def undo(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        undone = await self.client.post(f"{self.path}/{kind}/{row['id']}/undo")
        assert undone.status_code == 200, undone.text
        return await self.read()

    async def read(self) -> dict[str, Any]:
        whole: dict[str, Any] = (await self.client.get(self.path)).json()
        return whole


@pytest.fixture
async def talk(client: httpx2.AsyncClient, assistant: ScriptedAssistant) -> Talk:
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    return Talk(client, assistant, opened.json()["id"])


def check(title: str = "Is it on?", **body: str | bool) -> tuple[str, dict[str, Any]]:
    return "CHECK", {"title": title, **body}


def fact(text: str, **body: str) -> tuple[str, dict[str, Any]]:
    return "FACT", {"text": text, **body}


def lane(whole: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(one["title"], one["status"], one["result"]) for one in whole["checks"]]


def known(whole: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["text"], one["status"]) for one in whole["facts"]]


def ignored_blocks(database_url: str) -> list[int]:
    with psycopg.connect(database_url) as db:
        rows = db.execute("SELECT ignored_blocks FROM turns WHERE ignored_blocks > 0")
        return [count for (count,) in rows.fetchall()]


async def test_a_reported_check_is_done_and_the_version_moves_once(talk: Talk, database_url: str) -> None:
    before = await talk.hear(check())
    assert lane(before) == [("Is it on?", "todo", None)]
    after = await talk.hear(check("is it  ON", result="no"), check("Which one?"), fact("It is off."))
    assert lane(after) == [("Is it on?", "done", "no"), ("Which one?", "todo", None)]
    assert after["state_version"] == before["state_version"] + 1
    with psycopg.connect(database_url) as db:
        assert db.execute("SELECT before, after FROM audit_entries WHERE action = 'check.report'").fetchall() == [
            ({"status": "todo"}, {"status": "done"})
        ]
    same = await talk.hear(check(result="no"))
    assert same["state_version"] == after["state_version"]


async def test_the_assistants_own_result_gives_way_to_a_newer_one_and_undo_brings_it_back(talk: Talk) -> None:
    await talk.hear(check())
    await talk.hear(check(result="yes"))
    after = await talk.hear(check(result="no (from the output)"))
    assert lane(after) == [("Is it on?", "done", "no (from the output)")]
    assert lane(await talk.undo("checks", after["checks"][0])) == [("Is it on?", "done", "yes")]


async def test_what_the_engineer_passes_over_in_the_chat_is_skipped_in_the_lane(talk: Talk) -> None:
    before = await talk.hear(check())
    skipped = await talk.hear(check(skipped=True))
    assert lane(skipped) == [("Is it on?", "skipped", None)]
    assert skipped["state_version"] == before["state_version"] + 1
    same = await talk.hear(check(skipped=True))
    assert same["state_version"] == skipped["state_version"]
    assert lane(await talk.hear(check(result="yes"))) == [("Is it on?", "done", "yes")]
    again = await talk.hear(check(skipped=True))
    assert lane(await talk.undo("checks", again["checks"][0])) == [("Is it on?", "done", "yes")]


async def test_an_unknown_check_is_not_skipped_into_being(talk: Talk, database_url: str) -> None:
    after = await talk.hear(check(skipped=True))
    assert lane(after) == []
    assert ignored_blocks(database_url) == [1]


@pytest.mark.parametrize("values", [{"result": "yes, I looked"}, {"status": "skipped"}])
@pytest.mark.parametrize("reported_before", [True, False])
async def test_what_the_engineer_logged_or_skipped_is_never_overwritten(
    talk: Talk, database_url: str, values: dict[str, str], reported_before: bool
) -> None:
    whole = await talk.hear(check())
    if reported_before:
        whole = await talk.hear(check(result="no"))
    mine = await talk.change("checks", whole["checks"][0], **values)
    after = await talk.hear(check(result="no, never"))
    assert after["checks"] == mine["checks"]
    assert after["state_version"] == mine["state_version"]
    assert ignored_blocks(database_url) == [1]


@pytest.mark.parametrize(
    "title", ["Is it off?", "'; DROP TABLE checks; --", "Is it on?\x00 Is it on?", "**Is it on?**", "Is it on?" * 9]
)
async def test_a_result_for_an_unknown_check_makes_nothing_up(talk: Talk, database_url: str, title: str) -> None:
    before = await talk.hear(check())
    after = await talk.hear(check(title, result="all fine", command="Get-Date"))
    assert after["checks"] == before["checks"]
    assert after["state_version"] == before["state_version"]
    assert ignored_blocks(database_url) == [1]


async def test_a_retracted_check_is_not_brought_back_by_a_result(talk: Talk) -> None:
    whole = await talk.hear(check())
    await talk.client.delete(f"{talk.path}/checks/{whole['checks'][0]['id']}")
    after = await talk.hear(check(result="yes"))
    assert lane(after) == []


async def test_an_overruled_proposal_is_replaced_and_undo_brings_it_back(talk: Talk) -> None:
    before = await talk.hear(fact(RUNNING, source="check"))
    after = await talk.hear(fact(STOPPED, source="check", replaces=RUNNING))
    assert known(after) == [(STOPPED, "proposed")]
    assert after["state_version"] == before["state_version"] + 1
    assert known(await talk.undo("facts", after["facts"][0])) == [(RUNNING, "proposed")]
    again = await talk.hear(fact(STOPPED, replaces=RUNNING))
    back = await talk.hear(fact(RUNNING, replaces=STOPPED))
    assert (known(again), known(back)) == ([(STOPPED, "proposed")], [(RUNNING, "proposed")])


async def test_an_overruled_proposal_goes_when_the_newer_one_is_known_already(talk: Talk) -> None:
    await talk.client.post(f"{talk.path}/facts", json={"text": STOPPED})
    await talk.hear(fact(RUNNING))
    after = await talk.hear(fact(STOPPED, replaces=RUNNING))
    assert known(after) == [(STOPPED, "confirmed")]


@pytest.mark.parametrize("status", ["confirmed", "proposed"])
async def test_an_engineers_fact_is_never_overruled(talk: Talk, status: str) -> None:
    await talk.client.post(f"{talk.path}/facts", json={"text": RUNNING, "status": status})
    after = await talk.hear(fact(STOPPED, replaces=RUNNING))
    assert known(after) == [(RUNNING, status), (STOPPED, "proposed")]


async def test_a_confirmed_proposal_is_never_overruled(talk: Talk) -> None:
    whole = await talk.hear(fact(RUNNING))
    await talk.change("facts", whole["facts"][0], status="confirmed")
    after = await talk.hear(fact(STOPPED, replaces=RUNNING))
    assert known(after) == [(RUNNING, "confirmed"), (STOPPED, "proposed")]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("CHECK", {"title": "Is it on?", "result": 5}),
        ("CHECK", {"title": "Is it on?", "result": "x" * 4_001}),
        ("FACT", {"text": "It is on.", "replaces": ["It is off."]}),
        ("FACT", {"text": "It is on.", "replaces": "x" * 4_001}),
    ],
)
def test_a_block_of_another_shape_is_malformed(name: str, body: dict[str, Any]) -> None:
    assert read_block(name, json.dumps(body)) is None


def test_an_empty_result_reports_nothing() -> None:
    assert read_block("CHECK", '{"title": "Is it on?", "result": " "}') == Check("Is it on?")


async def test_an_assistant_does_not_speak_as_the_engineer(talk: Talk) -> None:
    whole = await talk.hear(fact(RUNNING, source="engineer"))
    assert [one["source"] for one in whole["facts"]] == ["assistant"]
