"""Posting on the local desk, over HTTP: every outcome, and nothing twice."""

import asyncio
from typing import Any

import httpx2
import psycopg
import pytest

from tests.conftest import Tenant
from tests.ticketing.posting import ESCALATION, RESOLUTION, Case, open_case


@pytest.fixture
async def case(client: httpx2.AsyncClient, tenant: Tenant) -> Case:
    return await open_case(client, tenant)


async def test_a_resolution_is_posted_for_the_customer_and_the_status_is_proven(case: Case) -> None:
    preview = await case.preview()
    answer = await case.post(markdown=preview["markdown"])
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["outcome"] == "resolved"
    assert body["status"] == {"wanted": "Resolved", "actual": "Resolved", "verified": True}
    (note,) = (await case.desk())["notes"]
    assert note["id"] == body["external_id"]
    assert note["visibility"] == "customer"
    assert note["text"] == f"{preview['markdown'].rstrip()}\n\n{preview['marker']}"
    assert await case.status() == "resolved"
    whole = await case.whole()
    assert whole["session"]["status"] == "resolved"
    assert [(one["step"], one["error"]) for one in whole["writebacks"]] == [("VERIFIED", None)]


async def test_an_escalation_posts_an_internal_note(case: Case) -> None:
    answer = await case.post(ESCALATION)
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "escalated"
    (note,) = await case.marked()
    assert note["visibility"] == "internal"
    assert await case.status() == "escalated"
    assert (await case.session())["status"] == "escalated"


async def test_a_forbidden_transition_is_a_502_and_a_retry_posts_no_second_note(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    case = await open_case(client, tenant, status="on_hold")
    answer = await case.post()
    assert answer.status_code == 502, answer.text
    problem = answer.json()
    assert problem["code"] == "psa_status_unverified"
    assert (problem["wanted"], problem["actual"], problem["step"]) == ("Resolved", "On hold", "REJECTED")
    (note,) = await case.marked()
    assert problem["note_id"] == note["id"]
    assert (await case.session())["status"] == "active"
    again = await case.post()
    assert (again.status_code, again.json()["code"]) == (502, "psa_status_unverified")
    await case.move("in_progress")
    retried = await client.post(f"{case.path}/writebacks/{problem['writeback_id']}/retry")
    assert retried.status_code == 200, retried.text
    assert retried.json()["external_id"] == note["id"]
    assert await case.marked() == [note]
    assert (await case.session())["status"] == "resolved"


async def test_a_workflow_that_takes_the_status_back_is_a_502_and_named(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    case = await open_case(client, tenant, contact="David Okafor (VIP)")
    answer = await case.post()
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["step"]) == (502, "psa_status_unverified", "OVERRIDDEN")
    assert (problem["wanted"], problem["actual"]) == ("Resolved", "Waiting on customer")
    assert "VIP confirms first" in problem["detail"]
    assert len(await case.marked()) == 1
    assert (await case.session())["status"] == "active"


async def test_without_a_target_status_the_note_is_posted_and_the_reason_given(
    client: httpx2.AsyncClient, tenant: Tenant, case: Case
) -> None:
    cleared = await client.patch(f"/connections/{tenant.connection_id}", json={"status_targets": {"resolution": None}})
    assert cleared.status_code == 200, cleared.text
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["outcome"], body["step"]) == ("resolved", "SKIPPED")
    assert body["status"] == {"wanted": None, "actual": "New", "verified": False}
    assert "status was not changed" in body["status_transition_skipped_reason"]
    assert await case.status() == "new"
    assert len(await case.marked()) == 1
    assert (await case.session())["status"] == "resolved"


@pytest.mark.parametrize(
    ("kind", "outcome", "status"),
    [(RESOLUTION, "resolved_local", "resolved"), (ESCALATION, "escalated_local", "escalated")],
)
async def test_a_session_without_a_ticket_ends_here_and_nothing_is_sent(
    client: httpx2.AsyncClient, kind: str, outcome: str, status: str
) -> None:
    opened = await client.post("/ai-sessions", json={"problem": "The scanner is offline."})
    case = Case(client, opened.json()["id"], "")
    await client.post(f"{case.path}/facts", json={"text": "The scanner answers to ping."})
    answer = await case.post(kind)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["outcome"], answer.json()["external_id"]) == (outcome, None)
    assert answer.json()["status"]["verified"] is False
    whole = await case.whole()
    assert whole["session"]["status"] == status
    assert whole["writebacks"][0]["text"].startswith("## Problem")


async def test_a_finished_round_answers_409_and_a_reopened_one_posts_a_second_note(
    client: httpx2.AsyncClient, case: Case
) -> None:
    assert (await case.post()).status_code == 200
    again = await case.post()
    assert (again.status_code, again.json()["code"]) == (409, "already_posted")
    other = await case.post(ESCALATION)
    assert (other.status_code, other.json()["code"]) == (409, "already_posted")
    assert len(await case.marked()) == 1
    reopened = await client.post(f"{case.path}/reopen")
    assert reopened.status_code == 200
    second = await case.post()
    assert second.status_code == 200, second.text
    one, two = await case.marked()
    assert one["text"].splitlines()[-1] != two["text"].splitlines()[-1]


