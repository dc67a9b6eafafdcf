"""A diagram as evidence: a confirmed fact, its snapshot, undo, the note; and what a session's secrets do to it."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from resolvent.db import Database
from resolvent.sessions.access import lock_session
from resolvent.sessions.scrub import scrub_session
from resolvent.sessions.secrets import keep_secrets
from resolvent.vault import Vault
from tests.conftest import SECRET as KEY
from tests.conftest import Tenant
from tests.diagrams.drawings import a_drawing, a_node
from tests.diagrams.test_diagrams import draw


async def open_session(client: httpx2.AsyncClient) -> str:
    return str((await client.post("/ai-sessions", json={"problem": "Nobody can print."})).json()["id"])


async def add(client: httpx2.AsyncClient, session_id: str, diagram: dict[str, Any], **more: Any) -> dict[str, Any]:
    pick = {"diagram_id": diagram["id"], "version": diagram["version"], **more}
    answer = await client.post(f"/ai-sessions/{session_id}/diagrams", json=pick)
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


async def test_it_becomes_a_confirmed_fact_that_links_to_the_diagram(client: httpx2.AsyncClient) -> None:
    session_id, diagram = await open_session(client), await draw(client)
    said = (await client.get(f"/diagrams/{diagram['id']}/evidence", params={"node_id": "sw-2"})).json()
    added = await add(client, session_id, diagram, node_id="sw-2", important=True)
    assert added["state_version"] == 2
    assert (added["fact"]["text"], added["fact"]["status"]) == (said["text"], "confirmed")
    assert added["fact"]["important"] is True
    assert "Down: printer PRN (10.0.0.40)." in said["text"]
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert whole["diagrams"] == [added["diagram"]]
    assert (whole["diagrams"][0]["fact_id"], whole["diagrams"][0]["diagram_id"]) == (added["fact"]["id"], diagram["id"])


async def test_what_is_drawn_later_does_not_change_it(client: httpx2.AsyncClient) -> None:
    session_id, diagram = await open_session(client), await draw(client)
    added = await add(client, session_id, diagram)
    redrawn = a_drawing(version=1, title="Renamed", nodes=[a_node("fw", status="ok")], edges=[])
    assert (await client.put(f"/diagrams/{diagram['id']}", json=redrawn)).status_code == 200
    assert (await client.get(f"/ai-sessions/{session_id}/facts")).json()["items"][0]["text"] == added["fact"]["text"]
    kept = (await client.get(f"/ai-sessions/{session_id}/diagrams/{added['diagram']['id']}")).json()
    assert (kept["title"], kept["diagram_version"]) == ("Head office", 1)
    assert (kept["nodes"], kept["edges"]) == (diagram["nodes"], diagram["edges"])


async def test_it_is_undone_as_any_fact(client: httpx2.AsyncClient) -> None:
    session_id, diagram = await open_session(client), await draw(client)
    fact = (await add(client, session_id, diagram))["fact"]
    path = f"/ai-sessions/{session_id}/facts/{fact['id']}"
    assert (await client.delete(path)).json()["state_version"] == 3
    assert (await client.get(f"/ai-sessions/{session_id}/facts")).json()["items"] == []
    assert (await client.post(f"{path}/undo")).json()["fact"]["text"] == fact["text"]


async def test_it_reaches_the_note(client: httpx2.AsyncClient) -> None:
    session_id, diagram = await open_session(client), await draw(client)
    await add(client, session_id, diagram)
    preview = (await client.post(f"/ai-sessions/{session_id}/escalation-package/preview", json={})).json()
    assert "printer PRN" in preview["markdown"]
    assert preview["grounding"]["ok"] is True


async def test_an_internal_one_stays_out_of_the_customers_note(client: httpx2.AsyncClient) -> None:
    session_id, diagram = await open_session(client), await draw(client)
    await add(client, session_id, diagram, internal=True)
    preview = (await client.post(f"/ai-sessions/{session_id}/resolution-note/preview", json={})).json()
    assert "10.0.0.40" not in preview["markdown"]


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"version": 2}, 412, "row_changed"),
        ({"node_id": "gone"}, 422, "unknown_node"),
        ({"diagram_id": "01890000-0000-7000-8000-000000000000"}, 404, "not_found"),
    ],
)
async def test_what_was_not_seen_is_not_added(
    client: httpx2.AsyncClient, changed: dict[str, Any], status: int, code: str
) -> None:
    session_id, diagram = await open_session(client), await draw(client)
    pick = {"diagram_id": diagram["id"], "version": 1, **changed}
    refused = await client.post(f"/ai-sessions/{session_id}/diagrams", json=pick)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (await client.get(f"/ai-sessions/{session_id}")).json()["state_version"] == 1


async def test_an_archived_one_is_not_added(client: httpx2.AsyncClient) -> None:
    session_id, diagram = await open_session(client), await draw(client)
    await client.delete(f"/diagrams/{diagram['id']}")
    refused = await client.post(f"/ai-sessions/{session_id}/diagrams", json={"diagram_id": diagram["id"], "version": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "archived_diagram")


SECRET = "gelbe-Tulpe-77"
"""Has no shape of a secret: only the session knows that it is one."""


async def learn(database: Database, tenant: Tenant, session_id: str) -> None:
    vaulted = Database(database.url, pool_size=1, vault=Vault(KEY))
    async with vaulted.transaction(tenant.account_id) as db:
        session = await lock_session(db, tenant.actor, UUID(session_id))
        await keep_secrets(db, tenant.account_id, session.id, [SECRET], field="parameters")
        await scrub_session(db, session, [SECRET])
    await vaulted.close()


@pytest.mark.parametrize("known_before", [True, False])
async def test_a_sessions_secret_is_in_neither_fact_nor_snapshot(
    client: httpx2.AsyncClient, database: Database, tenant: Tenant, known_before: bool
) -> None:
    session_id = await open_session(client)
    diagram = await draw(client, nodes=[a_node("a", status="down", label=f"SW {SECRET}")], edges=[])
    if known_before:
        await learn(database, tenant, session_id)
    added = await add(client, session_id, diagram)
    if not known_before:
        assert SECRET in added["fact"]["text"]
        await learn(database, tenant, session_id)
    whole = await client.get(f"/ai-sessions/{session_id}")
    kept = await client.get(f"/ai-sessions/{session_id}/diagrams/{added['diagram']['id']}")
    assert "********" in whole.text
    for answer in (whole, kept):
        assert answer.status_code == 200
        assert SECRET not in answer.text
