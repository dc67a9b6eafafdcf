"""One editing lease on each text: taken, renewed, taken over, asked for; of two at once exactly one gets it."""

import asyncio

import httpx2
import psycopg
import pytest

from resolvent.accounts.models import Role
from tests.conftest import Tenant
from tests.presence.conftest import latest, open_tab

KINDS = {"resolution": "resolution-note", "escalation": "escalation-package"}
TEXT = {"markdown": "## Problem\nIt prints.", "based_on_state_version": 1}


@pytest.fixture
async def draft(client: httpx2.AsyncClient) -> str:
    made = await client.post("/scripts/drafts", json={"title": "Restart it", "language": "powershell"})
    assert made.status_code == 201, made.text
    return f"/scripts/drafts/{made.json()['id']}"


def run_out(database_url: str) -> None:
    """As if 60 s had gone."""
    with psycopg.connect(database_url) as db:
        db.execute("UPDATE edit_leases SET until = clock_timestamp()")


def waited(database_url: str) -> None:
    """As if 30 s had gone since it was asked for."""
    with psycopg.connect(database_url) as db:
        db.execute("UPDATE edit_leases SET asked_at = asked_at - interval '30 s'")


def audited(database_url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database_url) as db:
        return db.execute(
            "SELECT action, actor_name, after ->> 'part' FROM audit_entries WHERE action LIKE 'lease.%' ORDER BY id"
        ).fetchall()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_save_takes_the_lease_and_another_s_save_names_the_holder(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str, kind: str
) -> None:
    path = f"/ai-sessions/{session_id}/{KINDS[kind]}/draft"
    assert (await client.put(path, json=TEXT)).status_code == 200
    refused = await other.put(path, json={**TEXT, "markdown": "Mine."})
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "lease_held")
    assert (problem["lease"]["holder"]["name"], problem["lease"]["part"]) == ("acme admin", kind)
    assert problem["lease"]["until"]
    assert "acme admin" in problem["detail"]
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert [one["markdown"] for one in whole["drafts"]] == [TEXT["markdown"]]
    second = next(one for one in KINDS if one != kind)
    assert (await other.put(f"/ai-sessions/{session_id}/{KINDS[second]}/draft", json=TEXT)).status_code == 200


async def test_a_lease_that_ran_out_is_free_and_versions_still_keep_the_text(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str, database_url: str
) -> None:
    path = f"/ai-sessions/{session_id}/resolution-note/draft"
    version = (await client.put(path, json=TEXT)).json()["draft"]["version"]
    await client.put(path, json={**TEXT, "markdown": "Newer.", "version": version})
    run_out(database_url)
    old = await other.put(path, json={**TEXT, "markdown": "Mine.", "version": version})
    assert (old.status_code, old.json()["code"]) == (412, "draft_changed")
    saved = await other.put(path, json={**TEXT, "markdown": "Mine.", "version": version + 1})
    assert saved.status_code == 200
    assert (await client.put(path, json=TEXT)).status_code == 409


async def test_only_its_holder_releases_it(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, session_id: str
) -> None:
    path = f"/ai-sessions/{session_id}/note-leases/resolution"
    assert (await client.put(path)).status_code == 200
    assert (await other.delete(path)).status_code == 204
    assert (await other.put(path)).status_code == 409
    assert (await client.delete(path)).status_code == 204
    assert (await other.put(path)).json()["holder"]["name"] == "acme engineer"


async def test_taking_over_is_told_and_audited(
    client: httpx2.AsyncClient, far: httpx2.AsyncClient, session_id: str, database_url: str
) -> None:
    """From another replica; who loses it hears so by the event and by their next save."""
    path = f"/ai-sessions/{session_id}/note-leases/resolution"
    holder = (await client.put(path)).json()["holder"]
    async with open_tab(client, session_id) as mine:
        await mine.wait_for(lambda one: [held["holder"]["name"] for held in latest(one)["leases"]] == ["acme admin"])
        taken = await far.post(f"{path}/take-over", json={"holder_id": holder["id"]})
        assert taken.json()["holder"]["name"] == "acme engineer"
        await mine.wait_for(lambda one: [held["holder"]["name"] for held in latest(one)["leases"]] == ["acme engineer"])
        lost = await client.put(f"/ai-sessions/{session_id}/resolution-note/draft", json=TEXT)
        assert (lost.status_code, lost.json()["lease"]["holder"]["name"]) == (409, "acme engineer")
    assert audited(database_url) == [("lease.take_over", "acme engineer", "resolution")]
    whole = (await client.get(f"/ai-sessions/{session_id}")).json()
    assert (whole["state_version"], whole["event_number"]) == (1, 0)