async def test_another_text_in_the_same_round_is_refused(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    case = await open_case(client, tenant, status="on_hold")
    preview = await case.preview()
    assert (await case.post(markdown=preview["markdown"])).status_code == 502
    other = await case.post(markdown=preview["markdown"] + "\n\nPlease call us.")
    assert (other.status_code, other.json()["code"]) == (409, "text_is_fixed")
    assert len(await case.marked()) == 1


async def test_a_retry_needs_no_newer_version_because_the_planned_text_stands(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    case = await open_case(client, tenant, status="on_hold")
    seen = (await case.whole())["state_version"]
    assert (await case.post()).status_code == 502
    await client.post(f"{case.path}/facts", json={"text": "The change was approved."})
    await case.move("in_progress")
    assert (await case.post(state_version=seen)).status_code == 200


async def test_a_ticket_that_changed_is_shown_before_a_byte_leaves(client: httpx2.AsyncClient, case: Case) -> None:
    await case.move("waiting")
    refused = await case.post()
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket_changed")
    (change,) = refused.json()["changes"]
    assert (change["field"], change["seen"], change["now"]) == ("status", "New", "Waiting on customer")
    assert (change["by"], change["at"][:4].isdigit()) == ("acme admin", True)
    assert (await case.desk())["notes"] == []
    assert (await case.whole())["writebacks"] == []
    assert (await case.post()).status_code == 200


async def test_a_note_by_someone_else_counts_as_a_change_and_is_quoted(client: httpx2.AsyncClient, case: Case) -> None:
    text = "It works again! " + "Thank you. " * 100
    await client.post(f"/desk/tickets/{case.ticket_id}/notes", json={"text": text, "visibility": "customer"})
    await case.move("waiting")
    refused = await case.post()
    status, note = refused.json()["changes"]
    assert status["field"] == "status"
    assert (note["field"], note["by"], note["visibility"]) == ("note", "acme admin", "customer")
    assert note["now"].startswith("It works again! Thank you.")
    assert note["now"].endswith("…")
    assert len(note["now"]) <= 400


async def test_two_posts_at_once_make_one_note(case: Case) -> None:
    body = {"state_version": (await case.whole())["state_version"], "markdown": (await case.preview())["markdown"]}
    answers = await asyncio.gather(*[case.post(**body) for _ in range(3)])
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert any(answer.status_code == 200 for answer in answers)
    assert len(await case.marked()) == 1
    assert (await case.session())["status"] == "resolved"


async def test_an_idempotency_key_replays_the_answer_and_refuses_another_body(case: Case) -> None:
    body = {"state_version": (await case.whole())["state_version"], "headers": {"Idempotency-Key": "k-1"}}
    first = await case.post(**dict(body))
    assert first.status_code == 200, first.text
    second = await case.post(**dict(body))
    assert (second.status_code, second.json()) == (200, first.json())
    other = await case.post(**dict(body), markdown="Something else.")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(await case.marked()) == 1


async def test_a_sentence_without_backing_needs_a_tick_which_is_audited(case: Case, database_url: str) -> None:
    text = (await case.preview())["markdown"] + "\n\nThe firmware was upgraded to version 9.17.3 on 4 May 2031.\n"
    refused = await case.post(markdown=text, acknowledge=[])
    assert (refused.status_code, refused.json()["code"]) == (422, "not_grounded"), refused.text
    ids = [one["code"] for one in refused.json()["errors"]]
    assert any("9.17.3" in one["message"] for one in refused.json()["errors"])
    assert (await case.desk())["notes"] == []
    accepted = await case.post(markdown=text, acknowledge=ids)
    assert accepted.status_code == 200, accepted.text
    with psycopg.connect(database_url) as db:
        rows = db.execute("SELECT after FROM audit_entries WHERE action = 'note.resolution.confirm'").fetchall()
    audited: list[dict[str, Any]] = [row[0] for row in rows]
    assert [one["acknowledged"] for one in audited] == [ids]


async def test_what_changed_since_the_engineer_looked_is_a_412(client: httpx2.AsyncClient, case: Case) -> None:
    preview = await case.preview()
    await client.post(f"{case.path}/facts", json={"text": "Two jobs were stuck in the queue."})
    answer = await case.post(state_version=preview["state_version"], markdown=preview["markdown"])
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_state")
    assert (await case.desk())["notes"] == []


async def test_what_moved_no_evidence_is_none(client: httpx2.AsyncClient, case: Case, database_url: str) -> None:
    """Also when another preview of that version rests on other evidence: before a time zone was set, or by another release."""
    preview = await case.preview()
    other = "jsonb_set(body, '{evidence_hash}', '\"other\"')"
    with psycopg.connect(database_url) as db:
        # The other is the first of the two, whichever way they are looked through.
        for key, body in (("!", other), ("~", "body")):
            copy = f"SELECT account_id, %s, session_id, {body} FROM note_previews WHERE key NOT IN ('!', '~')"
            db.execute(f"INSERT INTO note_previews (account_id, key, session_id, body) {copy}", (key,))
        db.execute("DELETE FROM note_previews WHERE key NOT IN ('!', '~')")
    await client.post(f"{case.path}/checks", json={"title": "Look once more"})
    answer = await case.post(state_version=preview["state_version"], markdown=preview["markdown"])
    assert answer.status_code == 200, answer.text
