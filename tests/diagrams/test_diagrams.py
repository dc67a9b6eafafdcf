"""Diagrams over HTTP: drawn, listed, redrawn, archived, brought back; two who save at once; what is kept from others."""

import asyncio
from typing import Any

import httpx2
from sqlalchemy import select

from resolvent.audit.models import AuditEntry
from resolvent.db import Database
from tests.conftest import Tenant
from tests.diagrams.drawings import a_drawing, a_node, an_edge

PATH = "/diagrams"


async def draw(client: httpx2.AsyncClient, /, **changed: Any) -> dict[str, Any]:
    answer = await client.post(PATH, json=a_drawing(**changed))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_drawn_and_read(client: httpx2.AsyncClient) -> None:
    made = await draw(client)
    counted = {name: made[name] for name in ("version", "nodes_count", "edges_count", "down", "warning", "masked")}
    assert counted == {"version": 1, "nodes_count": 4, "edges_count": 3, "down": 1, "warning": 1, "masked": []}
    assert made["nodes"][1]["position"] == {"x": 10.5, "y": 20.0}
    assert made["edges"][1] == {
        "id": "e2", "from": "fw", "to": "sw-2", "label": "Port 7", "kind": "wired", "status": "unknown",
    }  # fmt: skip
    read = (await client.get(f"{PATH}/{made['id']}")).json()
    assert read == {name: value for name, value in made.items() if name != "masked"}


async def test_lists_by_client_and_words(client: httpx2.AsyncClient) -> None:
    first, second = await draw(client), await draw(client, client="Globex", title="Branch", nodes=[], edges=[])
    third = await draw(client, title="Warehouse", nodes=[a_node("ap", label="AP-77%")], edges=[])

    async def found(**asked: Any) -> list[str]:
        items = (await client.get(PATH, params=asked)).json()["items"]
        return [one["id"] for one in items]

    assert await found() == [third["id"], second["id"], first["id"]]
    assert await found(client="ACME") == [third["id"], first["id"]]
    assert await found(q="10.0.0.40") == [first["id"]]
    assert await found(q="ap-77%") == [third["id"]]
    assert await found(q="%") == [third["id"]], "a sign of the pattern is taken as it is"
    assert await found(q="globex") == [second["id"]]
    assert await found(q="position") == [], "names of members are not searched"
    page = (await client.get(PATH, params={"limit": 2})).json()
    assert await found(limit=2, cursor=page["next_cursor"]) == [first["id"]]


async def test_clients_are_those_of_diagrams_and_of_tickets(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    await draw(client)
    await draw(client, title="Warehouse", nodes=[a_node("a", status="down")], edges=[])
    gone = await draw(client, client="Gone")
    await client.delete(f"{PATH}/{gone['id']}")
    ticket = {"summary": "No mail", "description": "Since Monday.", "company": "Globex"}
    ticket_id = (await client.post("/desk/tickets", json=ticket)).json()["id"]
    linked = {"connection_id": str(tenant.connection_id), "ticket_id": ticket_id}
    assert (await client.post("/ai-sessions", json={"ticket": linked})).status_code == 201
    assert (await client.get(f"{PATH}/clients")).json()["items"] == [
        {"client": "ACME", "diagrams": 2, "down": 2, "warning": 1, "active_sessions": 0},
        {"client": "Globex", "diagrams": 0, "down": 0, "warning": 0, "active_sessions": 1},
    ]


async def test_a_save_names_the_version_it_saw(client: httpx2.AsyncClient) -> None:
    made = await draw(client)
    path = f"{PATH}/{made['id']}"
    saved = await client.put(path, json=a_drawing(version=1, title="Head office, first floor"))
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    late = await client.put(path, json=a_drawing(version=1, title="Mine"))
    assert late.status_code == 412
    problem = late.json()
    assert (problem["code"], problem["seen"], problem["version"]) == ("row_changed", 1, 2)
    assert problem["current"] == (await client.get(path)).json()
    assert problem["current"]["edges"][0]["from"] == "fw"


async def test_of_six_at_once_one_is_saved(client: httpx2.AsyncClient) -> None:
    path = f"{PATH}/{(await draw(client))['id']}"
    answers = await asyncio.gather(
        *(client.put(path, json=a_drawing(version=1, title=f"Floor {one}")) for one in range(6))
    )
    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412, 412, 412]
    assert (await client.get(path)).json()["version"] == 2


