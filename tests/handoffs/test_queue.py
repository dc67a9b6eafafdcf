"""Escalated sessions wait in a queue; one is taken up, or given back, once."""

import asyncio
from typing import Any
from uuid import UUID

import httpx2
import pytest

from resolvent.accounts.models import Role
from resolvent.db import Database
from resolvent.masking import MASK
from resolvent.sessions.access import lock_session_of
from resolvent.sessions.scrub import scrub_session
from tests.conftest import Tenant
from tests.ticketing.posting import ESCALATION, Case, open_case

QUESTION = "Does the driver of the new printer fit Windows 11?"


@pytest.fixture
async def case(client: httpx2.AsyncClient, tenant: Tenant) -> Case:
    return await open_case(client, tenant)


async def escalate(case: Case, **more: Any) -> dict[str, Any]:
    posted = await case.post(ESCALATION, acknowledge=[], **more)
    assert posted.status_code == 200, posted.text
    answer: dict[str, Any] = posted.json()
    assert answer["outcome"] == "escalated"
    return answer


async def waiting(client: httpx2.AsyncClient, query: str = "") -> list[dict[str, Any]]:
    answer = await client.get(f"/escalations{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_an_escalated_session_waits_with_all_that_is_known(
    client: httpx2.AsyncClient, case: Case, tenant: Tenant
) -> None:
    assert await waiting(client) == []
    await escalate(case, question=QUESTION, to={"queue": "Tier 2"})
    (row,) = await waiting(client)
    assert row["session_id"] == case.session_id
    assert (row["title"], row["question"], row["to_queue"]) == ("Nobody can print", QUESTION, "Tier 2")
    assert (row["reason"], row["round"]) == ("No fix was tried.", 1)
    whole = (await client.get("/escalations")).json()
    assert (whole["total"], whole["mine"], whole["queues"]) == (1, 0, ["Tier 2"])
    detail = (await client.get(f"{case.path}/escalation")).json()
    assert detail["state"] == "waiting"
    assert "The Print Spooler service had stopped on PRN-01." in detail["note"]
    assert "Ref RV-" not in detail["note"]
    assert "No fix was tried." in detail["missing"]
    assert "No question is asked of the next engineer." not in detail["missing"]


async def test_the_question_is_kept_from_the_ticket(client: httpx2.AsyncClient, case: Case) -> None:
    await escalate(case, question=QUESTION)
    (note,) = await case.marked()
    assert QUESTION not in note["text"]


async def test_a_secret_that_the_session_learns_leaves_question_and_questions(
    client: httpx2.AsyncClient, case: Case, tenant: Tenant, database: Database
) -> None:
    secret = "Herbst-2031!x"
    await escalate(case, question=f"Is {secret} the right one?")
    assert (await client.post(f"{case.path}/return", json={"questions": f"Who set {secret}?"})).status_code == 200
    async with database.transaction(tenant.account_id) as db:
        session = await lock_session_of(db, tenant.account_id, UUID(case.session_id))
        await scrub_session(db, session, [secret])
    detail = (await client.get(f"{case.path}/escalation")).json()
    assert detail["question"] == f"Is {MASK} the right one?"
    assert detail["handoffs"][0]["questions"] == f"Who set {MASK}?"


async def test_it_is_addressed_to_a_person(client: httpx2.AsyncClient, case: Case, tenant: Tenant) -> None:
    me = (await client.get("/auth/me")).json()
    await escalate(case, to={"user_id": me["user_id"]})
    (row,) = await waiting(client, "?mine=true")
    assert (row["to_user_id"], row["to_user_name"]) == (me["user_id"], me["name"])
    client.headers = httpx2.Headers(tenant.headers(Role.ENGINEER))
    assert await waiting(client, "?mine=true") == []
    assert len(await waiting(client)) == 1


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"to": {}}, "to", "value_error"),
        ({"to": {"queue": "Tier 2", "user_id": "01a20e53-0000-7000-8000-000000000009"}}, "to", "value_error"),
        ({"to": {"user_id": "01a20e53-0000-7000-8000-000000000009"}}, "to.user_id", "unknown_user"),
    ],
)
async def test_a_wrong_address_is_refused_by_its_field(case: Case, body: dict[str, Any], field: str, code: str) -> None:
    refused = await case.post(ESCALATION, acknowledge=[], **body)
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [(field, code)]
    assert await case.marked() == []


