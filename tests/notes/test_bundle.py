"""The evidence of a session holds what its lists hold, and whatever changes it is seen."""

from datetime import datetime
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from resolvent.db import Database
from resolvent.notes.bundle import Bundle, read_bundle
from resolvent.secret_shapes import MASK
from resolvent.sessions.access import get_session
from tests.conftest import Tenant
from tests.fixes.test_form import GIVEN, own_template
from tests.fixes.test_form import SECRET as SPOKEN
from tests.scripted import ScriptedAssistant
from tests.suggesting import suggest


class Acts:
    """What an engineer does; each step changes the evidence."""

    def __init__(self, client: httpx2.AsyncClient, assistant: ScriptedAssistant, session_id: str) -> None:
        self._client, self._assistant, self.session_id = client, assistant, session_id
        self.path = f"/ai-sessions/{session_id}"

    async def send(self, method: str, path: str, **body: Any) -> Any:
        answer = await self._client.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def fact(self, text: str, **more: Any) -> str:
        made: str = (await self.send("POST", f"{self.path}/facts", text=text, **more))["fact"]["id"]
        return made

    async def check(self, title: str, **more: Any) -> None:
        await self.send("POST", f"{self.path}/checks", title=title, **more)

    async def suggest(self, **block: Any) -> str:
        return await suggest(self._client, self._assistant, self.session_id, **block)

    async def make_template(self) -> dict[str, Any]:
        return await own_template(self._client)

    async def attach(self, name: str) -> None:
        sent = await self._client.post(
            f"{self.path}/attachments", content=b"line", params={"name": name}, headers={"Content-Type": "text/plain"}
        )
        assert sent.is_success

    async def whole(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self._client.get(self.path)).json()
        return found


@pytest.fixture
async def acts(client: httpx2.AsyncClient, assistant: ScriptedAssistant) -> Acts:
    opened = await client.post("/ai-sessions", json={"problem": "Printing fails."})
    return Acts(client, assistant, opened.json()["id"])


async def read(app: FastAPI, tenant: Tenant, acts: Acts) -> Bundle:
    database: Database = app.state.database
    async with database.transaction(tenant.account_id) as db:
        return await read_bundle(db, tenant.actor, await get_session(db, tenant.actor, UUID(acts.session_id)))