async def test_archived_and_brought_back(client: httpx2.AsyncClient) -> None:
    made = await draw(client)
    path = f"{PATH}/{made['id']}"
    for _ in range(2):
        assert (await client.delete(path)).json()["archived_at"] is not None
    assert (await client.get(PATH)).json()["items"] == []
    assert [one["id"] for one in (await client.get(PATH, params={"archived": True})).json()["items"]] == [made["id"]]
    refused = await client.put(path, json=a_drawing(version=1))
    assert (refused.status_code, refused.json()["code"]) == (409, "archived_diagram")
    for _ in range(2):
        assert (await client.post(f"{path}/restore")).json()["archived_at"] is None
    assert (await client.put(path, json=a_drawing(version=1))).status_code == 200


async def test_faults_are_told_by_field_and_nothing_is_stored(client: httpx2.AsyncClient) -> None:
    wrong = a_drawing(nodes=[a_node("a"), a_node("a")], edges=[an_edge("e", "a", "gone"), an_edge("e", "a", "a")])
    refused = await client.post(PATH, json=wrong)
    assert refused.status_code == 422
    assert {one["field"]: one["code"] for one in refused.json()["errors"]} == {
        "nodes.1.id": "doubled_id",
        "edges.1.id": "doubled_id",
        "edges.0.to": "unknown_node",
        "edges.1.to": "joins_itself",
    }
    assert (await client.get(PATH)).json()["items"] == []


async def test_a_secret_is_masked_and_said(client: httpx2.AsyncClient, database: Database, tenant: Tenant) -> None:
    made = await draw(client, nodes=[a_node("a", notes="admin password: Winter2024!x")], edges=[])
    assert made["masked"] == ["nodes.0.notes"]
    assert "Winter2024" not in str(made)
    assert "Winter2024" not in (await client.get(f"{PATH}/{made['id']}")).text


async def test_the_largest_diagram_is_taken(client: httpx2.AsyncClient) -> None:
    nodes = [a_node(f"n{one}", notes="Rack 4, row 2. " * 40, address="10.0.0.1") for one in range(500)]
    edges = [an_edge(f"e{one}", f"n{one % 500}", f"n{(one + 1) % 500}") for one in range(1_000)]
    made = await draw(client, nodes=nodes, edges=edges)
    assert (made["nodes_count"], made["edges_count"]) == (500, 1_000)


async def test_a_key_makes_one(client: httpx2.AsyncClient) -> None:
    key = {"Idempotency-Key": "once"}
    first, second = [await client.post(PATH, json=a_drawing(), headers=key) for _ in range(2)]
    assert first.json() == second.json()
    assert len((await client.get(PATH)).json()["items"]) == 1


async def test_every_act_is_audited(client: httpx2.AsyncClient, database: Database, tenant: Tenant) -> None:
    made = await draw(client)
    path = f"{PATH}/{made['id']}"
    await client.put(path, json=a_drawing(version=1))
    await client.delete(path)
    await client.post(f"{path}/restore")
    async with database.transaction(tenant.account_id) as db:
        entries = (await db.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    told = [(one.action, one.after) for one in entries if str(one.subject_id) == made["id"]]
    named = {"client": "ACME", "title": "Head office"}
    assert told == [
        ("diagram.create", named),
        ("diagram.change", {"version": 2}),
        ("diagram.archive", named),
        ("diagram.restore", named),
    ]