async def test_a_resolution_is_addressed_to_nobody(case: Case) -> None:
    refused = await case.post(to={"queue": "Tier 2"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "not_an_escalation"


async def test_one_of_many_picks_it_up(client: httpx2.AsyncClient, case: Case, tenant: Tenant) -> None:
    await escalate(case)
    client.headers = httpx2.Headers(tenant.headers(Role.ENGINEER))
    answers = await asyncio.gather(*(client.post(f"{case.path}/pickup") for _ in range(5)))
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409, 409]
    for refused in (one.json() for one in answers if one.status_code == 409):
        assert refused["code"] == "not_waiting"
        assert refused["by"] in refused["detail"]
    session = await case.session()
    assert (session["status"], session["round"]) == ("active", 2)
    me = (await client.get("/auth/me")).json()
    assert session["assignee_id"] == me["user_id"]
    assert await waiting(client) == []
    detail = (await client.get(f"{case.path}/escalation")).json()
    assert detail["state"] == "picked_up"
    assert [(one["verb"], one["round"], one["by_id"]) for one in detail["handoffs"]] == [("pickup", 1, me["user_id"])]
    times = (await client.get("/escalations/times")).json()
    assert (times["picked_up"], times["returned"]) == (1, 0)
    assert times["median_wait_seconds"] is not None


async def test_it_can_be_escalated_again_after_a_pickup(client: httpx2.AsyncClient, case: Case) -> None:
    await escalate(case)
    assert (await client.post(f"{case.path}/pickup")).status_code == 200
    await escalate(case, question="And now?")
    (row,) = await waiting(client)
    assert (row["round"], row["question"]) == (2, "And now?")
    assert len(await case.marked()) == 2


@pytest.mark.parametrize("picked_up", [False, True])
async def test_it_goes_back_with_questions(
    client: httpx2.AsyncClient, case: Case, tenant: Tenant, *, picked_up: bool
) -> None:
    me = (await client.get("/auth/me")).json()
    await escalate(case)
    client.headers = httpx2.Headers(tenant.headers(Role.ENGINEER))
    if picked_up:
        assert (await client.post(f"{case.path}/pickup")).status_code == 200
    returned = await client.post(f"{case.path}/return", json={"questions": "Which driver version?"})
    assert returned.status_code == 200, returned.text
    assert (returned.json()["status"], returned.json()["assignee_id"]) == ("active", me["user_id"])
    detail = (await client.get(f"{case.path}/escalation")).json()
    assert detail["state"] == "returned"
    assert detail["handoffs"][-1]["questions"] == "Which driver version?"
    again = await client.post(f"{case.path}/return", json={"questions": "Once more?"})
    assert (again.status_code, again.json()["code"]) == (409, "not_returnable")
    assert (await client.get("/escalations/times")).json()["returned"] == 1


async def test_what_never_waited_is_neither_taken_nor_given_back(client: httpx2.AsyncClient, case: Case) -> None:
    taken = await client.post(f"{case.path}/pickup")
    assert (taken.status_code, taken.json()["code"]) == (409, "not_waiting")
    returned = await client.post(f"{case.path}/return", json={"questions": "Why?"})
    assert (returned.status_code, returned.json()["code"]) == (409, "not_returnable")
    unknown = await client.get(f"{case.path}/escalation")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "never_escalated")


async def test_a_reopened_session_leaves_the_queue(client: httpx2.AsyncClient, case: Case) -> None:
    await escalate(case)
    assert (await client.post(f"{case.path}/reopen")).status_code == 200
    assert await waiting(client) == []
    assert (await client.get(f"{case.path}/escalation")).json()["state"] == "reopened"


async def test_the_queue_is_paged(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    cases = [await open_case(client, tenant) for _ in range(3)]
    for one in cases:
        await escalate(one)
    first = (await client.get("/escalations?limit=2")).json()
    second = (await client.get(f"/escalations?limit=2&cursor={first['next_cursor']}")).json()
    assert [row["session_id"] for row in first["items"] + second["items"]] == [one.session_id for one in cases]
    assert (second["next_cursor"], second["total"]) == (None, 3)


async def test_the_stream_tells_who_comes_and_goes(client: httpx2.AsyncClient, case: Case) -> None:
    async with client.stream("GET", "/escalations/events") as events:
        lines = events.aiter_lines()

        async def next_mark() -> str:
            async for line in lines:
                if line.startswith("data: "):
                    return line
            raise AssertionError("the stream ended")

        assert '"waiting": 0' in await next_mark()
        await escalate(case)
        assert '"waiting": 1' in await asyncio.wait_for(next_mark(), 10)
        await client.post(f"{case.path}/pickup")
        assert '"waiting": 0' in await asyncio.wait_for(next_mark(), 10)
