"""The main job through the whole API against a real Request Tracker: what it refuses, what it undoes, who sees what."""

from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.contract.rt_harness import RtHarness
from tests.journey.posting import Desk
from tests.journey.test_scripts import PASSWORD, diagnose, lines_of, succeed
from tests.rt_server import RtServer

pytestmark = [pytest.mark.rt, pytest.mark.xdist_group("rt")]


@dataclass
class RtDesk(Desk):
    harness: RtHarness

    async def status(self, ticket_id: str) -> str:
        return (await self.harness.provider().get_ticket(ticket_id)).status.id

    async def notes(self, ticket_id: str, marker: str) -> list[str]:
        return [str(note.visibility) for note in await self.harness.provider().find_note(ticket_id, marker)]


@pytest.fixture
async def desk(client: httpx2.AsyncClient, rt: RtServer, rt_harness: RtHarness) -> RtDesk:
    body: dict[str, Any] = {
        "provider": "rt",
        "name": "RT",
        "settings": {
            "url": rt.url,
            "user": "agent",
            "queue": rt.queue,
            "statuses": list(rt.statuses),
            "allow_private": True,
        },
        "secret": {"password": rt.password("agent")},
        "status_targets": {"resolution": "resolved", "escalation": "waiting"},
    }
    made = await client.post("/connections", json=body)
    assert made.status_code == 201, made.text
    assert rt.password("agent") not in made.text
    return RtDesk(client, made.json()["id"], rt_harness)


async def test_resolved_and_proven_and_a_repeat_makes_no_second_note(desk: RtDesk) -> None:
    ticket = await desk.harness.make_ticket("Nobody can print")
    session = await desk.open(ticket)
    answer, marker = await desk.post(session)
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "resolved"
    assert answer.json()["status"]["verified"] is True
    assert await desk.status(ticket) == "resolved"
    assert await desk.notes(ticket, marker) == ["customer"]
    again, _ = await desk.post(session)
    assert again.status_code == 409
    assert await desk.notes(ticket, marker) == ["customer"]


async def test_the_customer_reads_what_was_done_but_neither_script_nor_secret(desk: RtDesk, rt: RtServer) -> None:
    ticket = await desk.harness.make_ticket("Account locked out", "j.doe is locked out again and again.")
    body = {"ticket": {"connection_id": desk.connection_id, "ticket_id": ticket}}
    session = (await desk.client.post("/ai-sessions", json=body)).json()["id"]
    fix = await diagnose(desk.client, session, "account-lockout", "mistyped")
    assert fix["template_slug"] == "reset-ad-password"
    path = f"/ai-sessions/{session}/suggested-fixes/{fix['id']}"
    form = (await desk.client.get(f"{path}/form")).json()
    values = {one["name"]: one["value"] for one in form["values"]}
    assert "temporary_password" not in values
    given = {**values, "user_name": "j.doe", "temporary_password": PASSWORD}
    body = {"template_id": form["template"]["id"], "parameters": given, "ai_session_id": session, "fix_id": fix["id"]}
    made = (await desk.client.post("/scripts/generate", json=body)).json()
    assert PASSWORD in made["script"]
    await succeed(desk.client, session, path)
    answer, marker = await desk.post(session)
    assert answer.status_code == 200, answer.text
    assert await desk.status(ticket) == "resolved"
    seen = "\n".join(await desk.harness.seen_by_customer(ticket)) + rt.mail()
    assert marker in seen
    assert "reset the password with the user" in seen.lower().replace("\n", " ")
    assert PASSWORD not in seen
    assert not [line for line in lines_of(made["script"]) if line in seen]


