"""The thread through a session over HTTP: facts, versions, undo, fixes by the test-only assistant, outcomes, posting."""

from typing import Any

import httpx2

from tests.conftest import Tenant


async def open_session(client: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await client.post("/ai-sessions", json=body or {"problem": "Printing fails at Site B since Monday."})
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


async def test_a_fact_moves_the_version_and_if_match_guards_it(client: httpx2.AsyncClient) -> None:
    session = await open_session(client)
    path = f"/ai-sessions/{session['id']}/facts"
    assert session["state_version"] == 1
    added = await client.post(path, json={"text": "Event 7031 appears 4 times."}, headers={"If-Match": '"1"'})
    assert added.status_code == 201
    assert added.json()["state_version"] == 2
    assert added.json()["fact"]["status"] == "confirmed"
    stale = await client.post(path, json={"text": "Too late."}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale.headers["content-type"] == "application/problem+json"
    assert (stale.json()["seen"], stale.json()["state_version"]) == (1, 2)
    assert [one["text"] for one in (await client.get(path)).json()["items"]] == ["Event 7031 appears 4 times."]


async def test_a_retracted_fact_comes_back_with_undo(client: httpx2.AsyncClient) -> None:
    session = await open_session(client)
    path = f"/ai-sessions/{session['id']}/facts"
    fact = (await client.post(path, json={"text": "Only Site B."})).json()["fact"]
    assert (await client.delete(f"{path}/{fact['id']}")).json()["state_version"] == 3
    assert (await client.get(path)).json()["items"] == []
    assert (await client.patch(f"{path}/{fact['id']}", json={"text": "x"})).status_code == 404
    undone = await client.post(f"{path}/{fact['id']}/undo")
    assert undone.json()["state_version"] == 4
    assert [one["text"] for one in (await client.get(path)).json()["items"]] == ["Only Site B."]


async def test_a_check_with_a_result_is_done(client: httpx2.AsyncClient) -> None:
    session = await open_session(client)
    path = f"/ai-sessions/{session['id']}/checks"
    check = (await client.post(path, json={"title": "Is the spooler running?"})).json()["check"]
    assert check["status"] == "todo"
    done = await client.patch(f"{path}/{check['id']}", json={"result": "Stopped"})
    assert done.json()["check"]["status"] == "done"
    missing = await client.patch(f"{path}/{check['id']}", json={"status": "done", "result": " "})
    assert missing.status_code == 422
    assert missing.json()["errors"][0]["field"] == "result"


async def test_another_account_sees_nothing(
    client: httpx2.AsyncClient, anonymous: httpx2.AsyncClient, other_tenant: Tenant
) -> None:
    session = await open_session(client)
    path = f"/ai-sessions/{session['id']}"
    theirs = await anonymous.get(path, headers=other_tenant.headers())
    unknown = await anonymous.get("/ai-sessions/01890000-0000-7000-8000-000000000000", headers=other_tenant.headers())
    assert theirs.status_code == unknown.status_code == 404
    drop = {"request_id"}
    assert {k: v for k, v in theirs.json().items() if k not in drop} == {
        k: v for k, v in unknown.json().items() if k not in drop
    }
    assert (await anonymous.get(path)).status_code == 401


async def test_the_main_job_on_the_local_desk(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    ticket = (
        await client.post(
            "/desk/tickets", json={"summary": "Nobody can print", "description": "Jobs sit in the queue."}
        )
    ).json()
    session = await open_session(client, ticket={"connection_id": str(tenant.connection_id), "ticket_id": ticket["id"]})
    path = f"/ai-sessions/{session['id']}"
    await client.post(f"{path}/facts", json={"text": "The spooler on PRN-01 was stopped."})
    preview = await client.post(f"{path}/resolution-note/preview")
    assert preview.status_code == 200, preview.text
    assert preview.json()["from_cache"] is False
    assert (await client.post(f"{path}/resolution-note/preview")).json()["from_cache"] is True
    posted = await client.post(
        f"{path}/resolution-note/post",
        json={
            "state_version": preview.json()["state_version"],
            "acknowledge": [one["id"] for one in preview.json()["grounding"]["findings"]],
        },
    )
    assert posted.status_code == 200, posted.text
    assert posted.json()["outcome"] == "resolved"
    assert posted.json()["status"] == {"wanted": "Resolved", "actual": "Resolved", "verified": True}
    desk = (await client.get(f"/desk/tickets/{ticket['id']}")).json()
    assert desk["ticket"]["status"]["id"] == "resolved"
    assert [note["visibility"] for note in desk["notes"]] == ["customer"]
    assert desk["notes"][0]["text"].endswith(preview.json()["marker"])
    again = await client.post(f"{path}/resolution-note/post", json={"state_version": preview.json()["state_version"]})
    assert again.status_code == 409
    assert len((await client.get(f"/desk/tickets/{ticket['id']}")).json()["notes"]) == 1
