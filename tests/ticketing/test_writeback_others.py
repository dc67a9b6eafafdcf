"""A status that someone else sets between our note and our status stops us; what our own note causes does not."""

import pytest

from tests.ticketing.faulty_desk import Hook, Script
from tests.ticketing.posting import Case


def move(case: Case, status: str) -> Hook:
    async def act() -> None:
        await case.move(status)

    return act


@pytest.mark.parametrize("call", ["get_ticket", "set_status"])
async def test_a_status_set_by_someone_else_after_our_note_is_left_until_the_engineer_retries(
    case: Case,
    script: Script,
    call: str,
) -> None:
    hooks = script.after if call == "get_ticket" else script.before
    hooks[call] = [move(case, "waiting")]
    answer = await case.post()
    assert answer.status_code == 502, answer.text
    assert answer.json()["code"] == "status_changed_by_other"
    assert answer.json()["step"] == "NEEDS_HUMAN"
    assert answer.json()["actual"] in answer.json()["detail"]
    assert await case.status() == "waiting"
    assert (await case.session())["status"] == "active"

    again = await case.post()
    assert again.status_code == 200, again.text
    assert await case.status() == "resolved"
    assert len(await case.marked()) == 1


async def test_a_status_that_moves_with_our_own_note_does_not_stop_us(case: Case, script: Script) -> None:
    script.after["add_note"] = [move(case, "in_progress")]
    answer = await case.post()
    assert answer.status_code == 200, answer.text
    assert await case.status() == "resolved"