async def test_it_holds_what_the_lists_hold(
    app: FastAPI, client: httpx2.AsyncClient, tenant: Tenant, acts: Acts
) -> None:
    await acts.fact(f"Somebody typed {SPOKEN} there.", important=True)
    await acts.fact("They are behind with payments.", internal=True)
    await acts.fact("Perhaps the driver?", status="proposed")
    await acts.send("DELETE", f"{acts.path}/facts/{await acts.fact('Never mind.')}")
    await acts.check("Look at the queue", status="done", command="Get-PrintJob", result="12 jobs")
    await acts.check("Ask the neighbour", status="skipped")
    await acts.check("Look at the log")
    first = await acts.suggest()
    await acts.send("POST", f"{first}/apply")
    await acts.send("PATCH", f"{first}/outcome", outcome="applied_failed", notes="It stopped again.")
    template = await acts.make_template()
    second = await acts.suggest(template=template["slug"], confidence=81)
    fix_id = second.split("/")[-1]
    given = {"template_id": template["id"], "parameters": GIVEN, "ai_session_id": acts.session_id}
    await acts.send("POST", "/scripts/generate", **given, fix_id=fix_id)
    await acts.send("POST", "/scripts/generate", **given)
    await acts.send("PATCH", f"{second}/outcome", outcome="applied_partial", notes="Site B prints.")
    await acts.attach("b.log")
    await acts.attach("a.log")

    found = (await read(app, tenant, acts)).evidence
    whole = await acts.whole()
    files = (await client.get(f"{acts.path}/attachments")).json()["items"]
    confirmed = [one for one in whole["facts"] if one["status"] == "confirmed"]
    ended = [one for one in whole["checks"] if one["status"] != "todo"]
    assert [len(confirmed), len(ended), len(whole["fixes"]), len(whole["generations"]), len(files)] == [2, 2, 2, 2, 2]

    def seen(items: Any, members: list[str]) -> list[list[Any]]:
        return [[getattr(one, name) for name in members] for one in items]

    def shown(items: list[dict[str, Any]], members: list[str]) -> list[list[Any]]:
        return [
            [datetime.fromisoformat(one[name]) if name.endswith("_at") and one[name] else one[name] for name in members]
            for one in items
        ]

    of_fact = ["text", "important", "internal", "source", "created_at"]
    of_check = ["title", "command", "status", "result", "created_at"]
    of_fix = ["title", "rationale", "confidence", "status", "decision", "applied_at", "verified_at", "partial_notes",
              "failure_reason", "outcome_notes", "created_at"]  # fmt: skip
    assert MASK in found.facts[0].text
    assert SPOKEN not in found.facts[0].text
    assert seen(found.facts, of_fact) == shown(confirmed, of_fact)
    assert seen(found.checks, of_check) == shown(ended, of_check)
    assert seen(found.fixes, of_fix) == shown(whole["fixes"], of_fix)
    assert [one.active for one in found.fixes] == [one["superseded_at"] is None for one in whole["fixes"]]
    assert seen(found.generations, ["template_title", "created_at"]) == shown(
        whole["generations"], ["template_title", "created_at"]
    )
    assert [one.fix for one in found.generations] == ["X2", None]
    assert dict(found.generations[0].parameters) == {**GIVEN, "days": "3", "password": MASK}
    assert seen(found.files, ["name", "size", "created_at"]) == shown(files, ["name", "size", "created_at"])
    assert found.time_zone == (await client.get("/account/settings")).json()["time_zone"]
    assert list(found.labels()) == ["T", "F1", "F2", "C1", "C2", "X1", "X2", "G1", "G2", "A1", "A2"]


async def test_whatever_changes_it_changes_its_fingerprint(app: FastAPI, tenant: Tenant, acts: Acts) -> None:
    seen: list[str] = []

    async def look() -> None:
        """Another one than each before, and the same when nothing happens."""
        now = (await read(app, tenant, acts)).fingerprint
        assert now not in seen
        assert (await read(app, tenant, acts)).fingerprint == now
        seen.append(now)

    await look()
    fact = await acts.fact(f"Somebody typed {SPOKEN} there.")
    await look()
    await acts.send("PATCH", f"{acts.path}/facts/{fact}", internal=True)
    await look()
    await acts.check("Look at the queue", status="done", result="12 jobs")
    await look()
    fix = await acts.suggest()
    await look()
    await acts.send("PATCH", f"{fix}/outcome", outcome="applied_success")
    await look()
    template = await acts.make_template()
    given = {"template_id": template["id"], "parameters": GIVEN, "ai_session_id": acts.session_id}
    await acts.send("POST", "/scripts/generate", **given)
    await look()
    await acts.attach("a.log")
    await look()
    await acts.send("PATCH", acts.path, title="Nothing prints at Site B")
    await look()
    await acts.send("PATCH", "/account/settings", time_zone="Asia/Tokyo")
    await look()


async def test_a_secret_that_is_learnt_changes_the_fingerprint_by_itself(
    app: FastAPI, tenant: Tenant, acts: Acts
) -> None:
    """The rows may be as they were: what is masked in them is not."""
    await acts.fact("Somebody typed hunter2-hunter2 there.")
    bundle = await read(app, tenant, acts)
    knowing = Bundle(bundle.ticket, bundle.rows, b"sealed", ("hunter2-hunter2",))
    assert "hunter2" in bundle.evidence.canonical()
    assert "hunter2" not in knowing.evidence.canonical()
    assert knowing.fingerprint != bundle.fingerprint
    key_is_lost = Bundle(bundle.ticket, bundle.rows, b"sealed", ())
    assert key_is_lost.fingerprint not in (knowing.fingerprint, bundle.fingerprint)
