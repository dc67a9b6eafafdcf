"""The list of sessions as one person sees it, what they keep for themselves, and the first steps of a new account."""

from typing import Any

import httpx2
import pytest

from resolvent.accounts.models import Role
from resolvent.db import Database, set_account
from resolvent.ticketing.samples import add_sample_tickets
from tests.conftest import Tenant
from tests.ticketing.posting import STOOD_BY

CONFIRMED = {"state_version": 1, "acknowledge": STOOD_BY}


async def open_session(client: httpx2.AsyncClient, problem: str = "It does not print") -> dict[str, Any]:
    answer = await client.post("/ai-sessions", json={"problem": problem})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def listed(caller: httpx2.AsyncClient, **query: str) -> list[dict[str, Any]]:
    answer = await caller.get("/ai-sessions", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def unread(client: httpx2.AsyncClient, headers: dict[str, str] | None = None) -> list[bool]:
    answer = await client.get("/ai-sessions", headers=headers)
    return [one["unread"] for one in answer.json()["items"]]


async def test_what_happened_since_i_had_it_open_is_unread(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    session = await open_session(client)
    path = f"/ai-sessions/{session['id']}"
    assert await unread(client) == [False], "my own, and nothing happened"
    seen = (await client.get(path)).json()["event_number"]
    assert (await client.put(f"{path}/seen", json={"event_number": seen})).status_code == 204
    assert await unread(client) == [False]

    await client.post(f"{path}/facts", json={"text": "Only Site B."}, headers=tenant.headers(Role.ENGINEER))
    assert await unread(client) == [True]
    assert await unread(client, tenant.headers(Role.LEAD)) == [False], "nothing of theirs"

    now = (await client.get(path)).json()["event_number"]
    await client.put(f"{path}/seen", json={"event_number": now})
    assert await unread(client) == [False]
    await client.put(f"{path}/seen", json={"event_number": seen})
    assert await unread(client) == [False], "a late message of an older tab takes nothing back"


async def test_a_session_that_was_given_to_me_is_unread_until_i_open_it(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    session = await open_session(client)
    engineer = tenant.headers(Role.ENGINEER)
    await client.patch(f"/ai-sessions/{session['id']}", json={"assignee_id": str(tenant.actors[Role.ENGINEER].user_id)})
    assert await unread(client, engineer) == [True]
    await client.put(f"/ai-sessions/{session['id']}/seen", json={"event_number": 2**31 - 1}, headers=engineer)
    assert await unread(client, engineer) == [False]
    await client.post(f"/ai-sessions/{session['id']}/facts", json={"text": "Only Site B."})
    assert await unread(client, engineer) == [True], "nobody sees what has not happened yet"


async def test_counts_clients_and_filters_agree(client: httpx2.AsyncClient, tenant: Tenant, database_url: str) -> None:
    owner = Database(database_url, pool_size=1, role=None)
    async with owner.transaction() as db:
        await set_account(db, tenant.account_id)
        await add_sample_tickets(db, tenant.account_id)
    await owner.close()
    desk = (await client.get("/desk/tickets")).json()["items"]
    of_client = next(ticket for ticket in desk if ticket["company"] == "Harbour Hotel")
    pick = {"connection_id": str(tenant.connection_id), "ticket_id": of_client["id"]}
    assert (await client.post("/ai-sessions", json={"ticket": pick})).status_code == 201
    resolved = await open_session(client, "The scanner is off")
    done = await client.post(f"/ai-sessions/{resolved['id']}/resolution-note/post", json=CONFIRMED)
    assert done.status_code == 200, done.text

    assert (await client.get("/ai-sessions/counts")).json() == {"active": 1, "resolved": 1, "escalated": 0}
    assert (await client.get("/ai-sessions/clients")).json() == {"items": ["Harbour Hotel"]}
    assert [one["ticket"]["company"] for one in await listed(client, client="Harbour Hotel")] == ["Harbour Hotel"]
    assert len(await listed(client, q="harbour")) == 1
    counted = await client.get("/ai-sessions/counts", params={"client": "Harbour Hotel"})
    assert counted.json() == {"active": 1, "resolved": 0, "escalated": 0}
    assert await listed(client, client="Nobody") == []


async def test_first_steps_tell_what_there_is(client: httpx2.AsyncClient, tenant: Tenant, database_url: str) -> None:
    first = (await client.get("/ai-sessions/first-steps")).json()
    assert first == {
        "note_posted": False,
        "ticketing_connected": False,
        "model_connected": False,
        "sample": None,
    }
    owner = Database(database_url, pool_size=1, role=None)
    async with owner.transaction() as db:
        await set_account(db, tenant.account_id)
        await add_sample_tickets(db, tenant.account_id)
    await owner.close()
    sample = (await client.get("/ai-sessions/first-steps")).json()["sample"]
    pick = {"connection_id": sample["connection_id"], "ticket_id": sample["ticket_id"]}
    session = (await client.post("/ai-sessions", json={"ticket": pick})).json()
    assert session["title"] == sample["summary"]
    after = (await client.get("/ai-sessions/first-steps")).json()
    assert after["sample"]["ticket_id"] != sample["ticket_id"], "the one that was begun is not offered again"

    posted = await client.post(f"/ai-sessions/{session['id']}/resolution-note/post", json=CONFIRMED)
    assert posted.status_code == 200, posted.text
    connected = await client.post(
        "/connections",
        json={
            "name": "RT",
            "provider": "rt",
            "settings": {"url": "https://rt.example/", "user": "resolvent", "queue": "General"},
            "secret": {"token": "1-23-abc"},
        },
    )
    assert connected.status_code == 201, connected.text
    done = (await client.get("/ai-sessions/first-steps")).json()
    assert (done["note_posted"], done["ticketing_connected"]) == (True, True)
    of_lead = (await client.get("/ai-sessions/first-steps", headers=tenant.headers(Role.LEAD))).json()
    assert of_lead["note_posted"] is False, "each does it once"


async def test_what_a_person_keeps_is_theirs_alone(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    own = "/auth/me/preferences"
    assert (await client.get(own)).json() == {"guide_hidden": False, "saved_filters": []}
    kept = [{"name": "Mine", "search": "mine=true&status=active"}]
    assert (await client.patch(own, json={"saved_filters": kept})).json()["saved_filters"] == kept
    assert (await client.patch(own, json={"guide_hidden": True})).json() == {
        "guide_hidden": True,
        "saved_filters": kept,
    }
    others = await client.get(own, headers=tenant.headers(Role.LEAD))
    assert others.json() == {"guide_hidden": False, "saved_filters": []}


@pytest.mark.parametrize(
    "change",
    [{"saved_filters": [{"name": "", "search": ""}]}, {"guide": True}, {"saved_filters": [{"name": "a" * 61}]}],
)
async def test_nothing_odd_is_kept(client: httpx2.AsyncClient, change: dict[str, Any]) -> None:
    assert (await client.patch("/auth/me/preferences", json=change)).status_code == 422
