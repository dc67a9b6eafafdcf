"""A status that is picked after the note was posted without one, or when the wanted one did not stand."""

import httpx2
import pytest

from resolvent.ticketing.errors import StatusNotAllowed
from tests.conftest import Tenant
from tests.ticketing.faulty_desk import Script, fail
from tests.ticketing.posting import Case


@pytest.fixture
async def posted(case: Case, client: httpx2.AsyncClient, tenant: Tenant) -> str:
    """The write-back of a note for which no target status was set."""
    cleared = await client.patch(f"/connections/{tenant.connection_id}", json={"status_targets": {"resolution": None}})
    assert cleared.status_code == 200, cleared.text
    answer = await case.post()
    assert (answer.status_code, answer.json()["step"]) == (200, "SKIPPED"), answer.text
    found: str = answer.json()["writeback_id"]
    return found


async def set_status(case: Case, writeback: str, status: str) -> httpx2.Response:
    return await case.client.post(f"{case.path}/writebacks/{writeback}/retry", json={"status_id": status})


async def test_it_is_set_and_proven_without_a_second_note(case: Case, posted: str) -> None:
    assert await case.status() == "new"
    answer = await set_status(case, posted, "resolved")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == {"wanted": "Resolved", "actual": "Resolved", "verified": True}
    assert (await case.session())["status"] == "resolved"
    assert await case.status() == "resolved"
    assert len(await case.marked()) == 1
    again = await set_status(case, posted, "waiting")
    assert (again.status_code, again.json()["code"]) == (409, "already_posted")


async def test_a_status_that_the_board_does_not_have_is_refused_before_anything_is_sent(
    case: Case, posted: str, script: Script
) -> None:
    answer = await set_status(case, posted, "no-such-status")
    assert answer.status_code == 422, answer.text
    assert "set_status" not in script.calls
    assert (await case.session())["status"] == "resolved"


async def test_a_refused_status_leaves_the_session_open_and_is_set_again(
    case: Case, posted: str, script: Script
) -> None:
    script.before["set_status"] = [fail(StatusNotAllowed("The board refuses this status."))]
    answer = await set_status(case, posted, "resolved")
    assert (answer.status_code, answer.json()["step"]) == (502, "REJECTED"), answer.text
    assert (await case.session())["status"] == "active"
    again = await case.client.post(f"{case.path}/writebacks/{posted}/retry")
    assert again.status_code == 200, again.text
    assert (await case.session())["status"] == "resolved"
    assert len(await case.marked()) == 1


async def test_a_session_that_began_a_new_round_sets_it_with_its_next_note(case: Case, posted: str) -> None:
    assert (await case.client.post(f"{case.path}/reopen")).status_code == 200
    answer = await set_status(case, posted, "resolved")
    assert (answer.status_code, answer.json()["code"]) == (409, "round_is_over")


async def test_another_status_is_set_where_the_wanted_one_does_not_stand(case: Case, script: Script) -> None:
    script.statuses = ["waiting"]
    posted = await case.post()
    assert (posted.status_code, posted.json()["step"]) == (502, "OVERRIDDEN"), posted.text
    script.statuses = []
    answer = await set_status(case, posted.json()["writeback_id"], "closed")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == {"wanted": "Closed", "actual": "Closed", "verified": True}
    assert ((await case.session())["status"], await case.status()) == ("resolved", "closed")
    assert len(await case.marked()) == 1