async def test_of_many_who_take_it_at_once_one_gets_it(
    client: httpx2.AsyncClient, far: httpx2.AsyncClient, session_id: str, tenant: Tenant, database_url: str
) -> None:
    path = f"/ai-sessions/{session_id}/note-leases/resolution"
    lead, engineer = tenant.headers(Role.LEAD), tenant.headers(Role.ENGINEER)
    for _ in range(10):
        run_out(database_url)
        body = {"holder_id": (await client.put(path)).json()["holder"]["id"]}
        answers = await asyncio.gather(
            client.post(f"{path}/take-over", json=body, headers=lead),
            far.post(f"{path}/take-over", json=body, headers=engineer),
        )
        assert sorted(one.status_code for one in answers) == [200, 409]
        won, lost = sorted(answers, key=lambda one: one.status_code)
        assert lost.json()["code"] == "lease_held"
        assert lost.json()["lease"]["holder"] == won.json()["holder"]
    assert len(audited(database_url)) == 10


async def test_of_many_who_begin_at_once_one_gets_it(
    client: httpx2.AsyncClient, far: httpx2.AsyncClient, session_id: str, tenant: Tenant
) -> None:
    path = f"/ai-sessions/{session_id}/note-leases/escalation"
    answers = await asyncio.gather(
        client.put(path), client.put(path, headers=tenant.headers(Role.LEAD)), far.put(path), far.put(path)
    )
    holders = {one.json()["holder"]["name"] for one in answers if one.status_code == 200}
    refused = {one.json()["lease"]["holder"]["name"] for one in answers if one.status_code == 409}
    assert len(holders) == 1
    assert refused == holders


async def test_a_draft_is_asked_for_and_handed_over(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, draft: str, database_url: str
) -> None:
    assert (await client.patch(draft, json={"version": 1, "title": "Mine"})).status_code == 200
    refused = await other.patch(draft, json={"version": 2, "title": "Theirs"})
    assert (refused.status_code, refused.json()["lease"]["holder"]["name"]) == (409, "acme admin")
    async with open_tab(client, draft, path="{}/events") as mine:
        asked = (await other.post(f"{draft}/lease/ask")).json()
        assert (asked["holder"]["name"], asked["asked_by"]["name"]) == ("acme admin", "acme engineer")
        await mine.wait_for(lambda one: [held["asked_by"] for held in latest(one)["leases"]] == [asked["asked_by"]])
        body = {"asker_id": asked["asked_by"]["id"], "hand_over": True}
        given = (await client.post(f"{draft}/lease/answer", json=body)).json()
        assert (given["holder"]["name"], given["asked_by"]) == ("acme engineer", None)
    assert (await client.patch(draft, json={"version": 2, "title": "Mine again"})).status_code == 409
    assert (await other.patch(draft, json={"version": 2, "title": "Theirs"})).status_code == 200
    assert audited(database_url) == [("lease.hand_over", "acme admin", "script")]


async def test_a_draft_may_be_taken_after_thirty_seconds_without_an_answer(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, draft: str, database_url: str
) -> None:
    body = {"holder_id": (await client.put(f"{draft}/lease")).json()["holder"]["id"]}
    unasked = await other.post(f"{draft}/lease/take-over", json=body)
    await other.post(f"{draft}/lease/ask")
    early = await other.post(f"{draft}/lease/take-over", json=body)
    assert [(one.status_code, one.json()["code"]) for one in (unasked, early)] == [(409, "ask_first")] * 2
    waited(database_url)
    assert (await client.put(f"{draft}/lease")).status_code == 200, "typing goes on and is no answer"
    taken = await other.post(f"{draft}/lease/take-over", json=body)
    assert (taken.status_code, taken.json()["holder"]["name"]) == (200, "acme engineer")


async def test_a_kept_draft_has_to_be_asked_for_again(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, draft: str, database_url: str
) -> None:
    body = {"holder_id": (await client.put(f"{draft}/lease")).json()["holder"]["id"]}
    asked = (await other.post(f"{draft}/lease/ask")).json()
    no = {"asker_id": asked["asked_by"]["id"], "hand_over": False}
    assert (await client.post(f"{draft}/lease/answer", json=no)).json()["asked_by"] is None
    waited(database_url)
    assert (await other.post(f"{draft}/lease/take-over", json=body)).status_code == 409
    again = await client.post(f"{draft}/lease/answer", json=no)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_asked")


async def test_one_asks_at_a_time(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, draft: str, tenant: Tenant
) -> None:
    await client.put(f"{draft}/lease")
    first = (await other.post(f"{draft}/lease/ask")).json()
    again = (await other.post(f"{draft}/lease/ask")).json()
    assert again["may_take_at"] == first["may_take_at"], "asking again starts no new wait"
    third = await client.post(f"{draft}/lease/ask", headers=tenant.headers(Role.LEAD))
    assert (third.status_code, third.json()["code"]) == (409, "asked_already")


async def test_nobody_publishes_or_discards_what_another_edits(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, draft: str
) -> None:
    await client.put(f"{draft}/lease")
    published = await other.post(f"{draft}/publish", json={"version": 1, "change_note": "Mine"})
    discarded = await other.post(f"{draft}/discard")
    assert [(one.status_code, one.json()["code"]) for one in (published, discarded)] == [(409, "lease_held")] * 2
    assert (await client.post(f"{draft}/discard")).status_code == 200