async def test_the_escalation_note_is_not_visible_to_the_customers_own_account(desk: RtDesk, rt: RtServer) -> None:
    ticket = await desk.harness.make_ticket("Door terminal shows error 17")
    session = await desk.open(ticket, "The badge reader's firmware is 4.2.1.")
    answer, marker = await desk.post(session, "escalation-package")
    assert answer.status_code == 200, answer.text
    assert answer.json()["outcome"] == "escalated"
    assert await desk.status(ticket) == "waiting"
    assert await desk.notes(ticket, marker) == ["internal"]
    seen = "\n".join(await desk.harness.seen_by_customer(ticket))
    assert marker not in seen
    assert "4.2.1" not in seen
    assert marker not in rt.mail()


async def test_a_transition_that_the_lifecycle_forbids_is_a_502_with_wanted_and_actual(desk: RtDesk) -> None:
    await desk.client.patch(f"/connections/{desk.connection_id}", json={"status_targets": {"resolution": "closed"}})
    ticket = await desk.harness.make_ticket("Nobody can print")
    session = await desk.open(ticket)
    answer, marker = await desk.post(session)
    assert answer.status_code == 502, answer.text
    problem = answer.json()
    assert problem["code"] == "psa_status_unverified"
    assert (problem["wanted"], problem["actual"], problem["step"]) == ("closed", "open", "REJECTED")
    assert problem["note_id"]
    assert (await desk.client.get(f"/ai-sessions/{session}")).json()["session"]["status"] == "active"
    # A retry goes on with the status and never posts a second note.
    await desk.harness._call("PUT", f"/ticket/{ticket}", {"Status": "resolved"})
    retried = await desk.client.post(f"/ai-sessions/{session}/writebacks/{problem['writeback_id']}/retry")
    assert retried.status_code == 200, retried.text
    assert retried.json()["outcome"] == "resolved"
    assert await desk.notes(ticket, marker) == ["customer"]


async def test_a_scrip_that_flips_the_status_back_is_reported_as_overridden(desk: RtDesk) -> None:
    ticket = await desk.harness.make_flipping_ticket()
    session = await desk.open(ticket)
    answer, marker = await desk.post(session)
    assert answer.status_code == 502, answer.text
    problem = answer.json()
    assert (problem["wanted"], problem["actual"], problem["step"]) == ("resolved", "open", "OVERRIDDEN")
    assert "overridden" in problem["detail"]
    assert await desk.notes(ticket, marker) == ["customer"]


async def test_without_a_target_status_the_note_is_posted_and_the_reason_given(desk: RtDesk) -> None:
    await desk.client.patch(f"/connections/{desk.connection_id}", json={"status_targets": {"resolution": None}})
    ticket = await desk.harness.make_ticket("Nobody can print")
    session = await desk.open(ticket)
    answer, marker = await desk.post(session)
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"]["verified"] is False
    assert "No target status is configured" in answer.json()["status_transition_skipped_reason"]
    assert await desk.notes(ticket, marker) == ["customer"]
    assert (await desk.client.get(f"/ai-sessions/{session}")).json()["session"]["status"] == "resolved"


async def test_a_ticket_that_changed_since_the_preview_is_not_written_to(desk: RtDesk) -> None:
    ticket = await desk.harness.make_ticket("Nobody can print")
    session = await desk.open(ticket)
    await desk.harness.change_behind_our_back(ticket)
    answer, marker = await desk.post(session)
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket_changed")
    assert await desk.notes(ticket, marker) == []
    second, marker = await desk.post(session)
    assert second.status_code == 200, second.text
    assert await desk.notes(ticket, marker) == ["customer"]


async def test_credentials_that_stopped_working_are_told_and_the_note_is_kept(desk: RtDesk) -> None:
    ticket = await desk.harness.make_ticket("Nobody can print")
    session = await desk.open(ticket)
    await desk.client.patch(f"/connections/{desk.connection_id}", json={"secret": {"password": "revoked"}})
    answer, marker = await desk.post(session)
    assert (answer.status_code, answer.json()["code"]) == (502, "psa_auth_failed")
    assert "revoked" not in answer.text
    assert await desk.notes(ticket, marker) == []
