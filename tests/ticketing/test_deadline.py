"""Nothing hangs past its deadline, whatever the ticketing system does; whoever comes second is told who was first."""

import asyncio
from dataclasses import replace

import httpx2
from fastapi import FastAPI

from resolvent.accounts.models import Role
from resolvent.ticketing.patience import Patience
from resolvent.ticketing.writeback import SCAN_EVERY
from resolvent.ticketing.writebacks import LEASE
from tests.conftest import QUICK, Tenant
from tests.process import START_SECONDS, until
from tests.ticketing.faulty_desk import FaultyConnector, Script, wait_for
from tests.ticketing.posting import ESCALATION, Case


async def test_a_look_that_gets_no_answer_is_given_up_and_nothing_was_posted(case: Case, app: FastAPI) -> None:
    app.state.writebacks.patience = replace(QUICK, deadline=1.0)
    never, asleep = asyncio.Event(), asyncio.Event()
    hanging = Script(before={"get_ticket": [wait_for(never, asleep)] * 2})
    app.state.connector = FaultyConnector(app.state.database, app.state.vault, hanging)
    answer = await case.post()
    assert (answer.status_code, answer.json()["code"]) == (502, "psa_unavailable"), answer.text
    assert "Nothing was posted" in answer.json()["detail"]
    target = await case.client.get(f"{case.path}/resolution-note/target")
    assert (target.status_code, target.json()["code"]) == (502, "psa_unavailable")
    assert (await case.whole())["writebacks"] == []


async def test_a_note_that_gets_no_answer_is_a_202_and_goes_on(case: Case, script: Script, app: FastAPI) -> None:
    app.state.writebacks.patience = replace(QUICK, deadline=4.0)
    answers, asleep = asyncio.Event(), asyncio.Event()
    script.after["add_note"] = [wait_for(answers, asleep)]
    answer = await case.post()
    assert (answer.status_code, answer.json()["step"]) == (202, "NOTE_SENDING"), answer.text
    assert (await case.session())["status"] == "active"
    answers.set()
    await until(case.ended)
    assert (await case.session())["status"] == "resolved"
    assert len(await case.marked()) == 1


async def test_a_second_engineer_is_told_who_posts_and_since_when(
    case: Case, script: Script, base_url: str, tenant: Tenant
) -> None:
    text = (await case.preview())["markdown"]
    answers, asleep = asyncio.Event(), asyncio.Event()
    script.after["add_note"] = [wait_for(answers, asleep)]
    first = asyncio.create_task(case.post(markdown=text))
    await asyncio.wait_for(asleep.wait(), START_SECONDS)
    async with httpx2.AsyncClient(
        base_url=f"{base_url}/api/v1", headers=tenant.headers(Role.ENGINEER), timeout=30
    ) as colleague:
        second = Case(colleague, case.session_id, case.ticket_id)
        for refused in (await second.post(markdown="Mine is better."), await second.post(ESCALATION)):
            problem = refused.json()
            assert (refused.status_code, problem["confirmed_by"]) == (409, "acme admin"), refused.text
            assert problem["confirmed_by_id"] == str(tenant.actor.user_id)
            assert "acme admin" in problem["detail"]
            assert problem["since"] == (await case.whole())["writebacks"][0]["created_at"].replace("Z", "+00:00")
        same = asyncio.create_task(second.post(markdown=text))
        answers.set()
        assert (await first).status_code == 200
        joined = await same
        assert (joined.status_code, joined.json().get("writeback_id")) in {
            (200, (await first).json()["writeback_id"]),
            (409, (await first).json()["writeback_id"]),
        }
    assert len(await case.marked()) == 1


def test_a_write_back_is_taken_up_within_fifteen_seconds_of_its_process_s_death() -> None:
    """A lease, and two scans: the one that just missed it, and its own time to claim."""
    assert LEASE.total_seconds() + 2 * SCAN_EVERY <= 15
    assert Patience().deadline <= 30
